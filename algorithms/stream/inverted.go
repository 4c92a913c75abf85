package stream

import (
	"cmp"
	"math"
	"slices"
)

// inverted lists, by term, the columns that have it. Products cost the lists of the row's
// terms, and additions the terms of the column.
type inverted struct {
	*vectors
	terms   [][]posting
	columns [][]cell // their terms, ascending

	effort int // postings that near meets at most
	sums   []float32
	met    []int32
	rarest []uint64
}

type posting struct {
	column int32
	value  float32
}

// A cell is a value of a column.
type cell struct {
	term, at int32 // at is its place among the postings of the term
	value    float32
}

func (x *inverted) add(i, column int) {
	if column == len(x.columns) {
		x.columns, x.sums = append(x.columns, nil), append(x.sums, 0)
	}
	index, value := x.sparse.Row(i)
	old := x.columns[column]
	cells := make([]cell, 0, len(old)+len(index))
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		for len(old) > 0 && old[0].term < term {
			cells, old = append(cells, old[0]), old[1:]
		}
		if len(old) > 0 && old[0].term == term {
			c := old[0]
			c.value += v
			x.terms[term][c.at].value = c.value
			cells, old = append(cells, c), old[1:]
			continue
		}
		cells = append(cells, cell{term, int32(len(x.terms[term])), v})
		x.terms[term] = append(x.terms[term], posting{int32(column), v})
	}
	x.columns[column] = append(cells, old...)
}

func (x *inverted) products(i int, out []float32) {
	clear(out)
	index, value := x.sparse.Row(i)
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		for _, p := range x.terms[term] {
			out[p.column] += float32(v * p.value)
		}
	}
}

func (x *inverted) product(i, column int) float32 {
	index, value := x.sparse.Row(i)
	cells := x.columns[column]
	var sum float32
	for t, term := range index {
		at, has := slices.BinarySearchFunc(cells, term, func(c cell, term int32) int { return cmp.Compare(c.term, term) })
		if cells = cells[at:]; has {
			v := float32(x.scale[i] * float64(value[t]))
			sum += float32(v * cells[0].value)
		}
	}
	return sum
}

// near sums the products over the rarest terms.
func (x *inverted) near(i int, c *clusters) []int32 {
	index, value := x.sparse.Row(i)
	x.rarest, x.met = x.rarest[:0], x.met[:0]
	for t, term := range index {
		x.rarest = append(x.rarest, uint64(len(x.terms[term]))<<32|uint64(t))
	}
	slices.Sort(x.rarest)
	left := x.effort
	for _, t := range x.rarest {
		t := uint32(t)
		list := x.terms[index[t]]
		if left -= len(list); left < 0 {
			break
		}
		v := float32(x.scale[i] * float64(value[t]))
		for _, p := range list {
			if x.sums[p.column] == 0 {
				x.met = append(x.met, p.column)
			}
			x.sums[p.column] += float32(v * p.value)
		}
	}
	var found top
	for _, column := range x.met {
		if square := c.square[column]; square > 0 && !c.closed[column] {
			found.offer(candidate{column, float64(x.sums[column]) / math.Sqrt(square)})
		}
		x.sums[column] = 0
	}
	return found.columns()
}

func (x *inverted) harder() { x.effort += x.effort / 2 }

func (x *inverted) drop(closed []bool) {
	for term, list := range x.terms {
		kept := list[:0]
		for _, p := range list {
			if closed[p.column] {
				continue
			}
			cells := x.columns[p.column]
			at, _ := slices.BinarySearchFunc(cells, int32(term), func(c cell, term int32) int { return cmp.Compare(c.term, term) })
			cells[at].at = int32(len(kept))
			kept = append(kept, p)
		}
		x.terms[term] = kept
	}
	for column := range x.columns {
		if closed[column] {
			x.columns[column] = nil
		}
	}
}
