package density

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

var entries = map[string]algorithms.Entry{"dbscan": DBSCANEntry, "hdbscan": HDBSCANEntry, "optics": OPTICSEntry}

// bound is the algorithm of a spec.
func bound(t require.TestingT, format string, args ...any) algorithms.Clusterer {
	s, err := spec.Parse(fmt.Sprintf(format, args...))
	require.NoError(t, err)
	c := entries[s.Name].New()
	require.NoError(t, spec.Bind(s, c))
	return c
}

// line is a space of one column.
func line(values ...float32) *features.Space {
	return &features.Space{Name: "test", Dense: &features.Dense{Rows: len(values), Cols: 1, Data: values}}
}

func problem(s *features.Space) *algorithms.Problem {
	return &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s}
}

func run(t require.TestingT, c algorithms.Clusterer, s *features.Space) corpus.Labels {
	labels, err := c.Cluster(context.Background(), problem(s))
	require.NoError(t, err)
	return labels
}

func TestSpec(t *testing.T) {
	for text, want := range map[string]string{
		"dbscan":                             "dbscan(eps=0.5)",
		"dbscan(min_samples=2)":              "dbscan(eps=0.5,min_samples=2)",
		"hdbscan":                            "hdbscan(min_cluster_size=5)",
		"hdbscan(selection=leaf)":            "hdbscan(min_cluster_size=5,selection=leaf)",
		"optics(xi=0.1,space=lsa)":           "optics(space=lsa,xi=0.1)",
		"optics(max_eps=0,xi=0.05)":          "optics",
		"hdbscan(allow_single=true)":         "hdbscan(allow_single=true,min_cluster_size=5)",
		"dbscan(eps=1,space=tfidf)":          "dbscan(eps=1)",
		"dbscan(metric=euclidean)":           "dbscan(eps=0.5,metric=euclidean)",
		"hdbscan(epsilon=0.2,metric=cosine)": "hdbscan(epsilon=0.2,min_cluster_size=5)",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		assert.Equal(t, want, spec.Of(s.Name, bound(t, "%s", text)).String())
	}
	assert.Equal(t, "tfidf", bound(t, "optics").(*OPTICS).SpaceSpec().String())
	assert.Equal(t, "tfidf", bound(t, "dbscan").(*DBSCAN).SpaceSpec().String())
	assert.Equal(t, "lsa", bound(t, "hdbscan(space=lsa)").(*HDBSCAN).SpaceSpec().String())
}

// reference is one case of testdata/sklearn.json.
type reference struct {
	Metric  string
	Eps     float64
	Samples int
	Rows    [][]float32
	DBSCAN  corpus.Labels
	Plots   []struct {
		Limit   float64
		Size    int
		Order   []int32
		Reach   []float64
		Xi, Cut corpus.Labels
	}
}

func references(t *testing.T) []reference {
	text, err := os.ReadFile("testdata/sklearn.json")
	require.NoError(t, err)
	var list []reference
	require.NoError(t, json.Unmarshal(text, &list))
	require.Len(t, list, 4)
	return list
}

func TestAgreesWithScikitLearn(t *testing.T) {
	for _, r := range references(t) {
		for _, s := range []*features.Space{spacetest.Dense(r.Rows...), spacetest.Sparse(spacetest.Dense(r.Rows...))} {
			allowed := 1e-6
			if s.Sparse != nil { // distances are then the small differences of large products
				allowed = 3e-5
			}
			t.Run(fmt.Sprintf("%s/%d/sparse=%t", r.Metric, len(r.Rows), s.Sparse != nil), func(t *testing.T) {
				d := bound(t, "dbscan(eps=%g,min_samples=%d,metric=%s)", r.Eps, r.Samples, r.Metric)
				assert.Equal(t, r.DBSCAN.Canonical(), run(t, d, s))
				for _, w := range r.Plots {
					o := bound(t, "optics(min_samples=%d,max_eps=%g,min_cluster_size=%d,metric=%s)", r.Samples, w.Limit, w.Size, r.Metric).(*OPTICS)
					assert.Equal(t, w.Xi.Canonical(), run(t, o, s))
					x, err := newPoints(s, r.Metric == "cosine", 0)
					require.NoError(t, err)
					p, err := o.plot(context.Background(), x)
					require.NoError(t, err)
					moved := 0 // articles equally near may change places
					for at, i := range w.Order {
						if i != p.order[at] {
							moved++
							assert.InDelta(t, p.reach[at], p.reach[p.place[i]], allowed)
						}
					}
					assert.LessOrEqual(t, moved, len(r.Rows)/50)
					for i, at := range p.place {
						if w.Reach[i] < 0 {
							assert.True(t, math.IsInf(p.reach[at], 1))
						} else {
							assert.InDelta(t, w.Reach[i], p.reach[at], allowed)
						}
					}
					core := cores(t, x, r.Samples)
					require.NoError(t, err)
					assert.Equal(t, w.Cut.Canonical(), cutPlot(x, p, core, r.Eps))
				}
			})
		}
	}
}

func cores(t require.TestingT, x *points, k int) []float32 {
	b, err := newPivotIndex(context.Background(), x)
	require.NoError(t, err)
	core, err := x.cores(context.Background(), b, k)
	require.NoError(t, err)
	return core
}

// cutPlot takes the clusters of DBSCAN from a plot, as Ankerst et al. (1999,
// figure 12) do.
func cutPlot(x *points, p *plot, core []float32, eps float64) corpus.Labels {
	labels, label := make(corpus.Labels, x.n), corpus.None
	for at, i := range p.order {
		labels[i] = corpus.None
		if p.reach[at] <= eps {
			labels[i] = label
		} else if x.distance(core[i]) <= eps {
			label++
			labels[i] = label
		}
	}
	return labels.Canonical()
}

func TestNoArticlesAndOne(t *testing.T) {
	for name := range entries {
		c := bound(t, "%s", name)
		labels, err := c.Cluster(context.Background(), &algorithms.Problem{})
		require.NoError(t, err)
		assert.Equal(t, corpus.Labels{}, labels)
		for _, s := range []*features.Space{spacetest.Dense([]float32{3, 4}), spacetest.Dense([]float32{0, 0}), spacetest.Dense(nil)} {
			assert.Equal(t, corpus.Labels{-1}, run(t, c, s), name)
			assert.Equal(t, corpus.Labels{-1}, run(t, c, spacetest.Sparse(s)), name)
		}
	}
	assert.Equal(t, corpus.Labels{0}, run(t, bound(t, "dbscan(min_samples=1)"), spacetest.Dense([]float32{3, 4})))
}

func TestEqualAndZeroRows(t *testing.T) {
	a, b, zero := []float32{0.1, 0.7, 0.3}, []float32{0.9, -0.1, 0.2}, make([]float32, 3)
	dense := spacetest.Dense(a, zero, b, a, zero, b, a, b, zero)
	for _, s := range []*features.Space{dense, spacetest.Sparse(dense)} {
		two, three := corpus.Labels{0, -1, 1, 0, -1, 1, 0, 1, -1}, corpus.Labels{0, 1, 2, 0, 1, 2, 0, 2, 1}
		assert.Equal(t, two, run(t, bound(t, "dbscan(eps=0,min_samples=3)"), s))
		assert.Equal(t, two, run(t, bound(t, "dbscan(eps=0.5,min_samples=2)"), s))
		assert.Equal(t, make(corpus.Labels, 9), run(t, bound(t, "dbscan(eps=1,min_samples=9)"), s))
		assert.Equal(t, two, run(t, bound(t, "hdbscan(min_cluster_size=3)"), s))
		assert.Equal(t, three, run(t, bound(t, "dbscan(eps=0.01,min_samples=3,metric=euclidean)"), s))
		assert.Equal(t, three, run(t, bound(t, "hdbscan(min_cluster_size=3,metric=euclidean)"), s))
		assert.Equal(t, three, run(t, bound(t, "optics(min_samples=3,metric=euclidean)"), s))
	}
	without := spacetest.Dense(nil, nil, nil)
	for _, s := range []*features.Space{without, spacetest.Sparse(without)} {
		assert.Equal(t, corpus.Labels{-1, -1, -1}, run(t, bound(t, "dbscan(min_samples=2)"), s))
		assert.Equal(t, corpus.Labels{0, 0, 0}, run(t, bound(t, "dbscan(min_samples=2,metric=euclidean)"), s))
		for name := range entries {
			assert.Equal(t, corpus.Labels{-1, -1, -1}, run(t, bound(t, "%s", name), s))
		}
	}
	same := spacetest.Dense(a, a, a, a, a, a, a, a)
	assert.Equal(t, make(corpus.Labels, 8), run(t, bound(t, "dbscan"), same))
	assert.Equal(t, make(corpus.Labels, 8), run(t, bound(t, "hdbscan(allow_single=true)"), same))
	assert.Equal(t, corpus.Labels{-1, -1, -1, -1, -1, -1, -1, -1}, run(t, bound(t, "hdbscan"), same))
}

func TestRefusals(t *testing.T) {
	good := spacetest.Dense([]float32{1, 2}, []float32{3, 4})
	for name := range entries {
		c := bound(t, "%s", name)
		try := func(want string, p *algorithms.Problem) {
			labels, err := c.Cluster(context.Background(), p)
			assert.Nil(t, labels)
			assert.ErrorContains(t, err, want)
		}
		try(name+" needs a space with a row for each of the 3 articles", &algorithms.Problem{Articles: make([]corpus.Article, 3), Space: good})
		try("for each of the 3 articles", &algorithms.Problem{Articles: make([]corpus.Article, 3)})
		for _, bad := range []float64{math.NaN(), math.Inf(1), 1e20} {
			s := spacetest.Dense([]float32{1, 2}, []float32{3, float32(bad)})
			try("row 1 holds", problem(s))
			try("row 1 holds", problem(spacetest.Sparse(s)))
		}
	}
}

func TestConstructors(t *testing.T) {
	p := problem(spacetest.Dense([]float32{1, 2}, []float32{1, 2}, []float32{1, 2}, []float32{1, 2}, []float32{1, 2}))
	for name, c := range map[string][2]algorithms.Clusterer{
		"DBSCAN": {NewDBSCAN(), new(DBSCAN)}, "HDBSCAN": {NewHDBSCAN(), new(HDBSCAN)}, "OPTICS": {NewOPTICS(), new(OPTICS)},
	} {
		labels, err := c[0].Cluster(t.Context(), p)
		require.NoError(t, err)
		assert.Len(t, labels, 5)
		assert.Equal(t, bound(t, "%s", strings.ToLower(name)), c[0], "the same as its spec without parameters")
		_, err = c[1].Cluster(t.Context(), p)
		assert.ErrorContains(t, err, ": min_", "the parameter")
		assert.ErrorContains(t, err, "density.New"+name+"()", "and what to call")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name := range entries {
		for _, s := range []*features.Space{blobs(200, 3), spacetest.Sparse(blobs(200, 3)), spacetest.Dense([]float32{0}, []float32{0})} {
			_, err := bound(t, "%s", name).Cluster(ctx, problem(s))
			assert.Equal(t, context.Canceled, err, name)
		}
	}
}

// blobs are n rows about 40 centres: deviation 0.5 about centres of deviation 2.
func blobs(n, cols int) *features.Space {
	rng := rand.New(rand.NewPCG(1, 2))
	centres := make([]float64, 40*cols)
	for i := range centres {
		centres[i] = 2 * rng.NormFloat64()
	}
	d := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	for i := range n {
		at := rng.IntN(40) * cols
		for c := range cols {
			d.Row(i)[c] = float32(centres[at+c] + 0.5*rng.NormFloat64())
		}
	}
	return &features.Space{Name: "blobs", Dense: d}
}

// terms are rows as tfidf makes them: some 100 of 20,000 terms, the first most often.
func terms(n int) *features.Space {
	rng := rand.New(rand.NewPCG(1, 2))
	m := &features.CSR{Rows: n, Cols: 20_000, Start: []int{0}}
	for range n {
		row := make([]float32, m.Cols)
		for range 100 {
			row[int(math.Pow(rng.Float64(), 3)*float64(m.Cols))] = rng.Float32()
		}
		for c, v := range row {
			if v != 0 {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, v)
			}
		}
		m.Start = append(m.Start, len(m.Data))
	}
	return &features.Space{Name: "terms", Sparse: m}
}

func BenchmarkDense20000x16(b *testing.B) {
	s := blobs(20_000, 16)
	for _, text := range []string{
		"dbscan(eps=2.5,min_samples=10,metric=euclidean)", "hdbscan(min_cluster_size=10,metric=euclidean)",
		"optics(min_samples=10,metric=euclidean)",
	} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				run(b, bound(b, "%s", text), s)
			}
		})
	}
}

func BenchmarkDense5000x100(b *testing.B) {
	s := blobs(5000, 100)
	for _, text := range []string{"dbscan(eps=0.1)", "hdbscan", "optics"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				run(b, bound(b, "%s", text), s)
			}
		})
	}
}

// Rows without any structure, of which no bound spares a comparison.
func BenchmarkNoise5000x100(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 4))
	d := &features.Dense{Rows: 5000, Cols: 100, Data: make([]float32, 500_000)}
	for i := range d.Data {
		d.Data[i] = float32(rng.NormFloat64())
	}
	for _, text := range []string{"dbscan(eps=0.7)", "hdbscan", "optics"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				run(b, bound(b, "%s", text), &features.Space{Dense: d})
			}
		})
	}
}

func BenchmarkSparseRows5000Terms100(b *testing.B) {
	s := terms(5000)
	for _, text := range []string{"dbscan", "hdbscan", "optics"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				run(b, bound(b, "%s", text), s)
			}
		})
	}
}
