package agglomerative

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func ones(n int) []int { return slices.Repeat([]int{1}, n) }

// byPairs joins as generic does, by a look at all pairs for each join.
func byPairs(m *Matrix, join update) []edge {
	size := make([]float64, m.n) // 0 = no longer there
	for i := range size {
		size[i] = 1
	}
	var edges []edge
	for range max(0, m.n-1) {
		a, b := -1, -1
		for i := range m.n {
			for j := i + 1; j < m.n; j++ {
				if size[i] > 0 && size[j] > 0 && (a < 0 || *m.between(i, j) < *m.between(a, b)) {
					a, b = i, j
				}
			}
		}
		distance := *m.between(a, b)
		edges = append(edges, edge{a, b, float64(distance)})
		for c := range m.n {
			if c != a && c != b && size[c] > 0 {
				ac := m.between(a, c)
				*ac = float32(join(float64(*ac), float64(*m.between(b, c)), float64(distance), size[a], size[b], size[c]))
			}
		}
		size[a], size[b] = size[a]+size[b], 0
	}
	return edges
}

// The distances are any whole numbers, so that many are equal and many joins are
// inversions.
func TestGenericTakesTheFirstOfTheNearestPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 25), rapid.Just(side+1)).Draw(t, "n")
		most := rapid.IntRange(1, 50).Draw(t, "most")
		pairs := max(0, n*(n-1)/2)
		whole := rapid.SliceOfN(rapid.IntRange(0, most), pairs, pairs).Draw(t, "distances")
		m, other := NewMatrix(n), NewMatrix(n)
		for j := range n {
			for i := range j {
				*m.between(i, j) = float32(whole[j*(j-1)/2+i])
			}
		}
		copy(other.data, m.data)
		join := rapid.SampledFrom([]update{centroid, median}).Draw(t, "join")
		want := byPairs(other, join)
		got, err := generic(context.Background(), m, ones(n), join)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}
