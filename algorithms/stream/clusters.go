package stream

import (
	"math"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus/features"
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
	cluster  []int       // by column
	columns  [][]int     // by cluster
	last     []time.Time // by cluster: when it was last joined
	closed   []bool      // by column
	gone     int         // columns closed that the index has
	dropped  int         // columns that it has no more
	open     []int       // clusters that may be joined, ascending
	products []float32   // scratch, by column

	few     int // open clusters up to which all are compared
	checked check
}

// take returns the cluster that row i, published at the given time, joins or opens.
func (c *clusters) take(i int, at time.Time) int {
	c.expire(at)
	c.products = slices.Grow(c.products[:0], len(c.square))[:len(c.square)]
	if c.vectors.scale[i] == 0 {
		return c.start(at)
	}
	best := -1
	if len(c.open) > c.few {
		best = c.search(i)
	} else {
		best = c.compareAll(i)
	}
	if best < 0 {
		best = c.start(at)
	} else if !at.IsZero() {
		c.last[best] = at
	}
	c.add(i, best)
	return best
}

// compareAll returns the most similar cluster, -1 if none is similar enough.
func (c *clusters) compareAll(i int) int {
	c.index.products(i, c.products)
	best, similarity := -1, max(c.threshold-rounding, math.SmallestNonzeroFloat64)
	for _, k := range c.open {
		if v := c.similarity(k); v > similarity || best < 0 && v == similarity {
			best, similarity = k, v
		}
	}
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
	c.square, c.closed, c.cluster = append(c.square, 1), append(c.closed, false), append(c.cluster, k)
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
		c.gone += len(c.columns[k])
		return true
	})
	if kept := len(c.square) - c.dropped; 2*c.gone > kept {
		c.index.drop(c.closed)
		c.dropped, c.gone = c.dropped+c.gone, 0
	}
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
