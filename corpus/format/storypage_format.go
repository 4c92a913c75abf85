package format

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var pageBegins = regexp.MustCompile(`^(\d{1,2}-\d{1,2}-\d{4}|unknown)\s`)

var storyPage = Format{
	Name:  "storypage",
	Title: "story page",
	Doc: "The page of a news digest as text: the day, the title, outlets with counts, an image and what it shows, " +
		"summary, key points, articles; one story or several. Outlets are found from the ends of headlines; " +
		"a file outlets.csv beside the page, with the header name,host, adds to the names that assay knows.",
	Endings: []string{".txt"},
	Detect:  func(_ Source, head []byte) bool { return pageBegins.Match(head) },
	New:     func() Reader { return storyPageFormat{} },
}

type storyPageFormat struct{}

// Read reads a page. A fault ends it, since the lines after it depend on it.
func (storyPageFormat) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	file, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	outlets, err := readOutlets(src)
	if err != nil {
		return nil, err
	}
	c, err := readStoryPage(ctx, file, src.name, outlets)
	var fault corpus.Fault
	if errors.As(err, &fault) {
		if err := report(fault); err != nil {
			return nil, err
		}
		c, err = &corpus.Corpus{}, nil
	}
	if err == nil && c.Card.Name == "" {
		c.Card.Name = src.BaseName()
	}
	return c, err
}

// Write writes the stories of a corpus as pages.
func (storyPageFormat) Write(path string, c *corpus.Corpus) error {
	return atomicfile.Write(path, func(w io.Writer) error {
		return compressed.Write(w, path, func(w io.Writer) error { return writeStoryPage(w, c) })
	})
}

// outletsFile is a file beside a page with names of outlets and their hosts.
const outletsFile = "outlets.csv"

func readOutlets(src Source) (outlets text.Outlets, err error) {
	file, err := src.fsys.Open(outletsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return outlets, nil
	}
	if err != nil {
		return outlets, err
	}
	defer file.Close()
	name := filepath.Join(filepath.Dir(src.name), outletsFile)
	rows := csv.NewReader(file)
	rows.FieldsPerRecord = 2
	head, err := rows.Read()
	if err != nil || head[0] != "name" || head[1] != "host" {
		return outlets, fmt.Errorf("%s:1: the first line must be name,host", name)
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return outlets, nil
		}
		if err != nil {
			return outlets, fmt.Errorf("%s: %w", name, err)
		}
		outlets = outlets.With(row[0], row[1])
	}
}
