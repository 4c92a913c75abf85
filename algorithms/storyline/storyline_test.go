package storyline

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/ami"
	"github.com/seed-9405df2f/assay/spec"
)

// bound is the algorithm with the parameters of a spec.
func bound(t require.TestingT, text string) *Storyline {
	parsed, err := spec.Parse(text)
	require.NoError(t, err)
	s := Entry.New().(*Storyline)
	require.NoError(t, spec.Bind(parsed, s))
	return s
}

func cluster(t require.TestingT, s *Storyline, space *features.Space, workers int) corpus.Labels {
	p := &algorithms.Problem{Articles: make([]corpus.Article, space.Rows()), Space: space, Workers: workers}
	labels, err := s.Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

// planted are articles of some stories: ten words of the story's twenty, ten that
// all articles draw from, and now and then a copy of the article before.
func planted(stories, most int) (*features.Space, corpus.Labels) {
	rng := rand.New(rand.NewPCG(1, 2))
	const common = 200
	m := &features.CSR{Cols: common + 20*stories, Start: []int{0}}
	var gold corpus.Labels
	for s := range stories {
		for range 1 + rng.IntN(most) {
			values := map[int32]float32{}
			for range 10 {
				values[int32(rng.IntN(common))] = 0.5
				values[int32(common+20*s+rng.IntN(20))] = 1
			}
			for c := range int32(m.Cols) {
				if v := values[c]; v > 0 {
					m.Index, m.Data = append(m.Index, c), append(m.Data, v)
				}
			}
			m.Start = append(m.Start, len(m.Index))
			gold = append(gold, int32(s))
		}
	}
	m.Rows = len(gold)
	return &features.Space{Sparse: m}, gold
}

func TestPlantedStoriesAreFound(t *testing.T) {
	space, gold := planted(40, 9)
	found := cluster(t, bound(t, "storyline"), space, 0)
	assert.Greater(t, ami.Adjusted(gold, found), 0.97)
	dense := &features.Dense{Rows: space.Sparse.Rows, Cols: space.Sparse.Cols, Data: make([]float32, space.Sparse.Rows*space.Sparse.Cols)}
	for i := range dense.Rows {
		index, data := space.Sparse.Row(i)
		for k, c := range index {
			dense.Row(i)[c] = data[k]
		}
	}
	assert.Equal(t, found, cluster(t, bound(t, "storyline"), &features.Space{Dense: dense}, 0))
}

func TestLabelsDoNotDependOnWorkers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	d := &features.Dense{Rows: 150, Cols: 12, Data: make([]float32, 150*12)}
	for i := range d.Data {
		d.Data[i] = float32(rng.NormFloat64())
	}
	s := bound(t, "storyline(copies=0.95)")
	want := cluster(t, s, &features.Space{Dense: d}, 1)
	assert.Equal(t, want, cluster(t, s, &features.Space{Dense: d}, 7))
	assert.Greater(t, want.Groups(), 1)
}

func TestConstructors(t *testing.T) {
	assert.Equal(t, bound(t, "storyline").SpaceSpec().String(), New().SpaceSpec().String())
	assert.Equal(t, OnlineEntry.New(), NewOnline())
	dense := &features.Dense{Rows: 1, Cols: 1, Data: []float32{1}}
	one := &algorithms.Problem{Articles: make([]corpus.Article, 1), Space: &features.Space{Dense: dense}}
	labels, err := new(Storyline).Cluster(t.Context(), one)
	require.NoError(t, err, "the zero value has copies=0: all that is not opposite is one text")
	assert.Equal(t, corpus.Labels{0}, labels)
	_, err = new(Online).Cluster(t.Context(), one)
	assert.ErrorContains(t, err, "window=0")
	assert.ErrorContains(t, err, "storyline.NewOnline()")

	s := New()
	s.Weights = "nowhere.json"
	assert.Equal(t, s.Space, s.SpaceSpec())
	_, err = s.Cluster(t.Context(), one)
	assert.ErrorContains(t, err, "nowhere.json")
}

func TestFewArticles(t *testing.T) {
	s := bound(t, "storyline")
	for n := range 4 {
		rows := [][]float32{{1, 0, 0}, {0, 1, 0}, {0, 0, 0}}[:min(n, 3)]
		labels := cluster(t, s, spacetest.Dense(rows...), 0)
		assert.Len(t, labels, len(rows))
	}
	same := spacetest.Dense([]float32{1, 2}, []float32{1, 2}, []float32{1, 2})
	assert.Equal(t, corpus.Labels{0, 0, 0}, cluster(t, s, same, 0))
}

func TestCopies(t *testing.T) {
	space := spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{0.9, 0.1}, []float32{0.1, 0.9}, []float32{0.7, 0.7})
	group, first, _, err := copies(context.Background(), space, 0.95, 0)
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 2}, group)
	assert.Equal(t, []int{0, 1, 4}, first)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	space, _ := planted(10, 5)
	_, err := bound(t, "storyline").Cluster(ctx, &algorithms.Problem{Articles: make([]corpus.Article, space.Rows()), Space: space})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestNumbers(t *testing.T) {
	assert.Empty(t, numbers(2, 2))
	assert.Equal(t, []int{2}, numbers(3, 3))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 100_000).Draw(t, "n")
		list := numbers(n, n)
		assert.Equal(t, n-1, list[0])
		assert.Equal(t, 2, list[len(list)-1])
		for i, k := range list[1:] {
			assert.Less(t, k, list[i])
			assert.GreaterOrEqual(t, float64(k+1), float64(list[i])/1.03-1)
		}
	})
}

func TestMiddle(t *testing.T) {
	assert.Equal(t, 101, middle([]int{100, 10}, []float64{0, 0}))
	assert.Equal(t, 10, middle([]int{100, 10}, []float64{0.1, 1}))
	assert.Equal(t, 20, middle([]int{40, 20, 10}, []float64{1, 1, 1}))
}

func TestHalvesAreParts(t *testing.T) {
	space, _ := planted(6, 4)
	for view := range 3 {
		left, right := half(space, byColumn, view, 0).Sparse, half(space, byColumn, view, 1).Sparse
		for i := range space.Rows() {
			index, _ := space.Sparse.Row(i)
			a, _ := left.Row(i)
			b, _ := right.Row(i)
			both := slices.Concat(a, b)
			slices.Sort(both)
			assert.Equal(t, index, both)
		}
		share := float64(len(left.Index)) / float64(len(space.Sparse.Index))
		assert.InDelta(t, 0.5, share, 0.15)
		assert.NotEqual(t, left.Index, half(space, byColumn, view+1, 0).Sparse.Index)
	}
}

// spaces are small, dense or sparse, with rows of zeros among them.
var spaces = rapid.Custom(func(t *rapid.T) *features.Space {
	n, cols := rapid.IntRange(3, 25).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "cols")
	d := &features.Dense{Rows: n, Cols: cols}
	for range n * cols {
		d.Data = append(d.Data, float32(rapid.IntRange(0, 3).Draw(t, "value")))
	}
	s := &features.Space{Dense: d}
	if rapid.Bool().Draw(t, "sparse") {
		return spacetest.Sparse(s)
	}
	return s
})

// naive are the distances by their definition.
func naive(space *features.Space) [][]float64 {
	n, cols := space.Rows(), space.Cols()
	rows, mean := make([][]float64, n), make([]float64, cols)
	zero := make([]bool, n)
	for i := range rows {
		rows[i] = make([]float64, cols)
		zero[i] = true
		newRows(space, nil).each(i, func(c int, v float64) {
			rows[i][c] = v
			zero[i] = zero[i] && v == 0
		})
		for c, v := range rows[i] {
			mean[c] += v / float64(n)
		}
	}
	dot := func(a, b []float64) (sum float64) {
		for c := range a {
			sum += (a[c] - mean[c]) * (b[c] - mean[c])
		}
		return sum
	}
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			if i == j {
				continue
			}
			out[i][j] = 1
			if lengths := math.Sqrt(dot(rows[i], rows[i]) * dot(rows[j], rows[j])); lengths > 1e-6 && !zero[i] && !zero[j] {
				out[i][j] = 1 - dot(rows[i], rows[j])/lengths
			}
		}
	}
	return out
}

func TestDistancesByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := spaces.Draw(t, "space")
		r, want := newRows(space, nil), naive(space)
		out := make([]float32, space.Rows())
		for i := range want {
			r.distances(i, 0, out)
			for j := range out {
				assert.InDelta(t, want[i][j], out[j], 2e-4, fmt.Sprint(i, j))
			}
			from := rapid.IntRange(0, space.Rows()-1).Draw(t, "from")
			rest := make([]float32, space.Rows()-from)
			r.distances(i, from, rest)
			assert.Equal(t, out[from:], rest)
		}
	})
}

func TestSilhouettesByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		space := &features.Space{Dense: &features.Dense{Rows: rapid.IntRange(3, 25).Draw(t, "rows"), Cols: 5}}
		for range space.Rows() * 5 {
			space.Dense.Data = append(space.Dense.Data, float32(rng.NormFloat64()))
		}
		n := space.Rows()
		average := &grower{Storyline: new(Storyline), mates: fewMates}
		room := average.workspace(n)
		trees, err := average.trees(context.Background(), room, newRows(space, nil), 0)
		require.NoError(t, err)
		tree, cuts := trees[0], numbers(n, n)
		ladder := levels(tree, cuts)
		d := make([][]float32, n)
		for i := range d {
			d[i] = make([]float32, n)
			room.distances.Row(i, d[i])
		}
		got, err := silhouettes(context.Background(), forest{tree}, []shown{room.show(all(n))}, cuts, 0)
		require.NoError(t, err)
		for c, k := range cuts {
			labels := tree.CutAt(k)
			assert.Equal(t, labels, ladder[c].of)
			sum := 0.0
			for i := range n {
				apart, size := make([]float64, k), make([]float64, k)
				for j, l := range labels {
					apart[l] += float64(d[i][j])
					size[l]++
				}
				own := labels[i]
				if size[own] == 1 {
					continue
				}
				within, nearest := apart[own]/(size[own]-1), math.Inf(1)
				for l := range apart {
					if int32(l) != own {
						nearest = min(nearest, apart[l]/size[l])
					}
				}
				if most := max(within, nearest); most > 0 {
					sum += (nearest - within) / most
				}
			}
			assert.InDelta(t, sum/float64(n), got[c], 1e-3)
		}
	})
}

func BenchmarkCluster(b *testing.B) {
	for _, stories := range []int{100, 400} {
		space, gold := planted(stories, 9)
		b.Run(fmt.Sprintf("articles=%d", len(gold)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cluster(b, bound(b, "storyline"), space, 0)
			}
		})
	}
}
