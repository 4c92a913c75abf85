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

// times is v·m, where m is square, as wide as v, and upper triangular if upper. A tile
// of its columns stays in the cache for a block of rows.
func (v Vectors) times(ctx context.Context, m *mat.Dense, upper bool, workers int) (Vectors, error) {
	tiles := columns(m, upper)
	out := newVectors(v.Rows(), v.Cols)
	err := parallel.Blocks(ctx, v.Rows(), 2*block, workers, func(from, to int) {
		for t, tile := range tiles {
			first := t * lane
			last := min(first+lane, v.Cols)
			for i := from; i < to; i++ {
				vec.Dots64(out.Row(i)[first:last], tile, v.Row(i)[:len(tile)/(last-first)])
			}
		}
	})
	return out, err
}

// columns are those of m, one after the other, in tiles; without the zeros below the tile
// if m is upper triangular.
func columns(m *mat.Dense, upper bool) [][]float64 {
	n, _ := m.Dims()
	var tiles [][]float64
	for from := 0; from < n; from += lane {
		to := min(from+lane, n)
		rows := n
		if upper {
			rows = to
		}
		tile := make([]float64, 0, (to-from)*rows)
		for t := from; t < to; t++ {
			for i := range rows {
				tile = append(tile, m.At(i, t))
			}
		}
		tiles = append(tiles, tile)
	}
	return tiles
}

// inner is vᵀ·w, which must be symmetric. Each of its values is a sum over stretches of
// rows, in their order.
func inner(ctx context.Context, v, w Vectors, workers int) (*mat.SymDense, error) {
	k := v.Cols
	left, err := v.stretches(ctx, workers)
	if err != nil {
		return nil, err
	}
	right := left
	if &w.Data[0] != &v.Data[0] {
		if right, err = w.stretches(ctx, workers); err != nil {
			return nil, err
		}
	}
	sums := make([]float64, k*k)
	err = parallel.Blocks(ctx, k, block, workers, func(from, to int) {
		part := make([]float64, k)
		for s := range left {
			if ctx.Err() != nil {
				return
			}
			n := len(left[s]) / k
			for t := from; t < to; t++ {
				vec.Dots64(part[t:], right[s][t*n:], left[s][t*n:(t+1)*n])
				floats.Add(sums[t*k+t:(t+1)*k], part[t:])
			}
		}
	})
	return mat.NewSymDense(k, sums), err
}

// stretch is the number of rows whose products are summed in one go: as many values of
// 1,000 vectors stay in the cache.
const stretch = 128

// stretches are the vectors cut into stretches, each vector's part of one after the other's.
func (v Vectors) stretches(ctx context.Context, workers int) ([][]float64, error) {
	list := make([][]float64, (v.Rows()+stretch-1)/stretch)
	err := parallel.Each(ctx, len(list), workers, func(s int) {
		n := min(stretch, v.Rows()-s*stretch)
		list[s] = make([]float64, n*v.Cols)
		for i := range n {
			for t, x := range v.Row(s*stretch + i) {
				list[s][t*n+i] = x
			}
		}
	})
	return list, err
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
