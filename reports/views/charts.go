package views

import (
	"context"
	"math"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/spec"
)

// Charts makes all charts that results allow, of v.Metrics too, with the corpora that
// the results were found in. left says what it left out, and why.
func (v View) Charts(ctx context.Context, list []results.Result) (charts []chart.Chart, left []string, err error) {
	var corpora results.Corpora
	return chart.Of(ctx, list, chart.Inputs{
		Open: func(r *results.Result) (*corpus.Corpus, corpus.Labels, error) { return corpora.Open(ctx, r) },

		Metrics:  v.named,
		Defaults: defaults,
	})
}

// defaults returns the spec of an algorithm with all its parameters.
func defaults(s spec.Spec) (spec.Spec, error) {
	e, c, s, err := allalgorithms.Parse(s)
	if err != nil {
		return s, err
	}
	return spec.Full(e.Name, c), nil
}

// Dendrogram draws the tree behind labels that an agglomerative algorithm made.
func Dendrogram(ctx context.Context, c *corpus.Corpus, algorithm string, labels corpus.Labels, workers int) (chart.Chart, error) {
	dendrogram, a, err := allalgorithms.Tree(ctx, c, algorithm, workers)
	if err != nil {
		return chart.Chart{}, err
	}
	tree := &chart.Tree{Articles: dendrogram.Articles}
	for _, m := range dendrogram.Merges {
		tree.Merges = append(tree.Merges, chart.Merge(m))
	}
	cut := a.Distance
	switch {
	case a.Inconsistency > 0:
		cut = math.NaN()
	case cut == 0:
		cut = chart.CutHeight(tree, labels.Groups())
	}
	return chart.Dendrogram(c, tree, algorithm, cut)
}
