package kmeans

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
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
	for i := range iterations {
		progress.Report(ctx, "k-means batch", i, iterations)
		for d := range drawn {
			drawn[d] = x.usable[rng.IntN(len(x.usable))]
		}
		err := parallel.Blocks(ctx, batch, block, x.workers, func(from, to int) {
			r.nearest(labels[from:to], drawn[from:to])
		})
		if err != nil {
			return result{}, err
		}
		clusters := byCluster(k, slices.All(labels))
		err = parallel.Each(ctx, k, x.workers, func(j int) {
			given := clusters.of(j)
			if len(given) == 0 {
				return
			}
			sum := sums[j*x.cols : (j+1)*x.cols]
			for _, d := range given {
				x.add(sum, drawn[d], 1)
			}
			counts[j] += len(given)
			if x.put(&centres[j], sum, counts[j]) > 0 {
				r.show(j)
			}
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

// nearest gives rows the nearest centres, ties broken by their order, of a run without
// bounds.
func (r *run) nearest(labels corpus.Labels, rows []int) {
	w := r.works.Get().(*work)
	defer r.works.Put(w)
	w.open = w.open[:0]
	for _, i := range rows {
		w.open = append(w.open, candidate{row: int32(i), squared: math.Inf(1)})
	}
	r.search(w)
	for at, c := range w.open {
		labels[at] = c.nearest
	}
}
