package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// Similarities gives for each row two cosines: with the centroid of the other rows
// of its cluster, and with the nearest centroid of another cluster. Centroids are
// means of rows scaled to unit length. The row itself is left out of its own cluster,
// so that the two are comparable: for one of two rows own is their cosine. Both
// are NaN for a row that is alone, nearest also if there is one cluster.
// O(n·clusters·columns) time, less for sparse rows.
func Similarities(ctx context.Context, s *features.Space, labels corpus.Labels, workers int) (own, nearest []float64, err error) {
	p, err := newPoints(s, labels, Cosine, workers)
	if err != nil {
		return nil, nil, err
	}
	c := newCentroids(p)
	own, nearest = make([]float64, len(p.label)), make([]float64, len(p.label))
	err = c.each(ctx, func(i int, products []float64) {
		k := int(p.label[i])
		own[i], nearest[i] = math.NaN(), math.NaN()
		if p.size[k] == 1 {
			return
		}
		self, product := p.square[i], products[k]
		own[i] = cosine(product-self, length(c.square[k]-2*product+self, p.size[k]-1))
		if len(p.size) == 1 {
			return
		}
		nearest[i] = -1
		for o, product := range products {
			if o != k {
				nearest[i] = max(nearest[i], c.cosine(o, product))
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return own, nearest, nil
}

// Loose is the share of rows, among those in clusters of two or more, that have a
// cosine of at least similar with fewer than a fifth of the other rows of their
// cluster. NaN if every row is alone. At most O(n·largest cluster·columns)
// time; a row is done as soon as a fifth is found.
func Loose(ctx context.Context, s *features.Space, labels corpus.Labels, similar float64, workers int) (float64, error) {
	p, err := newPoints(s, labels, Cosine, workers)
	if err != nil {
		return 0, err
	}
	members := p.members()
	loose := make([]float64, len(p.label))
	err = parallel.Blocks(ctx, len(p.label), 16, workers, func(from, to int) {
		var spread []float32 // a sparse row, written out
		if s.Sparse != nil {
			spread = make([]float32, s.Cols())
		}
		for i := from; i < to && ctx.Err() == nil; i++ {
			loose[i] = math.NaN()
			if mates := members[p.label[i]]; len(mates) > 1 {
				loose[i] = p.isLoose(ctx, i, mates, similar, spread)
			}
		}
	})
	if err != nil {
		return 0, err
	}
	return mean(loose), nil
}

// isLoose is 1 for a loose row, else 0. spread must be all zeros, and is all zeros again
// afterwards.
func (p *points) isLoose(ctx context.Context, i int, mates []int32, similar float64, spread []float32) float64 {
	index, row := p.space.Row(i)
	for n, t := range index {
		spread[t] = row[n]
	}
	defer func() {
		for _, t := range index {
			spread[t] = 0
		}
	}()
	enough := (len(mates) - 1 + 4) / 5 // a fifth, rounded up
	for n, j := range mates {
		if n%1024 == 0 && ctx.Err() != nil {
			break
		}
		if int(j) != i && p.product(row, int(j), spread)*p.scale[i]*p.scale[j] >= similar {
			if enough--; enough == 0 {
				return 0
			}
		}
	}
	return 1
}

// product is the inner product of a row with row j. A sparse row is given as spread.
func (p *points) product(row []float32, j int, spread []float32) float64 {
	index, other := p.space.Row(j)
	if spread == nil {
		return float64(vec.Dot(row, other))
	}
	return float64(vec.DotSparse(index, other, spread))
}
