// Package control holds groupings that look at next to nothing: the floors that
// an algorithm has to beat before its scores mean anything.
package control

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

// SingletonsEntry leaves every article alone.
var SingletonsEntry = algorithms.Entry{
	Name:   "singletons",
	Title:  "Every article alone",
	Doc:    "Puts every article into a cluster of its own. Measures that reward purity alone give it a full score.",
	Cost:   "time and memory n",
	Family: algorithms.Control,
	New:    func() algorithms.Clusterer { return Singletons{} },
}

type Singletons struct{}

func (Singletons) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	labels := make(corpus.Labels, len(p.Articles))
	for i := range labels {
		labels[i] = int32(i)
	}
	return labels, ctx.Err()
}
