package topic

import (
	"context"
	"math"

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
	err = parallel.Blocks(ctx, x.Rows, block, workers, func(from, to int) {
		var old, moved list
		var negative []float64
		slope := make([]float64, h.width)
		for i := from; i < to; i++ {
			clear(slope)
			index, data := x.Row(i)
			negative = widened(negative, data, -1)
			add(slope, index, negative)
			before := len(moved.Index)
			gradient[i] = g.descend(w.row(i), slope, w.list(&old, i, 0, w.columns), &moved)
			lists[i] = vec.List(moved.from(before))
		}
	})
	*w.sparse = lists
	return floats.Sum(gradient), err
}

// descend moves the weights of a row, of which old are not zero, stripe by stripe: the
// slopes of a stripe are made ready by all weights of the row at once, and within it by
// each that moves. The slopes come as those at zero. It adds to moved the new weights
// that are not zero.
func (g factors) descend(w, slope []float64, old list, moved *list) (gradient float64) {
	first, done := len(moved.Index), 0
	for from := 0; from < len(w); from += stripe {
		to := min(from+stripe, len(slope))
		here, side := slope[from:to], g.data[from:]
		new, rest := moved.from(first), old.from(done)
		vec.AddRows(here, new.Index, new.Value, side, g.width)
		vec.AddRows(here, rest.Index, rest.Value, side, g.width)
		for t, v := range w[from:min(to, len(w))] {
			curvature := g.row(from + t)[from+t]
			var next float64
			switch {
			case v == 0 && here[t] >= 0:
				continue
			case curvature < vanished:
			default:
				gradient += math.Abs(here[t])
				next = max(0, v-here[t]/curvature)
			}
			if v != 0 {
				done++
			}
			if next != 0 {
				moved.add(from+t, next)
			}
			if next != v {
				w[from+t] = next
				vec.AddRows(here, []int32{int32(from + t)}, []float64{next - v}, side, g.width)
			}
		}
	}
	return gradient
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
