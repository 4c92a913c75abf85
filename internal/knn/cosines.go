package knn

import (
	"math"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// cosines are rows with what their cosines need.
type cosines struct {
	n       int
	dense   *Dense
	sparse  *Sparse   // without the columns of one row alone, which are in no product of two
	terms   *Sparse   // the transpose of sparse: the rows of each term, ascending
	square  []float64 // squared lengths, rounded just as products are
	inverse []float32 // 1 / length; 0 for a row of zeros
}

func newCosines(x Rows) *cosines {
	c := &cosines{dense: x.Dense, sparse: x.Sparse}
	if c.sparse != nil {
		c.n = c.sparse.Rows
	} else {
		c.n = c.dense.Rows
	}
	c.square, c.inverse = make([]float64, c.n), make([]float32, c.n)
	var one vec.Panels
	for i := range c.n {
		if c.square[i] = c.ofItself(i, &one); c.square[i] > 0 {
			c.inverse[i] = float32(1 / math.Sqrt(c.square[i]))
		}
	}
	if c.sparse != nil {
		c.sparse = c.sparse.shared()
		c.terms = c.sparse.Transpose()
	}
	return c
}

// ofItself is the product of a row with itself. It makes panels of one, whose memory is
// used again.
func (c *cosines) ofItself(i int, one *vec.Panels) float64 {
	if c.sparse == nil {
		var out [vec.Panel]float32
		one.Resize(1, c.dense.Cols)
		one.Set(0, c.dense.Row(i))
		one.Products(out[:], c.dense.Row(i), nil)
		return float64(out[0])
	}
	var sum float32
	_, row := c.sparse.Row(i)
	for _, v := range row {
		sum += float32(v * v)
	}
	return float64(sum)
}

// sparseProducts writes the inner products of row i with all rows into out. The
// explicit rounding keeps the sum for equal rows equal to their squared length on
// machines that fuse a product with a sum.
func (c *cosines) sparseProducts(i int, out []float32) {
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
