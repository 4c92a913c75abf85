package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// Silhouette is the mean over the rows of (b−a)/max(a,b), −1 to 1: a is the mean
// distance of a row from the others of its cluster, b that from the nearest other
// cluster (Rousseeuw 1987). each has the values of the rows, 0 for a row that is alone
// in its cluster. The value is NaN, and each is nil, for fewer than two clusters, and
// if every row is alone. Cosine takes O(n·clusters·columns) time, less for sparse rows,
// and O(clusters·columns) memory; Euclidean O(n²·columns) time and O(n) memory.
func Silhouette(
	ctx context.Context, s *features.Space, labels corpus.Labels, d Distance, workers int,
) (value float64, each []float64, err error) {
	p, err := newPoints(s, labels, d, workers)
	if err != nil || !p.comparable() {
		return math.NaN(), nil, err
	}
	each = make([]float64, len(p.label))
	if d == Cosine {
		own := func(i, k int, product float64) float64 { return apart((product - p.square[i]) / float64(p.size[k]-1)) }
		err = newCentroids(p).silhouettes(ctx, each, own, func(_, k int, product float64) float64 {
			return apart(product / float64(p.size[k]))
		})
	} else {
		err = newSums(p).silhouettes(ctx, each)
	}
	if err != nil {
		return 0, nil, err
	}
	return mean(each), each, nil
}

// silhouettes sets the silhouette of each row, given its distances from its own cluster
// and from another, by its inner product with the cluster's sum.
func (c *centroids) silhouettes(ctx context.Context, each []float64, own, other func(i, k int, product float64) float64) error {
	return c.each(ctx, func(i int, products []float64) {
		mine := int(c.label[i])
		b := math.Inf(1)
		for k, product := range products {
			if k != mine {
				b = min(b, other(i, k, product))
			}
		}
		each[i] = silhouette(own(i, mine, products[mine]), b, c.size[mine])
	})
}

// SimplifiedSilhouette is [Silhouette] with distances from centroids instead of mean
// distances: a is the distance of a row from the centroid of its cluster, b that from
// the nearest other centroid (Hruschka, Campello & de Castro 2006). It is undefined if
// Silhouette is, and takes the time of a cosine silhouette.
func SimplifiedSilhouette(
	ctx context.Context, s *features.Space, labels corpus.Labels, d Distance, workers int,
) (value float64, each []float64, err error) {
	p, err := newPoints(s, labels, d, workers)
	if err != nil || !p.comparable() {
		return math.NaN(), nil, err
	}
	c := newCentroids(p)
	far := c.distance
	if d == Cosine {
		far = func(_, k int, product float64) float64 { return apart(c.cosine(k, product)) }
	}
	each = make([]float64, len(p.label))
	if err := c.silhouettes(ctx, each, far, far); err != nil {
		return 0, nil, err
	}
	return mean(each), each, nil
}

// silhouette is the value of a row in a cluster of the given size.
func silhouette(a, b float64, size int) float64 {
	if size == 1 || max(a, b) == 0 {
		return 0
	}
	return (b - a) / max(a, b)
}
