package kmeans

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// centresAt are centres at the first k usable rows.
func centresAt(x *items, k int) (list []centre) {
	for _, i := range x.usable[:min(k, len(x.usable))] {
		list = append(list, x.centreAt(i))
	}
	return list
}

func TestMiniBatchTwoPairs(t *testing.T) {
	space := spacetest.Dense([]float32{0, 1}, []float32{5, 5}, []float32{0, 2}, []float32{6, 5})
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, text := range []string{"kmeans(k=2,variant=minibatch)", "kmeans(k=2,variant=minibatch,distance=euclidean,batch=1)"} {
			assert.Equal(t, corpus.Labels{0, 1, 0, 1}, cluster(t, bound(t, text), s).Canonical(), text)
		}
	}
}

// A centre is the mean of the rows it was given, whatever the batches.
func TestMiniBatchCentreIsTheMeanOfItsDraws(t *testing.T) {
	x, err := newItems(spacetest.Dense([]float32{1}, []float32{2}, []float32{4}), false, 1)
	require.NoError(t, err)
	var sum float64
	rng := rand.New(rand.NewPCG(5, 6))
	for range 12 {
		sum += float64([]float32{1, 2, 4}[rng.IntN(3)])
	}
	for _, batch := range []int{1, 3, 12} {
		centres := centresAt(x, 1)
		_, err := miniBatch(context.Background(), x, centres, batches{size: batch, iterations: 12 / batch}, rand.New(rand.NewPCG(5, 6)))
		require.NoError(t, err)
		assert.Equal(t, sum/12, centres[0].at[0])
	}
}

// Labels are those of the nearest centre, and the inertia is theirs.
func TestMiniBatchEndsAssigned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		x, err := newItems(s, rapid.Bool().Draw(t, "spherical"), 1)
		require.NoError(t, err)
		centres := centresAt(x, rapid.IntRange(1, 20).Draw(t, "k"))
		if len(centres) == 0 {
			return
		}
		b := batches{size: rapid.IntRange(1, 100).Draw(t, "batch"), iterations: 5}
		b.patience, b.reassign = rapid.IntRange(0, 3).Draw(t, "patience"), rapid.SampledFrom([]float64{0, 0.01, 1}).Draw(t, "reassign")
		r, err := miniBatch(context.Background(), x, centres, b, rand.New(rand.NewPCG(1, 2)))
		require.NoError(t, err)
		var inertia float64
		for i, j := range r.labels {
			own := x.squared(i, &centres[j])
			for c := range centres {
				near := x.squared(i, &centres[int32(c)])
				require.True(t, near > own || near == own && int32(c) >= j)
			}
			inertia += x.squared(i, &centres[j])
		}
		assert.Equal(t, inertia, r.inertia)
	})
}

func TestMiniBatchComesNearLloyd(t *testing.T) {
	x, err := newItems(clouds(rand.New(rand.NewPCG(1, 2)), 2000, 8, 6), false, 0)
	require.NoError(t, err)
	want, err := bound(t, "kmeans(variant=lloyd)").best(context.Background(), x, 6, 1, 0)
	require.NoError(t, err)
	got, err := bound(t, "kmeans(variant=minibatch,batch=200,max_iter=50)").best(context.Background(), x, 6, 1, 0)
	require.NoError(t, err)
	assert.InEpsilon(t, want.inertia, got.inertia, 0.03)
}

func TestMiniBatchOfZeroRows(t *testing.T) {
	assert.Equal(
		t, corpus.Labels{0, 0},
		cluster(t, bound(t, "kmeans(k=2,variant=minibatch)"), spacetest.Dense(make([]float32, 3), make([]float32, 3))),
	)
}

func TestMiniBatchCancelled(t *testing.T) {
	x, err := newItems(spacetest.Dense([]float32{1}, []float32{2}), false, 1)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = miniBatch(ctx, x, centresAt(x, 2), batches{size: 10, iterations: 10}, rand.New(rand.NewPCG(1, 2)))
	assert.Equal(t, context.Canceled, err)
}
