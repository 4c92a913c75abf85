package format

import (
	"context"
	"errors"
	"io"
	"regexp"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var pageBegins = regexp.MustCompile(`^(\d{1,2}-\d{1,2}-\d{4}|unknown)\s`)

var storyPage = Format{
	Name:  "storypage",
	Title: "story page",
	Doc:   "The page of a news digest as text: the day, the title, outlets with counts, an image and what it shows, summary, key points, articles; one story or several.",
	looksLike: func(head []byte) bool {
		return pageBegins.Match(head)
	},
	read: func(ctx context.Context, src source, report reporter) (*corpus.Corpus, error) {
		file, err := src.openFile()
		if err != nil {
			return nil, err
		}
		defer file.Close()
		c, err := readStoryPage(ctx, file, src.name)
		var fault corpus.Fault
		if errors.As(err, &fault) {
			if err := report(fault); err != nil {
				return nil, err
			}
			c, err = &corpus.Corpus{}, nil
		}
		if err == nil && c.Card.Name == "" {
			c.Card.Name = src.baseName()
		}
		return c, err
	},
	write: func(path string, c *corpus.Corpus) error {
		return atomicfile.Write(path, func(w io.Writer) error {
			return compressed.Write(w, path, func(w io.Writer) error { return writeStoryPage(w, c) })
		})
	},
}
