package format

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/spec"
)

var labelLines = Format{
	Name: "labels", Title: "labels, one a line",
	Doc: "One label a line, by position, as numpy.savetxt and many programs write them; with a first line that is a name or without. " +
		"Several columns of labels side by side are told apart by their names: FILE@NAME.",
	Detect: detectLabelLines,
	New:    func() Reader { return &lineLabels{*spec.Defaults(new(csvReader))} },
}

type lineLabels struct{ csvReader }

// detectLabelLines reports whether a file has a short word or number on every line, or
// several columns of numbers.
func detectLabelLines(_ Source, head []byte) bool {
	text, err := charset.NewReader(bytes.NewReader(head), "")
	if err != nil || len(head) == 0 {
		return false
	}
	decoded, err := io.ReadAll(text)
	if err != nil || text.Mixed || bytes.IndexByte(decoded, 0) >= 0 {
		return false
	}
	h := sniff(decoded, len(head) < headSize-1024, 0, nil)
	if len(h.rows) < 2 || h.share < 0.95 {
		return false
	}
	numbers, cells, first := 0, 0, 0
	distinct := map[string]bool{}
	for i, row := range h.rows {
		if i == 1 {
			first, numbers = cells, 0 // the first row may hold names
		}
		for _, cell := range row {
			cells++
			distinct[cell] = true
			if len(cell) > 40 || len(strings.Fields(cell)) > 3 {
				return false
			}
			if _, err := strconv.ParseFloat(strings.TrimSpace(cell), 64); err == nil {
				numbers++
			}
		}
	}
	return numbers == cells-first || h.width == 1 && len(distinct) < cells
}

// Read refuses: there are no articles in it.
func (r *lineLabels) Read(_ context.Context, src Source, _ Reporter) (*corpus.Corpus, error) {
	return nil, labelsAlone(src)
}

var malletTopics = Format{
	Name: "mallet", Title: "topics of MALLET",
	Doc: "The topics of documents that MALLET writes (--output-doc-topics): a number, the name of the document, and " +
		"topics with their shares in turns, or one share a topic. " +
		"The label of a document is its largest topic.",
	Detect: func(_ Source, head []byte) bool {
		if bytes.HasPrefix(head, []byte("#doc")) {
			return true
		}
		for i, line := range bytes.SplitN(head, []byte("\n"), 4) {
			cells := bytes.Split(bytes.TrimSpace(line), []byte("\t"))
			if len(cells) < 4 || i > 2 {
				return i > 2
			}
			if string(cells[0]) != strconv.Itoa(i) {
				return false
			}
			if _, err := strconv.ParseFloat(string(cells[1]), 64); err == nil {
				return false
			}
			for _, cell := range cells[2:] {
				if v, err := strconv.ParseFloat(string(cell), 64); err != nil || v < 0 {
					return false
				}
			}
		}
		return false
	},
	New: func() Reader { return malletReader{} },
}

type malletReader struct{ noArticles }

// ReadLabels takes the largest topic of each document.
func (malletReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	list := labelList{src: src, notes: []string{"topics are soft: the largest one of each document is its label"}}
	turns := false
	err := src.Lines(ctx, report, func(pos corpus.Pos, line []byte) error {
		if line[0] == '#' {
			turns = turns || bytes.Contains(line, []byte("topic proportion"))
			return nil
		}
		cells := strings.Fields(string(line))
		if len(cells) < 3 {
			return fmt.Errorf("%s: a number, a name and topics are wanted", pos)
		}
		topic, err := largestTopic(cells[2:], turns)
		if err != nil {
			return fmt.Errorf("%s: %w", pos, err)
		}
		id := cells[1]
		if id == "null-source" || id == "null" {
			id = cells[0]
		}
		if strings.ContainsAny(id, "/\\") {
			id = path.Base(strings.ReplaceAll(id, `\`, "/"))
			id = strings.TrimSuffix(id, path.Ext(id))
		}
		return list.add(id, list.group(topic, false), pos.Line, false)
	})
	if err != nil {
		return nil, err
	}
	return list.file(report)
}

// largestTopic reads topics and shares in turns, or the shares of topics 0, 1, ….
func largestTopic(cells []string, turns bool) (topic string, err error) {
	best := -1.0
	if !turns {
		for i, cell := range cells {
			share, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				return "", fmt.Errorf("%q is no share of a topic", cell)
			}
			if share > best {
				best, topic = share, strconv.Itoa(i)
			}
		}
		return topic, nil
	}
	for i := 0; i+1 < len(cells); i += 2 {
		share, err := strconv.ParseFloat(cells[i+1], 64)
		if err != nil {
			return "", fmt.Errorf("%q is no share of a topic", cells[i+1])
		}
		if share > best {
			best, topic = share, cells[i]
		}
	}
	return topic, nil
}
