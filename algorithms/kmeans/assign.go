package kmeans

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// assign gives every row the nearest centre, ties broken by their order, and reports
// whether any row changed.
func (r *run) assign(ctx context.Context) (bool, error) {
	if err := parallel.Blocks(ctx, r.x.n, block, r.x.workers, r.assignBlock); err != nil {
		return false, err
	}
	changed := false
	for i, to := range r.next {
		if r.labels[i] != to {
			r.labels[i], changed = to, true
		}
	}
	return changed, nil
}

// A candidate is the centre that is nearest to a row so far, while that is sought.
type candidate struct {
	row, nearest int32
	squared      float64 // their squared distance, off by the slack at most; infinite if not known
}

// work is what a block of rows needs while it is assigned.
type work struct {
	open   []candidate
	asking []*candidate // those that are to be compared with a group
	rows   []int32      // theirs
	scores scores
}

// assignBlock compares each row with its own centre and with those of the groups
// that its bounds leave open.
func (r *run) assignBlock(from, to int) {
	w, b := r.works.Get().(*work), r.bounds
	defer r.works.Put(w)
	w.open = w.open[:0]
	for i := from; i < to; i++ {
		r.next[i] = r.labels[i]
		if c := (candidate{int32(i), r.labels[i], math.Inf(1)}); b.off || !r.settled(&c) {
			w.open = append(w.open, c)
		}
	}
	r.search(w)
	for _, c := range w.open {
		r.next[c.row] = c.nearest
		if !b.off {
			b.upper[c.row] = b.above(c.squared)
		}
	}
}

// search compares the rows of w.open with the groups that are open to them.
func (r *run) search(w *work) {
	if r.each != nil {
		r.searchEach(w)
		return
	}
	for g := range r.bounds.members {
		w.asking, w.rows = w.asking[:0], w.rows[:0]
		for at := range w.open {
			if c := &w.open[at]; r.bounds.off || *r.bounds.at(int(c.row), g) == open {
				w.asking, w.rows = append(w.asking, c), append(w.rows, c.row)
			}
		}
		if len(w.asking) > 0 {
			r.compare(w, g)
		}
	}
}

// few is the share of the centres that it takes as long to compare one by one
// as all at once.
const few = 1. / 10

// searchEach is search where every centre is a group of its own.
func (r *run) searchEach(w *work) {
	w.asking, w.rows = w.asking[:0], w.rows[:0]
	for at := range w.open {
		c := &w.open[at]
		lower := r.bounds.lower[int(c.row)*len(r.centres):][:len(r.centres)]
		count := 0
		for _, bound := range lower {
			if bound == open {
				count++
			}
		}
		if float64(count) > few*float64(len(lower)) {
			w.asking, w.rows = append(w.asking, c), append(w.rows, c.row)
			continue
		}
		for j, bound := range lower {
			if bound == open {
				r.compareOne(c, j, r.x.near(int(c.row), &r.centres[j]))
			}
		}
	}
	if len(w.asking) == 0 {
		return
	}
	w.scores.of(r.x, r.each, w.rows)
	for at, c := range w.asking {
		for j, score := range w.scores.at(at)[:len(r.centres)] {
			r.compareOne(c, j, r.x.fromScore(int(c.row), score))
		}
	}
}

// compareOne compares a row with the only centre of group j, given their squared
// distance.
func (r *run) compareOne(c *candidate, j int, squared float64) {
	if r.challenge(c, int32(j), squared); c.nearest == int32(j) {
		squared = math.Inf(1)
	}
	r.bounds.raise(c, j, squared)
}

// compare compares the rows that ask for group g with its centres, all at once.
// Where the scores leave no doubt which of them is the nearest, the others are
// passed over.
func (r *run) compare(w *work, g int) {
	members, x := r.bounds.members[g], r.x
	w.scores.of(x, r.tables[g], w.rows)
	for at, c := range w.asking {
		list, i := w.scores.at(at), int(c.row)
		first, best, second := vec.Greatest(list)
		others := best
		if x.apart(i, best, second) {
			if r.challenge(c, members[first], x.fromScore(i, best)); c.nearest == members[first] {
				others = second
			}
		} else {
			for t, j := range members {
				if !x.apart(i, best, list[t]) {
					r.challenge(c, j, x.fromScore(i, list[t]))
				}
			}
		}
		r.bounds.raise(c, g, x.fromScore(i, others))
	}
}

// challenge makes centre j the nearest of a row if it is nearer than that so
// far, given their squared distance to within the slack. Where that does not
// tell, both distances are computed anew.
func (r *run) challenge(c *candidate, j int32, squared float64) {
	if j == c.nearest {
		c.squared = min(c.squared, squared)
		return
	}
	if sure := 2 * r.x.slack; squared > c.squared+sure {
		return
	} else if squared >= c.squared-sure {
		squared = r.x.squared(int(c.row), &r.centres[j])
		c.squared = r.x.squared(int(c.row), &r.centres[c.nearest])
		if squared > c.squared || squared == c.squared && j > c.nearest {
			return
		}
	}
	r.bounds.lose(c, j)
	c.nearest, c.squared = j, squared
}

// settled brings the bounds of a row up to date with the last move, and says
// whether they prove that its centre is still the nearest. If they do not, it
// computes the squared distance from that centre, and marks as open the groups
// that may hold a nearer one.
func (r *run) settled(c *candidate) bool {
	b, i, own := r.bounds, int(c.row), c.nearest
	b.upper[i] += r.moved[own]
	if lowest := b.lowerAll(i, own); b.upper[i]*b.upper[i]+b.slack < b.computed(lowest) {
		return true
	}
	c.squared = r.x.near(i, &r.centres[own])
	b.upper[i] = b.above(c.squared)
	settled := true
	for g := range b.members {
		if lower := b.at(i, g); !(c.squared < b.computed(*lower)) {
			*lower, settled = open, false
		}
	}
	return settled
}
