package storyline

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

func TestLargeCorpora(t *testing.T) {
	list, gold := flow(17, 1500, 30, 60)
	whole := bound(t, "storyline")
	space, err := features.Build(t.Context(), whole.Space, &features.Input{Articles: list})
	require.NoError(t, err)
	p := &algorithms.Problem{Articles: list, Space: space}
	labels, err := divideAndCluster(t.Context(), whole, p, nil, 500)
	require.NoError(t, err)
	assert.Greater(t, agree(gold, labels), 0.6)
	assert.Equal(t, labels.Canonical(), labels)
	assert.Greater(t, parts(t, p, 500), 2)

	other := &algorithms.Problem{Articles: list, Space: space, Seed: 7, Workers: 1}
	again, err := divideAndCluster(t.Context(), whole, other, nil, 500)
	require.NoError(t, err)
	assert.Equal(t, labels, again, "neither seed nor workers show")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = divideAndCluster(ctx, whole, p, nil, 500)
	require.ErrorIs(t, err, context.Canceled)
}

// divideAndCluster clusters as if more articles than size were many.
func divideAndCluster(ctx context.Context, s *Storyline, p *algorithms.Problem, e *embedding, size int) (corpus.Labels, error) {
	return s.best(ctx, p, e, size, 1)
}

// parts are how many a problem has; none is too large.
func parts(t *testing.T, p *algorithms.Problem, size int) int {
	list, err := divided(t.Context(), p, size)
	require.NoError(t, err)
	for _, part := range list {
		assert.LessOrEqual(t, len(part), size)
	}
	return len(list)
}

// counted is cancelled after some looks at it.
type counted struct {
	context.Context
	left atomic.Int64
}

func (c *counted) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestLargeCorporaAreCancelledAtAnyTime(t *testing.T) {
	list, _ := flow(17, 300, 30, 60)
	s := bound(t, "storyline(views=1)")
	space, err := features.Build(t.Context(), s.Space, &features.Input{Articles: list})
	require.NoError(t, err)
	p := &algorithms.Problem{Articles: list, Space: space}
	for _, looks := range []int64{1, 10, 100, 300, 1000, 3000} {
		ctx := &counted{Context: t.Context()}
		ctx.left.Store(looks)
		_, err := divideAndCluster(ctx, s, p, nil, 100)
		require.ErrorIs(t, err, context.Canceled, "after %d", looks)
		assert.Greater(t, ctx.left.Load(), int64(-50), "it stops soon")
	}
}

// Where articles of different parts are as far apart as unrelated ones, trees of parts have
// the joins of a tree of all articles, up to that height.
func TestTreesOfPartsAreThoseOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := islands(rapid.IntRange(2, 6).Draw(t, "islands"), rapid.IntRange(2, 8).Draw(t, "articles"), rapid.Uint64().Draw(t, "seed"))
		p := &algorithms.Problem{Space: space, Workers: rapid.IntRange(1, 2).Draw(t, "workers")}
		n := space.Rows()
		of := func(size int) *wood {
			w, err := (&grower{Storyline: New(), mates: fewMates, size: size, workers: p.Workers}).grow(context.Background(), p, nil, false)
			require.NoError(t, err)
			return w
		}
		whole, some := of(n), of(rapid.IntRange(8, 12).Draw(t, "size"))
		assert.Len(t, whole.parts, 1)
		for linkage := range whole.forests {
			for _, height := range []float64{0.1, 0.2, 0.4, 0.6, 0.9} {
				assert.Equal(t, whole.tree(linkage).CutBy(height), some.tree(linkage).CutBy(height))
			}
		}
	})
}

// islands are articles that have words in common with those of the same island alone.
func islands(count, articles int, seed uint64) *features.Space {
	rng := rand.New(rand.NewPCG(seed, 5))
	m := &features.CSR{Cols: 12 * count, Start: []int{0}}
	for range articles {
		for island := range count { // so that an island's articles are not side by side
			for c := range 12 {
				if v := rng.Float32(); c < 3 || v < 0.5 {
					m.Index, m.Data = append(m.Index, int32(12*island+c)), append(m.Data, 0.2+v)
				}
			}
			m.Start = append(m.Start, len(m.Index))
			m.Rows++
		}
	}
	return &features.Space{Sparse: m}
}

// The clusters of a cut of all parts are those of cuts of each.
func TestForestsAreCutAsTheirTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, _ := planted(1+rapid.IntRange(3, 9).Draw(t, "stories"), 6)
		p := &algorithms.Problem{Space: list}
		size := rapid.IntRange(4, list.Rows()).Draw(t, "size")
		w, err := (&grower{Storyline: New(), mates: fewMates, size: size}).grow(context.Background(), p, nil, true)
		require.NoError(t, err)
		cuts := numbers(list.Rows(), size)
		for linkage, f := range w.forests {
			tree, in := w.tree(linkage), f.numbers(cuts)
			for c, k := range cuts {
				labels := tree.CutAt(k)
				assert.Equal(t, k, labels.Groups())
				all, next := make(corpus.Labels, len(labels)), int32(0)
				for part, rows := range w.parts {
					for at, label := range f[part].CutAt(in[part][c]) {
						all[rows[at]] = next + label
					}
					next += int32(in[part][c])
				}
				assert.Equal(t, all.Canonical(), labels)
			}
		}
		shown := 0
		for part, s := range w.shown {
			shown += len(s.articles)
			for at, i := range s.articles {
				assert.Len(t, s.rows[at], len(w.parts[part]))
				assert.Zero(t, s.rows[at][i])
			}
		}
		assert.Equal(t, list.Rows(), shown)
	})
}

func TestCompact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &features.CSR{Cols: rapid.IntRange(1, 300).Draw(t, "columns"), Start: []int{0}}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			row := rapid.SliceOfDistinct(rapid.Int32Range(0, int32(m.Cols-1)), rapid.ID[int32]).Draw(t, "row")
			slices.Sort(row)
			m.Index = append(m.Index, row...)
			m.Start = append(m.Start, len(m.Index))
			m.Rows++
		}
		before := slices.Clone(m.Index)
		columns := compact(m)
		assert.True(t, slices.IsSorted(columns))
		assert.Len(t, columns, m.Cols)
		seen := map[int32]bool{}
		for k, c := range m.Index {
			assert.Equal(t, before[k], columns[c])
			seen[c] = true
		}
		assert.Len(t, seen, m.Cols)
	})
}

// Neighbourhoods are those of joining, again and again, the two clusters of the largest mean
// similarity that have room together.
func TestNeighbourhoodsByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, size := rapid.IntRange(1, 14).Draw(t, "n"), rapid.IntRange(2, 8).Draw(t, "size")
		similar := make([][]float32, n)
		graph := &features.CSR{Rows: n, Cols: n, Start: []int{0}}
		for i := range similar {
			similar[i] = make([]float32, n)
			for j := range i {
				if rapid.IntRange(0, 2).Draw(t, "linked") > 0 {
					similar[i][j] = rapid.Float32Range(0.001, 1).Draw(t, "similarity")
					similar[j][i] = similar[i][j]
				}
			}
		}
		for _, row := range similar {
			for j, v := range row {
				if v > 0 {
					graph.Index, graph.Data = append(graph.Index, int32(j)), append(graph.Data, v)
				}
			}
			graph.Start = append(graph.Start, len(graph.Index))
		}
		got, err := neighbourhoods(context.Background(), graph, size)
		require.NoError(t, err)
		want, tied := joinedByDefinition(newLinker(graph, size), n, size)
		if tied {
			t.Skip("which comes first does not matter")
		}
		assert.Equal(t, want, got)
	})
}

// joinedByDefinition searches all pairs for each join, and reports whether two were equally good.
func joinedByDefinition(l *linker, n, size int) (groups [][]int, tied bool) {
	sums := make([][]int64, n) // of the similarities of articles
	for i := range sums {
		sums[i] = make([]int64, n)
		for _, k := range l.near[i] {
			sums[i][k.to] = k.sum
		}
		groups = append(groups, []int{i})
	}
	for {
		best, sum, pairs := [2]int{-1, -1}, int64(0), int64(1)
		for a := range groups {
			for b := range a {
				count := int64(len(groups[a]) * len(groups[b]))
				total := int64(0)
				for _, i := range groups[a] {
					for _, j := range groups[b] {
						total += sums[i][j]
					}
				}
				if total == 0 || len(groups[a])+len(groups[b]) > size {
					continue
				}
				switch cmp.Compare(total*pairs, sum*count) {
				case 1:
					best, sum, pairs, tied = [2]int{b, a}, total, count, false
				case 0:
					tied = true
				}
			}
		}
		if best[0] < 0 || tied {
			break
		}
		groups[best[0]] = slices.Concat(groups[best[0]], groups[best[1]])
		groups = slices.Delete(groups, best[1], best[1]+1)
	}
	for _, g := range groups {
		slices.Sort(g)
	}
	return groups, tied
}

func TestGroupsAreDividedUntilTheyAreSmall(t *testing.T) {
	list, _ := flow(3, 600, 5, 60)
	space, err := features.Build(t.Context(), bound(t, "storyline").Space, &features.Input{Articles: list})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, parts(t, &algorithms.Problem{Articles: list, Space: space}, 20), 30)
}

func TestTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 20
		var groups [][]int
		next := 0
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 30), 1, 30).Draw(t, "sizes") {
			group := make([]int, n)
			for k := range group {
				group[k] = next
				next++
			}
			groups = append(groups, group)
		}
		part := make([]int, next)
		parts := together(slices.Clone(groups), size)
		seen, half := 0, 0
		for k, p := range parts {
			assert.True(t, slices.IsSorted(p))
			if 2*len(p) <= size {
				half++
			}
			for _, i := range p {
				part[i] = k
				seen++
			}
		}
		assert.Equal(t, next, seen)
		assert.LessOrEqual(t, half, 1, "two parts that are at most half full would be one")
		for _, g := range groups {
			for _, i := range g {
				assert.Equal(t, part[g[0]], part[i])
				assert.True(t, len(parts[part[i]]) <= size || len(parts[part[i]]) == len(g))
			}
		}
	})
}
