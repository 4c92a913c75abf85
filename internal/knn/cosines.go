package knn

import (
	"math"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// cosines are rows with what their cosines need.
type cosines struct {
	n       int
	dense   *Dense
	sparse  *Sparse
	terms   *Sparse     // the transpose of sparse: the rows of each term, ascending
	panels  *vec.Panels // of the dense rows
	square  []float64   // squared lengths, rounded just as products are
	inverse []float32   // 1 / length; 0 for a row of zeros
}

func newCosines(x Rows) *cosines {
	c := &cosines{dense: x.Dense, sparse: x.Sparse}
	if c.sparse != nil {
		c.n, c.terms = c.sparse.Rows, c.sparse.Transpose()
	} else {
		c.n = c.dense.Rows
		c.panels = vec.NewPanels(c.n, c.dense.Cols)
		for i := range c.n {
			c.panels.Set(i, c.dense.Row(i))
		}
	}
	c.square, c.inverse = make([]float64, c.n), make([]float32, c.n)
	for i := range c.n {
		var row []float32
		if c.sparse != nil {
			_, row = c.sparse.Row(i)
		} else {
			row = c.dense.Row(i)
		}
		if c.square[i] = c.ofItself(i, row); c.square[i] > 0 {
			c.inverse[i] = float32(1 / math.Sqrt(c.square[i]))
		}
	}
	return c
}

func (c *cosines) ofItself(i int, row []float32) float64 {
	var sum float32
	if c.sparse == nil {
		var out [vec.Panel]float32
		first := i / vec.Panel * vec.Panel
		c.panels.Part(first, first+vec.Panel).Products(out[:], row, nil)
		return float64(out[i-first])
	}
	for _, v := range row {
		sum += float32(v * v)
	}
	return float64(sum)
}

// denseProducts writes the inner products of rows from, … to−1 with rows at, …
// at+tile−1, or the last, into out, and returns how far apart the products of
// successive rows begin.
func (c *cosines) denseProducts(from, to, at int, out []float32) (stride int) {
	stride = min(tile, c.panels.Width()-at)
	cols := c.dense.Cols
	c.panels.Part(at, at+stride).Products(out[:(to-from)*stride], c.dense.Data[from*cols:to*cols], nil)
	return stride
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
