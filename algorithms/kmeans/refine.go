package kmeans

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// block is how many rows are handled at a time: whole tiles of products.
const block = 96

// limits say when a run ends though articles still change cluster.
type limits struct {
	iterations int
	shift      float64 // sum of the centres' squared moves
}

// A result is a finished run. Its inertia belongs to the centres at the end.
type result struct {
	labels     corpus.Labels
	centres    []centre
	own        []float64 // by row: squared distance from its own centre
	inertia    float64   // their sum
	iterations int
}

// A run moves centres and assigns rows in turn.
type run struct {
	x            *items
	centres      []centre
	bounds       *bounds
	tables       []*table // by group; or:
	each         *table   // of all centres, where each is a group of its own
	place        []int    // by centre: where it is in the table of its group
	labels, next corpus.Labels
	placed       corpus.Labels // the labels at the last move of the centres
	sums         []float64     // of those rows, centre by centre, where they are dense
	moved        []float64     // by centre: how far in the last move
	own          []float64     // by row: squared distance from its own centre, after measure
	works        sync.Pool     // of *work
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
		progress.Report(ctx, "k-means iteration", iterations, 0)
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
		x: x, centres: centres, bounds: bounds,
		tables: make([]*table, len(bounds.members)), place: make([]int, k),
		labels: make(corpus.Labels, x.n), next: make(corpus.Labels, x.n), placed: slices.Repeat(corpus.Labels{corpus.None}, x.n),
		own: make([]float64, x.n), moved: make([]float64, k), works: sync.Pool{New: func() any { return new(work) }},
	}
	if x.sparse == nil {
		r.sums = make([]float64, k*x.cols)
	}
	if k > 1 && len(bounds.members) == k {
		r.each = x.newTable(k)
	}
	for g, members := range bounds.members {
		if r.each == nil {
			r.tables[g] = x.newTable(len(members))
		}
		for at, j := range members {
			r.place[j] = at
			r.show(int(j))
		}
	}
	return r, nil
}

// show brings the table of centre j's group up to date with it.
func (r *run) show(j int) {
	if r.each != nil {
		r.each.put(r.x, j, &r.centres[j])
		return
	}
	r.tables[r.bounds.group[j]].put(r.x, r.place[j], &r.centres[j])
}

// end is the result of a run whose rows are assigned.
func (r *run) end(ctx context.Context, iterations int) (result, error) {
	err := r.measure(ctx)
	var inertia float64
	for _, d := range r.own {
		inertia += d
	}
	return result{labels: r.labels, centres: r.centres, own: r.own, inertia: inertia, iterations: iterations}, err
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
		r.labels[i] = int32(j)
		r.bounds.forget(i) // they were those of another centre
	}
	return nil
}

// move puts every centre at the mean of its rows, and returns the sum of the squared
// moves. Each centre is summed by one goroutine in the order of the rows. The
// sum of dense rows is kept: while few rows come and go, it is only brought up
// to date.
func (r *run) move(ctx context.Context) (float64, error) {
	k := len(r.centres)
	rows, changes := byCluster(k, slices.All(r.labels)), r.changes()
	err := parallel.Blocks(ctx, k, 1+k/32, r.x.workers, func(from, to int) {
		sum := make([]float64, r.x.cols)
		for j := from; j < to; j++ {
			r.moved[j] = 0
			own, changed := rows.of(j), changes.of(j)
			if len(changed) == 0 {
				continue
			}
			if r.sums != nil {
				sum = r.sums[j*r.x.cols : (j+1)*r.x.cols]
			}
			if r.sums != nil && len(changed) < len(own) {
				for _, i := range changed {
					times := -1.
					if r.labels[i] == int32(j) {
						times = 1
					}
					r.x.add(sum, i, times)
				}
			} else {
				clear(sum)
				for _, i := range own {
					r.x.add(sum, i, 1)
				}
			}
			if len(own) == 0 {
				continue
			}
			if r.moved[j] = r.x.put(&r.centres[j], sum, len(own)); r.moved[j] > 0 {
				r.show(j)
			}
		}
	})
	copy(r.placed, r.labels)
	var shift float64
	for _, d := range r.moved {
		shift += d * d
	}
	r.bounds.follow(r.moved)
	return shift, err
}

// changes are the rows that came to a cluster or left it since the last move.
func (r *run) changes() members {
	return byCluster(len(r.centres), func(yield func(int, int32) bool) {
		for i, to := range r.labels {
			from := r.placed[i]
			if from == to {
				continue
			}
			if from != corpus.None && !yield(i, from) || !yield(i, to) {
				return
			}
		}
	})
}

// members are rows by cluster.
type members struct{ rows, start []int }

// of are the rows of cluster j, in order.
func (m members) of(j int) []int { return m.rows[m.start[j]:m.start[j+1]] }

// byCluster sorts rows, given each with its cluster and in order, by cluster.
func byCluster(k int, rows iter.Seq2[int, int32]) members {
	m := members{start: make([]int, k+1)}
	count := 0
	for _, j := range rows {
		m.start[j+1]++
		count++
	}
	for j := range k {
		m.start[j+1] += m.start[j]
	}
	m.rows = make([]int, count)
	next := slices.Clone(m.start)
	for i, j := range rows {
		m.rows[next[j]] = i
		next[j]++
	}
	return m
}

// measure fills own.
func (r *run) measure(ctx context.Context) error {
	return parallel.Blocks(ctx, r.x.n, block, r.x.workers, func(from, to int) {
		for i := from; i < to; i++ {
			r.own[i] = r.x.squared(i, &r.centres[r.labels[i]])
		}
	})
}
