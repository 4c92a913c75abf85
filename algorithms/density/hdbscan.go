package density

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

// HDBSCANEntry describes HDBSCAN*.
var HDBSCANEntry = algorithms.Entry{
	Name:   "hdbscan",
	Title:  "HDBSCAN*",
	Family: algorithms.Density,
	Doc: "Makes the clusters of DBSCAN for every eps at once, a tree, and picks from it those that last over the widest range. " +
		"The rest is noise.",
	Cost: "articles² × dimensions time at most, less where the space is sparse or falls into separate groups; memory for two copies of the space, and up to 128 MB",
	Cite: []string{
		"R. Campello, D. Moulavi, J. Sander: Density-based clustering based on hierarchical density estimates, 2013",
		"R. Campello, D. Moulavi, A. Zimek, J. Sander: Hierarchical density estimates for data clustering, visualization, and outlier detection, 2015",
		"C. Malzer, M. Baum: A hybrid approach to hierarchical density-based cluster selection, 2020",
	},
	New: func() algorithms.Clusterer { return NewHDBSCAN() },
}

// HDBSCAN clusters by mutual reachability: the distance of two articles, and at
// least how far the min_samples-th nearest article is from either, itself
// counted first. (The Python package hdbscan counts an article's neighbours
// without itself: its min_samples is this one less 1.)
//
// Lowering the distance up to which articles hang together takes clusters
// apart. A part of min_cluster_size articles or more is a cluster, and where
// there is but one such part it is still the old one; articles in smaller parts
// drop out. Parts that come loose at the same distance do so at once.
//
// The cosine distance is 1−cos, from 0 to 2; a row of zeros is at 1 from all
// others, those of zeros included.
type HDBSCAN struct {
	MinClusterSize int       `spec:"min_cluster_size,always" default:"5" range:"2:" doc:"articles of a cluster at least"`
	MinSamples     int       `spec:"min_samples" default:"0" range:"0:" doc:"how many articles, itself included, lie within the core distance of one; 0 = min_cluster_size"`
	Selection      string    `spec:"selection" default:"eom" oneof:"eom,leaf" doc:"eom takes the clusters that last longest (excess of mass), leaf those without clusters inside"`
	Epsilon        float64   `spec:"epsilon" default:"0" range:"0:" doc:"clusters that part below this distance stay together; 0 = none"`
	AllowSingle    bool      `spec:"allow_single" default:"false" doc:"whether there may be but one cluster"`
	Metric         string    `spec:"metric" default:"cosine" oneof:"cosine,euclidean" doc:"the distance: 1−cos, or euclidean"`
	Space          spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to cluster"`
}

// NewHDBSCAN returns it with every parameter at its default.
func NewHDBSCAN() *HDBSCAN { return spec.Defaults(new(HDBSCAN)) }

// Valid brings the space's spec into canonical form.
func (h *HDBSCAN) Valid() (err error) {
	_, h.Space, err = features.Parse(h.Space)
	return err
}

// SpaceSpec is the space that it clusters.
func (h *HDBSCAN) SpaceSpec() spec.Spec { return h.Space }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (h *HDBSCAN) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("hdbscan", h); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	x, err := read("hdbscan", h.Metric, p)
	if err != nil {
		return nil, err
	}
	joins, err := h.joins(ctx, x)
	if err != nil {
		return nil, err
	}
	return condense(joins, x.n, h.MinClusterSize).labels(h), nil
}

// A join makes one cluster of two. Articles are clusters 0 to n−1, and the i-th
// join makes cluster n+i.
type join struct {
	a, b   int
	height float64 // the mutual reachability of the two
	size   int     // articles of both
}

// joins are those of single linkage by mutual reachability, by height.
func (h *HDBSCAN) joins(ctx context.Context, x *points) ([]join, error) {
	samples := h.MinSamples
	if samples == 0 {
		samples = h.MinClusterSize
	}
	b, err := newPivotIndex(ctx, x)
	if err != nil {
		return nil, err
	}
	core, err := x.cores(ctx, b, min(samples, x.n))
	if err != nil {
		return nil, err
	}
	w, err := x.primOrder(ctx, b, reach{core: core, limit: float32(math.Inf(1)), mutual: true})
	if err != nil {
		return nil, err
	}
	edges := w.order[1:] // each article with the one that it was reached from
	slices.SortStableFunc(edges, func(i, j int32) int { return cmp.Compare(w.reach[i], w.reach[j]) })
	joins, sets := make([]join, len(edges)), unionfind.New(x.n)
	cluster := make([]int, x.n) // of each set, at its root
	for i := range cluster {
		cluster[i] = i
	}
	for e, i := range edges {
		a, b := int(i), int(w.from[i])
		joins[e] = join{a: cluster[sets.Find(a)], b: cluster[sets.Find(b)], height: x.distance(w.reach[i])}
		sets.Union(a, b)
		cluster[sets.Find(a)], joins[e].size = x.n+e, sets.Size(a)
	}
	return joins, nil
}
