package kmeans

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// miniBatch moves the given centres by Sculley's algorithm (2010), then assigns
// every row. In each iteration it draws a batch of rows, with repeats, and gives
// each to the nearest centre; a centre is the mean (if spherical, the direction)
// of all rows that it was ever given, which is his learning rate of 1 over their
// number. A centre that was never given one stays where it began, and clusters
// may end without rows. Cost: batch × k distances an iteration, and those of one
// assignment of all rows at the end.
func miniBatch(ctx context.Context, x *items, centres []centre, batch, iterations int, rng *rand.Rand) (result, error) {
	k := len(centres)
	if k == 0 {
		return result{labels: make(corpus.Labels, x.n), own: make([]float64, x.n)}, nil
	}
	r, err := newRun(ctx, x, centres, "lloyd")
	if err != nil {
		return result{}, err
	}
	sums, counts := make([]float64, k*x.cols), make([]int, k)
	drawn, labels := make([]int, batch), make(corpus.Labels, batch)
	for range iterations {
		for d := range drawn {
			drawn[d] = x.usable[rng.IntN(len(x.usable))]
		}
		err := parallel.Blocks(ctx, batch, block, x.workers, func(from, to int) {
			w := new(work)
			for d := from; d < to; d++ {
				labels[d] = r.nearest(drawn[d], w)
			}
		})
		if err != nil {
			return result{}, err
		}
		order, start := byCluster(labels, k)
		err = parallel.Each(ctx, k, x.workers, func(j int) {
			given := order[start[j]:start[j+1]]
			if len(given) == 0 {
				return
			}
			sum := sums[j*x.cols : (j+1)*x.cols]
			for _, d := range given {
				x.addTo(sum, drawn[d])
			}
			counts[j] += len(given)
			x.put(&centres[j], sum, counts[j])
		})
		if err != nil {
			return result{}, err
		}
	}
	if _, err := r.assign(ctx); err != nil {
		return result{}, err
	}
	return r.end(ctx, iterations)
}

// nearest is the centre nearest to row i, the first of equals, of a run with all
// centres in one group.
func (r *run) nearest(i int, w *work) int32 {
	best, least := int32(0), math.Inf(1)
	all := r.bounds.members[0]
	for first := 0; first < len(all); first += tile {
		some := all[first:min(first+tile, len(all))]
		for t, d := range r.x.squaredAll(w, i, r.centres, some, r.tileAt(0, first, len(some))) {
			if d < least {
				best, least = some[t], d
			}
		}
	}
	return best
}
