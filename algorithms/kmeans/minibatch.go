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

// batches say how a mini-batch run draws rows, and when it ends.
type batches struct {
	size, iterations int
	patience         int     // batches without a smaller average inertia after which it ends; 0 = never
	reassign         float64 // moves centres that were given fewer rows than this share of the most
}

// miniBatch moves the given centres by Sculley's algorithm (2010), then assigns
// every row. In each iteration it draws a batch of rows, with repeats, and gives
// each to the nearest centre; a centre is the mean (if spherical, the direction)
// of all rows that it was ever given, which is his learning rate of 1 over their
// number. A centre that was never given one stays where it began, and clusters
// may end without rows. Cost: batch × k distances an iteration, and those of one
// assignment of all rows at the end.
//
// With patience and reassign it is scikit-learn's MiniBatchKMeans: it ends when the
// moving average of the inertia of batches has not fallen for patience batches; a batch
// has the weight 2·batch/(rows+1) in it. After every 10·k rows, or while a centre was
// given none, centres with few rows move to rows of the batch, at most half as many as
// the batch has.
func miniBatch(ctx context.Context, x *items, centres []centre, b batches, rng *rand.Rand) (result, error) {
	k := len(centres)
	if k == 0 {
		return result{labels: make(corpus.Labels, x.n), own: make([]float64, x.n)}, nil
	}
	r, err := newRun(ctx, x, centres, "lloyd")
	if err != nil {
		return result{}, err
	}
	m := &batchRun{run: r, batches: b, sums: make([]float64, k*x.cols), counts: make([]int, k),
		drawn: make([]int, b.size), labels: make(corpus.Labels, b.size), squared: make([]float64, b.size), least: math.Inf(1)}
	for i := range b.iterations {
		progress.Report(ctx, "k-means batch", i, b.iterations)
		if err := m.step(ctx, rng); err != nil {
			return result{}, err
		}
		if i > 0 && m.ends() {
			break
		}
	}
	if _, err := r.assign(ctx); err != nil {
		return result{}, err
	}
	return r.end(ctx, b.iterations)
}

// A batchRun is a run by batches.
type batchRun struct {
	*run
	batches
	sums    []float64 // of the rows that each centre was given
	counts  []int
	drawn   []int // the rows of the batch
	labels  corpus.Labels
	squared []float64 // their squared distances from the nearest centre

	since          int     // rows since centres were moved last
	average, least float64 // of the inertia of a row of a batch
	waited         int     // batches since the least
}

// step draws a batch and moves the centres.
func (m *batchRun) step(ctx context.Context, rng *rand.Rand) error {
	x := m.x
	for d := range m.drawn {
		m.drawn[d] = x.usable[rng.IntN(len(x.usable))]
	}
	err := parallel.Blocks(ctx, m.size, block, x.workers, func(from, to int) {
		m.nearest(m.labels[from:to], m.squared[from:to], m.drawn[from:to])
	})
	if err != nil {
		return err
	}
	clusters := byCluster(len(m.centres), slices.All(m.labels))
	err = parallel.Each(ctx, len(m.centres), x.workers, func(j int) {
		if given := clusters.of(j); len(given) > 0 {
			for _, d := range given {
				x.add(m.sum(j), m.drawn[d], 1)
			}
			m.counts[j] += len(given)
			m.put(j)
		}
	})
	if err == nil {
		m.moveIdle(rng)
	}
	return err
}

func (m *batchRun) sum(j int) []float64 { return m.sums[j*m.x.cols : (j+1)*m.x.cols] }

func (m *batchRun) put(j int) {
	if m.x.put(&m.centres[j], m.sum(j), m.counts[j]) > 0 {
		m.show(j)
	}
}

// moveIdle moves centres with few rows to rows of the batch, where they count as if they had
// the fewest rows of those that stay.
func (m *batchRun) moveIdle(rng *rand.Rand) {
	m.since += m.size
	if m.reassign == 0 || m.since < 10*len(m.centres) && !slices.Contains(m.counts, 0) {
		return
	}
	m.since = 0
	few, stay := m.reassign*float64(slices.Max(m.counts)), math.MaxInt
	var idle []int
	for j, n := range m.counts {
		if float64(n) < few {
			idle = append(idle, j)
		}
	}
	if most := m.size / 2; len(idle) > most {
		slices.SortStableFunc(idle, func(a, b int) int { return m.counts[a] - m.counts[b] })
		idle = idle[:most]
	}
	for j, n := range m.counts {
		if !slices.Contains(idle, j) {
			stay = min(stay, n)
		}
	}
	places := rng.Perm(m.size)
	for i, j := range idle {
		clear(m.sum(j))
		m.x.add(m.sum(j), m.drawn[places[i]], float64(max(stay, 1)))
		m.counts[j] = max(stay, 1)
		m.put(j)
	}
}

// ends brings the average inertia up to date, and reports whether patience is at its end.
func (m *batchRun) ends() bool {
	if m.patience == 0 {
		return false
	}
	inertia := 0.0
	for _, squared := range m.squared {
		inertia += squared
	}
	inertia /= float64(m.size)
	if m.average == 0 {
		m.average = inertia
	}
	weight := min(1, 2*float64(m.size)/float64(m.x.n+1))
	m.average += weight * (inertia - m.average)
	if m.waited++; m.average < m.least {
		m.least, m.waited = m.average, 0
	}
	return m.waited >= m.patience
}

// nearest gives rows the nearest centres, ties broken by their order, of a run without
// bounds, and their squared distances.
func (r *run) nearest(labels corpus.Labels, squared []float64, rows []int) {
	w := r.works.Get().(*work)
	defer r.works.Put(w)
	w.open = w.open[:0]
	for _, i := range rows {
		w.open = append(w.open, candidate{row: int32(i), squared: math.Inf(1)})
	}
	r.search(w)
	for at, c := range w.open {
		labels[at], squared[at] = c.nearest, c.squared
	}
}
