package kmeans

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

func TestBisectingSplitsTheWidest(t *testing.T) {
	space := spacetest.Dense([]float32{0}, []float32{100}, []float32{1}, []float32{110}, []float32{2}, []float32{111})
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for k, want := range map[int]corpus.Labels{
			1: {0, 0, 0, 0, 0, 0},
			2: {0, 1, 0, 1, 0, 1},
			3: {0, 1, 0, 2, 0, 2}, // 100, 110, 111 have an inertia of 74, 0, 1, 2 one of 2
			6: {0, 1, 3, 2, 4, 5},
		} {
			got := cluster(t, bound(t, fmt.Sprintf("kmeans(k=%d,distance=euclidean,bisecting=true)", k)), s)
			assert.Equal(t, want.Canonical(), got.Canonical(), "k=%d", k)
		}
	}
}

// The pairs 0, 4 and 500, 507 are split in the order of their inertias, 8 and 24.5;
// the pair of equal rows never.
func TestBisectingGoesOnWhereRowsDiffer(t *testing.T) {
	s := spacetest.Dense([]float32{0}, []float32{4}, []float32{1000}, []float32{1000}, []float32{500}, []float32{507})
	assert.Equal(t, corpus.Labels{0, 0, 1, 1, 2, 3}, cluster(t, bound(t, "kmeans(k=4,distance=euclidean,bisecting=true)"), s).Canonical())
	assert.Equal(t, corpus.Labels{0, 1, 2, 2, 3, 4}, cluster(t, bound(t, "kmeans(k=6,distance=euclidean,bisecting=true)"), s).Canonical())
}

func TestBisectingSplitsTheFirstOfEquals(t *testing.T) {
	s := spacetest.Dense([]float32{0}, []float32{1}, []float32{10}, []float32{11})
	assert.Equal(t, corpus.Labels{0, 1, 2, 2}, cluster(t, bound(t, "kmeans(k=3,distance=euclidean,bisecting=true)"), s).Canonical())
}

func TestBisectingZeroRows(t *testing.T) {
	s := spacetest.Dense([]float32{0, 0}, []float32{0, 1}, []float32{-1, 0}, []float32{0, 0})
	labels := cluster(t, bound(t, "kmeans(k=4,bisecting=true)"), s)
	assert.Equal(t, corpus.Labels{0, 0, 1, 0}, labels)
	none := spacetest.Dense(make([]float32, 3), make([]float32, 3))
	for _, s := range []*features.Space{none, spacetest.Sparse(none)} {
		assert.Equal(t, corpus.Labels{0, 0}, cluster(t, bound(t, "kmeans(k=2,bisecting=true)"), s))
	}
}

// However k is reached, the clusters for k+1 are those for k with one split; and
// there are k of them if as many rows differ.
func TestBisectingIsAHierarchy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		k, rest := rapid.IntRange(1, 15).Draw(t, "k"), rapid.SampledFrom([]string{"euclidean", "spherical"}).Draw(t, "distance")
		at := func(k int) corpus.Labels {
			return cluster(t, bound(t, fmt.Sprintf("kmeans(k=%d,bisecting=true,distance=%s)", k, rest)), s)
		}
		coarse, fine := at(k), at(k+1)
		require.Subset(t, []int{coarse.Groups(), coarse.Groups() + 1}, []int{fine.Groups()})
		require.LessOrEqual(t, coarse.Groups(), k)
		if coarse.Groups() < k {
			require.Equal(t, coarse, fine)
		}
		parent := map[int32]int32{}
		for i, child := range fine {
			if _, ok := parent[child]; !ok {
				parent[child] = coarse[i]
			}
			require.Equal(t, parent[child], coarse[i])
		}
	})
}

func TestBisectingCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := bound(t, "kmeans(k=2,bisecting=true)").Cluster(ctx, problem(spacetest.Dense([]float32{1, 2}, []float32{3, 4})))
	assert.Equal(t, context.Canceled, err)
}
