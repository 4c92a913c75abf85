package stream

// An index holds columns, each the sum of rows of unit length.
type index interface {
	// add adds row i to a column; the column after the last is a new one.
	add(i, column int)
	// products writes the products of row i, scaled to unit length, with all columns to
	// out. Those of closed columns mean nothing.
	products(i int, out []float32)
	// product is that with one column.
	product(i, column int) float32
	// near lists the open columns that are the most similar to row i, of those that it looks
	// at. Calls of harder make it look at more.
	near(i int, c *clusters) []int32
	harder()
	// drop forgets closed columns.
	drop(closed []bool)
}

func (v *vectors) index() index {
	if v.sparse != nil {
		return &inverted{vectors: v, terms: make([][]posting, v.sparse.Cols), effort: 8192}
	}
	return &sums{vectors: v, effort: 1024}
}

// likely is how many columns near returns at most.
const likely = 32

// A candidate is a column with an estimate of its similarity.
type candidate struct {
	column   int32
	estimate float64
}

// A top holds the candidates of the largest estimates, in their order. Ties are broken by
// the order of offers.
type top []candidate

func (t *top) offer(c candidate) {
	list := *t
	if len(list) < likely {
		list = append(list, c)
	} else if c.estimate <= list[likely-1].estimate {
		return
	}
	at := len(list) - 1
	for ; at > 0 && list[at-1].estimate < c.estimate; at-- {
		list[at] = list[at-1]
	}
	list[at] = c
	*t = list
}

func (t top) columns() []int32 {
	out := make([]int32, len(t))
	for k, c := range t {
		out[k] = c.column
	}
	return out
}
