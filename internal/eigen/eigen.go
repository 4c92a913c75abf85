// Package eigen finds the largest eigenvalues of a large sparse matrix with
// their vectors, equal eigenvalues included.
package eigen

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// A Matrix is symmetric, by compressed rows: row i holds Data[Start[i]:Start[i+1]]
// in the columns Index[Start[i]:Start[i+1]]. Its eigenvalues lie from −1 to 1.
type Matrix struct {
	Start []int
	Index []int32
	Data  []float64
}

// Rows is the number of rows, and of columns.
func (a *Matrix) Rows() int { return len(a.Start) - 1 }

const (
	lane    = 32   // the width of a block is a multiple of it, which products with it like
	growth  = 1e6  // the most that a filter lengthens one direction more than another
	degrees = 1000 // of a filter at most
	filters = 300  // at most
)

// Largest returns the k largest eigenvalues of a, falling, and as columns their
// eigenvectors, of unit length and at right angles: ‖a·v−λ·v‖ is at most tol for
// each, unless 300 filters cannot tell them from the next. k is at least 1, and
// at most the number of rows.
//
// It refines a block of random vectors, somewhat more than k, by filters:
// Chebyshev polynomials of the matrix that are small up to the least eigenvalue
// of the block, and steep above (Y. Zhou, Y. Saad, M. Tiago, J. Chelikowsky:
// Self-consistent-field calculations using Chebyshev-filtered subspace iteration,
// 2006). Since the block is wider than k, it finds an eigenvalue as often as it
// occurs. If the block would be more than half as wide as the matrix, all
// eigenvectors are found at once, in rows³.
//
// A product with the matrix takes values × k; there are some dozens, or
// hundreds where the eigenvalues after the k are as large as those. After each ten
// or more the block is brought to right angles, in rows × k². Memory is that of
// about six blocks of rows × k numbers.
func Largest(ctx context.Context, a *Matrix, k int, tol float64, seed uint64, workers int) ([]float64, Vectors, error) {
	width := (k + k/5 + 8 + lane - 1) / lane * lane
	if width > a.Rows()/2 {
		values, vectors, err := decompose(ctx, a.dense())
		if err != nil {
			return nil, Vectors{}, err
		}
		return values[:k], Vectors{Cols: a.Rows(), Data: vectors.RawMatrix().Data}.Head(k), nil
	}
	s := search{a: a, workers: workers, v: random(a.Rows(), width, rand.New(rand.NewPCG(seed, 0x656967)))}
	for i := 0; ; i++ {
		progress.Report(ctx, "eigenvectors, round", i+1, 0)
		if err := s.rotate(ctx); err != nil {
			return nil, Vectors{}, err
		}
		residual, err := s.residual(ctx, k)
		if err != nil {
			return nil, Vectors{}, err
		}
		if i == filters || residual <= tol {
			return s.values[:k], s.v.Head(k), nil
		}
		if err := s.filter(ctx); err != nil {
			return nil, Vectors{}, err
		}
	}
}

// dense is a, zeros and all.
func (a *Matrix) dense() *mat.SymDense {
	m := mat.NewSymDense(a.Rows(), nil)
	for i := range a.Rows() {
		for p := a.Start[i]; p < a.Start[i+1]; p++ {
			m.SetSym(i, int(a.Index[p]), a.Data[p])
		}
	}
	return m
}

// A search is a block of vectors on its way.
type search struct {
	a       *Matrix
	v       Vectors   // after rotate orthonormal columns
	values  []float64 // by column, falling: the eigenvalue that it is near to, after rotate
	workers int
}

// rotate turns the block so that its columns are orthonormal, and as near to
// eigenvectors as those of its span can be (Rayleigh–Ritz). They become orthonormal by
// the Cholesky factor of their inner products, twice (Y. Yamamoto, Y. Nakatsukasa, Y.
// Yanagisawa, T. Fukaya: Roundoff error analysis of the CholeskyQR2 algorithm, 2015);
// the second factor and the turn are one product with the block.
func (s *search) rotate(ctx context.Context) error {
	if err := s.v.normalise(ctx); err != nil {
		return err
	}
	first, err := s.orthonormal(ctx)
	if err != nil {
		return err
	}
	if s.v, err = s.v.times(ctx, first, true, s.workers); err != nil {
		return err
	}
	second, err := s.orthonormal(ctx)
	if err != nil {
		return err
	}
	av, err := s.a.times(ctx, s.v, s.workers)
	if err != nil {
		return err
	}
	h, err := inner(ctx, s.v, av, s.workers)
	if err != nil {
		return err
	}
	var axes *mat.Dense
	if s.values, axes, err = decompose(ctx, within(h, second)); err != nil {
		return err
	}
	axes.Mul(second, mat.DenseCopyOf(axes))
	s.v, err = s.v.times(ctx, axes, false, s.workers)
	return err
}

// orthonormal returns the upper triangular matrix that makes the columns of the block
// orthonormal, as far as rounding lets it.
func (s *search) orthonormal(ctx context.Context) (*mat.Dense, error) {
	g, err := inner(ctx, s.v, s.v, s.workers)
	if err != nil {
		return nil, err
	}
	var inverse *mat.Dense
	if err := parallel.Await(ctx, func() { inverse = inverseRoot(g) }); err != nil {
		return nil, err
	}
	if inverse == nil {
		return nil, errors.New("the eigenvectors do not converge")
	}
	return inverse, nil
}

// within is mᵀ·h·m, which is symmetric.
func within(h *mat.SymDense, m *mat.Dense) *mat.SymDense {
	var half, whole mat.Dense
	half.Mul(h, m)
	whole.Mul(m.T(), &half)
	n, _ := whole.Dims()
	return mat.NewSymDense(n, whole.RawMatrix().Data)
}

// residual is the largest ‖a·v−λ·v‖ of the first k columns.
func (s *search) residual(ctx context.Context, k int) (float64, error) {
	av, err := s.a.times(ctx, s.v, s.workers)
	if err != nil {
		return 0, err
	}
	squares := make([]float64, k)
	for i := range s.a.Rows() {
		v, av := s.v.Row(i), av.Row(i)
		for t := range squares {
			d := av[t] - s.values[t]*v[t]
			squares[t] += d * d
		}
	}
	return math.Sqrt(floats.Max(squares)), nil
}

// filter multiplies the block by T((a−centre)/half) + 3/2, where T is a Chebyshev
// polynomial. From −1 to the least eigenvalue of the block it lies between 1/2
// and 5/2, so that nothing vanishes, and from there to 1 it rises to growth or
// less, so that the columns do not all become the same.
func (s *search) filter(ctx context.Context) error {
	least := min(max(s.values[len(s.values)-1], -1+1e-9), 1-1e-9)
	centre, half := (least-1)/2, (least+1)/2
	degree := int(math.Acosh(growth) / math.Acosh((1-centre)/half))
	previous, current := Vectors{s.v.Cols, slices.Clone(s.v.Data)}, newVectors(s.v.Rows(), s.v.Cols)
	factor := 1 / half
	for range min(max(degree, 2), degrees) {
		err := parallel.Blocks(ctx, s.a.Rows(), block, s.workers, func(from, to int) {
			for i := from; i < to; i++ {
				// T(j+1) = 2·x·T(j) − T(j−1); a row of current still is that of T(j−1),
				// and at first of 0.
				row := current.Row(i)
				floats.Scale(-1, row)
				floats.AddScaled(row, -factor*centre, previous.Row(i))
				s.a.addRow(row, i, factor, previous)
			}
		})
		if err != nil {
			return err
		}
		previous, current = current, previous
		factor = 2 / half
	}
	floats.AddScaled(previous.Data, 1.5, s.v.Data)
	s.v = previous
	return nil
}

// inverseRoot is R⁻¹ where g = RᵀR, R being upper triangular; nil where there is
// none.
func inverseRoot(g *mat.SymDense) *mat.Dense {
	var cholesky mat.Cholesky
	if !cholesky.Factorize(g) {
		return nil
	}
	var upper, inverse mat.TriDense
	cholesky.UTo(&upper)
	if inverse.InverseTri(&upper) != nil {
		return nil
	}
	return mat.DenseCopyOf(&inverse)
}

// decompose returns the eigenvalues of a dense matrix, falling, and its
// eigenvectors as columns.
func decompose(ctx context.Context, h *mat.SymDense) ([]float64, *mat.Dense, error) {
	var eigen mat.EigenSym
	ok := false
	if err := parallel.Await(ctx, func() { ok = eigen.Factorize(h, true) }); err != nil {
		return nil, nil, err
	}
	if !ok {
		return nil, nil, errors.New("the eigenvalues do not converge")
	}
	rising := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	n := len(rising)
	values, axes := make([]float64, n), mat.NewDense(n, n, nil)
	for t := range n {
		values[t] = rising[n-1-t]
		for i := range n {
			axes.Set(i, t, vectors.At(i, n-1-t))
		}
	}
	return values, axes, nil
}
