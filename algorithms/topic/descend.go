package topic

import (
	"context"
	"math"
	"sync"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// vanished is the squared length below which a topic explains nothing: values
// of float32 that are not zero give far more.
const vanished = 1e-100

// descend moves each value of w in turn to the least of ‖x−w·hᵀ‖² along it, not
// below zero. Rows do not depend on each other. It returns the sum of the
// projected gradient: what could still be gained where each value stood.
func descend(ctx context.Context, x *features.CSR, w, h factors, workers int) (float64, error) {
	g, err := gram(ctx, h, workers)
	if err != nil {
		return 0, err
	}
	add, lists := h.adder(), make(entries, x.Rows)
	gradient := make([]float64, x.Rows)
	slopes := sync.Pool{New: func() any {
		f := newFactors(block, w.columns)
		return &f
	}}
	err = parallel.Blocks(ctx, x.Rows, block, workers, func(from, to int) {
		rows := make([]descent, to-from)
		var negative []float64
		slope := slopes.Get().(*factors)
		defer slopes.Put(slope)
		clear(slope.data)
		for r := range rows {
			i := from + r
			index, data := x.Row(i)
			rows[r] = descent{w: w.row(i), slope: slope.wide(r)}
			rows[r].old = w.list(new(list), i, 0, w.columns)
			rows[r].moved = newList(min(len(rows[r].old.Index)+4, w.columns/4)) // few are left of those that it starts with
			negative = widened(negative, data, -1)
			add(rows[r].slope, index, negative)
		}
		for left := 0; left < w.columns; left += stripe { // which stays in the cache for all rows
			for r := range rows {
				rows[r].stripe(g, left)
			}
		}
		for r, row := range rows {
			lists[from+r], gradient[from+r] = vec.List(row.moved), row.gradient
		}
	})
	*w.sparse = lists
	return floats.Sum(gradient), err
}

// A descent moves the weights of a row.
type descent struct {
	w, slope   []float64 // the weights, and their slopes, which come as those at zero
	old, moved list      // the weights that are not zero: those yet to move, and those that have
	gradient   float64
}

// stripe moves the weights of one stripe. Their slopes are made ready by all weights at
// once, and then by each that moves.
func (d *descent) stripe(g factors, left int) {
	slope, side := d.slope[left:min(left+stripe, g.width)], g.data[left:]
	vec.AddRows(slope, d.moved.Index, d.moved.Value, side, g.width)
	vec.AddRows(slope, d.old.Index, d.old.Value, side, g.width)
	done := 0
	for t, v := range d.w[left:min(left+stripe, len(d.w))] {
		if v == 0 && slope[t] >= 0 {
			continue
		}
		var next float64
		if curvature := g.row(left + t)[left+t]; curvature >= vanished {
			d.gradient += math.Abs(slope[t])
			next = max(0, v-slope[t]/curvature)
		}
		if v != 0 {
			done++
		}
		if next != 0 {
			d.moved.add(left+t, next)
		}
		if next != v {
			d.w[left+t] = next
			vec.AddRows(slope, []int32{int32(left + t)}, []float64{next - v}, side, g.width)
		}
	}
	d.old = d.old.from(done)
}

// few is how many times as long it takes to add a value of a list as one of a whole
// row, about: below this share lists are faster.
const few = 8

// adder returns what adds to a sum rows of f, each times its value: by lists, if these
// are short.
func (f factors) adder() func(sum []float64, index []int32, value []float64) {
	if len(*f.sparse) > 0 && f.sparse.count() < len(f.data)/few {
		return func(sum []float64, index []int32, value []float64) { vec.AddLists(sum, index, value, *f.sparse) }
	}
	return func(sum []float64, index []int32, value []float64) { vec.AddRows(sum, index, value, f.data, f.width) }
}
