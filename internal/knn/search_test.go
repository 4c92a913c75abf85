package knn

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const many = Exact + 1500

// groups makes dense rows around centres, of densities that differ, and a share of noise.
func groups(n, cols int, noise float64) Rows {
	rng := rand.New(rand.NewPCG(7, 7))
	x := random(n, cols, 3, false)
	centres := random(150, cols, 4, false).Dense
	for i := range n {
		if rng.Float64() < noise {
			continue
		}
		at := int(float64(centres.Rows) * math.Pow(rng.Float64(), 2))
		spread := float32(0.1 + float64(at%10)/10)
		row := x.Dense.Row(i)
		for c, v := range centres.Row(at) {
			row[c] = v + spread*row[c]
		}
	}
	return x
}

// articles makes sparse rows as those of words: some common columns, some of a topic.
func articles(n, topics int) Rows {
	rng := rand.New(rand.NewPCG(8, 8))
	const common, own, tail = 3000, 40, 40000
	m := &Sparse{Rows: n, Cols: common + topics*own + tail, Start: []int{0}}
	for range n {
		row := map[int32]float32{}
		topic := rng.IntN(max(topics, 1))
		for range 60 {
			u := rng.Float64()
			switch {
			case u < 0.2 && topics > 0:
				row[int32(common+topic*own+rng.IntN(own))] = 6
			case u < 0.4:
				row[int32(common+topics*own+rng.IntN(tail))] = 7
			default:
				row[int32(common*math.Pow(rng.Float64(), 4))] = 1 + 2*rng.Float32()
			}
		}
		columns := make([]int32, 0, len(row))
		for c := range row {
			columns = append(columns, c)
		}
		slices.Sort(columns)
		for _, c := range columns {
			m.Index, m.Data = append(m.Index, c), append(m.Data, row[c])
		}
		m.Start = append(m.Start, len(m.Index))
	}
	return Rows{Sparse: m}
}

// blank makes some rows zeros.
func blank(x Rows) Rows {
	for i := 0; i < x.Dense.Rows; i += 3 {
		clear(x.Dense.Row(i))
	}
	return x
}

func TestRecall(t *testing.T) {
	tests := map[string]struct {
		rows  Rows
		exact bool // all pairs had to be compared
	}{
		"dense groups":             {rows: groups(many, 48, 0)},
		"dense groups and noise":   {rows: groups(many, 48, 0.1)},
		"dense groups and zeros":   {rows: blank(groups(many, 48, 0))},
		"dense, few dimensions":    {rows: random(many, 4, 5, false)},
		"dense, many dimensions":   {rows: random(many, 128, 5, false), exact: true},
		"dense, one value of many": {rows: random(many, 5, 6, true)},
		"articles":                 {rows: articles(many, 500)},
		"articles of large topics": {rows: articles(many, 20)},
		"articles of no topic":     {rows: articles(many, 0), exact: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m, recall, err := Nearest(t.Context(), test.rows, 15, 0, 1)
			require.NoError(t, err)
			c := newCosines(test.rows)
			rows := c.sample(400, rand.New(rand.NewPCG(99, 99))) // not the one that the search looks at
			w := wanted{k: 15, least: math.SmallestNonzeroFloat32, workers: 1}
			exact, err := c.of(t.Context(), newAllPairs(c), rows, w, 0, nil)
			require.NoError(t, err)
			var found [][]neighbour
			for r, i := range rows {
				var row []neighbour
				index, cosines := m.Row(int(i))
				for p, j := range index {
					row = append(row, neighbour{j, cosines[p]})
				}
				for _, n := range row {
					if at := slices.IndexFunc(exact[r], func(e neighbour) bool { return e.row == n.row }); at >= 0 {
						assert.Equal(t, exact[r][at].cosine, n.cosine, "cosines are not approximate")
					}
				}
				found = append(found, row)
			}
			share, _ := shareFound(exact, found)
			t.Logf("recall %.4f, said %.4f", share, recall)
			assert.GreaterOrEqual(t, share, Wanted)
			assert.InDelta(t, recall, share, 0.015)
			assert.Equal(t, test.exact, recall == 1, "an estimate is below 1")
		})
	}
}

func TestManyEqualRows(t *testing.T) {
	x := groups(many, 16, 0.5)
	for i := range 10_000 {
		copy(x.Dense.Row(i), x.Dense.Row(0))
	}
	for _, rows := range []Rows{x, sparse(x)} {
		m, recall, err := Nearest(t.Context(), rows, 5, 0, 1)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, recall, Wanted)
		for i := range 10_000 {
			index, cosines := m.Row(i)
			require.Len(t, index, 5)
			for p, j := range index {
				assert.Less(t, int(j), 10_000)
				assert.EqualValues(t, 1, cosines[p])
			}
		}
	}
	zero := Rows{Dense: &Dense{Rows: many, Cols: 3, Data: make([]float32, 3*many)}}
	for _, rows := range []Rows{zero, sparse(zero)} {
		assert.Empty(t, find(t, rows, 5, 0, 1).Index)
	}
}

func TestSearchDoesNotShowWorkers(t *testing.T) {
	for _, rows := range []Rows{groups(many, 24, 0.1), articles(many, 100)} {
		assert.Equal(t, find(t, rows, 10, 0.1, 1), find(t, rows, 10, 0.1, 3))
	}
}

func TestSearchCancelled(t *testing.T) {
	for _, rows := range []Rows{groups(4*many, 96, 0), articles(2*many, 100)} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, _, err := Nearest(ctx, rows, 10, 0, 1)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
	}
}

func TestLeastEffort(t *testing.T) {
	for needed := 1; needed < 3000; needed++ {
		last := -1
		effort := leastEffort(8, 2000, func(effort int) bool {
			if effort >= needed {
				last = effort
			}
			return effort >= needed
		})
		if effort < 2000 {
			assert.GreaterOrEqual(t, effort, needed)
			assert.Equal(t, last, effort, "the last that is enough was tried last")
			assert.LessOrEqual(t, effort, max(8, needed+needed/4+2))
		} else {
			assert.Greater(t, 3*needed, 2*2000/2, "only just too much")
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for name, rows := range map[string]Rows{"dense": groups(n, 384, 0.1), "sparse": articles(n, n/20)} {
			b.Run(fmt.Sprintf("%s/rows=%d/k=15", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, recall, err := Nearest(b.Context(), rows, 15, 0, 0)
					require.NoError(b, err)
					b.ReportMetric(recall, "recall")
				}
			})
		}
	}
}
