package kmeans

import (
	"context"
	"math"
	"math/rand/v2"
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

// plusPlus returns k rows as centres by greedy k-means++ (Arthur and
// Vassilvitskii 2007): the first is any row; for each next one 2+ln k rows are
// drawn, each as likely as its squared distance from the nearest centre so far,
// and the one that leaves the least sum of these distances is taken, the first
// drawn among equals. It returns fewer where no row differs from all centres.
func (x *items) plusPlus(ctx context.Context, k int, rng *rand.Rand) ([]centre, error) {
	if k == 0 {
		return nil, nil
	}
	s := seeding{x: x, nearest: make([]float64, x.n), blockSums: make([]float64, (x.n+block-1)/block)}
	for i := range s.nearest {
		s.nearest[i] = math.Inf(1)
	}
	trials := make([]trial, 2+int(math.Log(float64(k))))
	for i := range trials {
		trials[i].nearest = make([]float64, x.n)
	}
	first := &trials[0]
	first.centre = x.centreAt(x.usable[rng.IntN(len(x.usable))])
	if err := s.measure(ctx, first); err != nil {
		return nil, err
	}
	list := []centre{s.take(first)}
	for len(list) < k && s.total > 0 {
		best := &trials[0]
		for i := range trials {
			t := &trials[i]
			t.centre = x.centreAt(s.draw(rng))
			if err := s.measure(ctx, t); err != nil {
				return nil, err
			}
			if t.total < best.total {
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
	nearest   []float64 // squared distance of each row from the nearest centre
	upTo      []float64 // sums of nearest up to and including each row
	total     float64   // sum of nearest
	blockSums []float64
}

// A trial is what a seeding would be with one more centre.
type trial struct {
	centre  centre
	nearest []float64
	total   float64
}

// measure fills in a trial from its centre.
func (s *seeding) measure(ctx context.Context, t *trial) error {
	err := parallel.Blocks(ctx, s.x.n, block, s.x.workers, func(from, to int) {
		var sum float64
		for i := from; i < to; i++ {
			t.nearest[i] = 0
			if d := s.x.squared(i, &t.centre); s.x.scale[i] > 0 && s.x.differs(i, &t.centre, d) {
				t.nearest[i] = min(d, s.nearest[i])
			}
			sum += t.nearest[i]
		}
		s.blockSums[from/block] = sum
	})
	t.total = 0
	for _, sum := range s.blockSums {
		t.total += sum
	}
	return err
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
