package parallel

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestBlocksCoverEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100).Draw(t, "n")
		size := rapid.IntRange(1, 30).Draw(t, "size")
		seen := make([]atomic.Int32, n)
		require.NoError(t, Blocks(context.Background(), n, size, rapid.IntRange(0, 5).Draw(t, "workers"), func(from, to int) {
			assert.Zero(t, from%size)
			for i := from; i < to; i++ {
				seen[i].Add(1)
			}
		}))
		for i := range seen {
			assert.EqualValues(t, 1, seen[i].Load())
		}
	})
}

func TestBlocksStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var called atomic.Int32
	err := Blocks(ctx, 1000, 1, 2, func(int, int) {
		called.Add(1)
		cancel()
	})
	assert.ErrorIs(t, err, context.Canceled)
	assert.LessOrEqual(t, called.Load(), int32(2))
}

func TestAwait(t *testing.T) {
	made := 0
	require.NoError(t, Await(context.Background(), func() { made++ }))
	assert.Equal(t, 1, made)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	release := make(chan struct{})
	assert.Equal(t, context.Canceled, Await(ctx, func() { <-release }), "it does not wait for f")
	close(release)
	assert.PanicsWithValue(t, "oh", func() { _ = Await(context.Background(), func() { panic("oh") }) })
}
