package stream

import (
	"math"
	"slices"
	"time"
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

func (s *SinglePass) clusters(v *vectors) *clusters {
	c := &clusters{vectors: v, linkage: s.Linkage, threshold: s.Threshold, days: s.Days}
	c.index = v.index()
	return c
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
