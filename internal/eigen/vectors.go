package eigen

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// block is the number of rows that one goroutine takes at a time.
const block = 32

// Vectors are the columns of a matrix that is kept by rows.
type Vectors struct {
	Cols int
	Data []float64
}

func newVectors(rows, cols int) Vectors {
	return Vectors{Cols: cols, Data: make([]float64, rows*cols)}
}

// Rows is the length of each vector.
func (v Vectors) Rows() int { return len(v.Data) / v.Cols }

// Row holds value i of each vector.
func (v Vectors) Row(i int) []float64 { return v.Data[i*v.Cols : (i+1)*v.Cols] }

// Head is the first k vectors.
func (v Vectors) Head(k int) Vectors {
	out := newVectors(v.Rows(), k)
	for i := range out.Rows() {
		copy(out.Row(i), v.Row(i))
	}
	return out
}

func random(rows, cols int, rng *rand.Rand) Vectors {
	v := newVectors(rows, cols)
	for i := range v.Data {
		v.Data[i] = rng.NormFloat64()
	}
	return v
}

// normalise brings each vector to unit length.
func (v Vectors) normalise(ctx context.Context) error {
	scale := make([]float64, v.Cols)
	for i := range v.Rows() {
		for t, x := range v.Row(i) {
			scale[t] += x * x
		}
	}
	for t, square := range scale {
		scale[t] = 1 / math.Sqrt(square)
	}
	for i := range v.Rows() {
		floats.Mul(v.Row(i), scale)
	}
	return ctx.Err()
}

// times is v·m.
func (v Vectors) times(ctx context.Context, m *mat.Dense, workers int) (Vectors, error) {
	out := newVectors(v.Rows(), v.Cols)
	columns := mat.DenseCopyOf(m.T()).RawMatrix().Data
	err := parallel.Blocks(ctx, v.Rows(), block, workers, func(from, to int) {
		for i := from; i < to; i++ {
			vec.Dots64(out.Row(i), columns, v.Row(i))
		}
	})
	return out, err
}

// inner is vᵀ·w, which must be symmetric. Each of its rows is summed by one
// goroutine, in the order of the rows of v.
func inner(ctx context.Context, v, w Vectors, workers int) (*mat.SymDense, error) {
	const tile = 16 // rows of the result, which stay in the cache
	k := v.Cols
	sums := make([]float64, k*k)
	err := parallel.Blocks(ctx, k, tile, workers, func(from, to int) {
		for i := range v.Rows() {
			if i%1024 == 0 && ctx.Err() != nil {
				return
			}
			a, b := v.Row(i), w.Row(i)
			for t := from; t < to; t++ {
				floats.AddScaled(sums[t*k+t:(t+1)*k], a[t], b[t:])
			}
		}
	})
	return mat.NewSymDense(k, sums), err
}

// times is a·v.
func (a *Matrix) times(ctx context.Context, v Vectors, workers int) (Vectors, error) {
	out := newVectors(v.Rows(), v.Cols)
	err := parallel.Blocks(ctx, a.Rows(), block, workers, func(from, to int) {
		for i := from; i < to; i++ {
			a.addRow(out.Row(i), i, 1, v)
		}
	})
	return out, err
}

// addRow adds row i of a·v, times factor, to sum.
func (a *Matrix) addRow(sum []float64, i int, factor float64, v Vectors) {
	for p := a.Start[i]; p < a.Start[i+1]; p++ {
		floats.AddScaled(sum, factor*a.Data[p], v.Row(int(a.Index[p])))
	}
}
