package main

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// headlinesFormat is the row of a format: one headline a line, "#" begins a story.
var headlinesFormat = format.Format{
	Name: "headlines", Title: "headlines", Doc: "One headline a line; a line that begins with # names the story of those below it.",
	Endings: []string{".headlines"},
	New:     func() format.Reader { return newHeadlines() },
}

// headlines reads the format: headlines(lang=de):day.headlines.
type headlines struct {
	Lang string `spec:"lang" default:"en" doc:"language of the headlines"`
}

func newHeadlines() *headlines {
	h := new(headlines)
	spec.Defaults(h)
	return h
}

// Read reads one file. Lines that are no UTF-8 are reported by Lines.
func (h *headlines) Read(ctx context.Context, src format.Source, report format.Reporter) (*corpus.Corpus, error) {
	c := &corpus.Corpus{Card: corpus.Card{Name: src.BaseName(), Lang: h.Lang, Level: "story"}}
	story := ""
	err := src.Lines(ctx, report, func(pos corpus.Pos, line []byte) error {
		if line[0] == '#' {
			story = string(line[1:])
			return nil
		}
		c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(len(c.Articles) + 1), Title: string(line), Story: story, Pos: pos})
		return nil
	})
	return c, err
}
