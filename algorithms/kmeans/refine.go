package kmeans

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// block is how many rows are handled at a time.
const block = 64

// limits say when a run ends though articles still change cluster.
type limits struct {
	iterations int
	shift      float64 // sum of the centres' squared moves
}

// A result is a finished run. Its inertia belongs to the centres at the end.
type result struct {
	labels     corpus.Labels
	own        []float64 // by row: squared distance from its own centre
	inertia    float64   // their sum
	iterations int
}

// A run moves centres and assigns rows in turn.
type run struct {
	x            *items
	centres      []centre
	matrix       []float32 // what the centres' at are slices of, group by group
	bounds       *bounds
	labels, next corpus.Labels
	moved        []float64 // by centre: how far in the last move
	stale        []bool    // by centre: its rows are others than when it was last put
	own          []float64 // by row: squared distance from its own centre, after measure
}

// refine runs Lloyd's algorithm from the given centres, which it changes.
func refine(ctx context.Context, x *items, centres []centre, variant string, l limits) (result, error) {
	if len(centres) == 0 {
		return result{labels: make(corpus.Labels, x.n), own: make([]float64, x.n)}, nil
	}
	r, err := newRun(ctx, x, centres, variant)
	if err != nil {
		return result{}, err
	}
	if _, err := r.assign(ctx); err != nil {
		return result{}, err
	}
	iterations := 0
	for iterations < l.iterations {
		iterations++
		if err := r.refill(ctx); err != nil {
			return result{}, err
		}
		shift, err := r.move(ctx)
		if err != nil {
			return result{}, err
		}
		changed, err := r.assign(ctx)
		if err != nil {
			return result{}, err
		}
		if !changed || shift <= l.shift {
			break
		}
	}
	return r.end(ctx, iterations)
}

func newRun(ctx context.Context, x *items, centres []centre, variant string) (*run, error) {
	bounds, err := newBounds(ctx, x, centres, variant)
	if err != nil {
		return nil, err
	}
	k := len(centres)
	r := &run{
		x: x, centres: centres, bounds: bounds, matrix: make([]float32, 0, k*x.cols),
		labels: make(corpus.Labels, x.n), next: make(corpus.Labels, x.n), own: make([]float64, x.n),
		moved: make([]float64, k), stale: make([]bool, k),
	}
	for j := range r.stale {
		r.stale[j] = true
	}
	for _, members := range bounds.members {
		for _, j := range members {
			from := len(r.matrix)
			r.matrix = append(r.matrix, centres[j].at...)
			centres[j].at = r.matrix[from:len(r.matrix):len(r.matrix)]
		}
	}
	return r, nil
}

// end is the result of a run whose rows are assigned.
func (r *run) end(ctx context.Context, iterations int) (result, error) {
	err := r.measure(ctx)
	var inertia float64
	for _, d := range r.own {
		inertia += d
	}
	return result{labels: r.labels, own: r.own, inertia: inertia, iterations: iterations}, err
}

// refill gives every cluster without rows the one farthest from its own centre.
// Rows of zeros count for nothing if spherical.
func (r *run) refill(ctx context.Context) error {
	count := make([]int, len(r.centres))
	for _, i := range r.x.usable {
		count[r.labels[i]]++
	}
	if !slices.Contains(count, 0) {
		return nil
	}
	if err := r.measure(ctx); err != nil {
		return err
	}
	farthest := slices.Clone(r.x.usable)
	slices.SortStableFunc(farthest, func(a, b int) int { return cmp.Compare(r.own[b], r.own[a]) })
	for j := range count {
		if count[j] > 0 {
			continue
		}
		// Counts only fall, so a row passed over once need not be seen again.
		for len(farthest) > 0 && count[r.labels[farthest[0]]] == 1 {
			farthest = farthest[1:]
		}
		if len(farthest) == 0 {
			return nil
		}
		i := farthest[0]
		from := r.labels[i]
		if !r.x.differs(i, &r.centres[from], r.own[i]) {
			return nil
		}
		farthest = farthest[1:]
		count[from]--
		count[j]++
		r.stale[from], r.stale[j] = true, true
		r.labels[i] = int32(j)
		r.bounds.forget(i) // they were those of another centre
	}
	return nil
}

// move puts every centre amid its rows, and returns the sum of the squared
// moves. Each centre is summed by one goroutine in the order of the rows.
func (r *run) move(ctx context.Context) (float64, error) {
	order, start := byCluster(r.labels, len(r.centres))
	err := parallel.Blocks(ctx, len(r.centres), 1+len(r.centres)/32, r.x.workers, func(from, to int) {
		sum := make([]float64, r.x.cols)
		for j := from; j < to; j++ {
			r.moved[j] = 0
			rows := order[start[j]:start[j+1]]
			if !r.stale[j] || len(rows) == 0 {
				continue
			}
			clear(sum)
			for _, i := range rows {
				r.x.addTo(sum, i)
			}
			r.moved[j] = r.x.put(&r.centres[j], sum, len(rows))
			r.stale[j] = false
		}
	})
	var shift float64
	for _, d := range r.moved {
		shift += d * d
	}
	r.bounds.follow(r.moved)
	return shift, err
}

// byCluster lists the rows cluster by cluster, in order within each: those of
// cluster j are order[start[j]:start[j+1]].
func byCluster(labels corpus.Labels, k int) (order, start []int) {
	start = make([]int, k+1)
	for _, j := range labels {
		start[j+1]++
	}
	for j := range k {
		start[j+1] += start[j]
	}
	order = make([]int, len(labels))
	next := slices.Clone(start)
	for i, j := range labels {
		order[next[j]] = i
		next[j]++
	}
	return order, start
}

// measure fills own.
func (r *run) measure(ctx context.Context) error {
	return parallel.Blocks(ctx, r.x.n, block, r.x.workers, func(from, to int) {
		for i := from; i < to; i++ {
			r.own[i] = r.x.squared(i, &r.centres[r.labels[i]])
		}
	})
}
