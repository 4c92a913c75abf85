package kmeans

import (
	"context"
	"math"
	"slices"

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

// A table holds centres for comparison with many rows at once. The score of a
// row with a centre is their inner product less half the centre's squared
// length, where that is not the same for all: the greater, the nearer.
//
// Scores are quick, in float32, and as squared distances off by the slack at
// most. They only tell which centres cannot be the nearest; what lies closer
// together than that is settled by the distances themselves, in float64.
type table struct {
	dense  *vec.Panels
	sparse *vec.Columns // or dense
	bias   []float32    // by centre: what is added to the inner product; past the last centre -Inf
}

// newTable returns a table for count centres, to be put in.
func (x *items) newTable(count int) *table {
	t := new(table)
	width := 0
	if x.sparse != nil {
		t.sparse = vec.NewColumns(count, x.cols)
		width = t.sparse.Width()
	} else {
		t.dense = vec.NewPanels(count, x.cols)
		width = t.dense.Width()
	}
	t.bias = slices.Repeat([]float32{float32(math.Inf(-1))}, width)
	return t
}

// put makes c the centre at a place of the table.
func (t *table) put(x *items, at int, c *centre) {
	x.round(c)
	t.bias[at] = c.bias
	if t.sparse != nil {
		t.sparse.Set(at, c.rough)
	} else {
		t.dense.Set(at, c.rough)
	}
}

// scores are those of some rows with the centres of a table.
type scores struct {
	width  int
	values []float32
	rows   []float32 // the rows, where they do not lie side by side
}

// of fills in the scores of rows.
func (s *scores) of(x *items, t *table, rows []int32) {
	s.width = len(t.bias)
	s.values = slices.Grow(s.values[:0], len(rows)*s.width)[:len(rows)*s.width]
	if t.dense != nil {
		t.dense.Products(s.values, s.side(x, rows), t.bias)
		return
	}
	for at, i := range rows {
		index, value := x.sparse.Row(int(i))
		copy(s.at(at), t.bias)
		t.sparse.AddProducts(s.at(at), index, value)
	}
}

// side are the given rows one after the other.
func (s *scores) side(x *items, rows []int32) []float32 {
	first, last := int(rows[0]), int(rows[len(rows)-1])
	if last-first == len(rows)-1 {
		return x.products[first*x.cols : (last+1)*x.cols]
	}
	s.rows = s.rows[:0]
	for _, i := range rows {
		s.rows = append(s.rows, x.products[int(i)*x.cols:(int(i)+1)*x.cols]...)
	}
	return s.rows
}

// at are the scores of the row at a place.
func (s *scores) at(row int) []float32 { return s.values[row*s.width : (row+1)*s.width] }

// fromScore is the squared distance that a score of row i means.
func (x *items) fromScore(i int, score float32) float64 {
	square := x.length[i]
	if x.spherical {
		square++ // that of the centre
	}
	return max(0, square-2*x.scale[i]*float64(score))
}

// apart reports whether the centre of the greater score is the nearer one to row i
// beyond doubt.
func (x *items) apart(i int, greater, less float32) bool {
	return x.scale[i]*(float64(greater)-float64(less)) > x.slack
}
