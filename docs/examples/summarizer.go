package main

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
)

// headlineEntry is the row of a summarizer.
var headlineEntry = summarize.Entry{
	Name: "headline", Title: "First headline", Cost: "time linear in the articles",
	Doc: "The page is the earliest article's headline, and nothing else.",
	New: func() summarize.Summarizer { return headline{} },
}

type headline struct{}

// Summarize takes the headline of the first article in time that has one.
func (headline) Summarize(_ context.Context, articles []corpus.Article) (corpus.Page, error) {
	for _, i := range algorithms.InTime(articles) {
		if title := articles[i].Title; title != "" {
			return corpus.Page{Title: title, Summary: []corpus.Sentence{{Text: title, Article: i}}}, nil
		}
	}
	return corpus.Page{}, nil
}
