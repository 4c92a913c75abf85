package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var clustbench = Format{
	Name:  "clustbench",
	Title: "clustering benchmark data",
	Doc: "A matrix of numbers NAME.data with its reference labels NAME.labels0, NAME.labels1, … beside it, each plain or " +
		"compressed, as clustering benchmarks are published. " +
		"An item's id is its row, from 1; labels0 is the gold, the others are levels (@1); the label 0 is noise. There are no " +
		"texts: cluster it in the space file(NAME.data.gz).",
	Detect: func(src Source, head []byte) bool {
		if head == nil {
			return len(dataFiles(src)) > 0
		}
		return strings.HasSuffix(compressed.Plain(src.path), dataEnding) && isNumbers(head)
	},
	New: func() Reader { return clustbenchReader{} },
}

const dataEnding = ".data"

type clustbenchReader struct{}

var numbersLine = regexp.MustCompile(`^[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?(?:[ \t,;]+[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)*[ \t]*\r?$`)

// isNumbers reports whether a file begins with a line of numbers.
func isNumbers(head []byte) bool {
	line, _, whole := bytes.Cut(head, []byte("\n"))
	if !whole && len(head) > 1024 {
		line = line[:bytes.LastIndexAny(line, " \t,;")+1]
	}
	return numbersLine.Match(bytes.TrimSpace(line))
}

// dataFiles lists the matrices of a folder.
func dataFiles(src Source) (list []Source) {
	entries, err := fs.ReadDir(src.fsys, src.path)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(compressed.Plain(name), dataEnding) && !e.IsDir() {
			list = append(list, src.Join(name))
		}
	}
	return list
}

// Read reads the rows and their labels.
func (clustbenchReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	if src.Dir() {
		list := dataFiles(src)
		if len(list) != 1 {
			return nil, fmt.Errorf("%s: the folder has %d files NAME.data: name one of them", src.name, len(list))
		}
		src = list[0]
	}
	c := newCollector(src, report)
	cols := 0
	err := src.Lines(ctx, report, func(pos corpus.Pos, line []byte) error {
		if line[0] == '#' || line[0] == '%' {
			return nil
		}
		cells := bytes.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t,;", r) })
		if cols == 0 {
			cols = len(cells)
		}
		if len(cells) != cols {
			return c.fault(pos, corpus.BadSyntax, "the row has %d numbers, the first has %d", len(cells), cols)
		}
		for _, cell := range cells {
			if _, err := strconv.ParseFloat(string(cell), 64); err != nil && !errors.Is(err, strconv.ErrRange) {
				return c.fault(pos, corpus.BadSyntax, "%q is no number", cell)
			}
		}
		return c.add(corpus.Article{ID: strconv.Itoa(len(c.corpus.Articles) + 1), Pos: pos})
	})
	if err != nil {
		return nil, err
	}
	levels, err := c.labels(ctx, src)
	if err != nil {
		return nil, err
	}
	c.corpus.Card.Name = strings.TrimSuffix(c.corpus.Card.Name, dataEnding)
	c.note(corpus.Pos{File: src.name}, corpus.Note, corpus.Decision, "%d numbers a row and no texts: cluster it in the space file(%s); "+
		"labellings: %d", cols, src.name, levels)
	return c.finish("rows of numbers")
}

// labels reads NAME.labels0 and so on, and returns how many there are.
func (c *collector) labels(ctx context.Context, src Source) (int, error) {
	base := strings.TrimSuffix(compressed.Plain(src.path), dataEnding)
	for level := 0; ; level++ {
		file, err := src.find(fmt.Sprintf("%s.labels%d", base, level))
		if err != nil {
			return level, nil
		}
		row := 0
		err = file.Lines(ctx, c.report, func(pos corpus.Pos, line []byte) error {
			x, err := strconv.ParseFloat(string(line), 64)
			if err != nil || x != float64(int64(x)) {
				return c.fault(pos, corpus.BadSyntax, "%q is no label: a whole number is", line)
			}
			if row++; row > len(c.corpus.Articles) {
				return nil
			}
			label := strconv.FormatInt(int64(x), 10)
			if x <= 0 {
				c.note(pos, corpus.Note, corpus.Decision, "the label 0 is noise: these rows have no group")
				label = ""
			}
			a := &c.corpus.Articles[row-1]
			if level == 0 {
				a.Story = label
			} else if a.Extra == nil {
				a.Extra = extra(fmt.Sprint("labels", level), label)
			} else if label != "" {
				a.Extra[fmt.Sprint("labels", level)] = mustJSON(label)
			}
			return nil
		})
		if err != nil {
			return level, err
		}
		if row != len(c.corpus.Articles) {
			return level, fmt.Errorf("%s: there are %d labels for %d rows of %s", file.name, row, len(c.corpus.Articles), src.name)
		}
		if level == 0 {
			c.corpus.Card.Level = "0"
			continue
		}
		if c.corpus.Card.Levels == nil {
			c.corpus.Card.Levels = map[string]string{}
		}
		c.corpus.Card.Levels[strconv.Itoa(level)] = fmt.Sprint("labels", level)
	}
}
