package stream

import (
	"math"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// rounding is the tolerance of the threshold.
const rounding = 1e-6

// clusters are those opened so far. Articles are compared with columns of an index:
// with centroid one a cluster, the sum of its rows, and otherwise one an article.
type clusters struct {
	vectors   *vectors
	index     index
	linkage   string
	threshold float64
	days      float64

	square   []float64   // by column: its squared length
	columns  [][]int     // by cluster
	last     []time.Time // by cluster: when it was last joined
	closed   []bool      // by column
	open     []int       // clusters that may be joined, ascending
	products []float32   // scratch, by column
}

// take returns the cluster that row i, published at the given time, joins or opens.
func (c *clusters) take(i int, at time.Time) int {
	c.expire(at)
	c.products = slices.Grow(c.products[:0], len(c.square))[:len(c.square)]
	if c.vectors.scale[i] == 0 {
		return c.start(at)
	}
	c.index.products(i, c.products, c.closed)
	best, similarity := -1, 0.
	for _, k := range c.open {
		if v := c.similarity(k); v > similarity {
			best, similarity = k, v
		}
	}
	if best < 0 || similarity < c.threshold-rounding {
		best = c.start(at)
	} else if !at.IsZero() {
		c.last[best] = at
	}
	c.add(i, best)
	return best
}

// similarity returns the similarity of cluster k with the row of the products.
func (c *clusters) similarity(k int) float64 {
	columns := c.columns[k]
	v := c.cosine(columns[0])
	for _, column := range columns[1:] {
		if c.linkage == "complete" {
			v = min(v, c.cosine(column))
		} else {
			v = max(v, c.cosine(column))
		}
	}
	return v
}

func (c *clusters) cosine(column int) float64 {
	if c.square[column] <= 0 {
		return 0 // the rows cancel each other
	}
	return float64(c.products[column]) / math.Sqrt(c.square[column])
}

func (c *clusters) start(at time.Time) int {
	k := len(c.columns)
	c.columns, c.last = append(c.columns, nil), append(c.last, at)
	return k
}

// add adds row i to cluster k.
func (c *clusters) add(i, k int) {
	if len(c.columns[k]) == 0 {
		c.open = append(c.open, k)
	} else if c.linkage == "centroid" {
		column := c.columns[k][0]
		c.square[column] += 2*float64(c.products[column]) + 1
		c.index.add(i, column)
		return
	}
	column := len(c.square)
	c.square, c.closed = append(c.square, 1), append(c.closed, false)
	c.columns[k] = append(c.columns[k], column)
	c.index.add(i, column)
}

// expire closes clusters that nothing has joined for too long.
func (c *clusters) expire(now time.Time) {
	if c.days == 0 || now.IsZero() {
		return
	}
	c.open = slices.DeleteFunc(c.open, func(k int) bool {
		if now.Sub(c.last[k]).Hours()/24 <= c.days {
			return false
		}
		for _, column := range c.columns[k] {
			c.closed[column] = true
		}
		return true
	})
}

// vectors are the rows, with the factor that scales each to unit length.
type vectors struct {
	dense  *features.Dense
	sparse *features.CSR
	scale  []float64 // 0 for a row of zeros
}

func newVectors(s *features.Space) (*vectors, error) {
	v := &vectors{dense: s.Dense, sparse: s.Sparse, scale: make([]float64, s.Rows())}
	squares, err := s.Squares()
	if err != nil {
		return nil, err
	}
	for i, square := range squares {
		if square > 0 {
			v.scale[i] = 1 / math.Sqrt(square)
		}
	}
	return v, nil
}

// An index holds columns, each the sum of rows of unit length.
type index interface {
	// add adds row i to a column; the column after the last is a new one.
	add(i, column int)
	// products writes the products of row i, scaled to unit length, with all columns to
	// out. Those of closed columns are undefined.
	products(i int, out []float32, closed []bool)
}

func (v *vectors) index() index {
	if v.sparse != nil {
		return &inverted{vectors: v, terms: make([][]posting, v.sparse.Cols)}
	}
	return &sums{vectors: v}
}

// inverted lists, by term, the columns that have it. Products and additions cost the
// lists of the row's terms.
type inverted struct {
	*vectors
	terms   [][]posting
	columns int
}

type posting struct {
	column int32
	value  float32
}

func (x *inverted) add(i, column int) {
	index, value := x.sparse.Row(i)
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		list := x.terms[term]
		at := -1
		if column < x.columns {
			at = slices.IndexFunc(list, func(p posting) bool { return p.column == int32(column) })
		}
		if at >= 0 {
			list[at].value += v
		} else {
			x.terms[term] = append(list, posting{int32(column), v})
		}
	}
	x.columns = max(x.columns, column+1)
}

func (x *inverted) products(i int, out []float32, closed []bool) {
	clear(out)
	index, value := x.sparse.Row(i)
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		list := x.terms[term]
		kept := list[:0] // drops closed columns
		for _, p := range list {
			if !closed[p.column] {
				out[p.column] += v * p.value
				kept = append(kept, p)
			}
		}
		x.terms[term] = kept
	}
}

// sums holds dense columns, one after the other.
type sums struct {
	*vectors
	columns []float32
}

func (x *sums) add(i, column int) {
	cols := x.dense.Cols
	if column*cols == len(x.columns) {
		x.columns = append(x.columns, make([]float32, cols)...)
	}
	sum := x.columns[column*cols:][:cols]
	for c, v := range x.dense.Row(i) {
		sum[c] += float32(x.scale[i] * float64(v))
	}
}

func (x *sums) products(i int, out []float32, _ []bool) {
	vec.Dots(out, x.columns, x.dense.Row(i))
	for c := range out {
		out[c] = float32(x.scale[i] * float64(out[c]))
	}
}
