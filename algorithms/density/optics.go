package density

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// OPTICSEntry describes OPTICS.
var OPTICSEntry = algorithms.Entry{
	Name:   "optics",
	Title:  "OPTICS",
	Family: algorithms.Density,
	Doc: "Puts articles in an order in which those of a cluster stand together, and takes for clusters the clusters, at least xi steep, in how far each is from those before. " +
		"The rest is noise.",
	Cost: "articles² × dimensions time at most, less where the space is sparse or falls into separate groups; memory for two copies of the space, and up to 128 MB",
	Cite: []string{
		"M. Ankerst, M. Breunig, H.-P. Kriegel, J. Sander: OPTICS: ordering points to identify the clustering structure, 1999",
		"E. Schubert, M. Gertz: Improving the cluster structure extracted from OPTICS plots, 2018",
	},
	New: func() algorithms.Clusterer { return NewOPTICS() },
}

// OPTICS clusters by reachability: how far an article is from one that comes
// before it in the order, and at least how far that one's min_samples-th nearest
// article is, itself counted first. Clusters are the clusters in it that hold no
// other.
//
// The cosine distance is 1−cos, from 0 to 2; a row of zeros is at 1 from all
// others, those of zeros included.
type OPTICS struct {
	MinSamples     int       `spec:"min_samples" default:"5" range:"2:" doc:"articles that lie close to a core at least, itself included; also how many articles in a row a slope may be flat"`
	MaxEps         float64   `spec:"max_eps" default:"0" range:"0:" doc:"the largest distance that counts as close; 0 = any"`
	Xi             float64   `spec:"xi" default:"0.05" range:"0:1" doc:"how much smaller than its neighbour a reachability is on a steep slope at least, as a share"`
	MinClusterSize int       `spec:"min_cluster_size" default:"0" range:"0:" doc:"articles of a cluster at least; 0 = min_samples"`
	Metric         string    `spec:"metric" default:"cosine" oneof:"cosine,euclidean" doc:"the distance: 1−cos, or euclidean"`
	Space          spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to cluster"`
}

// NewOPTICS returns it with every parameter at its default.
func NewOPTICS() *OPTICS { return spec.Defaults(new(OPTICS)) }

// Valid brings the space's spec into canonical form.
func (o *OPTICS) Valid() (err error) {
	_, o.Space, err = features.Parse(o.Space)
	return err
}

// SpaceSpec is the space that it clusters.
func (o *OPTICS) SpaceSpec() spec.Spec { return o.Space }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (o *OPTICS) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("optics", o); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	x, err := read("optics", o.Metric, p)
	if err != nil {
		return nil, err
	}
	plot, err := o.plot(ctx, x)
	if err != nil {
		return nil, err
	}
	size := o.MinClusterSize
	if size == 0 {
		size = o.MinSamples
	}
	clusters, err := plot.xiClusters(ctx, o.Xi, o.MinSamples, size)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, x.n)
	for i := range labels {
		labels[i] = corpus.None
	}
	count := int32(0)
	for _, d := range clusters {
		if plot.take(labels, d, count) {
			count++
		}
	}
	return labels.Canonical(), nil
}

// A plot is the order of the articles and how far each is from those before.
type plot struct {
	order []int32
	place []int     // by article: where it stands in the order
	reach []float64 // by place, and +Inf at the end; +Inf = none before is close
	from  []int     // by place: where the article that it was reached from stands, -1 = none
}

// plot walks through the articles.
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

// take labels a dent, unless part of it has a label.
func (p *plot) take(labels corpus.Labels, d xiCluster, label int32) bool {
	for _, i := range p.order[d.from : d.to+1] {
		if labels[i] != corpus.None {
			return false
		}
	}
	for _, i := range p.order[d.from : d.to+1] {
		labels[i] = label
	}
	return true
}
