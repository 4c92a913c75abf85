package graph

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/eigen"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// equal is the share by which numbers made of eigenvectors may differ and yet be
// equal.
const equal = 1e-6

// clusterQR groups the rows of k vectors (A. Damle, V. Minden, L. Ying: Simple,
// direct and efficient multi-way spectral clustering, 2019): it picks k rows that
// point in directions as different as can be, by a QR factorisation with pivots,
// takes the orthonormal axes nearest to these, and gives each row the axis along
// which it lies most, ties broken by their order. Turning the vectors within their span
// changes nothing. Time is rows × k².
func clusterQR(ctx context.Context, v eigen.Vectors, workers int) (corpus.Labels, error) {
	picked, err := pivots(ctx, v, workers)
	if err != nil {
		return nil, err
	}
	rows := mat.NewDense(v.Cols, v.Cols, nil)
	for t, i := range picked {
		rows.SetRow(t, v.Row(i))
	}
	axes, err := polar(ctx, rows)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, v.Rows())
	err = parallel.Blocks(ctx, v.Rows(), 64, workers, func(from, to int) {
		along := make([]float64, v.Cols)
		for i := from; i < to; i++ {
			vec.Dots64(along, axes.RawMatrix().Data, v.Row(i))
			for t, x := range along {
				if math.Abs(x) > math.Abs(along[labels[i]])*(1+equal) {
					labels[i] = int32(t)
				}
			}
		}
	})
	return labels, err
}

// pivots picks as many rows as there are vectors, each the one farthest from the
// span of those before, ties broken by their order.
func pivots(ctx context.Context, v eigen.Vectors, workers int) ([]int, error) {
	rest := eigen.Vectors{Cols: v.Cols, Data: slices.Clone(v.Data)} // what the picked rows do not span
	square := make([]float64, v.Rows())                             // of the rows of rest
	for i := range square {
		square[i] = floats.Dot(rest.Row(i), rest.Row(i))
	}
	picked, axis := make([]int, v.Cols), make([]float64, v.Cols)
	for t := range picked {
		least := floats.Max(square) * (1 - equal)
		best := slices.IndexFunc(square, func(s float64) bool { return s >= least })
		picked[t] = best
		floats.ScaleTo(axis, 1/math.Sqrt(square[best]), rest.Row(best))
		err := parallel.Blocks(ctx, v.Rows(), 256, workers, func(from, to int) {
			for i := from; i < to; i++ {
				row := rest.Row(i)
				floats.AddScaled(row, -floats.Dot(axis, row), axis)
				square[i] = floats.Dot(row, row)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return picked, nil
}

// polar is the orthogonal matrix nearest to m.
func polar(ctx context.Context, m *mat.Dense) (*mat.Dense, error) {
	var svd mat.SVD
	ok := false
	if err := parallel.Await(ctx, func() { ok = svd.Factorize(m, mat.SVDFull) }); err != nil {
		return nil, err
	}
	if !ok {
		return nil, errors.New("the singular values of the picked rows do not converge")
	}
	var left, right, out mat.Dense
	svd.UTo(&left)
	svd.VTo(&right)
	out.Mul(&left, right.T())
	return &out, nil
}
