package knn

import (
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// maxSquared bounds the squared length of rows, so that no float32 product
// overflows.
const maxSquared = 1e30

// cosines are rows with what their cosines need.
type cosines struct {
	n       int
	dense   *features.Dense
	sparse  *features.CSR
	terms   *features.CSR // the transpose of sparse: the rows of each term, ascending
	square  []float64     // squared lengths, rounded just as products are
	inverse []float32     // 1 / length; 0 for a row of zeros
}

func newCosines(s *features.Space) (*cosines, error) {
	c := &cosines{n: s.Rows(), dense: s.Dense, sparse: s.Sparse}
	c.square, c.inverse = make([]float64, c.n), make([]float32, c.n)
	for i := range c.n {
		var row []float32
		if c.sparse != nil {
			_, row = c.sparse.Row(i)
		} else {
			row = c.dense.Row(i)
		}
		if !(vec.SquaredNorm(row) <= maxSquared) {
			return nil, fmt.Errorf("row %d holds a value that is NaN, infinite or too large", i)
		}
		if c.square[i] = c.ofItself(row); c.square[i] > 0 {
			c.inverse[i] = float32(1 / math.Sqrt(c.square[i]))
		}
	}
	if c.sparse != nil {
		c.terms = c.sparse.Transpose()
	}
	return c, nil
}

func (c *cosines) ofItself(row []float32) float64 {
	var sum float32
	if c.sparse == nil {
		out := []float32{0}
		vec.Dots(out, row, row)
		return float64(out[0])
	}
	for _, v := range row {
		sum += float32(v * v)
	}
	return float64(sum)
}

// products writes the inner products of row i with the rows from, from+1, … into
// out, which for a sparse space is as long as there are rows. The explicit
// rounding keeps the sum for equal rows equal to their squared length on machines
// that fuse a product with a sum.
func (c *cosines) products(i, from int, out []float32) {
	if c.sparse == nil {
		cols := c.dense.Cols
		vec.Dots(out, c.dense.Data[from*cols:(from+len(out))*cols], c.dense.Row(i))
		return
	}
	clear(out)
	index, value := c.sparse.Row(i)
	for t, term := range index {
		rows, weights := c.terms.Row(int(term))
		v := value[t]
		for p, j := range rows {
			out[j] += float32(v * weights[p])
		}
	}
}

// cosine is that of two rows whose product is dot: 1 exactly for equal rows.
func (c *cosines) cosine(i, j int, dot float32) float32 {
	if c.square[j] == 0 {
		return 0
	}
	return float32(min(float64(dot)/math.Sqrt(c.square[i]*c.square[j]), 1))
}
