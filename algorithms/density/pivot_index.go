package density

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// ballSize is the maximum number of rows of a ball: large enough that comparing
// centres first costs little, and small enough to share balls among goroutines.
const ballSize = 128

// A pivotIndex groups dense rows into balls. A row that is farther from a centre than
// the radius plus the distance searched need not be compared with the rows of the
// ball.
type pivotIndex struct {
	list  []ball
	order []int32         // the rows, ball by ball
	rows  *features.Dense // in that order
	share float64         // maximum relative rounding error of a squared distance
	// Likewise of each ball, from a multiple of vec.Panel on; nil if the rows are wide.
	panels *vec.Panels

	square []float64 // squared length of rows, in that order
	most   float64   // the largest
}

// A ball holds rows order[from:to], all within the radius of the centre.
type ball struct {
	from, to int
	panel    int // where its rows are in the panels
	centre   []float32
	radius   float64
}

// newPivotIndex assigns the rows of x (for the cosine those other than zero) to the
// nearest of 2·√n of them, evenly spaced. It computes 2·n^1.5 distances. It is nil
// for sparse rows.
func newPivotIndex(ctx context.Context, x *points) (*pivotIndex, error) {
	if x.sparse != nil {
		return nil, nil
	}
	rows := make([]int32, 0, x.n)
	for i := range x.n {
		if !x.zero[i] {
			rows = append(rows, int32(i))
		}
	}
	pivots := int(math.Sqrt(4 * float64(len(rows))))
	near := vec.NewPanels(pivots, x.dense.Cols)
	for p := range pivots {
		near.Set(p, x.dense.Row(int(rows[p*len(rows)/pivots])))
	}
	group := make([]int, len(rows))
	err := parallel.Blocks(ctx, len(rows), 64, x.workers, func(from, to int) {
		found := make([]float32, near.Width())
		for r := from; r < to; r++ {
			near.SquaredDistances(found, x.dense.Row(int(rows[r])))
			nearest := float32(math.Inf(1))
			for p, d := range found[:pivots] {
				if d < nearest {
					nearest, group[r] = d, p
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	groups := make([][]int32, pivots)
	for r, p := range group {
		groups[p] = append(groups[p], rows[r])
	}
	b := &pivotIndex{share: x.share, order: rows[:0]}
	if x.dense.Cols >= wide {
		b.share *= 2 / cancelled
	}
	for _, g := range groups {
		for part := range slices.Chunk(g, ballSize) {
			from := len(b.order)
			b.order = append(b.order, part...)
			b.list = append(b.list, ball{from: from, to: len(b.order)})
		}
	}
	b.rows = &features.Dense{Rows: len(b.order), Cols: x.dense.Cols, Data: make([]float32, 0, len(b.order)*x.dense.Cols)}
	b.square = make([]float64, len(b.order))
	for at, i := range b.order {
		b.rows.Data = append(b.rows.Data, x.dense.Row(int(i))...)
		b.square[at] = vec.SquaredNorm(x.dense.Row(int(i)))
		b.most = max(b.most, b.square[at])
	}
	b.fillPanels()
	return b, parallel.Each(ctx, len(b.list), x.workers, func(i int) { b.enclose(&b.list[i]) })
}

// fillPanels lays the rows of balls out side by side unless they are wide.
func (b *pivotIndex) fillPanels() {
	if b.rows.Cols >= wide {
		return
	}
	width := 0
	for i := range b.list {
		o := &b.list[i]
		o.panel = width
		width += (o.to - o.from + vec.Panel - 1) / vec.Panel * vec.Panel
	}
	b.panels = vec.NewPanels(width, b.rows.Cols)
	for _, o := range b.list {
		for at := o.from; at < o.to; at++ {
			b.panels.Set(o.panel+at-o.from, b.rows.Row(at))
		}
	}
}

// enclose computes the centre and the radius of a ball.
func (b *pivotIndex) enclose(o *ball) {
	sum := make([]float64, b.rows.Cols)
	for at := o.from; at < o.to; at++ {
		for c, v := range b.rows.Row(at) {
			sum[c] += float64(v)
		}
	}
	o.centre = make([]float32, len(sum))
	for c, v := range sum {
		o.centre[c] = float32(v / float64(o.to-o.from))
	}
	for at := o.from; at < o.to; at++ {
		o.radius = max(o.radius, upper(vec.SquaredDistance(o.centre, b.rows.Row(at)), b.share))
	}
}

// From wide columns on, squared distances are computed from inner products, which is
// faster than from differences. Below the share cancelled of the squared lengths,
// where rounding matters, they are computed from differences.
const (
	wide      = 32
	cancelled = 1. / 32
)

// distances returns the squared distances of a row from those of a ball, in out.
func (b *pivotIndex) distances(row []float32, square float64, o *ball, out *[ballSize]float32) []float32 {
	found := out[:o.to-o.from]
	if b.panels != nil {
		width := (len(found) + vec.Panel - 1) / vec.Panel * vec.Panel
		b.panels.Part(o.panel, o.panel+width).SquaredDistances(out[:width], row)
		return found
	}
	vec.Dots(found, b.rows.Data[o.from*len(row):o.to*len(row)], row)
	for k, dot := range found {
		sum := square + b.square[o.from+k]
		if d := sum - 2*float64(dot); d > cancelled*sum {
			found[k] = float32(d)
		} else {
			found[k] = vec.SquaredDistance(row, b.rows.Row(o.from+k))
		}
	}
	return found
}

// upper and lower bound a distance by its computed square and the relative rounding
// error.
func upper(squared float32, share float64) float64 {
	return math.Sqrt(float64(squared)*(1+2*share) + tiny)
}

func lower(squared float32, share float64) float64 {
	return math.Sqrt(max(0, float64(squared)*(1-2*share)-tiny))
}

// tiny bounds the error of squares too small for full precision.
const tiny = 1e-37

// A step is a ball with a lower bound of the distance of its rows.
type step struct {
	ball  *ball
	bound float64
}

// near lists the balls that may have rows within reach of rows of o, by bound.
func (b *pivotIndex) near(o *ball, reach float64, steps []step) []step {
	steps = steps[:0]
	for i := range b.list {
		other := &b.list[i]
		bound := lower(vec.SquaredDistance(o.centre, other.centre), b.share) - o.radius - other.radius
		if bound <= reach {
			steps = append(steps, step{other, bound})
		}
	}
	slices.SortStableFunc(steps, func(s, t step) int { return cmp.Compare(s.bound, t.bound) })
	return steps
}

// apart reports whether a row is farther than reach from all rows of a ball.
func (b *pivotIndex) apart(row []float32, o *ball, reach float64) bool {
	return lower(vec.SquaredDistance(row, o.centre), b.share)-o.radius > reach
}
