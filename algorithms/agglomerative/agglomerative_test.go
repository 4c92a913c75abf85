package agglomerative

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

var linkages = []string{"average", "complete", "single", "ward", "weighted", "centroid", "median"}

// bound is agglomerative clustering with the parameters of a spec.
func bound(t require.TestingT, format string, args ...any) *Agglomerative {
	s, err := spec.Parse(fmt.Sprintf(format, args...))
	require.NoError(t, err)
	a := Entry.New().(*Agglomerative)
	require.NoError(t, spec.Bind(s, a))
	return a
}

func problem(s *features.Space) *algorithms.Problem {
	return &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s}
}

func cluster(t require.TestingT, a *Agglomerative, s *features.Space) corpus.Labels {
	labels, err := a.Cluster(context.Background(), problem(s))
	require.NoError(t, err)
	return labels
}

func tree(t require.TestingT, linkage string, s *features.Space) *Dendrogram {
	d, err := bound(t, "agglomerative(linkage=%s,k=1)", linkage).Dendrogram(context.Background(), problem(s))
	require.NoError(t, err)
	return d
}

func TestSpec(t *testing.T) {
	a := bound(t, "agglomerative(k=3)")
	assert.Equal(t, "agglomerative(k=3,linkage=average)", spec.Of(Entry.Name, a).String())
	assert.Equal(t, "tfidf", a.SpaceSpec().String())
	a = bound(t, "agglomerative(inconsistency=0.9)")
	assert.Equal(t, 2, a.Depth)
	assert.Equal(t, "agglomerative(inconsistency=0.9,linkage=average)", spec.Of(Entry.Name, a).String())
}

// Directions at 0°, 60°, 90° and 180°: the cosines are 1/2, 0, -1, √3/2, -1/2, 0.
func TestDirectionsByHand(t *testing.T) {
	r := float32(math.Sqrt(3) / 2)
	space := spacetest.Dense([]float32{1, 0}, []float32{2 * 0.5, 2 * r}, []float32{0, 3}, []float32{-1, 0})
	d01, d12, d23, d13 := 0.5, 1-float64(r), 1., 1.5
	want := map[string][]Merge{
		"single":   {{1, 2, d12, 2}, {0, 4, d01, 3}, {3, 5, d23, 4}},
		"complete": {{1, 2, d12, 2}, {0, 4, 1, 3}, {3, 5, 2, 4}},
		"average":  {{1, 2, d12, 2}, {0, 4, (d01 + 1) / 2, 3}, {3, 5, (2 + d13 + d23) / 3, 4}},
		"weighted": {{1, 2, d12, 2}, {0, 4, (d01 + 1) / 2, 3}, {3, 5, (2 + (d13+d23)/2) / 2, 4}},
	}
	for linkage, merges := range want {
		for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
			assertMerges(t, merges, tree(t, linkage, s).Merges)
		}
	}
}

func TestWardByHand(t *testing.T) {
	space := spacetest.Dense([]float32{0}, []float32{2}, []float32{10}, []float32{13})
	// The means 1 and 11.5 of two articles each: 10.5·√(2·2·2/4).
	want := []Merge{{0, 1, 2, 2}, {2, 3, 3, 2}, {4, 5, 10.5 * math.Sqrt2, 4}}
	assertMerges(t, want, tree(t, "ward", space).Merges)
	assertMerges(t, want, tree(t, "ward", spacetest.Sparse(space)).Merges)
}

// A triangle with sides 1, 1.02 and 1.02: the third corner is nearer to the
// middle of the shortest side than to its ends.
func TestInversionByHand(t *testing.T) {
	h := math.Sqrt(1.02*1.02 - 0.25)
	space := spacetest.Dense([]float32{0, 0}, []float32{1, 0}, []float32{0.5, float32(h)}, []float32{4, 0})
	last := map[string]float64{"centroid": math.Hypot(3.5, h/3), "median": math.Hypot(3.5, h/2)}
	for linkage, height := range last {
		for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
			got := tree(t, linkage, s)
			assertMerges(t, []Merge{{0, 1, 1, 2}, {2, 4, h, 3}, {3, 5, height, 4}}, got.Merges)
			assert.Equal(t, corpus.Labels{0, 1, 2, 3}, got.CutBy(0.95), "the merge at 1 is inside the one at %f", h)
			assert.Equal(t, corpus.Labels{0, 0, 0, 1}, got.CutBy(1.01))
			assert.Equal(t, corpus.Labels{0, 0, 1, 2}, got.CutAt(3))
			assert.Equal(t, corpus.Labels{0, 0, 0, 0}, got.CutBy(4))
		}
	}
}

func assertMerges(t *testing.T, want, got []Merge) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, m := range got {
		assert.InDelta(t, want[i].Height, m.Height, 1e-6)
		m.Height = want[i].Height
		assert.Equal(t, want[i], m)
	}
}

func TestCuts(t *testing.T) {
	// Heights 0.25, 0.5, 0.5 and 1 over articles 0 to 4.
	d := &Dendrogram{Articles: 5, Merges: []Merge{{1, 3, 0.25, 2}, {0, 2, 0.5, 2}, {4, 5, 0.5, 3}, {6, 7, 1, 5}}}
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4}, d.CutAt(5))
	assert.Equal(t, d.CutAt(5), d.CutAt(9))
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 2}, d.CutAt(3), "one of two merges at 0.5")
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 1}, d.CutAt(2))
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 0}, d.CutAt(1))
	assert.Equal(t, d.CutAt(1), d.CutAt(0))

	assert.Equal(t, d.CutAt(5), d.CutBy(0.2))
	assert.Equal(t, d.CutAt(4), d.CutBy(0.25))
	assert.Equal(t, d.CutAt(2), d.CutBy(0.5))
	assert.Equal(t, d.CutAt(1), d.CutBy(7))
}

func TestZeroAndEqualRows(t *testing.T) {
	a, b := []float32{0.1, 0.7, 0.3}, []float32{0.9, 0.1, 0.2}
	space := spacetest.Dense(a, make([]float32, 3), b, a, make([]float32, 3), b)
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, linkage := range []string{"average", "complete", "single", "weighted"} {
			got := tree(t, linkage, s)
			assert.Equal(t, []Merge{{0, 3, 0, 2}, {2, 5, 0, 2}}, got.Merges[:2])
			assert.Equal(t, 1., got.Merges[3].Height)
			assert.Equal(t, 1., got.Merges[4].Height)
			assert.Equal(t, corpus.Labels{0, 1, 2, 0, 3, 2}, got.CutBy(0))
		}
		for _, linkage := range []string{"ward", "centroid", "median"} {
			assert.Equal(t, corpus.Labels{0, 1, 2, 0, 1, 2}, tree(t, linkage, s).CutBy(0))
		}
	}
	without := spacetest.Dense(nil, nil, nil)
	assert.Equal(t, corpus.Labels{0, 1, 2}, tree(t, "average", without).CutBy(0.9))
	assert.Equal(t, corpus.Labels{0, 0, 0}, tree(t, "ward", without).CutBy(0))
}

func TestEqualDistancesJoinInOrder(t *testing.T) {
	row := []float32{0.3, 0.4}
	for _, linkage := range linkages {
		got := tree(t, linkage, spacetest.Dense(row, row, row, row))
		assert.Equal(t, []Merge{{0, 1, 0, 2}, {2, 4, 0, 3}, {3, 5, 0, 4}}, got.Merges, linkage)
		assert.Equal(t, corpus.Labels{0, 0, 1, 2}, got.CutAt(3))
	}
}

func TestGold(t *testing.T) {
	a, space := bound(t, "agglomerative(k=gold)"), spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{1, 0.1})
	require.True(t, a.UsesGold())
	_, err := a.Cluster(context.Background(), problem(space))
	assert.ErrorContains(t, err, "k=gold needs gold stories")
	a.Tell(algorithms.Facts{Sizes: []int{2, 1}})
	assert.Equal(t, corpus.Labels{0, 1, 0}, cluster(t, a, space))
	assert.False(t, bound(t, "agglomerative(k=2)").UsesGold())
}

func TestNoArticlesAndOne(t *testing.T) {
	for _, linkage := range linkages {
		a := bound(t, "agglomerative(linkage=%s,distance=0.5)", linkage)
		labels, err := a.Cluster(context.Background(), &algorithms.Problem{})
		require.NoError(t, err)
		assert.Equal(t, corpus.Labels{}, labels)
		assert.Empty(t, tree(t, linkage, spacetest.Dense()).Merges)
		assert.Equal(t, corpus.Labels{0}, cluster(t, a, spacetest.Dense([]float32{3, 4})))
	}
}

func TestRefusals(t *testing.T) {
	good := spacetest.Dense([]float32{1, 2}, []float32{3, 4})
	try := func(want, text string, p *algorithms.Problem) {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		a := Entry.New().(*Agglomerative)
		if err = spec.Bind(s, a); err == nil {
			var labels corpus.Labels
			labels, err = a.Cluster(context.Background(), p)
			assert.Nil(t, labels)
		}
		assert.ErrorContains(t, err, want, text)
	}
	try("either k or distance", "agglomerative", problem(good))
	try("either k or distance", "agglomerative(k=2,distance=0.5)", problem(good))
	try("either k or distance", "agglomerative(k=gold,distance=0.5)", problem(good))
	try("either k or distance", "agglomerative(k=2,inconsistency=0.5)", problem(good))
	try("either k or distance", "agglomerative(distance=1,inconsistency=0.5)", problem(good))
	try("either k or distance", "agglomerative(k=2,distance=1,inconsistency=0.5)", problem(good))
	try("depth=0", "agglomerative(inconsistency=1,depth=0)", problem(good))
	try("inconsistency=-1", "agglomerative(inconsistency=-1)", problem(good))
	try("for each of the 3 articles", "agglomerative(k=2)", &algorithms.Problem{Articles: make([]corpus.Article, 3), Space: good})
	try("for each of the 3 articles", "agglomerative(k=2)", &algorithms.Problem{Articles: make([]corpus.Article, 3)})
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e20} {
		s := spacetest.Dense([]float32{1, 2}, []float32{3, float32(bad)})
		try("row 1", "agglomerative(k=2)", problem(s))
		try("row 1", "agglomerative(linkage=single,k=2)", problem(spacetest.Sparse(s)))
	}
	many := problem(&features.Space{Dense: &features.Dense{Rows: 100_000}})
	try("of 100000 articles would need all their distances", "agglomerative(linkage=complete,k=2)", many)
	try("of 100000 articles would need all their distances", "agglomerative(metric=euclidean,k=2)", many)
	_, err := (&Agglomerative{
		Linkage: "middle", K: algorithms.K{N: 1}, Space: spec.Spec{Name: "tfidf"},
	}).Cluster(context.Background(), problem(good))
	assert.ErrorContains(t, err, "linkage=middle: must be one of")
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, linkage := range linkages {
		_, err := bound(t, "agglomerative(linkage=%s,k=2)", linkage).Cluster(ctx, problem(spacetest.Dense([]float32{1, 2}, []float32{3, 4})))
		assert.Equal(t, context.Canceled, err)
	}
	m := NewMatrix(3)
	_, err := chain(ctx, m, ones(3), average)
	assert.Equal(t, context.Canceled, err)
	_, err = generic(ctx, m, ones(3), centroid)
	assert.Equal(t, context.Canceled, err)
	_, err = (&Dendrogram{Articles: 2, Merges: []Merge{{0, 1, 1, 2}}}).CutByInconsistency(ctx, 1, 2)
	assert.Equal(t, context.Canceled, err)
}

func BenchmarkRows2000Dims100(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	d := &features.Dense{Rows: 2000, Cols: 100, Data: make([]float32, 2000*100)}
	for i := range d.Data {
		d.Data[i] = float32(rng.NormFloat64())
	}
	for _, linkage := range linkages {
		b.Run(linkage, func(b *testing.B) {
			for b.Loop() {
				tree(b, linkage, &features.Space{Dense: d})
			}
		})
	}
}

// Rows as tfidf makes them: 100 of 20,000 terms, the first terms most often.
func BenchmarkSparseRows2000Terms100(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	m := &features.CSR{Rows: 2000, Cols: 20_000, Start: []int{0}}
	for range m.Rows {
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
	for _, linkage := range linkages {
		b.Run(linkage, func(b *testing.B) {
			for b.Loop() {
				tree(b, linkage, &features.Space{Sparse: m})
			}
		})
	}
}
