package density

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

// HDBSCANEntry describes HDBSCAN*.
var HDBSCANEntry = algorithms.Entry{
	Name: "hdbscan", Title: "HDBSCAN*", Family: algorithms.Density,
	Doc: "Builds the tree of the clusters of DBSCAN for every eps at once, and picks those that last over the widest range. " +
		"The rest is noise. With k, it cuts the tree of all articles into k clusters without noise: robust single linkage.",
	Cost: "at most articles² × dimensions time, less if the space is sparse or has separate groups; " +
		"memory for two copies of the space, and up to 128 MB",
	Cite: []string{
		"R. Campello, D. Moulavi, J. Sander: Density-based clustering based on hierarchical density estimates, 2013",
		"R. Campello, D. Moulavi, A. Zimek, J. Sander: " +
			"Hierarchical density estimates for data clustering, visualization, and outlier detection, 2015",
		"K. Chaudhuri, S. Dasgupta: Rates of convergence for the cluster tree, 2010 (robust single linkage)",
		"C. Malzer, M. Baum: A hybrid approach to hierarchical density-based cluster selection, 2020",
	},
	New: func() algorithms.Clusterer { return NewHDBSCAN() },
}

// HDBSCAN clusters by mutual reachability: the largest of the distance of two
// articles and their core distances. The core distance of an article is that of its
// min_samples-th nearest article, itself counted first. (The Python package hdbscan
// does not count the article itself: its min_samples is this one less 1.)
//
// As the distance up to which articles are connected falls, clusters split. A part
// of at least min_cluster_size articles is a cluster of its own, or still the old
// one if it is the only such part; articles in smaller parts drop out. Splits at the
// same distance happen at once.
//
// The cosine distance is 1−cos, from 0 to 2; a row of zeros is at 1 from all
// others, those of zeros included.
type HDBSCAN struct {
	MinClusterSize int     `spec:"min_cluster_size,always" default:"5" range:"2:" doc:"minimum articles of a cluster"`
	MinSamples     int     `spec:"min_samples" default:"0" range:"0:" doc:"neighbours within the core distance; 0 = min_cluster_size"`
	Selection      string  `spec:"selection" default:"eom" oneof:"eom,leaf" doc:"clusters of largest excess of mass, or leaves of the tree"`
	Epsilon        float64 `spec:"epsilon" default:"0" range:"0:" doc:"clusters that split below this distance stay one; 0 = no limit"`
	AllowSingle    bool    `spec:"allow_single" default:"false" doc:"allow a result of one cluster"`

	K algorithms.K `spec:"k" default:"0" doc:"clusters that the tree of all articles is cut into, or gold; 0 = not used"`
	Vectors

	told int // gold stories
}

// NewHDBSCAN returns HDBSCAN* with every parameter at its default.
func NewHDBSCAN() *HDBSCAN { return spec.Defaults(new(HDBSCAN)) }

// Valid brings the space's spec into canonical form, and checks k.
func (h *HDBSCAN) Valid() error { return cmp.Or(h.K.Check(), h.Vectors.Valid()) }

// UsesGold reports whether k comes from the gold.
func (h *HDBSCAN) UsesGold() bool { return h.K.Gold }

// Tell takes the number of gold stories.
func (h *HDBSCAN) Tell(f algorithms.Facts) { h.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (h *HDBSCAN) Clusters() int { return h.K.Wanted(h.told) }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (h *HDBSCAN) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	k := 0
	if h.K.Given() {
		var err error
		if k, err = h.K.Count(h.told); err != nil {
			return nil, err
		}
	}
	return h.cluster(ctx, p, "hdbscan", h, func(ctx context.Context, x *points) (corpus.Labels, error) {
		joins, err := h.joins(ctx, x)
		if err != nil {
			return nil, err
		}
		if k > 0 {
			return h.cut(joins, x.n, k), nil
		}
		return condense(joins, x.n, h.MinClusterSize).labels(h), nil
	})
}

// A join makes one cluster of two. Articles are clusters 0 to n−1, and the i-th
// join makes cluster n+i.
type join struct {
	a, b   int
	height float64 // the mutual reachability of the two
	size   int     // articles of both
}

// cut makes the first joins of n articles, until k clusters are left.
func (h *HDBSCAN) cut(joins []join, n, k int) corpus.Labels {
	sets, article := unionfind.New(n), make([]int, n+len(joins)) // one of each cluster
	for i := range n {
		article[i] = i
	}
	for e, j := range joins {
		article[n+e] = article[j.a]
		if e < n-k {
			sets.Union(article[j.a], article[j.b])
		}
	}
	return sets.Labels()
}

// joins returns the joins of single linkage by mutual reachability, by height.
func (h *HDBSCAN) joins(ctx context.Context, x *points) ([]join, error) {
	samples := cmp.Or(h.MinSamples, h.MinClusterSize)
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
