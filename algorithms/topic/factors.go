package topic

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// factors is a tall matrix by rows: one row for each article or term, one column
// for each topic. In memory rows are filled up with zeros to whole steps of the
// kernels. Those that have descended know their values other than zero.
type factors struct {
	columns, width int
	data           []float64
	sparse         *entries
}

func newFactors(rows, columns int) factors {
	width := (columns + vec.RowStep - 1) / vec.RowStep * vec.RowStep
	return factors{columns: columns, width: width, data: make([]float64, rows*width), sparse: new(entries)}
}

func (f factors) rows() int { return len(f.data) / f.width }

func (f factors) row(i int) []float64 { return f.data[i*f.width:][:f.columns] }

// wide is a row with what fills it up.
func (f factors) wide(i int) []float64 { return f.data[i*f.width:][:f.width] }

// block is the number of rows that one goroutine takes at a time.
const block = 16

// times is x·f.
func times(ctx context.Context, x *features.CSR, f factors, workers int) (factors, error) {
	out := newFactors(x.Rows, f.columns)
	return out, parallel.Blocks(ctx, x.Rows, block, workers, func(from, to int) {
		var wide []float64
		for i := from; i < to; i++ {
			index, data := x.Row(i)
			wide = widened(wide, data, 1)
			vec.AddRows(out.wide(i), index, wide, f.data, f.width)
		}
	})
}

// widened returns values times a scale, in the memory of a slice that is done with.
func widened(done []float64, values []float32, scale float64) []float64 {
	done = done[:0]
	for _, v := range values {
		done = append(done, scale*float64(v))
	}
	return done
}

// turned is f·axes.
func turned(ctx context.Context, f, axes factors, workers int) (factors, error) {
	out, all := newFactors(f.rows(), axes.columns), make([]int32, f.columns)
	for t := range all {
		all[t] = int32(t)
	}
	return out, parallel.Blocks(ctx, f.rows(), 4*block, workers, func(from, to int) {
		for left := 0; left < out.width; left += stripe {
			right := min(left+stripe, out.width)
			for i := from; i < to; i++ {
				vec.AddRows(out.wide(i)[left:right], all, f.row(i), axes.data[left:], axes.width)
			}
		}
	})
}

// stripe is the number of columns that kernels sum up at a time.
const stripe = 2 * vec.RowStep

// gram is fᵀ·f, each value summed in the order of the rows.
func gram(ctx context.Context, f factors, workers int) (factors, error) {
	const some = 256 // rows, of which a stripe stays in the cache of a processor
	g := newFactors(f.columns, f.columns)
	err := parallel.Blocks(ctx, f.columns, stripe, workers, func(from, to int) {
		var scratch list
		of := make([]list, to-from)
		for first := 0; first < f.rows() && ctx.Err() == nil; first += some {
			last := min(first+some, f.rows())
			for i := first; i < last; i++ {
				row := f.list(&scratch, i, from, to)
				for p, t := range row.Index {
					of[int(t)-from].add(i-first, row.Value[p])
				}
			}
			for left := from; left < g.width; left += stripe {
				right := min(left+stripe, g.width)
				for t := range of {
					vec.AddRows(g.wide(from + t)[left:right], of[t].Index, of[t].Value, f.data[first*f.width+left:last*f.width], f.width)
				}
			}
			for t := range of {
				of[t].clear()
			}
		}
	})
	for t := range f.columns {
		for r := range t {
			g.row(t)[r] = g.row(r)[t]
		}
	}
	return g, err
}

// list is the values of a part of a row, in the memory of a list that is done with
// unless they are known.
func (f factors) list(done *list, i, from, to int) list {
	if len(*f.sparse) > 0 {
		return list((*f.sparse)[i]).between(from, to)
	}
	done.clear()
	for t, v := range f.row(i)[from:to] {
		if v != 0 {
			done.add(from+t, v)
		}
	}
	return *done
}

// lengths are those of the columns.
func (f factors) lengths() []float64 {
	out := make([]float64, f.columns)
	for i := range f.rows() {
		for t, v := range f.row(i) {
			out[t] += v * v
		}
	}
	for t, square := range out {
		out[t] = math.Sqrt(square)
	}
	return out
}
