package kmeans

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// random returns k different rows as centres, each as likely as the others.
func (x *items) random(ctx context.Context, k int, rng *rand.Rand) ([]centre, error) {
	list := make([]centre, k)
	for i, u := range rng.Perm(len(x.usable))[:k] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		list[i] = x.centreAt(x.usable[u])
	}
	return list, nil
}

// first returns the first k rows as centres, as MacQueen (1967) began.
func (x *items) first(_ context.Context, k int, _ *rand.Rand) ([]centre, error) {
	list := make([]centre, k)
	for i, u := range x.usable[:k] {
		list[i] = x.centreAt(u)
	}
	return list, nil
}

// plusPlus returns k rows as centres by greedy k-means++ (Arthur and
// Vassilvitskii 2007): the first is any row; for each next one 2+ln k rows are
// drawn, each as likely as its squared distance from the nearest centre so far,
// and the one that leaves the least sum of these distances is taken, the first
// drawn among equals. It returns fewer if no row differs from all centres.
func (x *items) plusPlus(ctx context.Context, k int, rng *rand.Rand) ([]centre, error) {
	if k == 0 {
		return nil, nil
	}
	s := seeding{x: x, nearest: slices.Repeat([]float64{math.Inf(1)}, x.n)}
	trials := make([]trial, 2+int(math.Log(float64(k))))
	for i := range trials {
		trials[i].nearest = make([]float64, x.n)
	}
	s.table = x.newTable(len(trials))
	trials[0].centre = x.centreAt(x.usable[rng.IntN(len(x.usable))])
	if err := s.measure(ctx, trials[:1]); err != nil {
		return nil, err
	}
	list := []centre{s.take(&trials[0])}
	for len(list) < k && s.total > 0 {
		for i := range trials {
			trials[i].centre = x.centreAt(s.draw(rng))
		}
		if err := s.measure(ctx, trials); err != nil {
			return nil, err
		}
		best := &trials[0]
		for i := range trials {
			if t := &trials[i]; t.total < best.total {
				best = t
			}
		}
		list = append(list, s.take(best))
	}
	return list, nil
}

// A seeding is k-means++ under way.
type seeding struct {
	x         *items
	table     *table    // of the centres of the trials
	nearest   []float64 // squared distance of each row from the nearest centre
	upTo      []float64 // sums of nearest up to and including each row
	total     float64   // sum of nearest
	blockSums []float64 // by block and trial
}

// A trial is what a seeding would be with one more centre.
type trial struct {
	centre  centre
	nearest []float64
	total   float64
}

// measure fills in trials from their centres.
func (s *seeding) measure(ctx context.Context, trials []trial) error {
	for t := range trials {
		s.table.put(s.x, t, &trials[t].centre)
	}
	s.blockSums = make([]float64, (s.x.n+block-1)/block*len(trials))
	err := parallel.Blocks(ctx, s.x.n, block, s.x.workers, func(from, to int) {
		var scores scores
		scores.of(s.x, s.table, span(from, to))
		sums := s.blockSums[from/block*len(trials):]
		for i := from; i < to; i++ {
			for t, score := range scores.at(i - from)[:len(trials)] {
				trials[t].nearest[i] = s.left(i, &trials[t].centre, score)
				sums[t] += trials[t].nearest[i]
			}
		}
	})
	for t := range trials {
		trials[t].total = 0
		for b := t; b < len(s.blockSums); b += len(trials) {
			trials[t].total += s.blockSums[b]
		}
	}
	return err
}

// left is the squared distance of row i from the nearest centre if c, with which
// it has this score, were one.
func (s *seeding) left(i int, c *centre, score float32) float64 {
	if s.x.scale[i] == 0 {
		return 0
	}
	if s.x.fromScore(i, score) > s.nearest[i]+2*s.x.slack {
		return s.nearest[i]
	}
	if d := s.x.squared(i, c); s.x.differs(i, c, d) {
		return min(d, s.nearest[i])
	}
	return 0
}

// span are the rows from one up to, but without, another.
func span(from, to int) []int32 {
	rows := make([]int32, 0, to-from)
	for i := from; i < to; i++ {
		rows = append(rows, int32(i))
	}
	return rows
}

// take makes the centre of a trial one of the seeding's.
func (s *seeding) take(t *trial) centre {
	s.nearest, t.nearest = t.nearest, s.nearest
	s.upTo, s.total = s.upTo[:0], 0
	for _, d := range s.nearest {
		s.total += d
		s.upTo = append(s.upTo, s.total)
	}
	return t.centre
}

// draw returns a row at random, each as likely as its squared distance.
func (s *seeding) draw(rng *rand.Rand) int {
	r := rng.Float64() * s.total
	i := sort.Search(len(s.upTo), func(i int) bool { return s.upTo[i] > r })
	if i < len(s.upTo) {
		return i
	}
	// r was rounded up to the total: the last row that may be drawn.
	return sort.SearchFloat64s(s.upTo, s.total)
}
