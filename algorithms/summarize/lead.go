package summarize

import (
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var leadEntry = Entry{
	Name: "lead", Title: "Lead",
	Doc: "The first sentences of one article: the most central, which has the largest mean TF-IDF cosine to the others, or the earliest. " +
		"Only the first 20 sentences of 5 to 60 words of an article count, and its very first one of any length up to 240 words; " +
		"of more than 2,000 articles, 2,000 evenly spaced ones are read.",
	Cost: "linear in the texts",
	Cite: []string{"Hong et al. 2014, A repository of state of the art and competitive baseline summaries, LREC"},
	New:  func() Summarizer { return NewLead() },
}

// Lead takes the first sentences of one article.
type Lead struct {
	Of        string `spec:"of" default:"central" oneof:"central,earliest" doc:"which article: central or earliest"`
	Sentences int    `spec:"sentences" default:"3" range:"1:20" doc:"maximum sentences"`
	Words     int    `spec:"words" default:"0" range:"0:" doc:"maximum words, in whole sentences; 0 = no limit"`
}

// NewLead returns it with every parameter at its default.
func NewLead() *Lead { return spec.Defaults(new(Lead)) }

// Summarize takes the first article in rank that has a sentence at all, and passes
// over what that article says twice.
func (l *Lead) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "lead", l, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	order := c.byCentrality()
	if l.Of == "earliest" {
		order = indices(len(c.articles))
		slices.SortStableFunc(order, func(i, j int) int { return c.articles[i].Published.Compare(c.articles[j].Published) })
	}
	var summary []sentence
	for _, i := range order {
		sentences := c.articles[i].lead
		if len(sentences) == 0 {
			continue
		}
		summary = pick(sentences, Limits{l.Sentences, l.Words})
		break
	}
	return c.page(c.inOrder(summary)), nil
}
