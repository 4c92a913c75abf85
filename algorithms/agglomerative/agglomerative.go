// Package agglomerative clusters vectors from the bottom up: it starts with every
// article alone and joins the two nearest clusters, again and again.
package agglomerative

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// maxMatrix is the largest number of articles whose distances are all kept.
const maxMatrix = 30_000

// Entry describes agglomerative clustering.
var Entry = algorithms.Entry{
	Name: "agglomerative", Title: "Agglomerative clustering", Family: algorithms.Hierarchical,
	Doc: "Joins the two nearest clusters until k are left, or until none are within a distance; more than 30,000 articles " +
		"along a graph of nearest neighbours at first. " +
		"By inconsistency it keeps instead the clusters made without a join much higher than those just below it. " +
		"It needs one of the three, k, distance or inconsistency; k=gold makes it an oracle.",
	Cost: "articles² × dimensions time, and with centroid and median at worst articles³; 2·articles² bytes up to 30,000 " +
		"articles, no more beyond, and with single linkage none",
	Cite: []string{
		"R. Prim: Shortest connection networks and some generalizations, 1957",
		"R. Sokal, C. Michener: A statistical method for evaluating systematic relationships, 1958",
		"J. Ward: Hierarchical grouping to optimize an objective function, 1963",
		"J. Gower: A comparison of some methods of cluster analysis, 1967",
		"G. Lance, W. Williams: A general theory of classificatory sorting strategies, 1967",
		"L. Belbin, D. Faith, G. Milligan: A comparison of two approaches to beta-flexible clustering, 1992",
		"C. Zahn: Graph-theoretical methods for detecting and describing gestalt clusters, 1971",
		"D. Müllner: Modern hierarchical, agglomerative clustering algorithms, 2011",
	},
	New: func() algorithms.Clusterer { return New() },
}

// Agglomerative joins clusters by the distance between them: the average, the
// largest (complete) or the smallest (single) of those between their articles;
// by the average of the distances from the two parts of a cluster, however many
// articles each has (weighted); by the average less a share, beta, of how far
// apart the two parts are, which a negative beta adds: so large and loose clusters
// grow more slowly, and chains do not form (flexible, Belbin, Faith & Milligan
// 1992); by how much the join adds to the squared distances from the mean (ward); or by the distance between their means
// (centroid), or between points halfway between those of their parts (median).
//
// Articles are as far apart as 1−cos of their rows, from 0 to 2, where a row of
// zeros is at 1 from all others, those of zeros included; or, if the metric is
// euclidean, as the rows as they are. Ward, centroid and median are Euclidean
// always. The heights of ward are those that are usual: two clusters of a and b
// articles with means at distance d join at d·√(2ab/(a+b)). With centroid and
// median a join can be lower than one inside it (an inversion): a cut by
// distance then keeps the clusters that hold no join above it.
type Agglomerative struct {
	Linkage       Linkage      `spec:"linkage,always" default:"average" doc:"what the distance of two clusters is"`
	Metric        string       `spec:"metric" default:"cosine" oneof:"cosine,euclidean" doc:"distance of articles, for ward euclidean"`
	Beta          float64      `spec:"beta" default:"-0.1" range:"-1:0" doc:"of flexible linkage: lower makes sizes more alike; 0 is average"`
	K             algorithms.K `spec:"k" default:"0" doc:"number of clusters, or gold, the number of gold stories; 0 = not used"`
	Distance      float64      `spec:"distance" default:"0" range:"0:" doc:"join clusters up to this distance; 0 = not used"`
	Inconsistency float64      `spec:"inconsistency" default:"0" range:"0:" doc:"cut at joins this many deviations above others; 0 = not used"`
	Depth         int          `spec:"depth" default:"2" range:"1:" doc:"levels of joins that inconsistency compares, with the join itself"`
	Neighbours    int          `spec:"neighbours" default:"30" range:"1:" doc:"neighbours that are joined first above 30,000 articles"`
	Space         spec.Spec    `spec:"space" default:"tfidf" doc:"the vectors to cluster"`

	told int // gold stories
}

// A Linkage names what the distance of two clusters is.
type Linkage string

// Choices lists the linkages.
func (Linkage) Choices() []string {
	return []string{"average", "complete", "single", "ward", "weighted", "flexible", "centroid", "median"}
}

// New returns agglomerative clustering with every parameter at its default, where
// nothing says yet how to cut: set K, Distance or Inconsistency.
func New() *Agglomerative { return spec.Defaults(new(Agglomerative)) }

// Valid wants one way to cut, and brings the space's spec into canonical form.
func (a *Agglomerative) Valid() error {
	if err := a.K.Check(); err != nil {
		return err
	}
	ways := 0
	for _, given := range []bool{a.K.Given(), a.Distance > 0, a.Inconsistency > 0} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return fmt.Errorf("it needs either k or distance or inconsistency, such as agglomerative(distance=0.7), and one alone")
	}
	return features.Canonical(&a.Space)
}

// SpaceSpec is the space that it clusters.
func (a *Agglomerative) SpaceSpec() spec.Spec { return a.Space }

// UsesGold reports whether k comes from the gold.
func (a *Agglomerative) UsesGold() bool { return a.K.Gold }

// Tell takes the number of gold stories.
func (a *Agglomerative) Tell(f algorithms.Facts) { a.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (a *Agglomerative) Clusters() int { return a.K.Wanted(a.told) }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (a *Agglomerative) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	k := 0
	if a.K.Given() {
		var err error
		if k, err = a.K.Count(a.told); err != nil {
			return nil, err
		}
	}
	tree, err := a.Dendrogram(ctx, p)
	if err != nil {
		return nil, err
	}
	switch {
	case a.K.Given():
		return tree.CutAt(k), nil
	case a.Inconsistency > 0:
		return tree.CutByInconsistency(ctx, a.Inconsistency, a.Depth)
	}
	return tree.CutBy(a.Distance), nil
}

// Dendrogram joins the rows of p.Space down to one cluster, wherever it is cut.
func (a *Agglomerative) Dendrogram(ctx context.Context, p *algorithms.Problem) (*Dendrogram, error) {
	if err := p.Check("agglomerative", a); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return &Dendrogram{}, nil
	}
	return a.dendrogram(ctx, p, maxMatrix)
}

// dendrogram keeps the distances of at most most articles.
func (a *Agglomerative) dendrogram(ctx context.Context, p *algorithms.Problem, most int) (*Dendrogram, error) {
	n := p.Space.Rows()
	var edges []edge
	var err error
	if n > most && a.Linkage != "single" {
		edges, err = a.condensed(ctx, p, most)
	} else {
		edges, err = a.all(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	if a.measure() == euclideanSquared {
		for i := range edges {
			edges[i].height = math.Sqrt(edges[i].height)
		}
	}
	return a.ordered(n, edges), nil
}

// ordered makes a tree of edges.
func (a *Agglomerative) ordered(n int, edges []edge) *Dendrogram {
	if !inverts(a.Linkage) {
		slices.SortStableFunc(edges, func(x, y edge) int { return cmp.Compare(x.height, y.height) })
	}
	return dendrogram(n, edges)
}

// Join joins articles down to one cluster by their distances, which it overwrites.
// Time is n² and more.
func (a *Agglomerative) Join(ctx context.Context, m *Matrix) (*Dendrogram, error) {
	edges, err := a.join(ctx, m, slices.Repeat([]int{1}, m.n))
	if err != nil {
		return nil, err
	}
	return a.ordered(m.n, edges), nil
}

// all are the joins of the linkage from the distances of all articles, in the
// order in which they are found.
func (a *Agglomerative) all(ctx context.Context, p *algorithms.Problem) ([]edge, error) {
	d, err := newDistances(p.Space, a.measure())
	if err != nil {
		return nil, err
	}
	if a.Linkage == "single" {
		return spanningTree(ctx, d, p.Workers)
	}
	m, err := matrixOf(ctx, d, p.Workers)
	if err != nil {
		return nil, err
	}
	return a.join(ctx, m, slices.Repeat([]int{1}, d.n))
}

// measure is the kind of distance that the linkage needs.
func (a *Agglomerative) measure() measure {
	switch {
	case a.Linkage == "ward" || inverts(a.Linkage):
		return euclideanSquared
	case a.Metric == "euclidean":
		return euclidean
	}
	return cosine
}

// inverts reports whether a join of the linkage may be lower than one before it.
func inverts(linkage Linkage) bool { return linkage == "centroid" || linkage == "median" }

// join joins clusters, given their sizes and distances, as they
// are found.
func (a *Agglomerative) join(ctx context.Context, m *Matrix, size []int) ([]edge, error) {
	switch a.Linkage {
	case "weighted":
		return chain(ctx, m, size, weighted)
	case "complete":
		return chain(ctx, m, size, complete)
	case "flexible":
		return generic(ctx, m, size, flexible(a.Beta))
	case "ward":
		return chain(ctx, m, size, ward)
	case "centroid":
		return generic(ctx, m, size, centroid)
	case "median":
		return generic(ctx, m, size, median)
	}
	return chain(ctx, m, size, average)
}
