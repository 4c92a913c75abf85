package vec

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestProducts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dims := rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(250, 600)).Draw(t, "dims")
		count, rows := rapid.IntRange(0, 40).Draw(t, "count"), rapid.IntRange(0, 20).Draw(t, "rows")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		a, b := gaussian(random, rows*dims), gaussian(random, count*dims)
		p := NewPanels(count, dims)
		for i := range count {
			p.Set(i, b[i*dims:][:dims])
		}
		out, bias := make([]float32, rows*p.Width()), make([]float32, p.Width())
		for i := range bias {
			bias[i] = float32(i)
		}
		p.Products(out, a, bias)
		for r := range rows {
			for j := range p.Width() {
				if got := out[r*p.Width()+j]; j >= count {
					assert.EqualValues(t, j, got, "past the last vector")
				} else {
					x, y := a[r*dims:][:dims], b[j*dims:][:dims]
					size := SquaredNorm(x) + SquaredNorm(y) + float64(j)
					assert.InDelta(t, float64(j)+float64(dot(x, y)), got, (float64(min(dims, depth))+8)/(1<<24)*size)
				}
			}
		}
	})
}

func TestProductsDependOnTheTwoVectorsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dims, n := rapid.IntRange(1, 600).Draw(t, "dims"), rapid.IntRange(1, 40).Draw(t, "n")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rows := gaussian(random, n*dims)
		p := NewPanels(n, dims)
		for i := range n {
			p.Set(i, rows[i*dims:][:dims])
		}
		out, width := make([]float32, n*p.Width()), p.Width()
		p.Products(out, rows, nil)
		for i := range n {
			for j := range i {
				require.Equal(t, out[i*width+j], out[j*width+i])
			}
			one := make([]float32, width)
			p.Products(one, rows[i*dims:][:dims], nil)
			require.Equal(t, out[i*width:][:width], one)
			from := i / Panel * Panel
			part := make([]float32, Panel)
			p.Part(from, from+Panel).Products(part, rows[:dims], nil)
			require.Equal(t, out[from:from+Panel], part)
		}
	})
}

func gaussian(random *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(random.NormFloat64())
	}
	return v
}

func BenchmarkProducts(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, dims := range []int{16, 100, 128, 384} {
		const rows, count = 96, 96
		a, p := gaussian(random, rows*dims), NewPanels(count, dims)
		for i := range count {
			p.Set(i, gaussian(random, dims))
		}
		out := make([]float32, rows*p.Width())
		b.Run(fmt.Sprintf("%dx%dx%d", rows, count, dims), func(b *testing.B) {
			for b.Loop() {
				p.Products(out, a, nil)
			}
			b.ReportMetric(2*rows*count*float64(dims)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
