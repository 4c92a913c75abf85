package stream

import (
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
)

const (
	exact   = 10_000 // open clusters up to which all are compared
	atFirst = 50     // searches that are checked, each, whenever more clusters are looked at
	rarely  = 100    // searches for one that is checked afterwards
	missed  = 0.02   // of the checks at most, one aside
)

// A check compares some searches with what comparing all finds.
type check struct {
	searches   int
	all, wrong int
	// Of the present effort:
	tried, misses int
}

// due reports whether a search is to be checked.
func (c *check) due() bool {
	c.searches++
	return c.tried < atFirst || c.searches%rarely == 0
}

// result counts a check, and reports whether more clusters should be looked at.
func (c *check) result(right bool) (harder bool) {
	c.all++
	c.tried++
	if !right {
		c.wrong++
		c.misses++
	}
	if float64(c.misses) > 1+missed*float64(c.tried) {
		c.tried, c.misses = 0, 0
		return true
	}
	if c.tried == 4*atFirst { // long ago
		c.tried, c.misses = atFirst, c.misses/4
	}
	return false
}

func (c *check) note(p *algorithms.Problem) {
	if c.all > 0 {
		p.Note("above %d open clusters the most similar one was searched for, not found by comparing all: about %.1f %% of %d searches are right",
			exact, 100*(1-float64(c.wrong)/float64(c.all)), c.searches)
	}
}

// search returns the most similar of the clusters that are likely to be, -1 if none is
// similar enough. It looks at as many as checks show to be needed.
func (c *clusters) search(i int) int {
	best, similarity := -1, max(c.threshold-rounding, math.SmallestNonzeroFloat64)
	for _, column := range c.index.near(i, c) {
		k := c.cluster[column]
		if c.linkage == "complete" {
			for _, other := range c.columns[k] {
				c.products[other] = c.index.product(i, other)
			}
		} else {
			c.products[column] = c.index.product(i, int(column))
		}
		v := c.cosine(int(column))
		if c.linkage == "complete" {
			v = c.similarity(k)
		}
		if v > similarity || v == similarity && (best < 0 || k < best) {
			best, similarity = k, v
		}
	}
	if c.checked.due() && c.checked.result(c.compareAll(i) == best) {
		c.index.harder()
	}
	return best
}
