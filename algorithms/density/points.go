package density

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

// farthest is the squared distance of rows of unit length with a cosine of 0. A row
// of zeros has it from all others.
const farthest = 2

// points are the rows to cluster. Internally all distances are squared Euclidean
// ones; for the cosine, of rows scaled to unit length, where they are 2·(1−cos).
type points struct {
	n       int
	cosine  bool
	given   *features.Space // the rows as given
	dense   *features.Dense // the rows as compared, if dense
	sparse  *features.CSR   // the rows as compared, if sparse
	terms   *features.CSR   // the transpose of sparse
	square  []float64       // squared length of a sparse row, rounded as inner products are
	zero    []bool          // rows of zeros, if cosine
	zeros   []int32         // their numbers
	share   float64         // maximum relative rounding error of a sum over a row
	workers int
}

// Vectors are what the algorithms cluster, with the distance between them.
type Vectors struct {
	Metric string    `spec:"metric" default:"cosine" oneof:"cosine,euclidean" doc:"the distance: 1−cos, or euclidean"`
	Space  spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to cluster"`
}

// Valid brings the space's spec into canonical form.
func (v *Vectors) Valid() (err error) {
	_, v.Space, err = features.Parse(v.Space)
	return err
}

// SpaceSpec returns the space to cluster.
func (v *Vectors) SpaceSpec() spec.Spec { return v.Space }

// cluster clusters the rows of p.Space for an algorithm, whose parameters it checks.
func (v *Vectors) cluster(
	ctx context.Context, p *algorithms.Problem, name string, c algorithms.Clusterer,
	find func(context.Context, *points) (corpus.Labels, error),
) (corpus.Labels, error) {
	if err := p.Check(name, c); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	x, err := newPoints(p.Space, v.Metric == "cosine", p.Workers)
	if err != nil {
		return nil, err
	}
	labels, err := find(ctx, x)
	if err != nil {
		return nil, err
	}
	return labels.Canonical(), nil
}

// newPoints takes the rows of a space. Values that are NaN or too large are an error.
func newPoints(s *features.Space, cosine bool, workers int) (*points, error) {
	x := &points{n: s.Rows(), cosine: cosine, given: s, dense: s.Dense, sparse: s.Sparse, workers: workers}
	x.zero = make([]bool, x.n)
	scale, terms := make([]float64, x.n), 0
	squares, err := s.Squares()
	if err != nil {
		return nil, err
	}
	for i, square := range squares {
		if cosine && square == 0 {
			x.zero[i], x.zeros = true, append(x.zeros, int32(i))
		} else {
			scale[i] = 1 / math.Sqrt(square)
		}
		_, row := s.Row(i)
		terms = max(terms, len(row))
	}
	x.share = (float64(terms)/4 + 16) / (1 << 24)
	if cosine {
		x.rescale(scale)
	}
	if x.sparse != nil {
		x.invert()
	}
	return x, nil
}

// rescale replaces the rows by multiples of them.
func (x *points) rescale(scale []float64) {
	if m := x.given.Sparse; m != nil {
		scaled := *m
		scaled.Data = make([]float32, len(m.Data))
		for i := range x.n {
			for at := m.Start[i]; at < m.Start[i+1]; at++ {
				scaled.Data[at] = float32(scale[i] * float64(m.Data[at]))
			}
		}
		x.sparse = &scaled
		return
	}
	m := x.given.Dense
	x.dense = &features.Dense{Rows: m.Rows, Cols: m.Cols, Data: make([]float32, m.Rows*m.Cols)}
	for i := range x.n {
		to := x.dense.Row(i)
		for c, v := range m.Row(i) {
			to[c] = float32(scale[i] * float64(v))
		}
	}
}

// invert builds the inverted index for inner products of sparse rows.
func (x *points) invert() {
	x.terms = x.sparse.Transpose()
	x.square = make([]float64, x.n)
	for i := range x.square {
		_, row := x.sparse.Row(i)
		var sum float32
		for _, v := range row {
			sum += float32(v * v)
		}
		x.square[i] = float64(sum)
	}
}

// distance converts a squared distance to the metric.
func (x *points) distance(squared float32) float64 {
	if x.cosine {
		return float64(squared) / 2
	}
	return math.Sqrt(float64(squared))
}

// squared is the inverse of distance.
func (x *points) squared(distance float64) float64 {
	if x.cosine {
		return 2 * distance
	}
	return distance * distance
}

// ofProduct returns the squared distance of two sparse rows with the inner product
// dot. For equal rows dot equals their squared length, and the distance is exactly 0.
func (x *points) ofProduct(i, j int, dot float32) float32 {
	switch {
	case i == j:
		return 0
	case x.zero[i] || x.zero[j]:
		return farthest
	}
	return float32(max(0, x.square[i]+x.square[j]-2*float64(dot)))
}

// exact returns the distance of two rows by the metric, computed in float64 from the
// rows as given.
func (x *points) exact(i, j int) float64 {
	if i == j {
		return 0
	}
	var dot, squared float64
	pairs(x, i, j, func(a, b float64) {
		dot += a * b
		squared += (a - b) * (a - b)
	})
	if !x.cosine {
		return math.Sqrt(squared)
	}
	if x.zero[i] || x.zero[j] {
		return 1
	}
	_, a := x.given.Row(i)
	_, b := x.given.Row(j)
	return max(0, 1-dot/math.Sqrt(vec.SquaredNorm(a)*vec.SquaredNorm(b)))
}

// pairs calls f with the values of each column in which either row has one.
func pairs(x *points, i, j int, f func(a, b float64)) {
	ci, a := x.given.Row(i)
	cj, b := x.given.Row(j)
	if x.given.Sparse == nil {
		for c, v := range a {
			f(float64(v), float64(b[c]))
		}
		return
	}
	for len(ci) > 0 || len(cj) > 0 {
		switch {
		case len(cj) == 0 || len(ci) > 0 && ci[0] < cj[0]:
			f(float64(a[0]), 0)
			ci, a = ci[1:], a[1:]
		case len(ci) == 0 || cj[0] < ci[0]:
			f(0, float64(b[0]))
			cj, b = cj[1:], b[1:]
		default:
			f(float64(a[0]), float64(b[0]))
			ci, a, cj, b = ci[1:], a[1:], cj[1:], b[1:]
		}
	}
}
