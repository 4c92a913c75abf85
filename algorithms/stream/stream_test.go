package stream

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
)

var _ algorithms.Streamer = (*SinglePass)(nil)

func streamed(t require.TestingT, text string, p *algorithms.Problem, batches [][]int) (list []corpus.Labels) {
	for labels, err := range bound(t, text).Stream(context.Background(), p, batches) {
		require.NoError(t, err)
		list = append(list, slices.Clone(labels))
	}
	return list
}

func TestStreamByHand(t *testing.T) {
	// 0 and 3 are alike, and so are 1 and 2.
	p := problem(spacetest.Dense([]float32{1, 0}, []float32{0, 1}, []float32{0, 2}, []float32{3, 0}), 1, 2, 2, 3)
	assert.Equal(t, []corpus.Labels{{0, -1, -1, -1}, {0, 1, 1, -1}, {0, 1, 1, 0}}, streamed(t, "singlepass", p, [][]int{{0}, {2, 1}, {3}}))
	assert.Equal(t, []corpus.Labels{{-1, -1, -1, -1}, {0, -1, -1, -1}}, streamed(t, "singlepass", p, [][]int{{}, {0}}), "a batch may be empty")
	assert.Equal(t, []corpus.Labels{{1, 0, 0, 1}}, streamed(t, "singlepass", p, [][]int{{1, 0, 2, 3}}), "the order of the batch counts")
	assert.Empty(t, streamed(t, "singlepass", p, nil))
}

func TestStreamStops(t *testing.T) {
	p := problem(spacetest.Dense([]float32{1}, []float32{1}), 1, 2)
	for range bound(t, "singlepass").Stream(t.Context(), p, [][]int{{0}, {1}}) {
		break // a second yield would panic
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for labels, err := range bound(t, "singlepass").Stream(ctx, p, [][]int{{0}, {1}}) {
		assert.Nil(t, labels)
		assert.ErrorIs(t, err, context.Canceled)
	}
	p.Space = nil
	for _, err := range bound(t, "singlepass").Stream(t.Context(), p, [][]int{{0}}) {
		assert.ErrorContains(t, err, "singlepass needs a space")
	}
}

// However the articles are cut into batches, each is where it is when all come at
// once, and never changes its cluster.
func TestBatchesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Float32Range(-2, 2), 3, 3), 1, 20).Draw(t, "rows")
		p := problem(spacetest.Dense(rows...), rapid.SliceOfN(rapid.IntRange(1, 9), len(rows), len(rows)).Draw(t, "days")...)
		order := algorithms.InTime(p.Articles)
		var batches [][]int
		for from := 0; from < len(order); {
			to := from + rapid.IntRange(1, len(order)-from).Draw(t, "size")
			batches = append(batches, order[from:to])
			from = to
		}
		text := "singlepass(days=2,linkage=" + rapid.SampledFrom([]string{"centroid", "nearest", "complete"}).Draw(t, "linkage") + ")"
		whole := cluster(t, text, p)
		seen := map[int]bool{}
		for b, labels := range streamed(t, text, p, batches) {
			for _, i := range batches[b] {
				seen[i] = true
			}
			for i := range rows {
				want := corpus.None
				if seen[i] {
					want = whole[i]
				}
				require.Equal(t, want, labels[i], "article %d after batch %d", i, b)
			}
		}
	})
}
