package kmeans

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// exact are the variants that give the same clusters.
var exact = []string{"lloyd", "hamerly", "elkan", "yinyang"}

// bound is k-means with the parameters of a spec.
func bound(t require.TestingT, text string) *KMeans {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	m := Entry.New().(*KMeans)
	require.NoError(t, spec.Bind(s, m))
	return m
}

func problem(s *features.Space) *algorithms.Problem {
	return &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s, Seed: 1}
}

func cluster(t require.TestingT, m *KMeans, s *features.Space) corpus.Labels {
	labels, err := m.Cluster(context.Background(), problem(s))
	require.NoError(t, err)
	return labels
}

// from runs k-means from the given rows as centres.
func from(t require.TestingT, s *features.Space, spherical bool, variant string, l limits, rows ...int) result {
	x, err := newItems(s, spherical, 2)
	require.NoError(t, err)
	var start []centre
	for _, i := range rows {
		start = append(start, x.centreAt(i))
	}
	r, err := refine(context.Background(), x, start, variant, l)
	require.NoError(t, err)
	return r
}

func TestSpec(t *testing.T) {
	assert.Equal(t, "kmeans(k=gold)", spec.Of(Entry.Name, bound(t, "kmeans")).String())
	assert.Equal(t, "lsa", bound(t, "kmeans").SpaceSpec().String())
}

func TestTwoPairs(t *testing.T) {
	space := spacetest.Dense([]float32{0, 1}, []float32{5, 5}, []float32{0, 2}, []float32{6, 5})
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, text := range []string{"kmeans(k=2,distance=euclidean)", "kmeans(k=2,init=random,variant=lloyd)", "kmeans(k=2)"} {
			assert.Equal(t, corpus.Labels{0, 1, 0, 1}, cluster(t, bound(t, text), s).Canonical(), text)
		}
		r := from(t, s, false, "hamerly", limits{iterations: 10}, 0, 2)
		assert.Equal(t, corpus.Labels{0, 1, 0, 1}, r.labels)
		assert.InDelta(t, 0.25*4, r.inertia, 1e-5)
	}
}

func TestSphericalSeesDirectionsOnly(t *testing.T) {
	space := spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{100, 1}, []float32{1, 100})
	assert.Equal(t, corpus.Labels{0, 1, 0, 1}, cluster(t, bound(t, "kmeans(k=2)"), space).Canonical())
}

func TestGold(t *testing.T) {
	m, space := bound(t, "kmeans"), spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{1, 1})
	require.True(t, m.UsesGold())
	_, err := m.Cluster(context.Background(), problem(space))
	assert.ErrorContains(t, err, "k=gold needs gold stories")
	m.Tell(algorithms.Facts{Sizes: []int{1, 1, 1}})
	assert.Equal(t, 3, cluster(t, m, space).Groups())
	assert.False(t, bound(t, "kmeans(k=2)").UsesGold())
}

func TestEmptiedClusterTakesTheFarthest(t *testing.T) {
	// The second centre equals the first, so it gets no row; 20 is the farthest
	// from the centre at 0, and -20 as far but later.
	space := spacetest.Dense([]float32{0}, []float32{0}, []float32{1}, []float32{20}, []float32{-20})
	r := from(t, space, false, "hamerly", limits{iterations: 1}, 0, 1)
	assert.Equal(t, corpus.Labels{0, 0, 0, 1, 0}, r.labels)
	r = from(t, space, false, "lloyd", limits{iterations: 1}, 0, 1, 1)
	assert.Equal(t, corpus.Labels{0, 0, 0, 1, 2}, r.labels)
	assert.InDelta(t, 2./3, r.inertia, 1e-6)
}

// The corners of a square have two best partitions in two; of equally good runs the
// first is kept.
func TestTheFirstOfTheBestRunsIsKept(t *testing.T) {
	s := spacetest.Dense([]float32{0, 0}, []float32{0, 1}, []float32{1, 0}, []float32{1, 1})
	m := bound(t, "kmeans(k=2,distance=euclidean,n_init=5)")
	x, err := newItems(s, false, 1)
	require.NoError(t, err)
	differ := 0
	for seed := range uint64(20) {
		var first, last result
		for stream := range uint64(5) {
			r, err := m.once(t.Context(), x, 2, seed, stream)
			require.NoError(t, err)
			if stream == 0 || r.inertia < first.inertia {
				first = r
			}
			if r.inertia <= first.inertia {
				last = r
			}
		}
		best, err := m.best(t.Context(), x, 2, seed, 0)
		require.NoError(t, err)
		assert.Equal(t, first.labels, best.labels)
		if !assert.ObjectsAreEqual(first.labels, last.labels) {
			differ++
		}
	}
	assert.Positive(t, differ, "some runs are equally good and differ")
}

func TestMoreClustersThanRows(t *testing.T) {
	space := spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{1, 1})
	for _, text := range []string{"kmeans(k=9)", "kmeans(k=9,init=random,distance=euclidean)"} {
		assert.Equal(t, corpus.Labels{0, 1, 2}, cluster(t, bound(t, text), space).Canonical())
	}
}

func TestIdenticalRowsAreOneCluster(t *testing.T) {
	row := []float32{0.1, 0.7, 0.3, 1e-3}
	space := spacetest.Dense(row, row, row, row, row, row, row)
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, text := range []string{
			"kmeans(k=3)", "kmeans(k=3,distance=euclidean)", "kmeans(k=3,init=random)",
			"kmeans(k=3,distance=euclidean,init=random)",
		} {
			assert.Equal(t, make(corpus.Labels, 7), cluster(t, bound(t, text), s), text)
		}
	}
}

func TestFarFromTheOrigin(t *testing.T) {
	space := spacetest.Dense([]float32{10_000, 1}, []float32{10_001, 1}, []float32{10_000, 9}, []float32{10_001, 9})
	assert.Equal(t, corpus.Labels{0, 0, 1, 1}, cluster(t, bound(t, "kmeans(k=2,distance=euclidean)"), space).Canonical())
}

func TestZeroRows(t *testing.T) {
	space := spacetest.Dense([]float32{0, 0}, []float32{0, 1}, []float32{0, 0}, []float32{-1, 0}, []float32{0, -1})
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, text := range []string{"kmeans(k=3)", "kmeans(k=5,init=random,variant=lloyd)"} {
			labels := cluster(t, bound(t, text), s)
			assert.Zero(t, labels[0])
			assert.Zero(t, labels[2])
			assert.Equal(t, 3, corpus.Labels{labels[1], labels[3], labels[4]}.Groups())
		}
		assert.Equal(t, 2, cluster(t, bound(t, "kmeans(k=2,distance=euclidean)"), s).Groups())
	}
	none := spacetest.Dense(make([]float32, 3), make([]float32, 3))
	for _, s := range []*features.Space{none, spacetest.Sparse(none), spacetest.Dense(nil, nil)} {
		assert.Equal(t, corpus.Labels{0, 0}, cluster(t, bound(t, "kmeans(k=2)"), s))
		assert.Equal(t, corpus.Labels{0, 0}, cluster(t, bound(t, "kmeans(k=2,distance=euclidean)"), s))
	}
}

func TestOpposedRowsLeaveTheirCentre(t *testing.T) {
	r := from(t, spacetest.Dense([]float32{1, 0}, []float32{-1, 0}), true, "hamerly", limits{iterations: 5}, 0)
	assert.Equal(t, corpus.Labels{0, 0}, r.labels)
	assert.InDelta(t, 4, r.inertia, 1e-6)
}

func TestNoArticlesAndOne(t *testing.T) {
	labels, err := bound(t, "kmeans").Cluster(context.Background(), &algorithms.Problem{})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{}, labels)
	assert.Equal(t, corpus.Labels{0}, cluster(t, bound(t, "kmeans(k=4)"), spacetest.Dense([]float32{3, 4})))
}

func TestRefusals(t *testing.T) {
	good := spacetest.Dense([]float32{1, 2}, []float32{3, 4})
	try := func(want string, change func(m *KMeans, p *algorithms.Problem)) {
		m, p := bound(t, "kmeans(k=2)"), problem(good)
		change(m, p)
		labels, err := m.Cluster(context.Background(), p)
		assert.ErrorContains(t, err, want)
		assert.Nil(t, labels)
	}
	try("at least 1", func(m *KMeans, _ *algorithms.Problem) { m.K.N = 0 })
	try("variant", func(m *KMeans, _ *algorithms.Problem) { m.Variant = "exponion" })
	try("distance", func(m *KMeans, _ *algorithms.Problem) { m.Distance = "" })
	try("init", func(m *KMeans, _ *algorithms.Problem) { m.Init = "last" })
	try("n_init", func(m *KMeans, _ *algorithms.Problem) { m.NInit = 0 })
	try("batch", func(m *KMeans, _ *algorithms.Problem) { m.Batch = 0 })
	try("tol", func(m *KMeans, _ *algorithms.Problem) { m.Tol = math.NaN() })
	try("a space", func(_ *KMeans, p *algorithms.Problem) { p.Space = nil })
	try("each of the 1 articles", func(_ *KMeans, p *algorithms.Problem) { p.Articles = p.Articles[:1] })
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e20} {
		s := spacetest.Dense([]float32{1, 2}, []float32{3, float32(bad)})
		try("row 1", func(_ *KMeans, p *algorithms.Problem) { p.Space = s })
		try("row 1", func(_ *KMeans, p *algorithms.Problem) { p.Space = spacetest.Sparse(s) })
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := bound(t, "kmeans(k=2)").Cluster(ctx, problem(spacetest.Dense([]float32{1, 2}, []float32{3, 4})))
	assert.Equal(t, context.Canceled, err)
}

func TestAgreesWithScikitLearn(t *testing.T) {
	text, err := os.ReadFile("testdata/sklearn.json")
	require.NoError(t, err)
	var want struct {
		Rows [][]float32
		Runs []struct {
			K, Iterations int
			Tol, Inertia  float64
			Labels        corpus.Labels
		}
	}
	require.NoError(t, json.Unmarshal(text, &want))
	require.NotEmpty(t, want.Runs)
	space := spacetest.Dense(want.Rows...)
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		x, err := newItems(s, false, 0)
		require.NoError(t, err)
		for _, w := range want.Runs {
			first := make([]int, w.K)
			for i := range first {
				first[i] = i
			}
			for _, variant := range exact {
				got := from(t, s, false, variant, limits{iterations: 300, shift: w.Tol * x.variance()}, first...)
				assert.Equal(t, w.Labels, got.labels)
				assert.Equal(t, w.Iterations, got.iterations)
				assert.InEpsilon(t, w.Inertia, got.inertia, 1e-5)
			}
		}
	}
}

func BenchmarkIterations20Rows10000Dims100K50(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	s := clouds(rng, 10_000, 100, 400)
	x, err := newItems(s, true, 0)
	require.NoError(b, err)
	first := rng.Perm(s.Rows())[:50]
	for _, variant := range exact {
		b.Run(variant, func(b *testing.B) {
			for b.Loop() {
				var start []centre
				for _, i := range first {
					start = append(start, x.centreAt(i))
				}
				r, err := refine(context.Background(), x, start, variant, limits{iterations: 20, shift: -1})
				require.NoError(b, err)
				b.ReportMetric(float64(r.iterations), "iterations")
			}
		})
	}
}

func BenchmarkRows10000Dims100K50(b *testing.B) {
	s := clouds(rand.New(rand.NewPCG(1, 2)), 10_000, 100, 400)
	for _, args := range []string{"n_init=1", "n_init=1,variant=minibatch", "n_init=1,bisecting=true"} {
		b.Run(args, func(b *testing.B) {
			b.ReportAllocs()
			m := bound(b, "kmeans(k=50,"+args+")")
			for b.Loop() {
				_, err := m.Cluster(context.Background(), problem(s))
				require.NoError(b, err)
			}
		})
	}
}

// clouds are rows around k random points, overlapping.
func clouds(rng *rand.Rand, n, cols, k int) *features.Space {
	d := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	points := make([]float64, k*cols)
	for i := range points {
		points[i] = rng.NormFloat64()
	}
	for i := range n {
		row, point := d.Row(i), points[i%k*cols:]
		for c := range row {
			row[c] = float32(point[c] + 1.5*rng.NormFloat64())
		}
	}
	return &features.Space{Name: "clouds", Dense: d}
}
