package geometry

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// CalinskiHarabasz is the variance between clusters over that within them, each
// by its degrees of freedom: (B/(k−1)) / (W/(n−k)), where W sums the squared
// distances of rows from their centroids, and B those of the centroids from the
// mean of all rows, once for each row (Caliński & Harabasz 1974). O(values) time. NaN
// for fewer than two clusters, and if the rows of every cluster are equal.
func CalinskiHarabasz(_ context.Context, s *features.Space, labels corpus.Labels, workers int) (float64, error) {
	p, err := newPoints(s, labels, Euclidean, workers)
	if err != nil || !p.comparable() {
		return math.NaN(), err
	}
	n := len(p.label)
	whole := *p
	whole.label, whole.size = make([]int32, n), []int{n}
	total, rows := newCentroids(&whole).square[0]/float64(n), 0.0
	for _, square := range p.square {
		rows += square
	}
	centred := 0.0 // squared lengths of the centroids, once for each row
	for k, square := range newCentroids(p).square {
		centred += square / float64(p.size[k])
	}
	within, k := rows-centred, float64(len(p.size))
	if within <= negligible*rows {
		return math.NaN(), nil
	}
	return max(0, centred-total) / (k - 1) / (within / (float64(n) - k)), nil
}

// DaviesBouldin is the mean over the clusters of the worst (sᵢ+sⱼ)/dᵢⱼ with
// another cluster: s is the mean distance of a cluster's rows from its centroid, d
// the distance of two centroids; low is good (Davies & Bouldin 1979). Pairs whose
// centroids coincide are left out. O(n·clusters·columns) time, less for sparse
// rows. NaN for fewer than two clusters, and if every row is alone.
func DaviesBouldin(ctx context.Context, s *features.Space, labels corpus.Labels, workers int) (float64, error) {
	p, err := newPoints(s, labels, Euclidean, workers)
	if err != nil || !p.comparable() {
		return math.NaN(), err
	}
	c := newCentroids(p)
	far := make([]float64, len(p.label))
	err = c.each(ctx, func(i int, products []float64) {
		own := p.label[i]
		far[i] = c.distance(i, int(own), products[own])
	})
	if err != nil {
		return 0, err
	}
	spread := make([]float64, len(p.size))
	for i, k := range p.label {
		spread[k] += far[i] / float64(p.size[k])
	}
	worst := make([]float64, len(p.size))
	members := p.members()
	err = parallel.Blocks(ctx, len(p.size), 8, workers, func(from, to int) {
		products := make([]float64, len(p.size))
		for k := from; k < to && ctx.Err() == nil; k++ {
			c.ofSum(ctx, k, members[k], products)
			worst[k] = c.worst(k, products, spread)
		}
	})
	if err != nil {
		return 0, err
	}
	return mean(worst), nil
}

// worst is the largest ratio of cluster k with another, given the inner products
// of its sum with all sums.
func (c *centroids) worst(k int, products, spread []float64) float64 {
	most := 0.0
	for o, product := range products {
		product /= float64(c.size[k]) * float64(c.size[o])
		far := between(c.centroidSquare(k), c.centroidSquare(o), product)
		if o != k && far > 0 {
			most = max(most, (spread[k]+spread[o])/far)
		}
	}
	return most
}

// Dunn is the smallest Euclidean distance between rows of different clusters over
// the largest between rows of the same (Dunn 1974). O(n²·columns) time, O(n)
// memory per goroutine. NaN for fewer than two clusters, and if the rows of every
// cluster are equal.
func Dunn(ctx context.Context, s *features.Space, labels corpus.Labels, workers int) (float64, error) {
	p, err := newPoints(s, labels, Euclidean, workers)
	if err != nil || !p.comparable() {
		return math.NaN(), err
	}
	d := newDistances(p)
	near, wide := make([]float32, len(p.label)), make([]float32, len(p.label))
	err = d.blocks(ctx, func(first int, far [][]float32) error {
		return parallel.Each(ctx, len(far), workers, func(r int) {
			// From its own place on, the rest of its cluster comes first.
			inside := d.start[d.cluster(first+r)+1] - first
			wide[first+r] = slices.Max(far[r][r:inside])
			near[first+r] = math.MaxFloat32
			if inside < len(far[r]) {
				near[first+r] = slices.Min(far[r][inside:])
			}
		})
	})
	if err != nil {
		return 0, err
	}
	if most := slices.Max(wide); most > 0 {
		return float64(slices.Min(near)) / float64(most), nil
	}
	return math.NaN(), nil
}
