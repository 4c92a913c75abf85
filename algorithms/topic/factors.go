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

// parts is how many sums gram makes: enough for the processors of one machine,
// whose number must not show in the result.
const parts = 16

// gram is fᵀ·f. Rows are summed in parts, and these added up in their order.
func gram(ctx context.Context, f factors, workers int) (*mat.SymDense, error) {
	k, size := f.width, (f.rows()+parts-1)/parts
	sums := make([][]float64, parts)
	err := parallel.Blocks(ctx, f.rows(), max(size, 1), workers, func(from, to int) {
		sum := make([]float64, k*k)
		for i := from; i < to && ctx.Err() == nil; i++ {
			row := f.row(i)
			for t, v := range row {
				if v != 0 {
					floats.AddScaled(sum[t*k+t:(t+1)*k], v, row[t:])
				}
			}
		}
		sums[from/size] = sum
	})
	if err != nil {
		return nil, err
	}
	total := make([]float64, k*k)
	for _, sum := range sums {
		if sum != nil {
			floats.Add(total, sum)
		}
	}
	for t := range k {
		for r := range t {
			total[t*k+r] = total[r*k+t]
		}
	}
	return mat.NewSymDense(k, total), nil
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
	add, err := h.adder(ctx, workers)
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
				add(slope, -float64(data[p]), c)
			}
			gradient[i] = descendRow(w.row(i), slope, g.RawSymmetric().Data)
		}
	})
	return floats.Sum(gradient), err
}

// descendRow does so for one row. The slope comes as that at w = 0. What a weight
// adds to the slopes of those before it counts as it was, and to those after it
// as it becomes, so that each weight that is not zero is added once.
func descendRow(w, slope, gram []float64) (gradient float64) {
	k := len(w)
	for t, v := range w {
		if v != 0 {
			floats.AddScaled(slope[:t+1], v, gram[t*k:t*k+t+1])
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
		if w[t] = max(0, v-slope[t]/curvature); w[t] != 0 {
			floats.AddScaled(slope[t+1:], w[t], gram[t*k+t+1:(t+1)*k])
		}
	}
	return gradient
}

// entries are the values of a tall matrix that are not zero: those of row i
// are from start[i] to start[i+1].
type entries struct {
	start []int
	topic []int32
	value []float64
}

// few is how many times as long it takes to add a value of entries as one of a
// whole row, about: below this share entries are faster.
const few = 5

// adder returns what adds scale times row i to sum: by entries, if these are few.
func (f factors) adder(ctx context.Context, workers int) (func(sum []float64, scale float64, i int32), error) {
	start, err := f.count(ctx, workers)
	if err != nil {
		return nil, err
	}
	if start[f.rows()] > len(f.data)/few {
		return func(sum []float64, scale float64, i int32) { floats.AddScaled(sum, scale, f.row(int(i))) }, nil
	}
	e, err := f.entries(ctx, start, workers)
	return e.addScaled, err
}

// count is where the entries of each row start.
func (f factors) count(ctx context.Context, workers int) ([]int, error) {
	start := make([]int, f.rows()+1)
	err := parallel.Blocks(ctx, f.rows(), block, workers, func(from, to int) {
		for i := from; i < to; i++ {
			for _, v := range f.row(i) {
				if v != 0 {
					start[i+1]++
				}
			}
		}
	})
	for i := range f.rows() {
		start[i+1] += start[i]
	}
	return start, err
}

func (f factors) entries(ctx context.Context, start []int, workers int) (*entries, error) {
	e := &entries{start: start, topic: make([]int32, start[f.rows()]), value: make([]float64, start[f.rows()])}
	return e, parallel.Blocks(ctx, f.rows(), block, workers, func(from, to int) {
		at := start[from]
		for i := from; i < to; i++ {
			for t, v := range f.row(i) {
				if v != 0 {
					e.topic[at], e.value[at] = int32(t), v
					at++
				}
			}
		}
	})
}

func (e *entries) addScaled(sum []float64, scale float64, i int32) {
	topic := e.topic[e.start[i]:e.start[i+1]]
	value := e.value[e.start[i]:e.start[i+1]][:len(topic)]
	for p, t := range topic {
		sum[t] += scale * value[p]
	}
}
