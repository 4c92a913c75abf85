package agglomerative

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// maxSquared bounds the squared length of rows, so that no float32 distance
// overflows, nor the squared height of any merge.
const maxSquared = 1e30

// distances computes how far articles are from each other: 1−cos, or the
// squared Euclidean distance.
type distances struct {
	n         int
	dense     *features.Dense
	sparse    *features.CSR
	terms     *features.CSR // the transpose of sparse: the articles of each term, ascending
	square    []float64     // squared length of each row, rounded just as inner products are
	euclidean bool
}

func newDistances(s *features.Space, euclidean bool) (*distances, error) {
	d := &distances{n: s.Rows(), dense: s.Dense, sparse: s.Sparse, euclidean: euclidean, square: make([]float64, s.Rows())}
	for i := range d.square {
		var row []float32
		if d.sparse != nil {
			_, row = d.sparse.Row(i)
			var sum float32
			for _, v := range row {
				sum += float32(v * v)
			}
			d.square[i] = float64(sum)
		} else {
			row = d.dense.Row(i)
			d.square[i] = float64(vec.Dot(row, row))
		}
		if !(vec.SquaredNorm(row) <= maxSquared) {
			return nil, fmt.Errorf("row %d holds a value that is NaN, infinite or too large", i)
		}
	}
	if d.sparse != nil {
		d.terms = d.sparse.Transpose()
	}
	return d, nil
}

// fill writes the distances of article i from articles from, from+1, … into out.
// Whatever the range, each comes out the same.
func (d *distances) fill(i, from int, out []float32) {
	if d.sparse != nil {
		d.products(i, from, out)
	}
	for o := range out {
		j := from + o
		switch {
		case d.sparse != nil:
			out[o] = d.ofProduct(i, j, out[o])
		case d.euclidean:
			out[o] = vec.SquaredDistance(d.dense.Row(i), d.dense.Row(j))
		default:
			out[o] = d.ofProduct(i, j, vec.Dot(d.dense.Row(i), d.dense.Row(j)))
		}
	}
}

// products fills out with inner products, from the inverted index. The explicit
// roundings keep the sum for equal rows equal to their squared length on
// machines that fuse a product with a sum.
func (d *distances) products(i, from int, out []float32) {
	clear(out)
	index, value := d.sparse.Row(i)
	for t, term := range index {
		articles, weights := d.terms.Row(int(term))
		first, _ := slices.BinarySearch(articles, int32(from))
		for p, j := range articles[first:] {
			if int(j) >= from+len(out) {
				break
			}
			out[int(j)-from] += float32(value[t] * weights[first+p])
		}
	}
}

// ofProduct is the distance of two articles whose inner product is dot. For
// equal rows dot is their squared length, and the distance 0 exactly.
func (d *distances) ofProduct(i, j int, dot float32) float32 {
	a, b := d.square[i], d.square[j]
	if d.euclidean {
		return float32(max(0, a+b-2*float64(dot)))
	}
	if a == 0 || b == 0 {
		return 1
	}
	return float32(min(max(0, 1-float64(dot)/math.Sqrt(a*b)), 2))
}

// A matrix holds the distances of all pairs i < j, row by row.
type matrix struct {
	n    int
	data []float32
}

func newMatrix(ctx context.Context, d *distances, workers int) (*matrix, error) {
	m := &matrix{n: d.n, data: make([]float32, d.n*(d.n-1)/2)}
	err := parallel.Blocks(ctx, d.n, 4, workers, func(from, to int) {
		for i := from; i < to; i++ {
			d.fill(i, i+1, m.row(i))
		}
	})
	return m, err
}

// row returns the distances of i from i+1 … n−1.
func (m *matrix) row(i int) []float32 {
	from := m.at(i, i+1)
	return m.data[from : from+m.n-i-1]
}

// at is where the distance of i and j stands, for i < j.
func (m *matrix) at(i, j int) int { return i*(2*m.n-i-1)/2 + j - i - 1 }

// between returns where the distance of two different articles stands.
func (m *matrix) between(i, j int) *float32 {
	return &m.data[m.at(min(i, j), max(i, j))]
}
