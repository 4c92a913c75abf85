// Package kmeans clusters vectors around k centres.
package kmeans

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Entry describes k-means.
var Entry = algorithms.Entry{
	Name:   "kmeans",
	Title:  "k-means",
	Family: algorithms.Centroid,
	Doc: "Moves k centres until every article lies with the nearest one. " +
		"k=gold, the default, makes it an oracle: it is told how many stories there are.",
	Cost: "at most articles × k × dimensions an iteration, of which hamerly skips most; memory for k centres, dense even where the space is sparse",
	Cite: []string{
		"S. Lloyd: Least squares quantization in PCM, 1982",
		"I. Dhillon, D. Modha: Concept decompositions for large sparse text data using clustering, 2001",
		"D. Arthur, S. Vassilvitskii: k-means++: the advantages of careful seeding, 2007",
		"G. Hamerly: Making k-means even faster, 2010",
	},
	Seeded: true,
	New:    func() algorithms.Clusterer { return new(KMeans) },
}

// KMeans minimises the inertia: the sum over articles of the squared distance to
// the centre of their cluster. Of the runs that it makes it keeps the one of
// least inertia, the first of equals.
//
// The spherical distance is the Euclidean one between rows brought to unit
// length, so that its square is 2−2·cos; centres are brought to unit length too.
// A row of zeros has cosine 0 with everything there: it is never a centre,
// weighs nothing, and goes to cluster 0.
//
// A cluster that loses its last article takes the one farthest from its own
// centre, the first in the corpus among equals, that is not alone in its
// cluster. A k above the number of rows (above that of rows not zero, if
// spherical) becomes that number, and fewer than k clusters come out where fewer
// rows differ, or where the iterations end as a cluster runs empty.
type KMeans struct {
	K        algorithms.K `spec:"k,always" default:"gold" doc:"number of clusters, or gold: as many as there are gold stories"`
	Variant  string       `spec:"variant" default:"hamerly" oneof:"lloyd,hamerly" doc:"how the nearest centre is found: lloyd compares all, hamerly skips by bounds; both give the same clusters"`
	Distance string       `spec:"distance" default:"spherical" oneof:"euclidean,spherical" doc:"spherical compares directions only"`
	Init     string       `spec:"init" default:"kmeans++" oneof:"kmeans++,random" doc:"the first centres: articles far from one another, or any"`
	NInit    int          `spec:"n_init" default:"4" range:"1:" doc:"number of runs from different first centres"`
	MaxIter  int          `spec:"max_iter" default:"300" range:"1:" doc:"iterations of a run at most"`
	Tol      float64      `spec:"tol" default:"0.0001" range:"0:" doc:"stop when the centres' squared moves sum to at most this share of the mean variance of the dimensions; 0 = when no article moves"`
	Space    spec.Spec    `spec:"space" default:"lsa" doc:"the vectors to cluster"`

	told int // gold stories
}

// Valid brings the space's spec into canonical form.
func (m *KMeans) Valid() (err error) {
	_, m.Space, err = features.Parse(m.Space)
	return err
}

// SpaceSpec is the space that it clusters.
func (m *KMeans) SpaceSpec() spec.Spec { return m.Space }

// UsesGold says whether k comes from the gold.
func (m *KMeans) UsesGold() bool { return m.K.Gold }

// Tell takes the number of gold stories.
func (m *KMeans) Tell(f algorithms.Facts) { m.told = len(f.Sizes) }

// Cluster clusters the rows of p.Space.
func (m *KMeans) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("kmeans", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	k, err := m.K.Count(m.told)
	if err != nil {
		return nil, err
	}
	if p.Space == nil || p.Space.Rows() != len(p.Articles) {
		return nil, fmt.Errorf("kmeans needs a space with a row for each of the %d articles", len(p.Articles))
	}
	x, err := newItems(p.Space, m.Distance == "spherical", p.Workers)
	if err != nil {
		return nil, fmt.Errorf("reading the space %s: %w", p.Space.Name, err)
	}
	best, err := m.best(ctx, x, min(k, len(x.usable)), p.Seed)
	return best.labels, err
}

// best is the run of least inertia.
func (m *KMeans) best(ctx context.Context, x *items, k int, seed uint64) (result, error) {
	start := x.plusPlus
	if m.Init == "random" {
		start = x.random
	}
	limits := limits{iterations: m.MaxIter, shift: m.Tol * x.variance()}
	var best result
	for i := range m.NInit {
		first, err := start(ctx, k, rand.New(rand.NewPCG(seed, uint64(i))))
		if err != nil {
			return result{}, err
		}
		r, err := refine(ctx, x, first, m.Variant == "hamerly", limits)
		if err != nil {
			return result{}, err
		}
		if i == 0 || r.inertia < best.inertia {
			best = r
		}
	}
	return best, nil
}
