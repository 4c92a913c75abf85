package format

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// writeFile writes a file whole or not at all, compressed as its name says.
func writeFile(path string, write func(io.Writer) error) error {
	return atomicfile.WriteAll(compressedFile(path, write))
}

func compressedFile(path string, write func(io.Writer) error) atomicfile.File {
	return atomicfile.File{Path: path, Write: func(w io.Writer) error { return compressed.Write(w, path, write) }}
}

// columnsOf are the names of the columns of a corpus: the fields that any article has, and
// the extras by name.
func columnsOf(c *corpus.Corpus) (names []string) {
	has := map[string]bool{"id": true}
	extras := map[string]bool{}
	for i := range c.Articles {
		a := &c.Articles[i]
		for name, v := range map[string]bool{"title": a.Title != "", "text": a.Text != "", "source": a.Source != "",
			"url": a.URL != "", "published": !a.Published.IsZero(),
			"lang": a.Lang != "", "story": a.Story != "", "distractor": a.Distractor, "image": a.Image != nil} {
			has[name] = has[name] || v
		}
		for name := range a.Extra {
			extras[name] = true
		}
	}
	for _, name := range []string{"id", "title", "text", "source", "url", "published", "lang", "story", "distractor", "image"} {
		if has[name] {
			names = append(names, name)
		}
	}
	return append(names, slices.Sorted(maps.Keys(extras))...)
}

// cell is the value of a column.
func cell(a *corpus.Article, name string) string {
	switch name {
	case "id":
		return a.ID
	case "title":
		return a.Title
	case "text":
		return a.Text
	case "source":
		return a.Source
	case "url":
		return a.URL
	case "published":
		return a.Published.String()
	case "lang":
		return a.Lang
	case "story":
		return a.Story
	case "distractor":
		if a.Distractor {
			return "true"
		}
		return ""
	case "image":
		if a.Image == nil {
			return ""
		}
		if a.Image.Source == "" && a.Image.Content == "" && ofPicture.MatchString(a.Image.URL) {
			return a.Image.URL
		}
		raw, err := json.Marshal(a.Image)
		if err != nil {
			return ""
		}
		return string(raw)
	}
	return jsonText(a.Extra[name])
}

// Write writes a table with a header. Cells are put in quotation marks where they must be.
func (*csvReader) Write(path string, c *corpus.Corpus) error {
	return writeArticles(path, c, func(w io.Writer) error {
		buffer := bufio.NewWriterSize(w, 1<<16)
		separator := byte(',')
		if strings.HasSuffix(compressed.Plain(path), ".tsv") {
			separator = '\t'
		}
		names := columnsOf(c)
		writeRow(buffer, names, separator)
		row := make([]string, len(names))
		for i := range c.Articles {
			for n, name := range names {
				row[n] = cell(&c.Articles[i], name)
			}
			writeRow(buffer, row, separator)
		}
		return buffer.Flush()
	})
}

// writeRow writes a row. Cells are put in quotation marks also for a backslash: a reader
// may take it for a sign of its own where there are no quotation marks.
func writeRow(w *bufio.Writer, row []string, separator byte) {
	for i, cell := range row {
		if i > 0 {
			w.WriteByte(separator)
		}
		if !strings.ContainsAny(cell, "\"\\\r\n\t,") && (cell == "" || cell[0] > ' ' && cell[0] != '#') {
			w.WriteString(cell)
			continue
		}
		w.WriteByte('"')
		w.WriteString(strings.ReplaceAll(cell, `"`, `""`))
		w.WriteByte('"')
	}
	w.WriteByte('\n')
}

// Write writes a list of articles with the fields of assay's own form.
func (*jsonReader) Write(path string, c *corpus.Corpus) error {
	return writeArticles(path, c, func(w io.Writer) error {
		buffer := bufio.NewWriterSize(w, 1<<16)
		for i := range c.Articles {
			raw, err := c.Articles[i].MarshalJSON()
			if err != nil {
				return err
			}
			sign := ",\n "
			if i == 0 {
				sign = "["
			}
			buffer.WriteString(sign)
			buffer.Write(raw)
		}
		if len(c.Articles) == 0 {
			buffer.WriteString("[")
		}
		buffer.WriteString("]\n")
		return buffer.Flush()
	})
}
