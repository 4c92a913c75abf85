package topic

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// The singular vectors are found by random directions: some more than asked for,
// sharpened by power iterations (Halko, Martinsson & Tropp 2011).
const (
	oversampling    = 10
	powerIterations = 4
)

// mean is the mean value of the matrix, zeros counted.
func (f *factorising) mean() float64 {
	var sum float64
	for _, v := range f.x.Data {
		sum += float64(v)
	}
	return sum / float64(f.x.Rows) / float64(f.x.Cols)
}

// random starts from weights that make the product as large as the matrix is on
// average.
func (f *factorising) random(ctx context.Context, k int, rng *rand.Rand) error {
	f.w, f.h = newFactors(f.x.Rows, k), newFactors(f.x.Cols, k)
	scale := math.Sqrt(f.mean() / float64(k))
	for _, to := range []factors{f.h, f.w} {
		if err := to.fill(ctx, rng); err != nil {
			return err
		}
		for i := range to.rows() {
			for t, v := range to.row(i) {
				to.row(i)[t] = scale * math.Abs(v)
			}
		}
	}
	return nil
}

// fill draws every value from the standard normal distribution.
func (f factors) fill(ctx context.Context, rng *rand.Rand) error {
	for i := range f.rows() {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for t := range f.row(i) {
			f.row(i)[t] = rng.NormFloat64()
		}
	}
	return nil
}

// nndsvd starts from the singular vectors: of each pair the positive parts or the
// negative ones, whichever weigh more (Boutsidis & Gallopoulos 2008). Zeros
// become the mean, so that descent may move them.
func (f *factorising) nndsvd(ctx context.Context, k int, rng *rand.Rand) error {
	left, right, values, err := f.svd(ctx, k, rng)
	if err != nil {
		return err
	}
	f.w, f.h = newFactors(f.x.Rows, k), newFactors(f.x.Cols, k)
	used := min(k, len(values))
	above, below := partLengths(left, used), partLengths(right, used)
	for t, value := range values[:used] {
		u, v, sign := above[0][t], below[0][t], 1.0
		if w, h := above[1][t], below[1][t]; w*h > u*v {
			u, v, sign = w, h, -1
		}
		if u*v > 0 {
			scale := math.Sqrt(value * u * v)
			above[0][t], below[0][t] = sign*scale/u, sign*scale/v
		} else {
			above[0][t], below[0][t] = 0, 0
		}
	}
	for _, side := range []struct {
		to, from factors
		scale    []float64
	}{{f.w, left, above[0]}, {f.h, right, below[0]}} {
		if err := putParts(ctx, side.to, side.from, side.scale); err != nil {
			return err
		}
	}
	least, mean := 1e-6*math.Sqrt(values[0]), f.mean()
	for _, to := range []factors{f.w, f.h} {
		for i := range to.rows() {
			for t, v := range to.row(i) {
				if v < least {
					to.row(i)[t] = mean
				}
			}
		}
	}
	return nil
}

// putParts fills the first columns of to with those of from, times the scales,
// where that is above zero.
func putParts(ctx context.Context, to, from factors, scales []float64) error {
	for i := range to.rows() {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for t, scale := range scales {
			to.row(i)[t] = max(0, scale*from.row(i)[t])
		}
	}
	return nil
}

// partLengths are, for each of the first columns, the lengths of its values above
// zero and of those below.
func partLengths(f factors, columns int) [2][]float64 {
	lengths := [2][]float64{make([]float64, columns), make([]float64, columns)}
	for i := range f.rows() {
		for t, v := range f.row(i)[:columns] {
			if v > 0 {
				lengths[0][t] += v * v
			} else {
				lengths[1][t] += v * v
			}
		}
	}
	for _, list := range lengths {
		for t, square := range list {
			list[t] = math.Sqrt(square)
		}
	}
	return lengths
}

// svd returns the strongest singular vectors, as columns, and the singular
// values, falling: k or somewhat more, fewer where the rank is less.
func (f *factorising) svd(ctx context.Context, k int, rng *rand.Rand) (left, right factors, values []float64, err error) {
	right = newFactors(f.x.Cols, min(k+oversampling, f.x.Rows, f.x.Cols))
	if err = right.fill(ctx, rng); err != nil {
		return
	}
	for range powerIterations {
		if left, err = times(ctx, f.x, right, f.workers); err != nil {
			return
		}
		if left, err = orthonormal(ctx, left, f.workers); err != nil {
			return
		}
		if right, err = times(ctx, f.columns, left, f.workers); err != nil {
			return
		}
	}
	values, axes, err := principal(ctx, right, f.workers)
	if err != nil {
		return
	}
	if left, err = turned(ctx, left, axes, f.workers); err != nil {
		return
	}
	right, err = turned(ctx, right, scaled(axes, values), f.workers)
	return
}

// orthonormal spans what the columns of f span, by fewer where those depend on
// each other.
func orthonormal(ctx context.Context, f factors, workers int) (factors, error) {
	values, axes, err := principal(ctx, f, workers)
	if err != nil {
		return f, err
	}
	return turned(ctx, f, scaled(axes, values), workers)
}

// scaled divides each column by its value.
func scaled(axes factors, values []float64) factors {
	out := newFactors(axes.rows(), axes.columns)
	for i := range out.rows() {
		for t, value := range values {
			out.row(i)[t] = axes.row(i)[t] / value
		}
	}
	return out
}

// principal returns the right singular vectors of f, as columns, and its
// singular values, falling, but for those that rounding may have made.
func principal(ctx context.Context, f factors, workers int) ([]float64, factors, error) {
	g, err := gram(ctx, f, workers)
	if err != nil {
		return nil, factors{}, err
	}
	square := mat.NewSymDense(f.columns, nil)
	for t := range f.columns {
		for r, v := range g.row(t) {
			square.SetSym(t, r, v)
		}
	}
	var eigen mat.EigenSym
	var ok bool
	if err := parallel.Await(ctx, func() { ok = eigen.Factorize(square, true) }); err != nil { // seconds for a thousand topics
		return nil, factors{}, err
	}
	if !ok {
		return nil, factors{}, errors.New("nmf: the singular values do not converge; try init=random")
	}
	squares := eigen.Values(nil) // rising
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	largest, first := squares[len(squares)-1], len(squares)-1
	for first > 0 && squares[first-1] > 1e-13*largest {
		first--
	}
	values := make([]float64, len(squares)-first)
	axes := newFactors(f.columns, len(values))
	for t := range values {
		from := len(squares) - 1 - t
		values[t] = math.Sqrt(squares[from])
		for i := range f.columns {
			axes.row(i)[t] = vectors.At(i, from)
		}
	}
	return values, axes, nil
}
