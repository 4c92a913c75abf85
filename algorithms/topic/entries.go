package topic

import (
	"slices"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// A list is the values of a vector that are not zero, and where they are, rising.
type list vec.List

// newList returns an empty list with memory for n values.
func newList(n int) list { return list{make([]int32, 0, n), make([]float64, 0, n)} }

func (l *list) add(i int, v float64) {
	l.Index, l.Value = append(l.Index, int32(i)), append(l.Value, v)
}

func (l *list) clear() { l.Index, l.Value = l.Index[:0], l.Value[:0] }

// from is what follows the first n values, sharing memory.
func (l list) from(n int) list { return list{l.Index[n:], l.Value[n:]} }

// between is the values from one place on and before another, sharing memory.
func (l list) between(from, to int) list {
	first, _ := slices.BinarySearch(l.Index, int32(from))
	last, _ := slices.BinarySearch(l.Index, int32(to))
	return list{l.Index[first:last], l.Value[first:last]}
}

// entries are the lists of the rows of a matrix. There are none before the first
// descent.
type entries []vec.List

// count is the number of values.
func (e entries) count() (n int) {
	for _, row := range e {
		n += len(row.Index)
	}
	return n
}
