// Package density finds clusters where articles lie close together: [DBSCAN],
// [HDBSCAN] and [OPTICS]. The other articles are noise.
package density

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/knn"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

// DBSCANEntry describes DBSCAN.
var DBSCANEntry = algorithms.Entry{
	Name: "dbscan", Title: "DBSCAN", Family: algorithms.Density,
	Doc: "Joins articles within eps of each other if at least min_samples articles lie that close, " +
		"and adds the articles within eps of these. The rest is noise.",
	Cost: "at most articles² × dimensions time, less if the space is sparse or has separate groups; memory for two copies of the space; " +
		"above 10,000 articles by cosine, if sparse or of 64 dimensions or more, that of a search for neighbours, which grows about as they do",
	Cite: []string{
		"M. Ester, H.-P. Kriegel, J. Sander, X. Xu: " +
			"A density-based algorithm for discovering clusters in large spatial databases with noise, 1996",
		"E. Schubert et al.: DBSCAN revisited, revisited: why and how you should (still) use DBSCAN, 2017",
	},
	New: func() algorithms.Clusterer { return NewDBSCAN() },
}

// DBSCAN clusters around core articles: those with at least min_samples articles,
// themselves included, at most eps away. Cores within eps of each other share a
// cluster. Another article within eps of a core joins the cluster of that core;
// ties are broken by the cluster whose first core comes first in the corpus.
//
// The cosine distance is 1−cos, from 0 to 2; a row of zeros is at 1 from all
// others, those of zeros included.
//
// Of more than 10,000 sparse rows, or dense ones of at least 64 dimensions, with an eps
// below 1, only the 32 nearest neighbours by cosine are looked at, or min_samples if that
// is more, and at least .97 of these are found, as a note says. Then clusters that touch
// only where articles have more neighbours than that may stay apart.
type DBSCAN struct {
	Eps        float64 `spec:"eps,always" default:"0.5" range:"0:" doc:"largest distance of neighbours"`
	MinSamples int     `spec:"min_samples" default:"5" range:"1:" doc:"minimum neighbours of a core, itself included"`
	Vectors
}

// NewDBSCAN returns DBSCAN with every parameter at its default.
func NewDBSCAN() *DBSCAN { return spec.Defaults(new(DBSCAN)) }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (d *DBSCAN) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("dbscan", d); err != nil {
		return nil, err
	}
	if len(p.Articles) > knn.Exact && d.manyDimensions(p.Space) {
		return d.alongGraph(ctx, p)
	}
	return d.cluster(ctx, p, "dbscan", d, d.search)
}

// search looks for neighbours three times, to find the cores, to join them, and
// to add other articles: keeping them would take articles² memory.
func (d *DBSCAN) search(ctx context.Context, x *points) (corpus.Labels, error) {
	b, err := newPivotIndex(ctx, x)
	if err != nil {
		return nil, err
	}
	core := make([]bool, x.n)
	err = x.within(ctx, b, d.Eps, d.MinSamples, func(int) bool { return true }, func(i int, near []int32) {
		core[i] = len(near) >= d.MinSamples
	})
	if err != nil {
		return nil, err
	}
	join := joining{x: x, index: b, eps: d.Eps, core: core, sets: unionfind.New(x.n)}
	if err := join.run(ctx); err != nil {
		return nil, err
	}
	labels := corpus.Labels(join.sets.Labels())
	for i := range labels {
		if !core[i] {
			labels[i] = corpus.None
		}
	}
	labels = labels.Canonical() // numbers clusters by their first cores
	err = x.within(ctx, b, d.Eps, math.MaxInt, func(i int) bool { return !core[i] }, func(i int, near []int32) {
		for _, j := range near {
			if core[j] && (labels[i] == corpus.None || labels[j] < labels[i]) {
				labels[i] = labels[j]
			}
		}
	})
	return labels, err
}
