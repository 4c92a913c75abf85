package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every instruction set gives the sums from the definition, bit for bit, however the
// terms are shared out.
func TestAddRows(t *testing.T) {
	best := available()
	defer func() { level = best }()
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.IntRange(1, 7).Draw(t, "steps")
		from, to := rapid.IntRange(0, steps).Draw(t, "from")*RowStep, steps*RowStep
		width, rows := to+rapid.IntRange(0, 5).Draw(t, "pad"), rapid.IntRange(1, 20).Draw(t, "rows")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		values := func(n int) []float64 {
			v := make([]float64, n)
			for i := range v {
				v[i] = math.Ldexp(random.NormFloat64(), random.IntN(40)-20)
			}
			return v
		}
		index := rapid.SliceOf(rapid.Int32Range(0, int32(rows)-1)).Draw(t, "index")
		data, value, base := values(rows * width)[from:], values(len(index)), values(to-from)
		want := slices.Clone(base)
		for p, at := range index {
			for j := range want {
				want[j] = math.FMA(value[p], data[int(at)*width+j], want[j])
			}
		}
		cut := rapid.IntRange(0, len(index)).Draw(t, "cut")
		for level = plain; level <= best; level++ {
			got := slices.Clone(base)
			AddRows(got, index[:cut], value, data, width)
			AddRows(got, index[cut:], value[cut:], data, width)
			require.Equal(t, want, got, "set %d", level)
		}
	})
}

// Lists of all values give the sums of whole rows.
func TestAddLists(t *testing.T) {
	best := available()
	defer func() { level = best }()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 20).Draw(t, "rows")
		density, random := rapid.Float64Range(0, 1).Draw(t, "density"), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		whole, lists := make([]float64, rows*RowStep), make([]List, rows)
		for i := range lists {
			for at := range RowStep {
				if random.Float64() < density {
					v := random.NormFloat64()
					whole[i*RowStep+at] = v
					lists[i].Index, lists[i].Value = append(lists[i].Index, int32(at)), append(lists[i].Value, v)
				}
			}
		}
		index := rapid.SliceOf(rapid.Int32Range(0, int32(rows)-1)).Draw(t, "index")
		value := make([]float64, len(index))
		for p := range value {
			value[p] = random.NormFloat64()
		}
		want := make([]float64, RowStep)
		AddRows(want, index, value, whole, RowStep)
		for level = plain; level <= best; level++ {
			got := make([]float64, RowStep)
			AddLists(got, index, value, lists)
			require.Equal(t, want, got, "set %d", level)
		}
	})
}

func TestAddListsStaysInside(t *testing.T) {
	out, one := make([]float64, 3), []float64{1}
	rows := []List{{Index: []int32{2}, Value: one}, {Index: []int32{3}, Value: one}, {Index: []int32{-1}, Value: one}, {Index: []int32{0}}}
	for _, row := range []int32{1, 2, 3, 4, -1} {
		require.Panics(t, func() { AddLists(out, []int32{row}, one, rows) }, row)
		require.Panics(t, func() { AddLists(out, []int32{0, 0, 0, 0, 0, row}, make([]float64, 6), rows) }, row)
	}
	require.Panics(t, func() { AddLists(nil, []int32{0}, one, rows) })
	require.Panics(t, func() { AddLists(out, []int32{0}, nil, rows) })
	AddLists(out, []int32{0, 0}, []float64{2, 3}, rows)
	require.Equal(t, []float64{0, 0, 5}, out)
}

func TestAddRowsStaysInside(t *testing.T) {
	data, out := make([]float64, 2*RowStep), make([]float64, RowStep)
	require.Panics(t, func() { AddRows(out, []int32{2}, []float64{1}, data, RowStep) })
	require.Panics(t, func() { AddRows(out, []int32{-1}, []float64{1}, data, RowStep) })
	require.Panics(t, func() { AddRows(out, []int32{0, 1}, []float64{1}, data, RowStep) })
	require.Panics(t, func() { AddRows(out[:1], []int32{0}, []float64{1}, data, RowStep) })
	require.Panics(t, func() { AddRows(make([]float64, 3*RowStep), []int32{0}, []float64{1}, data, RowStep) })
	require.NotPanics(t, func() { AddRows(out, nil, nil, nil, RowStep) })
}

func BenchmarkAddRows(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, width := range []int{64, 512} {
		const rows, terms = 500, 100
		data, value, index, out := make([]float64, rows*width), make([]float64, terms), make([]int32, terms), make([]float64, width)
		for t := range index {
			index[t], value[t] = int32(random.IntN(rows)), random.Float64()
		}
		b.Run(fmt.Sprintf("%d_of_%dx%d", terms, rows, width), func(b *testing.B) {
			for b.Loop() {
				AddRows(out, index, value, data, width)
			}
			b.ReportMetric(2*terms*float64(width)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
