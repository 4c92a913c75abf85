package summarize

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var lexrankEntry = Entry{
	Name: "lexrank", Title: "LexRank",
	Doc: "The sentences that most others resemble, after PageRank on the graph of their TF-IDF " +
		"cosines; one that shares more than half of its " +
		"word pairs with a sentence already taken is skipped. No sentence is linked to itself. " +
		"It reads the first 20 sentences of 5 to 60 words of an article, in larger clusters fewer, so that there are at most " +
		"2,000, and at most 2,000 articles, evenly spaced.",
	Cost: "quadratic in the sentences, which are at most 2,000; else linear in the texts",
	Cite: []string{"Erkan & Radev 2004, LexRank: graph-based lexical centrality as salience in text summarization, JAIR 22"},
	New:  func() Summarizer { return NewLexRank() },
}

// LexRank ranks the sentences of a cluster by their place in the graph of their
// similarities.
type LexRank struct {
	Threshold float64 `spec:"threshold" default:"0.1" range:"0:1" doc:"link sentences above this cosine; 0 = all, weighted by cosine"`
	Damping   float64 `spec:"damping" default:"0.85" range:"0:0.99" doc:"chance to follow a link rather than to jump anywhere"`
	Limits
}

// NewLexRank returns it with every parameter at its default.
func NewLexRank() *LexRank { return spec.Defaults(new(LexRank)) }

// Summarize ranks the distinct sentences of the cluster.
func (l *LexRank) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	return rank(ctx, "lexrank", l, articles, l.Limits, func(c *cluster, pool []sentence) ([]float64, error) {
		g, err := link(ctx, tfidf(termsOf(pool), c.words), c.words, above(l.Threshold))
		if err != nil {
			return nil, err
		}
		return g.rank(ctx, l.Damping)
	})
}

// above weighs links by the cosine, or all alike if there is a threshold.
func above(threshold float64) func(i, j int, cosine float64) float64 {
	return func(_, _ int, cosine float64) float64 {
		switch {
		case cosine <= threshold:
			return 0
		case threshold > 0:
			return 1
		}
		return cosine
	}
}
