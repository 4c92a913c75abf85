package topic

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// bound is the algorithm of a spec.
func bound(t require.TestingT, e algorithms.Entry, text string) algorithms.Clusterer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	require.Equal(t, e.Name, s.Name)
	c := e.New()
	require.NoError(t, spec.Bind(s, c))
	return c
}

// sparse is the space of these rows, by their values other than zero.
func sparse(rows ...[]float64) *features.Space {
	m := &features.CSR{Rows: len(rows), Start: []int{0}}
	for _, row := range rows {
		m.Cols = len(row)
		for c, v := range row {
			if v != 0 {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, float32(v))
			}
		}
		m.Start = append(m.Start, len(m.Data))
	}
	return &features.Space{Name: "test", Sparse: m}
}

func inSpace(s *features.Space) *algorithms.Problem {
	return &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s, Seed: 1}
}

func factorise(t require.TestingT, text string, p *algorithms.Problem) corpus.Labels {
	labels, err := bound(t, NMFEntry, text).Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

// distance is ‖X−W·H‖, the long way.
func distance(f *factorising) float64 {
	var square float64
	for i := range f.x.Rows {
		full := make([]float64, f.x.Cols)
		index, data := f.x.Row(i)
		for p, c := range index {
			full[c] = float64(data[p])
		}
		for c, v := range full {
			for t, w := range f.w.row(i) {
				v -= w * f.h.row(c)[t]
			}
			square += v * v
		}
	}
	return math.Sqrt(square)
}

// started is a factorisation before its first step.
func started(t require.TestingT, init string, x *features.CSR, k int) *factorising {
	m := &NMF{Init: init}
	f, err := m.start(context.Background(), newFactorising(x, 2), k, 1)
	require.NoError(t, err)
	return f
}

func TestSpecs(t *testing.T) {
	assert.Equal(t, "nmf(k=gold)", spec.Of("nmf", bound(t, NMFEntry, "nmf")).String())
	assert.Equal(t, "tfidf", bound(t, NMFEntry, "nmf").(algorithms.SpaceUser).SpaceSpec().String())
	assert.Equal(t, "lda(k=7)", spec.Of("lda", bound(t, LDAEntry, "lda(k=7)")).String())
}

func TestGold(t *testing.T) {
	for _, e := range []algorithms.Entry{NMFEntry, LDAEntry} {
		c := bound(t, e, e.Name)
		p := inSpace(sparse([]float64{1, 0}, []float64{0, 1}))
		p.Articles[0].Title, p.Articles[1].Title = "ferry ferry ferry", "quake quake quake"
		require.True(t, c.(algorithms.Oracle).UsesGold())
		_, err := c.Cluster(context.Background(), p)
		require.ErrorContains(t, err, "k=gold needs gold stories")
		c.(algorithms.Oracle).Tell(algorithms.Facts{Sizes: []int{1, 1}})
		labels, err := c.Cluster(context.Background(), p)
		require.NoError(t, err)
		assert.Equal(t, corpus.Labels{0, 1}, labels.Canonical(), e.Name)
		assert.False(t, bound(t, e, e.Name+"(k=2)").(algorithms.Oracle).UsesGold())
	}
}

func TestTwoBlocks(t *testing.T) {
	s := sparse([]float64{3, 3, 0, 0}, []float64{0, 0, 1, 2}, []float64{1, 1, 0, 0}, []float64{0, 0, 2, 4})
	for _, init := range []string{"nndsvd", "random"} {
		assert.Equal(t, corpus.Labels{0, 1, 0, 1}, factorise(t, "nmf(k=2,init="+init+")", inSpace(s)).Canonical(), init)
		f := started(t, init, s.Sparse, 2)
		require.NoError(t, f.fit(context.Background(), 1000, 1e-9))
		assert.InDelta(t, 0, distance(f), 1e-4, "two blocks of rank 1 are two topics exactly")
	}
}

// A topic's scale may lie in W or in H: the label does not depend on where.
func TestScaleDoesNotMatter(t *testing.T) {
	f := newFactorising(sparse([]float64{1, 1}).Sparse, 1)
	f.w, f.h = newFactors(1, 2), newFactors(2, 2)
	copy(f.w.row(0), []float64{5, 1})
	copy(f.h.row(0), []float64{0.1, 0})
	copy(f.h.row(1), []float64{0, 1})
	assert.Equal(t, corpus.Labels{1}, f.labels())
	f.h.row(0)[0] = 0.2
	assert.Equal(t, corpus.Labels{0}, f.labels(), "ties are broken by the smaller number")
}

func TestScikitLearn(t *testing.T) {
	content, err := os.ReadFile("testdata/sklearn.json")
	require.NoError(t, err)
	var reference struct {
		Cases []struct {
			Topics int
			Rows   [][]float64
			Error  float64
		}
	}
	require.NoError(t, json.Unmarshal(content, &reference))
	require.Len(t, reference.Cases, 3)
	for _, c := range reference.Cases {
		f := started(t, "nndsvd", sparse(c.Rows...).Sparse, c.Topics)
		require.NoError(t, f.fit(context.Background(), 5000, 1e-7))
		t.Logf("%d topics: %.6f, scikit-learn %.6f", c.Topics, distance(f), c.Error)
		assert.InEpsilon(t, c.Error*c.Error, distance(f)*distance(f), 0.01)
	}
}

// planted has blocks of rows that share terms, some noise, rows in turn.
func planted(rng *rand.Rand, rows, cols, terms, blocks int) *features.Space {
	m := &features.CSR{Rows: rows, Cols: cols, Start: []int{0}}
	for i := range rows {
		values := map[int32]float32{}
		for range terms {
			c := rng.IntN(cols)
			if rng.Float64() < 0.8 {
				c = c/blocks*blocks + i%blocks
			}
			if c < cols {
				values[int32(c)] = rng.Float32() + 0.1
			}
		}
		for c := range int32(cols) {
			if v, ok := values[c]; ok {
				m.Index, m.Data = append(m.Index, c), append(m.Data, v)
			}
		}
		m.Start = append(m.Start, len(m.Data))
	}
	return &features.Space{Name: "test", Sparse: m}
}

func TestPlantedBlocks(t *testing.T) {
	s := planted(rand.New(rand.NewPCG(1, 2)), 200, 300, 40, 5)
	want := make(corpus.Labels, 200)
	for i := range want {
		want[i] = int32(i % 5)
	}
	assert.Equal(t, want, factorise(t, "nmf(k=5)", inSpace(s)).Canonical())
	assert.Equal(t, want, factorise(t, "nmf(k=5,init=random)", inSpace(s)).Canonical())
}

func matrices() *rapid.Generator[*features.Space] {
	return rapid.Custom(func(t *rapid.T) *features.Space {
		rows, cols := rapid.IntRange(1, 40).Draw(t, "rows"), rapid.IntRange(1, 30).Draw(t, "cols")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		whole, density := rapid.Bool().Draw(t, "whole"), rapid.Float64Range(0, 1).Draw(t, "density")
		list := make([][]float64, rows)
		for i := range list {
			list[i] = make([]float64, cols)
			for c := range list[i] {
				if rng.Float64() < density {
					list[i][c] = rng.Float64() * 3
				}
				if whole {
					list[i][c] = math.Floor(list[i][c])
				}
			}
		}
		return sparse(list...)
	})
}

func TestObjectiveNeverRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := matrices().Filter(func(s *features.Space) bool { return len(s.Sparse.Data) > 0 }).Draw(t, "space").Sparse
		k := rapid.IntRange(1, min(x.Rows, x.Cols)).Draw(t, "k")
		f := started(t, rapid.SampledFrom([]string{"nndsvd", "random"}).Draw(t, "init"), x, k)
		last := distance(f)
		for range 15 {
			_, err := f.step(context.Background())
			require.NoError(t, err)
			now := distance(f)
			require.False(t, math.IsNaN(now))
			assert.LessOrEqual(t, now, last+1e-6)
			last = now
		}
		for _, v := range append(f.w.data, f.h.data...) {
			require.GreaterOrEqual(t, v, 0.)
		}
	})
}

func TestWorkersChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := inSpace(matrices().Draw(t, "space"))
		p.Seed, p.Workers = rapid.Uint64().Draw(t, "seed"), 1
		text := fmt.Sprintf(
			"nmf(k=%d,init=%s)", rapid.IntRange(1, 50).Draw(t, "k"),
			rapid.SampledFrom([]string{"nndsvd", "random"}).Draw(t, "init"),
		)
		want := factorise(t, text, p)
		for _, p.Workers = range []int{2, 7} {
			assert.Equal(t, want, factorise(t, text, p))
		}
	})
}

func TestNMFEdges(t *testing.T) {
	for _, init := range []string{"nndsvd", "random"} {
		text := "nmf(k=3,init=" + init + ")"
		assert.Empty(t, factorise(t, text, &algorithms.Problem{}))
		assert.Equal(t, corpus.Labels{0}, factorise(t, text, inSpace(sparse([]float64{1, 2}))))
		assert.Equal(t, corpus.Labels{0, 0}, factorise(t, text, inSpace(sparse([]float64{0, 0}, []float64{0, 0}))))
		assert.Equal(t, corpus.Labels{0, 0}, factorise(t, text, inSpace(sparse([]float64{}, []float64{}))), "no columns")
		labels := factorise(t, text, inSpace(sparse([]float64{0, 0, 1}, []float64{0, 0, 0}, []float64{1, 1, 0})))
		assert.Zero(t, labels[1])
		assert.NotEqual(t, labels[0], labels[2])
		assert.Len(t, factorise(t, text, inSpace(sparse([]float64{1e-38, 3e38}, []float64{3e38, 1e-38}))), 2)
	}
	row := []float64{0.1, 0.7, 0.3, 0.2, 0.9}
	labels := factorise(t, "nmf(k=3)", inSpace(sparse(row, row, row, row)))
	assert.Equal(t, 1, labels.Groups(), "identical rows")
}

func TestNMFRefuses(t *testing.T) {
	dense := &features.Space{Name: "lsa", Dense: &features.Dense{Rows: 1, Cols: 1, Data: []float32{1}}}
	for want, s := range map[string]*features.Space{
		"lsa is dense":                  dense,
		"holds -1":                      sparse([]float64{1, -1}),
		"holds NaN":                     sparse([]float64{math.NaN()}),
		"holds +Inf":                    sparse([]float64{math.Inf(1)}),
		"a row for each of the 2 artic": sparse([]float64{1}),
	} {
		p := inSpace(s)
		if want[0] == 'a' {
			p.Articles = make([]corpus.Article, 2)
		}
		_, err := bound(t, NMFEntry, "nmf(k=1)").Cluster(context.Background(), p)
		assert.ErrorContains(t, err, want)
	}
}

func TestNMFStops(t *testing.T) {
	p := inSpace(planted(rand.New(rand.NewPCG(5, 6)), 2000, 5000, 60, 300))
	for _, text := range []string{"nmf(k=300,tol=0,iterations=100000)", "nmf(k=300,init=random,tol=0,iterations=100000)"} {
		for _, after := range []time.Duration{0, 50 * time.Millisecond, 500 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			_, err := bound(t, NMFEntry, text).Cluster(ctx, p)
			assert.Equal(t, context.DeadlineExceeded, err)
			cancel()
		}
	}
}

func BenchmarkNMF(b *testing.B) {
	for _, size := range []struct{ rows, k int }{{1000, 20}, {5000, 20}, {5000, 200}} {
		for _, init := range []string{"nndsvd", "random"} {
			b.Run(fmt.Sprintf("init=%s/%dx20000/terms=100/k=%d", init, size.rows, size.k), func(b *testing.B) {
				p := inSpace(planted(rand.New(rand.NewPCG(7, 8)), size.rows, 20000, 100, size.k))
				for b.Loop() {
					factorise(b, fmt.Sprintf("nmf(k=%d,init=%s)", size.k, init), p)
				}
			})
		}
	}
}
