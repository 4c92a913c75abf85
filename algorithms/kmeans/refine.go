package kmeans

import (
	"cmp"
	"context"
	"math"
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
	inertia    float64
	iterations int
}

// A run moves centres and assigns rows in turn. Hamerly's algorithm (2010) keeps
// two bounds for each row: its distance from its own centre is at most upper,
// that from any other at least lower. While upper < lower the row stays and no
// distance is computed. His further test, against half the distance between
// centres, is left out: it costs k² distances an iteration and says little in
// the hundreds of dimensions that articles have.
//
// The bounds allow for the rounding of distances, so a row is skipped only where
// comparing it with all centres would have left it where it is: with bounds or
// without, runs give the same bits.
type run struct {
	x            *items
	hamerly      bool
	centres      []centre
	labels, next corpus.Labels
	upper, lower []float64 // by row
	moved        []float64 // by centre: how far in the last move
	most, second int       // the centres that moved farthest
	stale        []bool    // by centre: its rows are others than when it was last put
	own          []float64 // by row: squared distance from its own centre, after measure
}

// refine runs Lloyd's algorithm from the given centres, which it changes.
func refine(ctx context.Context, x *items, centres []centre, hamerly bool, l limits) (result, error) {
	if len(centres) == 0 {
		return result{labels: make(corpus.Labels, x.n)}, nil
	}
	k := len(centres)
	r := &run{
		x: x, hamerly: hamerly, centres: centres,
		labels: make(corpus.Labels, x.n), next: make(corpus.Labels, x.n),
		upper: make([]float64, x.n), lower: make([]float64, x.n), own: make([]float64, x.n),
		moved: make([]float64, k), stale: make([]bool, k),
	}
	for j := range r.stale {
		r.stale[j] = true
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
	err := r.measure(ctx)
	var inertia float64
	for _, d := range r.own {
		inertia += d
	}
	return result{labels: r.labels, inertia: inertia, iterations: iterations}, err
}

// assign gives every row the nearest centre, the first of equals, and says
// whether any row changed.
func (r *run) assign(ctx context.Context) (bool, error) {
	if err := parallel.Blocks(ctx, r.x.n, block, r.x.workers, r.assignBlock); err != nil {
		return false, err
	}
	changed := false
	for i, to := range r.next {
		if from := r.labels[i]; from != to {
			r.stale[from], r.stale[to], changed = true, true, true
			r.labels[i] = to
		}
	}
	return changed, nil
}

func (r *run) assignBlock(from, to int) {
	var (
		open        [block]int // the rows that have to be compared with all centres
		n           int
		best, other [block]float64
	)
	for i := from; i < to; i++ {
		if r.settled(i) {
			r.next[i] = r.labels[i]
			continue
		}
		open[n], best[n], other[n] = i, math.Inf(1), math.Inf(1)
		n++
	}
	// Centres in the outer loop: a long one then stays in the cache for the block.
	for j := range r.centres {
		for o, i := range open[:n] {
			if d := r.x.squared(i, &r.centres[j]); d < best[o] {
				best[o], other[o] = d, best[o]
				r.next[i] = int32(j)
			} else if d < other[o] {
				other[o] = d
			}
		}
	}
	for o, i := range open[:n] {
		r.upper[i] = math.Sqrt(best[o] + r.x.slack)
		r.lower[i] = math.Sqrt(max(0, other[o]-r.x.slack))
	}
}

// settled brings the bounds of row i up to date with the last move, and says
// whether they prove that its centre is still the nearest.
func (r *run) settled(i int) bool {
	if !r.hamerly || r.lower[i] == 0 {
		return false
	}
	own, farthest := r.labels[i], r.most
	if int(own) == farthest {
		farthest = r.second
	}
	r.upper[i] += r.moved[own]
	r.lower[i] = max(0, r.lower[i]-r.moved[farthest])
	nearest := r.lower[i]*r.lower[i] - r.x.slack // computed distances from the others are at least this
	if r.upper[i]*r.upper[i]+r.x.slack < nearest {
		return true
	}
	d := r.x.squared(i, &r.centres[own])
	r.upper[i] = math.Sqrt(d + r.x.slack)
	return d < nearest
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
		r.lower[i] = 0 // its bounds were those of another centre
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
	r.most, r.second = 0, 0
	for j, d := range r.moved {
		shift += d * d
		if d > r.moved[r.most] {
			r.most = j
		}
	}
	if r.most == 0 && len(r.moved) > 1 {
		r.second = 1
	}
	for j, d := range r.moved {
		if j != r.most && d > r.moved[r.second] {
			r.second = j
		}
	}
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
