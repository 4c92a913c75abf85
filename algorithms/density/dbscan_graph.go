package density

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// looked is how many neighbours are looked at in a graph, unless a core needs more.
const looked = 32

// manyDimensions reports whether neighbours are those of a graph, and lie in a space where
// triangles prune little.
func (d *DBSCAN) manyDimensions(s *features.Space) bool {
	const many = 64
	return d.Metric == "cosine" && d.Eps < 1 && (s.Sparse != nil || s.Cols() >= many)
}

// alongGraph joins along the graph of nearest neighbours within eps.
func (d *DBSCAN) alongGraph(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	const rounding = 1e-6 // of a cosine
	near, err := p.Nearest(ctx, max(looked, d.MinSamples), 1-d.Eps-rounding)
	if err != nil {
		return nil, err
	}
	n := p.Space.Rows()
	sets := unionfind.New(n)
	core := func(i int) bool { return near.Start[i+1]-near.Start[i]+1 >= d.MinSamples }
	for i := range n {
		others, _ := near.Row(i)
		for _, j := range others {
			if core(i) && core(int(j)) {
				sets.Union(i, int(j))
			}
		}
	}
	labels := corpus.Labels(sets.Labels())
	for i := range labels {
		if !core(i) {
			labels[i] = corpus.None
		}
	}
	labels = labels.Canonical() // numbers clusters by their first cores
	for i := range n {
		if core(i) {
			continue
		}
		others, _ := near.Row(i)
		for _, j := range others {
			if core(int(j)) && (labels[i] == corpus.None || labels[j] < labels[i]) {
				labels[i] = labels[j]
			}
		}
	}
	return labels.Canonical(), ctx.Err()
}
