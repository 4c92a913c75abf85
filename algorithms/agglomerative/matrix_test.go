package agglomerative

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Sizes around those of squares and tiles; each distance says whose it is.
func TestMatrixHoldsEachPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3*side+5).Draw(t, "articles")
		of := func(i, j int) float32 { return float32(min(i, j)*1000 + max(i, j)) }
		m, copied := NewMatrix(n), NewMatrix(n)
		require.NoError(t, m.Fill(context.Background(), rapid.IntRange(1, 3).Draw(t, "workers"), func(i, from int, out []float32) {
			require.Len(t, out, n-from)
			for o := range out {
				out[o] = of(i, from+o)
			}
		}))
		copied.Copy(m)
		require.NoError(t, m.multiply(context.Background(), func(i, j int) float64 { return float64(j - i) }))
		row := make([]float32, n)
		for i := range n {
			copied.Row(i, row)
			for j := range n {
				if i == j {
					assert.Zero(t, row[j])
					continue
				}
				assert.Equal(t, of(i, j), row[j])
				assert.Equal(t, of(i, j), *copied.between(i, j))
				assert.Equal(t, of(i, j)*float32(max(i, j)-min(i, j)), *m.between(i, j))
			}
		}
		seen := 0
		require.NoError(t, copied.pairs(context.Background(), func(i, first int, distances []float32) {
			require.Less(t, i, first)
			for o, d := range distances {
				assert.Equal(t, of(i, first+o), d)
				seen++
			}
		}))
		assert.Equal(t, n*(n-1)/2, seen)
		some := rapid.SliceOfDistinct(rapid.IntRange(0, n-1), rapid.ID).Draw(t, "some")
		gathered := make([]float32, len(some))
		x := rapid.IntRange(0, n-1).Draw(t, "x")
		slices.Sort(some)
		copied.gather(gathered, x, some)
		for k, i := range some {
			if i != x {
				assert.Equal(t, of(x, i), gathered[k])
			}
		}
	})
}
