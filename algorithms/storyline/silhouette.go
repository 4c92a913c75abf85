package storyline

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// sampled is the maximum number of articles whose silhouettes are computed.
const sampled = 2000

// silhouettes returns the mean silhouette of each cut of a forest, over the articles shown.
// Other clusters are those of the same part.
func silhouettes(ctx context.Context, trees forest, list []shown, cuts []int, workers int) ([]float64, error) {
	m := 0
	for _, some := range list {
		m += len(some.articles)
	}
	means, in := make([]float64, len(cuts)), trees.numbers(cuts)
	for p, tree := range trees {
		parts, err := list[p].silhouettes(ctx, levels(tree, in[p]), workers)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			for t, sum := range part {
				means[t] += sum / float64(m)
			}
		}
	}
	return means, nil
}

// silhouettes returns sums of the silhouettes of the articles at each level, by block of
// articles, so that they do not depend on scheduling. The distances of an article are
// summed by the clusters of the finest level; coarser ones follow by joins. It takes the
// time of the joins, and that of all clusters whenever the nearest one is joined.
func (s shown) silhouettes(ctx context.Context, ladder []level, workers int) ([][]float64, error) {
	const block = 32
	sizes := make([]float64, len(ladder[0].clusters))
	for _, c := range ladder[0].of {
		sizes[c]++
	}
	parts := make([][]float64, (len(s.articles)+block-1)/block)
	return parts, parallel.Blocks(ctx, len(s.articles), block, workers, func(from, to int) {
		part := make([]float64, len(ladder))
		v := view{sums: make([]float64, len(sizes)), sizes: make([]float64, len(sizes))}
		for at := from; at < to; at++ {
			clear(v.sums)
			for j, distance := range s.rows[at] {
				v.sums[ladder[0].of[j]] += float64(distance)
			}
			copy(v.sizes, sizes)
			v.own = ladder[0].of[s.articles[at]]
			v.nearest = v.own
			for t := range ladder {
				part[t] += v.silhouette(&ladder[t])
			}
		}
		parts[from/block] = part
	})
}

// A view holds the distances of one article from the clusters of a cut.
type view struct {
	sums    []float64 // of the distances from the articles of each cluster
	sizes   []float64
	own     int32
	nearest int32 // of the other clusters; own if not known
}

// silhouette goes on to the next level and returns the silhouette of the article
// there, 0 if it is alone (Rousseeuw 1987). The mean distance of a joined cluster is
// between those of its parts, so that the nearest cluster remains the nearest until
// it is joined.
func (v *view) silhouette(l *level) float64 {
	for _, join := range l.joins {
		a, b := join[0], join[1]
		v.sums[a] += v.sums[b]
		v.sizes[a] += v.sizes[b]
		joined := v.nearest == a || v.nearest == b || v.nearest == v.own
		if v.own == b {
			v.own = a
		}
		if joined {
			v.nearest = v.own
		}
	}
	if v.sizes[v.own] < 2 {
		return 0
	}
	if v.nearest == v.own {
		v.nearest = v.search(l.clusters)
	}
	if v.nearest == v.own {
		return 0 // the part is one cluster
	}
	within, nearest := v.sums[v.own]/(v.sizes[v.own]-1), v.sums[v.nearest]/v.sizes[v.nearest]
	if most := max(within, nearest); most > 0 {
		return (nearest - within) / most
	}
	return 0
}

// search returns the nearest of the other clusters.
func (v *view) search(clusters []int32) int32 {
	best, nearest := v.own, math.Inf(1)
	for _, c := range clusters {
		if mean := v.sums[c] / v.sizes[c]; mean < nearest && c != v.own {
			best, nearest = c, mean
		}
	}
	return best
}
