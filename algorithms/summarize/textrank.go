package summarize

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var textrankEntry = Entry{
	Name: "textrank", Title: "TextRank",
	Doc: "PageRank on the graph of sentences, in which a link weighs the words that two sentences have in common, over " +
		"the sum of the logarithms of their lengths. " +
		"Words in common are distinct ones without stop words, where the paper filters by part of speech. " +
		"It reads what lexrank reads, and skips repetitions as lexrank does.",
	Cost: "quadratic in the sentences, which are at most 2,000; else linear in the texts",
	Cite: []string{"Mihalcea & Tarau 2004, TextRank: Bringing order into texts, EMNLP"},
	New:  func() Summarizer { return NewTextRank() },
}

// TextRank ranks the sentences of a cluster by the words that they share.
type TextRank struct {
	Damping float64 `spec:"damping" default:"0.85" range:"0:0.99" doc:"chance to follow a link rather than to jump anywhere"`
	Limits
}

// NewTextRank returns it with every parameter at its default.
func NewTextRank() *TextRank { return spec.Defaults(new(TextRank)) }

// Summarize ranks the distinct sentences of the cluster.
func (t *TextRank) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	return rank(ctx, "textrank", t, articles, t.Limits, func(c *cluster, pool []sentence) ([]float64, error) {
		g, err := link(ctx, presence(termsOf(pool)), c.words, overlap(pool))
		if err != nil {
			return nil, err
		}
		return g.rank(ctx, t.Damping)
	})
}

// overlap is the paper's similarity. A single word counts as two, so that no logarithm
// is 0.
func overlap(pool []sentence) func(i, j int, shared float64) float64 {
	logs := make([]float64, len(pool))
	for i, s := range pool {
		logs[i] = math.Log(float64(max(len(s.words), 2)))
	}
	return func(i, j int, shared float64) float64 { return shared / (logs[i] + logs[j]) }
}

// presence has a 1 for each distinct term of a text, so that products count what
// two texts share.
func presence(texts [][]int32) []row {
	rows := make([]row, len(texts))
	for i, t := range texts {
		distinct := slices.Clone(t)
		slices.Sort(distinct)
		rows[i].index = slices.Compact(distinct)
		rows[i].value = slices.Repeat([]float64{1}, len(rows[i].index))
	}
	return rows
}
