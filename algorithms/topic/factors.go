package topic

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// factors is a tall matrix by rows: one row for each article or term, one column
// for each topic.
type factors struct {
	width int
	data  []float64
}

func newFactors(rows, width int) factors {
	return factors{width: width, data: make([]float64, rows*width)}
}

func (f factors) rows() int { return len(f.data) / f.width }

func (f factors) row(i int) []float64 { return f.data[i*f.width : (i+1)*f.width] }

// block is the number of rows that one goroutine takes at a time.
const block = 16

// times is x·f.
func times(ctx context.Context, x *features.CSR, f factors, workers int) (factors, error) {
	out := newFactors(x.Rows, f.width)
	err := parallel.Blocks(ctx, x.Rows, block, workers, func(from, to int) {
		for i := from; i < to; i++ {
			index, data := x.Row(i)
			for p, c := range index {
				floats.AddScaled(out.row(i), float64(data[p]), f.row(int(c)))
			}
		}
	})
	return out, err
}

// gram is fᵀ·f. Each of its rows is summed by one goroutine, in the order of f.
func gram(ctx context.Context, f factors, workers int) (*mat.SymDense, error) {
	k := f.width
	sums := make([]float64, k*k)
	err := parallel.Each(ctx, k, workers, func(t int) {
		to := sums[t*k+t : (t+1)*k]
		for i := range f.rows() {
			row := f.row(i)
			if row[t] != 0 {
				floats.AddScaled(to, row[t], row[t:])
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for t := range k {
		for r := range t {
			sums[t*k+r] = sums[r*k+t]
		}
	}
	return mat.NewSymDense(k, sums), nil
}

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
	gradient := make([]float64, x.Rows)
	err = parallel.Blocks(ctx, x.Rows, block, workers, func(from, to int) {
		slope := make([]float64, h.width)
		for i := from; i < to; i++ {
			clear(slope)
			index, data := x.Row(i)
			for p, c := range index {
				floats.AddScaled(slope, -float64(data[p]), h.row(int(c)))
			}
			gradient[i] = descendRow(w.row(i), slope, g.RawSymmetric().Data)
		}
	})
	return floats.Sum(gradient), err
}

// descendRow does so for one row. The slope comes as that at w = 0, and follows
// w, so that a weight that stays zero costs nothing.
func descendRow(w, slope, gram []float64) (gradient float64) {
	k := len(w)
	for t, v := range w {
		if v != 0 {
			floats.AddScaled(slope, v, gram[t*k:(t+1)*k])
		}
	}
	for t, v := range w {
		curvature := gram[t*k+t]
		if curvature < vanished {
			w[t] = 0
			continue
		}
		if v == 0 && slope[t] >= 0 {
			continue
		}
		gradient += math.Abs(slope[t])
		if w[t] = max(0, v-slope[t]/curvature); w[t] != v {
			floats.AddScaled(slope, w[t]-v, gram[t*k:(t+1)*k])
		}
	}
	return gradient
}
