package knn

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

const (
	// Wanted is the recall that a search makes sure of: the estimate is two standard
	// deviations above it.
	Wanted = 0.97
	// sampled is how many rows are compared with all others, to see what a search of
	// them finds.
	sampled = 750
)

// wanted says which neighbours are.
type wanted struct {
	k       int
	least   float32
	workers int
}

// A finder finds neighbours of rows, more of them with more effort.
type finder interface {
	order() []int32             // the rows, so that those are together whose neighbours are
	together() int              // how many rows to ask for at once
	efforts() (least, most int) // the most is not worth it: comparing all pairs takes as long
	find(best []nearest, rows []int32, effort int)
}

// search takes the least effort of a few that finds enough neighbours of the sample.
func (c *cosines) search(ctx context.Context, w wanted) (found [][]neighbour, recall float64, err error) {
	sample := c.sample(sampled, rand.New(rand.NewPCG(uint64(c.n), 1)))
	slices.Sort(sample)
	exact, err := c.of(ctx, newAllPairs(c), sample, w, 0, nil)
	if err != nil {
		return nil, 0, err
	}
	f, err := c.finder(ctx, w)
	if err != nil {
		return nil, 0, err
	}
	enough := func(effort int) bool {
		var tried [][]neighbour
		if tried, err = c.of(ctx, f, sample, w, effort, nil); err != nil {
			return false
		}
		share, deviation := shareFound(exact, tried)
		if share-2*deviation < Wanted {
			return false
		}
		recall = min(share, 0.999) // a sample vouches for no more
		return true
	}
	least, most := f.efforts()
	effort := leastEffort(least, most, enough)
	if err != nil {
		return nil, 0, err
	}
	if effort < most {
		found, err = c.each(ctx, f, w, effort)
		return found, recall, err
	}
	found, err = c.each(ctx, newAllPairs(c), w, 0)
	return found, 1, err
}

// leastEffort tries efforts from least on in steps, and between the last two. It returns
// one that is enough, or most if none of those below is; what it returns, if below, was the
// last that was found to be enough.
func leastEffort(least, most int, enough func(int) bool) int {
	short, effort := 0, least
	for ; effort < most && !enough(effort); effort += (effort + 1) / 2 {
		short = effort
	}
	if effort >= most || short == 0 {
		return min(effort, most)
	}
	for range 2 {
		if middle := (short + effort) / 2; enough(middle) {
			effort = middle
		} else {
			short = middle
		}
	}
	return effort
}

func (c *cosines) finder(ctx context.Context, w wanted) (finder, error) {
	if c.sparse != nil {
		return newPostings(c, w.k), nil
	}
	return newLists(ctx, c, w.workers)
}

// each finds the neighbours of each row.
func (c *cosines) each(ctx context.Context, f finder, w wanted, effort int) ([][]neighbour, error) {
	order := f.order()
	found := make([][]neighbour, c.n)
	inOrder, err := c.of(ctx, f, order, w, effort, progress.Counter(ctx, "neighbours", c.n))
	for p, i := range order[:len(inOrder)] {
		found[i] = inOrder[p]
	}
	return found, err
}

// of finds the neighbours of some rows.
func (c *cosines) of(ctx context.Context, f finder, rows []int32, w wanted, effort int, count func(int)) ([][]neighbour, error) {
	found := make([][]neighbour, len(rows))
	err := parallel.Blocks(ctx, len(rows), f.together(), w.workers, func(from, to int) {
		best := make([]nearest, to-from)
		for b := range best {
			best[b] = nearest{k: w.k, least: w.least}
		}
		f.find(best, rows[from:to], effort)
		for b := range best {
			found[from+b] = best[b].heap
			slices.SortFunc(found[from+b], func(x, y neighbour) int { return cmp.Compare(x.row, y.row) })
		}
		if count != nil {
			count(to - from)
		}
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// all lists the rows.
func (c *cosines) all() []int32 {
	rows := make([]int32, c.n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// sample draws some of the rows.
func (c *cosines) sample(count int, rng *rand.Rand) []int32 {
	rows := c.all()
	for s := range count {
		other := s + rng.IntN(c.n-s)
		rows[s], rows[other] = rows[other], rows[s]
	}
	return rows[:count]
}

// shareFound is the mean share of the exact neighbours of a row in place of which as near
// ones were found, and its standard deviation. Without any it is 1.
func shareFound(exact, found [][]neighbour) (mean, deviation float64) {
	var count, sum, squares float64
	for i, near := range exact {
		if len(near) == 0 {
			continue
		}
		farthest := slices.MinFunc(near, func(x, y neighbour) int { return cmp.Compare(x.cosine, y.cosine) }).cosine
		hits := 0
		for _, n := range found[i] {
			if n.cosine >= farthest {
				hits++
			}
		}
		share := float64(hits) / float64(len(near))
		count, sum, squares = count+1, sum+share, squares+share*share
	}
	if count == 0 {
		return 1, 0
	}
	mean = sum / count
	return mean, math.Sqrt(max(squares/count-mean*mean, 0) / count)
}
