package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

// NMFEntry describes non-negative matrix factorisation.
var NMFEntry = algorithms.Entry{
	Name: "nmf", Title: "Non-negative matrix factorisation", Family: algorithms.Topic, Seeded: true,
	Doc: "Rebuilds the articles of a sparse space as sums of k topics, none below zero, and gives each article to the topic " +
		"that makes up most of it. " +
		"k=gold, the default, makes it an oracle: it is told how many stories there are.",
	Cost: "coordinate descent with Gram matrices (HALS) from a randomised SVD: an iteration takes values × k, and (articles + " +
		"terms) × k² at most, in proportion to the weights that are not zero; memory (articles + terms) × k numbers",
	Cite: []string{
		"D. Lee, H. Seung: Learning the parts of objects by non-negative matrix factorization, 1999",
		"A. Cichocki, A. Phan: Fast local algorithms for large scale nonnegative matrix and tensor factorizations, 2009",
		"N. Halko, P. Martinsson, J. Tropp: Finding structure with randomness, 2011",
		"C. Boutsidis, E. Gallopoulos: SVD based initialization: a head start for nonnegative matrix factorization, 2008",
	},
	New: func() algorithms.Clusterer { return NewNMF() },
}

// NMF looks for W and H without negative values, of k topics each, for
// which ‖X−W·H‖² is small, by coordinate descent. An article's weight of a topic
// is its value in W times the length of the topic's row in H, so that it does
// not depend on how the two share a scale. It gets the topic of the largest
// weight, ties broken by their order; a row of zeros gets topic 0.
//
// A k above the number of rows or columns becomes that number, and topics that
// end up strongest nowhere have no articles.
type NMF struct {
	K          algorithms.K `spec:"k,always" default:"gold" doc:"number of topics, or gold: as many as there are gold stories"`
	Iterations int          `spec:"iterations" default:"200" range:"1:" doc:"maximum iterations"`
	Tol        float64      `spec:"tol" default:"0.0003" range:"0:" doc:"stop at this share of the first iteration's projected gradient"`
	Init       string       `spec:"init" default:"nndsvd" oneof:"nndsvd,random" doc:"the first weights: from the singular vectors, or random"`
	Space      spec.Spec    `spec:"space" default:"tfidf" doc:"the sparse space to factorise, without negative values"`

	told int // gold stories
}

// NewNMF returns the factorisation with every parameter at its default.
func NewNMF() *NMF { return spec.Defaults(new(NMF)) }

// Valid wants a number of topics, or gold, and brings the space's spec into
// canonical form.
func (m *NMF) Valid() error {
	if err := m.K.Check(); err != nil {
		return err
	}
	return features.Canonical(&m.Space)
}

// SpaceSpec is the space that it factorises.
func (m *NMF) SpaceSpec() spec.Spec { return m.Space }

// UsesGold reports whether k comes from the gold.
func (m *NMF) UsesGold() bool { return m.K.Gold }

// Tell takes the number of gold stories.
func (m *NMF) Tell(f algorithms.Facts) { m.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (m *NMF) Clusters() int { return m.K.Wanted(m.told) }

// Cluster factorises p.Space.
func (m *NMF) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("nmf", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	k, err := m.K.Count(m.told)
	if err != nil {
		return nil, err
	}
	x := p.Space.Sparse
	if x == nil {
		return nil, fmt.Errorf("nmf factorises sparse spaces, and %s is dense", p.Space.Name)
	}
	var largest float32
	for _, v := range x.Data {
		largest = max(largest, v)
		if !(v >= 0 && v <= math.MaxFloat32) {
			return nil, fmt.Errorf("nmf needs values from 0 up, and the space %s holds %g", p.Space.Name, v)
		}
	}
	if largest == 0 {
		return make(corpus.Labels, x.Rows), ctx.Err()
	}
	f, err := m.start(ctx, newFactorising(x, p.Workers), min(k, x.Rows, x.Cols), p.Seed)
	if err == nil {
		err = f.fit(ctx, m.Iterations, m.Tol)
	}
	if err != nil {
		return nil, err
	}
	return f.labels(), nil
}

func (m *NMF) start(ctx context.Context, f *factorising, k int, seed uint64) (*factorising, error) {
	rng := rand.New(rand.NewPCG(seed, 0x6e6d66))
	if m.Init == "random" {
		return f, f.random(ctx, k, rng)
	}
	return f, f.nndsvd(ctx, k, rng)
}

// A factorising is a matrix with the factors that it is near to.
type factorising struct {
	x, columns *features.CSR // the matrix and its transpose
	w, h       factors       // of its rows and of its columns
	workers    int
}

func newFactorising(x *features.CSR, workers int) *factorising {
	return &factorising{x: x, columns: x.Transpose(), workers: workers}
}

// fit descends until the projected gradient has all but gone.
func (f *factorising) fit(ctx context.Context, iterations int, tol float64) error {
	var first float64
	for i := range iterations {
		progress.Report(ctx, "nmf", i, iterations)
		gradient, err := f.step(ctx)
		if err != nil {
			return err
		}
		if i == 0 {
			first = gradient
		}
		if gradient <= tol*first {
			break
		}
	}
	return nil
}

// step visits each value of both factors once. It returns the sum of the
// projected gradient as it was met.
func (f *factorising) step(ctx context.Context) (float64, error) {
	rows, err := descend(ctx, f.x, f.w, f.h, f.workers)
	if err != nil {
		return 0, err
	}
	columns, err := descend(ctx, f.columns, f.h, f.w, f.workers)
	return rows + columns, err
}

// labels is the strongest topic of each row.
func (f *factorising) labels() corpus.Labels {
	lengths := f.h.lengths()
	labels := make(corpus.Labels, f.x.Rows)
	weights := make([]float64, f.w.columns)
	for i := range labels {
		if _, values := f.x.Row(i); !slices.ContainsFunc(values, func(v float32) bool { return v > 0 }) {
			continue
		}
		for t, w := range f.w.row(i) {
			weights[t] = w * lengths[t]
		}
		labels[i] = strongest(weights)
	}
	return labels
}
