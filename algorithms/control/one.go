package control

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

// OneEntry puts all articles together.
var OneEntry = algorithms.Entry{
	Name:   "one",
	Title:  "All articles together",
	Doc:    "Puts all articles into one cluster. Measures that reward completeness alone give it a full score.",
	Cost:   "time and memory n",
	Family: algorithms.Control,
	New:    func() algorithms.Clusterer { return One{} },
}

type One struct{}

func (One) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return make(corpus.Labels, len(p.Articles)), ctx.Err()
}
