// Package kmeans clusters vectors around k centres.
package kmeans

import (
	"context"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Entry describes k-means.
var Entry = algorithms.Entry{
	Name: "kmeans", Title: "k-means", Family: algorithms.Centroid, Seeded: true,
	Doc: "Moves k centres until every article is assigned to the nearest one. " +
		"k=gold, the default, makes it an oracle: it is told how many stories there are. k=silhouette takes the k of the " +
		"highest simplified silhouette; " +
		"k=gap is by the gap statistic, which needs a dense space and stops early where clusters overlap. " +
		"The variants lloyd, hamerly, elkan and yinyang give the same clusters; minibatch approximates them from random articles.",
	Cost: "at most articles × k × dimensions an iteration, of which the bounds skip most; memory for k centres, dense even " +
		"where the space is sparse, and with elkan for articles × k numbers, with yinyang a tenth of that; an estimated k " +
		"takes a run for each of some dozens of k, and with gap eleven",
	Cite: []string{
		"S. Lloyd: Least squares quantization in PCM, 1982",
		"I. Dhillon, D. Modha: Concept decompositions for large sparse text data using clustering, 2001",
		"M. Steinbach, G. Karypis, V. Kumar: A comparison of document clustering techniques, 2000",
		"D. Arthur, S. Vassilvitskii: k-means++: the advantages of careful seeding, 2007",
		"C. Elkan: Using the triangle inequality to accelerate k-means, 2003",
		"G. Hamerly: Making k-means even faster, 2010",
		"Y. Ding et al.: Yinyang k-means: a drop-in replacement of the classic k-means with consistent speedup, 2015",
		"D. Sculley: Web-scale k-means clustering, 2010",
		"R. Tibshirani, G. Walther, T. Hastie: Estimating the number of clusters in a data set via the gap statistic, 2001",
		"E. Hruschka, L. de Castro, R. Campello: Evolutionary algorithms for clustering gene-expression data, 2004",
	},
	New: func() algorithms.Clusterer { return New() },
}

// KMeans minimises the inertia: the sum over articles of the squared distance to
// the centre of their cluster. It keeps the run of least inertia; ties are
// broken by their order.
//
// The spherical distance is the Euclidean one between rows brought to unit
// length, so that its square is 2−2·cos; centres are brought to unit length too.
// A row of zeros has cosine 0 with everything there: it is never a centre,
// weighs nothing, and gets cluster 0.
//
// A cluster that loses its last article takes the one farthest from its own
// centre, the first in the corpus among equals, that is not alone in its
// cluster. A k above the number of rows (above that of rows not zero, if
// spherical) becomes that number, and fewer than k clusters come out where fewer
// rows differ, or where the iterations end as a cluster runs empty.
//
// The variant minibatch approximates this: without patience it does not stop before
// max_iter, nor does it fill clusters that run empty without reassign. With patience=10
// and reassign=0.01 it is scikit-learn's MiniBatchKMeans. With bisecting the inertia is minimised
// split by split, and the runs are those of each split.
type KMeans struct {
	K         algorithms.K `spec:"k,always" default:"gold" doc:"number of clusters; gold: as in gold; silhouette, gap: estimated"`
	MaxK      int          `spec:"max_k" default:"0" range:"0:" doc:"maximum of an estimated k; 0 = half the number of articles"`
	Variant   string       `spec:"variant" default:"hamerly" oneof:"lloyd,hamerly,elkan,yinyang,minibatch" doc:"how nearest centres are found"`
	Distance  string       `spec:"distance" default:"spherical" oneof:"euclidean,spherical" doc:"spherical compares directions only"`
	Init      string       `spec:"init" default:"kmeans++" oneof:"kmeans++,random,first" doc:"first centres: far apart, random, or k first"`
	NInit     int          `spec:"n_init" default:"4" range:"1:" doc:"runs from different first centres; init=first has one"`
	MaxIter   int          `spec:"max_iter" default:"300" range:"1:" doc:"maximum iterations of a run; minibatch makes all of them but for patience"`
	Tol       float64      `spec:"tol" default:"0.0001" range:"0:" doc:"stop at squared moves of centres below this share of the variance"`
	Batch     int          `spec:"batch" default:"1024" range:"1:1000000" doc:"articles that minibatch draws an iteration"`
	Patience  int          `spec:"patience" default:"0" range:"0:" doc:"batches without gain after which minibatch ends; 0 = never"`
	Reassign  float64      `spec:"reassign" default:"0" range:"0:1" doc:"minibatch moves centres with fewer articles than this share of the most"`
	Bisecting bool         `spec:"bisecting" default:"false" doc:"split the cluster of largest inertia in two until there are k"`
	Space     spec.Spec    `spec:"space" default:"lsa" doc:"the vectors to cluster"`

	told int // gold stories
}

// New returns k-means with every parameter at its default.
func New() *KMeans { return spec.Defaults(new(KMeans)) }

// Valid wants a known estimate of k, and brings the space's spec into canonical
// form.
func (m *KMeans) Valid() error {
	if err := m.K.Check("silhouette", "gap"); err != nil {
		return err
	}
	return features.Canonical(&m.Space)
}

// SpaceSpec is the space that it clusters.
func (m *KMeans) SpaceSpec() spec.Spec { return m.Space }

// UsesGold reports whether k comes from the gold.
func (m *KMeans) UsesGold() bool { return m.K.Gold }

// Tell takes the number of gold stories.
func (m *KMeans) Tell(f algorithms.Facts) { m.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (m *KMeans) Clusters() int { return m.K.Wanted(m.told) }

// Cluster clusters the rows of p.Space.
func (m *KMeans) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("kmeans", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	x, err := newItems(p.Space, m.Distance == "spherical", p.Workers)
	if err != nil {
		return nil, err
	}
	k, err := m.count(ctx, x, p)
	if err != nil {
		return nil, err
	}
	if m.Bisecting {
		return m.bisect(ctx, x, k, p.Seed)
	}
	best, err := m.best(ctx, x, min(k, len(x.usable)), p.Seed, 0)
	return best.labels, err
}

// count is the number of clusters to look for.
func (m *KMeans) count(ctx context.Context, x *items, p *algorithms.Problem) (int, error) {
	if m.K.By == "" {
		return m.K.Count(m.told)
	}
	k, err := m.estimate(ctx, x, p.Seed)
	if err == nil {
		p.Note("k=%d by %s", k, m.K.By)
	}
	return k, err
}

// best is the run of least inertia. The runs draw from the streams of the seed
// from the given one on.
func (m *KMeans) best(ctx context.Context, x *items, k int, seed, stream uint64) (result, error) {
	runs := m.NInit
	if m.Init == "first" {
		runs = 1
	}
	var best result
	for i := range runs {
		r, err := m.once(ctx, x, k, seed, stream+uint64(i))
		if err != nil {
			return result{}, err
		}
		if i == 0 || r.inertia < best.inertia {
			best = r
		}
	}
	return best, nil
}

// once is a run that draws from a stream of the seed.
func (m *KMeans) once(ctx context.Context, x *items, k int, seed, stream uint64) (result, error) {
	start := x.plusPlus
	switch m.Init {
	case "random":
		start = x.random
	case "first":
		start = x.first
	}
	rng := rand.New(rand.NewPCG(seed, stream))
	first, err := start(ctx, k, rng)
	if err != nil {
		return result{}, err
	}
	if m.Variant == "minibatch" {
		return miniBatch(ctx, x, first, batches{m.Batch, m.MaxIter, m.Patience, m.Reassign}, rng)
	}
	return refine(ctx, x, first, m.Variant, limits{iterations: m.MaxIter, shift: m.Tol * x.variance()})
}
