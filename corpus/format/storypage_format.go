package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/table"
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
	return writeFile(path, func(w io.Writer) error { return writeStoryPage(w, c) })
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
	var names, hosts []string
	columns := []string{"name", "host"}
	rows := table.Table{Columns: columns, Required: [][]string{columns[:1], columns[1:]}, Closed: true,
		Header: "name,host", Object: `{"name":"The Valley Voice","host":"valley.example"}`,
		Row: func(_ int, row map[string]string) error {
			names, hosts = append(names, row["name"]), append(hosts, row["host"])
			return nil
		}}
	if line, err := rows.Read(file); err != nil {
		name := filepath.Join(filepath.Dir(src.name), outletsFile)
		return outlets, fmt.Errorf("%s: %w", corpus.Pos{File: name, Line: line}, err)
	}
	return outlets.WithAll(func(yield func(name, host string) bool) {
		for i, name := range names {
			if !yield(name, hosts[i]) {
				return
			}
		}
	}), nil
}
