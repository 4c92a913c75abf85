package knn

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func random(n, cols int, seed uint64, whole bool) Rows {
	rng := rand.New(rand.NewPCG(seed, 0))
	d := &Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	for i := range d.Data {
		d.Data[i] = float32(rng.NormFloat64())
		if whole {
			d.Data[i] = float32(int(1.5 * d.Data[i]))
		}
	}
	return Rows{Dense: d}
}

func dense(rows ...[]float32) Rows {
	d := &Dense{Rows: len(rows), Cols: len(rows[0]), Data: slices.Concat(rows...)}
	return Rows{Dense: d}
}

// sparse holds the values of dense rows that are not zero.
func sparse(x Rows) Rows {
	m := &Sparse{Rows: x.Dense.Rows, Cols: x.Dense.Cols, Start: []int{0}}
	for i := range m.Rows {
		for c, v := range x.Dense.Row(i) {
			if v != 0 {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, v)
			}
		}
		m.Start = append(m.Start, len(m.Data))
	}
	return Rows{Sparse: m}
}

func find(t require.TestingT, s Rows, k int, least float64, workers int) *Sparse {
	m, _, err := Nearest(context.Background(), s, k, least, workers)
	require.NoError(t, err)
	return m
}

func TestByHand(t *testing.T) {
	space := dense([]float32{1, 0}, []float32{3, 4}, []float32{0, 0}, []float32{0, 2}, []float32{-1, 0}, []float32{2, 0})
	for _, s := range []Rows{space, sparse(space)} {
		m := find(t, s, 1, 0, 0)
		assert.Equal(t, []int{0, 1, 2, 2, 3, 3, 4}, m.Start, "zeros and opposites have no neighbours")
		assert.Equal(t, []int32{5, 3, 1, 0}, m.Index)
		assert.InDeltaSlice(t, []float32{1, 0.8, 0.8, 1}, m.Data, 1e-7)

		assert.Equal(t, []int32{5, 3, 1, 0}, find(t, s, 0, 0.7, 1).Index, "no limit")
		assert.Equal(t, []int32{1, 5, 0, 3, 5, 1, 0, 1}, find(t, s, 0, 0, 1).Index)
	}
}

func TestEqualRowsGoByNumber(t *testing.T) {
	row := random(1, 100, 3, false).Dense.Data
	space := dense(row, row, row, row, row)
	for _, s := range []Rows{space, sparse(space)} {
		m := find(t, s, 2, 1, 0)
		assert.Equal(t, []int32{1, 2, 0, 2, 0, 1, 0, 1, 0, 1}, m.Index)
		assert.Equal(t, slices.Repeat([]float32{1}, 10), m.Data, "equal rows have cosine 1 exactly")
	}
}

func TestUnion(t *testing.T) {
	m := &Sparse{Rows: 3, Cols: 3, Start: []int{0, 1, 3, 3}, Index: []int32{1, 0, 2}, Data: []float32{0.5, 0.75, 0.25}}
	u := m.Union()
	assert.Equal(t, []int{0, 1, 3, 4}, u.Start)
	assert.Equal(t, []int32{1, 0, 2, 1}, u.Index)
	assert.Equal(t, []float32{0.75, 0.75, 0.25, 0.25}, u.Data)
	assert.Equal(t, u, u.Union())
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := Nearest(ctx, random(50, 3, 1, false), 3, 0, 0)
	assert.ErrorIs(t, err, context.Canceled)
}

// naive is the definition, on float64.
func naive(d *Dense, i int) []float64 {
	out := make([]float64, d.Rows)
	for j := range out {
		var dot, a, b float64
		for c, x := range d.Row(i) {
			y := float64(d.Row(j)[c])
			dot, a, b = dot+float64(x)*y, a+float64(x)*float64(x), b+y*y
		}
		if a*b > 0 && i != j {
			out[j] = dot / math.Sqrt(a*b)
		}
	}
	return out
}

func TestAgainstTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := random(rapid.IntRange(0, 40).Draw(t, "rows"), rapid.IntRange(1, 40).Draw(t, "cols"),
			rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "whole"))
		k := rapid.IntRange(1, 12).Draw(t, "k")
		least := rapid.SampledFrom([]float64{0, 0.123, 0.456}).Draw(t, "least")
		s := space
		if rapid.Bool().Draw(t, "sparse") {
			s = sparse(space)
		}
		m := find(t, s, k, least, 1)
		assert.Equal(t, m, find(t, s, k, least, 3), "the workers do not show")
		for i := range m.Rows {
			want := naive(space.Dense, i)
			index, data := m.Row(i)
			for p, j := range index {
				assert.InDelta(t, want[j], data[p], 1e-5)
				assert.NotEqual(t, i, int(j))
				assert.Greater(t, data[p], float32(0))
				assert.True(t, p == 0 || index[p-1] < j, "rows ascend")
			}
			slices.SortFunc(want, func(a, b float64) int { return cmp.Compare(b, a) })
			slices.SortFunc(data, func(a, b float32) int { return cmp.Compare(b, a) })
			for p := range min(k, len(want)) {
				got := 0.
				if p < len(data) {
					got = float64(data[p])
				}
				if want[p] > max(least, 1e-5) {
					assert.InDelta(t, want[p], got, 1e-5, "the nearest of row %d, place %d", i, p)
				} else {
					assert.InDelta(t, 0, got, 1e-5)
				}
			}
		}
	})
}

// Enough rows for several tiles, the last of them short.
func TestManyRows(t *testing.T) {
	space := random(2*tile+70, 33, 9, false)
	copy(space.Dense.Row(tile+5), space.Dense.Row(3))
	for _, s := range []Rows{space, sparse(space)} {
		m := find(t, s, 4, 0, 0)
		for i := range m.Rows {
			want := naive(space.Dense, i)
			index, data := m.Row(i)
			require.Len(t, index, 4)
			var got []float64
			for p, j := range index {
				assert.InDelta(t, want[j], data[p], 1e-5)
				got = append(got, float64(data[p]))
			}
			slices.Sort(got)
			slices.Sort(want)
			assert.InDeltaSlice(t, want[len(want)-4:], got, 1e-5)
		}
		index, data := m.Row(3)
		at := slices.Index(index, tile+5)
		require.GreaterOrEqual(t, at, 0)
		assert.EqualValues(t, 1, data[at], "equal rows in different tiles")
	}
}

func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		s := random(n, 100, 1, false)
		b.Run(fmt.Sprintf("dense=%dx100/k=10", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				find(b, s, 10, 0, 0)
			}
		})
	}
	// Rows of 100 terms out of 50,000, the first of them common.
	for _, n := range []int{1_000, 10_000} {
		rng := rand.New(rand.NewPCG(1, 1))
		m := &Sparse{Rows: n, Cols: 50_000, Start: []int{0}}
		for range n {
			row := map[int32]bool{}
			for len(row) < 100 {
				row[int32(50_000*math.Pow(rng.Float64(), 3))] = true
			}
			for c := range row {
				m.Index, m.Data = append(m.Index, c), append(m.Data, 0.1)
			}
			slices.Sort(m.Index[m.Start[len(m.Start)-1]:])
			m.Start = append(m.Start, len(m.Index))
		}
		b.Run(fmt.Sprintf("sparse=%dx50000/terms=100/k=10", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				find(b, Rows{Sparse: m}, 10, 0, 0)
			}
		})
	}
}
