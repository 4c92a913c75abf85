package stories

import (
	"context"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// silhouettes is the mean silhouette of each cut, by cosine. The distances of an
// article from all others are added up for the finest cut, and those sums for the
// next: time is that of the distances and about 35 articles², memory is linear.
func silhouettes(ctx context.Context, space *features.Space, tree *agglomerative.Dendrogram, cuts []int, workers int) ([]float64, error) {
	const block = 32
	n := space.Rows()
	r := newRows(space)
	ladder := levels(tree, cuts)
	parts := make([][]float64, (n+block-1)/block) // sums over the articles of a block, so that no order of threads shows
	err := parallel.Blocks(ctx, n, block, workers, func(from, to int) {
		part := make([]float64, len(cuts))
		distances, sums := make([]float32, n), make([]float64, 2*cuts[0])
		for i := from; i < to; i++ {
			r.distances(i, distances)
			now, next := sums[:cuts[0]], sums[cuts[0]:]
			clear(now)
			for j, distance := range distances {
				now[ladder[0].of[j]] += float64(distance)
			}
			for t := range ladder {
				l := &ladder[t]
				if t > 0 {
					clear(next[:cuts[t]])
					for c, sum := range now {
						next[l.from[c]] += sum
					}
					now, next = next[:cuts[t]], now[:cap(now)]
				}
				part[t] += l.silhouette(i, now)
			}
		}
		parts[from/block] = part
	})
	if err != nil {
		return nil, err
	}
	means := make([]float64, len(cuts))
	for _, part := range parts {
		for t, sum := range part {
			means[t] += sum / float64(n)
		}
	}
	return means, nil
}
