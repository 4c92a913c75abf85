package density

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// OPTICSEntry describes OPTICS.
var OPTICSEntry = algorithms.Entry{
	Name: "optics", Title: "OPTICS", Family: algorithms.Density,
	Doc: "Orders the articles so that those of a cluster are adjacent, and plots how far each is from those before it. " +
		"Clusters are the valleys of the plot, with slopes of at least xi. The rest is noise.",
	Cost: "at most articles² × dimensions time, less if the space is sparse or has separate groups; " +
		"memory for two copies of the space, and up to 128 MB",
	Cite: []string{
		"M. Ankerst, M. Breunig, H.-P. Kriegel, J. Sander: OPTICS: ordering points to identify the clustering structure, 1999",
		"E. Schubert, M. Gertz: Improving the cluster structure extracted from OPTICS plots, 2018",
	},
	New: func() algorithms.Clusterer { return NewOPTICS() },
}

// OPTICS clusters by reachability: the larger of the distance of an article from one
// before it in the order, and the core distance of that one, which is the distance
// of its min_samples-th nearest article, itself counted first. Clusters are the
// valleys of this plot that contain no other.
//
// The cosine distance is 1−cos, from 0 to 2; a row of zeros is at 1 from all
// others, those of zeros included.
type OPTICS struct {
	MinSamples     int     `spec:"min_samples" default:"5" range:"2:" doc:"minimum neighbours of a core; maximum flat steps of a slope"`
	MaxEps         float64 `spec:"max_eps" default:"0" range:"0:" doc:"largest distance of neighbours; 0 = no limit"`
	Xi             float64 `spec:"xi" default:"0.05" range:"0:1" doc:"minimum relative change of the reachability on a steep slope"`
	MinClusterSize int     `spec:"min_cluster_size" default:"0" range:"0:" doc:"minimum articles of a cluster; 0 = min_samples"`
	Vectors
}

// NewOPTICS returns OPTICS with every parameter at its default.
func NewOPTICS() *OPTICS { return spec.Defaults(new(OPTICS)) }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (o *OPTICS) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return o.cluster(ctx, p, "optics", o, o.valleys)
}

// valleys labels the articles by the innermost valleys of the plot.
func (o *OPTICS) valleys(ctx context.Context, x *points) (corpus.Labels, error) {
	plot, err := o.plot(ctx, x)
	if err != nil {
		return nil, err
	}
	clusters, err := plot.xiClusters(ctx, o.Xi, o.MinSamples, cmp.Or(o.MinClusterSize, o.MinSamples))
	if err != nil {
		return nil, err
	}
	labels := slices.Repeat(corpus.Labels{corpus.None}, x.n)
	count := int32(0)
	for _, d := range clusters {
		if plot.take(labels, d, count) {
			count++
		}
	}
	return labels, nil
}

// A plot is the order of the articles with the reachability of each.
type plot struct {
	order []int32
	place []int     // by article: its place in the order
	reach []float64 // by place, and +Inf at the end; +Inf = not reached
	from  []int     // by place: the place of the article that it was reached from, -1 = not reached
}

// plot computes the order and the reachability of the articles.
func (o *OPTICS) plot(ctx context.Context, x *points) (*plot, error) {
	limit := float32(math.Inf(1))
	if o.MaxEps > 0 {
		limit = float32(x.squared(o.MaxEps))
	}
	b, err := newPivotIndex(ctx, x)
	if err != nil {
		return nil, err
	}
	core, err := x.cores(ctx, b, o.MinSamples)
	if err != nil {
		return nil, err
	}
	w, err := x.primOrder(ctx, b, reach{core: core, limit: limit})
	if err != nil {
		return nil, err
	}
	p := &plot{order: w.order, place: make([]int, x.n), reach: make([]float64, x.n+1), from: make([]int, x.n)}
	for at, i := range w.order {
		p.place[i] = at
		p.reach[at] = x.distance(w.reach[i])
		p.from[at] = -1
		if w.from[i] >= 0 {
			p.from[at] = p.place[w.from[i]]
		}
	}
	p.reach[x.n] = math.Inf(1)
	return p, nil
}

// take labels the articles of a cluster, unless one of them has a label.
func (p *plot) take(labels corpus.Labels, d xiCluster, label int32) bool {
	articles := p.order[d.from : d.to+1]
	if slices.ContainsFunc(articles, func(i int32) bool { return labels[i] != corpus.None }) {
		return false
	}
	for _, i := range articles {
		labels[i] = label
	}
	return true
}
