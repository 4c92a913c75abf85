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

func TestSparseProducts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dims, count := rapid.IntRange(0, 60).Draw(t, "dims"), rapid.IntRange(0, 70).Draw(t, "count")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		vectors := gaussian(random, count*dims)
		c := NewColumns(count, dims)
		for i := range count {
			c.Set(i, vectors[i*dims:][:dims])
		}
		var index []int32
		for at := range dims {
			if random.IntN(3) == 0 {
				index = append(index, int32(at))
			}
		}
		value := gaussian(random, len(index))
		out := slices.Repeat([]float32{1}, c.Width())
		c.AddProducts(out, index, value)
		for i, got := range out {
			if i >= count {
				assert.EqualValues(t, 1, got)
				continue
			}
			v := vectors[i*dims:][:dims]
			assert.InDelta(t, 1+DotSparse(index, value, v), got, float64(len(index)+2)/(1<<23)*(SquaredNorm(v)+SquaredNorm(value)+1))
		}
	})
}

func TestGreatest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Map(rapid.IntRange(-5, 5), func(i int) float32 { return float32(i) })
		least := rapid.Just(float32(math.Inf(-1)))
		n := rapid.OneOf(rapid.IntRange(2, 50), rapid.Map(rapid.IntRange(1, 6), func(n int) int { return n * lanes })).Draw(t, "n")
		v := rapid.SliceOfN(rapid.OneOf(whole, least), n, n).Draw(t, "v")
		at, first, second := Greatest(v)
		assert.Equal(t, slices.Max(v), first)
		assert.Equal(t, slices.Index(v, first), at)
		assert.Equal(t, slices.Max(slices.Delete(slices.Clone(v), at, at+1)), second)
	})
}

func BenchmarkSparseProducts(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	const dims, count, terms = 50_000, 50, 128
	c := NewColumns(count, dims)
	for i := range count {
		c.Set(i, gaussian(random, dims))
	}
	index, value, out := make([]int32, terms), gaussian(random, terms), make([]float32, c.Width())
	for t := range index {
		index[t] = int32(random.IntN(dims))
	}
	b.Run(fmt.Sprintf("%d_of_%dx%d", terms, dims, count), func(b *testing.B) {
		for b.Loop() {
			c.AddProducts(out, index, value)
		}
	})
}

func BenchmarkGreatest(b *testing.B) {
	v := gaussian(rand.New(rand.NewPCG(1, 2)), 112)
	b.Run("112", func(b *testing.B) {
		for b.Loop() {
			Greatest(v)
		}
	})
}
