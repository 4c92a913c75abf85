package stories

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// sampled is of how many articles at most the silhouettes are computed.
const sampled = 2000

// silhouettes is the mean silhouette of each cut, of all articles or of so many at
// equal steps. The distances of an article from all others are added up for the
// finest cut, and those sums for the next: the time for an article is about
// 35·articles, memory is linear.
func silhouettes(ctx context.Context, all *agglomerative.Matrix, ladder []level, workers int) ([]float64, error) {
	const block = 32
	widest := len(ladder[0].size)
	n := len(ladder[0].of)
	m := min(n, sampled)
	parts := make([][]float64, (m+block-1)/block) // sums over the articles of a block, so that no order of threads shows
	err := parallel.Blocks(ctx, m, block, workers, func(from, to int) {
		part := make([]float64, len(ladder))
		distances, sums := make([]float32, n), make([]float64, 2*widest)
		for at := from; at < to; at++ {
			i := at * n / m
			all.Row(i, distances)
			now, next := sums[:widest], sums[widest:]
			clear(now)
			for j, distance := range distances {
				now[ladder[0].of[j]] += float64(distance)
			}
			for t := range ladder {
				l := &ladder[t]
				if t > 0 {
					clear(next[:len(l.size)])
					for c, sum := range now {
						next[l.from[c]] += sum
					}
					now, next = next[:len(l.size)], now[:cap(now)]
				}
				part[t] += l.silhouette(i, now)
			}
		}
		parts[from/block] = part
	})
	if err != nil {
		return nil, err
	}
	means := make([]float64, len(ladder))
	for _, part := range parts {
		for t, sum := range part {
			means[t] += sum / float64(m)
		}
	}
	return means, nil
}
