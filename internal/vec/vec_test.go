package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The shares of e to the power of the values less the largest one, in float32, are those of float64.
func TestSoftmax(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32Range(-80, 80), 1, 60).Draw(t, "v")
		shares, total := slices.Clone(v), 0.
		Softmax(shares, .5)
		power := func(x float32) float64 { return float64((x - slices.Max(v)) / 2) }
		for _, x := range v {
			total += math.Exp(power(x))
		}
		for i, x := range v {
			assert.InEpsilon(t, math.Exp(power(x))/total, shares[i], (3-power(x))*1e-7)
		}
	})
	far := []float32{0, -1e30, 0}
	Softmax(far, 1)
	assert.InDeltaSlice(t, []float32{.5, 0, .5}, far, 1e-7)
}

func TestByHand(t *testing.T) {
	a := []float32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	b := []float32{1, -1, 1, -1, 1, -1, 1, -1, 1, -1}
	assert.EqualValues(t, -5, Dot(a, b))
	assert.EqualValues(t, 385+10+10, SquaredDistance(a, b))
	assert.EqualValues(t, 385, SquaredNorm(a))
	assert.EqualValues(t, 2*1+3*3+10*10-5*4-1*9, DotSparse([]int32{0, 2, 3, 8, 9}, []float32{2, 3, -5, -1, 10}, a))
	assert.Zero(t, Dot(nil, nil))
	assert.Zero(t, DotSparse(nil, nil, a))
}

func TestSquaredNormDoesNotOverflow(t *testing.T) {
	assert.InEpsilon(t, 2*math.Pow(math.MaxFloat32, 2), SquaredNorm([]float32{math.MaxFloat32, -math.MaxFloat32}), 1e-12)
	assert.True(t, math.IsNaN(SquaredNorm([]float32{1, float32(math.NaN())})))
}

func TestAgreesWithFloat64(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 140).Draw(t, "n")
		values := rapid.SliceOfN(rapid.Float32Range(-4, 4), n, n)
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		var index []int32
		var kept []float32
		var dot, squared, sparse, size float64
		for i := range a {
			x, y := float64(a[i]), float64(b[i])
			dot, squared, size = dot+x*y, squared+(x-y)*(x-y), size+x*x+y*y
			if i%3 != 1 {
				index, kept, sparse = append(index, int32(i)), append(kept, a[i]), sparse+x*y
			}
		}
		allowed := (float64(n)/4 + 4) / (1 << 23) * (size + 1e-30)
		assert.InDelta(t, dot, Dot(a, b), allowed)
		assert.InDelta(t, squared, SquaredDistance(a, b), allowed)
		assert.InDelta(t, sparse, DotSparse(index, kept, b), allowed)
		assert.Zero(t, SquaredDistance(a, append([]float32(nil), a...)))
		wide := make([]float64, n)
		for i, v := range b {
			wide[i] = float64(v)
		}
		assert.InDelta(t, dot, WideDot(a, wide), 1e-14*size)
		assert.InDelta(t, squared, WideSquaredDistance(a, wide), 1e-14*size)
		assert.InDelta(t, sparse, WideDotSparse(index, kept, wide), 1e-14*size)
	})
}

// The same products are summed in another order; what both round is all that may
// differ.
func TestDotsAgreeWithDot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 140).Draw(t, "n")
		values := rapid.SliceOfN(rapid.Float32Range(-4, 4), n, n)
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		size := SquaredNorm(a) + SquaredNorm(b)
		allowed := (float64(n)/4 + 4) / (1 << 23) * (size + 1e-30)
		assert.InDelta(t, dot(a, b), Dot(a, b), allowed)

		rows := rapid.IntRange(0, 5).Draw(t, "rows")
		matrix := append(slices.Repeat(b, rows), a...)
		out := make([]float32, rows+1)
		Dots(out, matrix, a)
		for r := range rows {
			assert.InDelta(t, dot(a, b), out[r], allowed)
			assert.Equal(t, out[0], out[r], "equal rows, equal bits")
		}
		assert.InDelta(t, dot(a, a), out[rows], allowed)

		wide, out64 := make([]float64, len(matrix)), make([]float64, rows+1)
		for i, v := range matrix {
			wide[i] = float64(v)
		}
		own := wide[rows*n:]
		Dots64(out64, wide, own)
		for r := range out64 {
			assert.InDelta(t, dot64(wide[r*n:][:n], own), out64[r], 1e-15*float64(n)*size)
		}
	})
}

func TestEqualVectorsGiveEqualBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 140).Draw(t, "n")
		values := rapid.SliceOfN(rapid.Float32Range(-4, 4), n, n)
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		at := rapid.IntRange(0, 9).Draw(t, "at")
		moved := append(make([]float32, at), b...)[at:]
		assert.Equal(t, Dot(a, b), Dot(moved, a))
		assert.Equal(t, SquaredDistance(a, b), SquaredDistance(moved, a))
	})
}

// A product large enough that vek would share it out comes in parts.
func TestDotsOfManyRows(t *testing.T) {
	const n, rows = 64, 4000
	v, matrix, out := make([]float32, n), make([]float32, n*rows), make([]float32, rows)
	v64, matrix64, out64 := make([]float64, n), make([]float64, n*rows), make([]float64, rows)
	for i := range v {
		v[i], v64[i] = 1, 1
	}
	for i := range matrix {
		matrix[i], matrix64[i] = float32(i/n), float64(i/n)
	}
	Dots(out, matrix, v)
	Dots64(out64, matrix64, v64)
	for r := range out {
		assert.EqualValues(t, n*r, out[r])
		assert.EqualValues(t, n*r, out64[r])
	}
}

func BenchmarkKernels(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{16, 32, 48, 100, 128, 300} {
		x, y, index := make([]float32, n), make([]float32, 50_000), make([]int32, n)
		for i := range x {
			x[i], y[i], index[i] = rng.Float32(), rng.Float32(), int32(i*(len(y)/n))
		}
		var sink float32
		for _, k := range []struct {
			name string
			of   func(a, b []float32) float32
		}{
			{"dot", Dot}, {"dot_plain", dot}, {"squared_distance", SquaredDistance},
		} {
			b.Run(fmt.Sprintf("%s/%d", k.name, n), func(b *testing.B) {
				for b.Loop() {
					sink += k.of(x, y[:n])
				}
			})
		}
		out := make([]float32, 32)
		b.Run(fmt.Sprintf("dots/32x%d", n), func(b *testing.B) {
			for b.Loop() {
				Dots(out, y[:32*n], x)
			}
		})
		wide, out64 := make([]float64, 33*n), make([]float64, 32)
		for i := range wide {
			wide[i] = rng.Float64()
		}
		b.Run(fmt.Sprintf("dots64/32x%d", n), func(b *testing.B) {
			for b.Loop() {
				Dots64(out64, wide[:32*n], wide[32*n:])
			}
		})
		b.Run(fmt.Sprintf("dot_sparse/%d_of_50000", n), func(b *testing.B) {
			for b.Loop() {
				sink += DotSparse(index, x, y)
			}
		})
	}
}
