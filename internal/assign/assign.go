// Package assign finds the heaviest matching of rows and columns of a sparse matrix.
package assign

import (
	"slices"

	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// A Matrix has the weights of pairs of a row and a column, 0 or more. Pairs that are not
// in it cannot be matched.
type Matrix struct {
	Start   []int     // pairs of row i: from Start[i] to Start[i+1]
	Column  []int32   // of each pair; ascending within a row
	Weight  []float64 // of each pair
	Columns int
}

// Connected components of fewer rows and columns need no start: searches are short there.
const startFrom = 1024

// Match returns the column of each row, -1 for none, so that no column has two rows and
// the sum of the weights is largest. Whole numbers are added exactly. Which of several
// best matchings it returns depends on the matrix alone.
//
// Rows are matched one after the other, each along a shortest augmenting path with
// potentials (Hungarian method; Jonker & Volgenant 1987). In large connected components
// an auction without increments, their augmenting row reduction, goes before it, and
// leaves few rows to the searches; of paths without a change of potentials, which are many
// where weights are alike, all are found at once.
func (x Matrix) Match() []int32 { return x.match(x.largeComponents()) }

// match is Match with the auction for the given rows.
func (x Matrix) match(large []int32) []int32 {
	m := x.matcher()
	m.eager = len(large) > 0
	free := m.bid(large)
	if m.eager {
		return m.matchTied(free)
	}
	for _, row := range free {
		m.insert(row)
	}
	return m.column
}

func (x Matrix) matcher() *matcher {
	rows := len(x.Start) - 1
	return &matcher{
		Matrix:       x,
		column:       slices.Repeat([]int32{-1}, rows),
		row:          slices.Repeat([]int32{-1}, x.Columns),
		rowPotential: make([]float64, rows),
		potential:    make([]float64, x.Columns),
		dist:         make([]float64, x.Columns),
		from:         make([]int32, x.Columns),
		state:        make([]uint8, x.Columns),
	}
}

// A matcher has, after each step, potentials with which no pair costs less than the sum
// of those of its row and column, and matched pairs as much. The cost of a pair is its
// negative weight. Potentials of columns without a row are 0, as are those of rows that
// are better off without a column.
type matcher struct {
	Matrix
	column, row  []int32 // the matching, both ways
	rowPotential []float64
	potential    []float64 // of columns

	dist  []float64 // of columns, in this search
	from  []int32   // the row from which a column was reached
	state []uint8   // of columns: fresh, reached or settled
	queue queue
	work  int  // pairs that searches have looked at
	eager bool // searches end at the first of several nearest columns that they reach

	reached, settled []int32 // columns
}

const (
	fresh = iota
	reached
	settled
)

// largeComponents returns the rows of large connected components.
func (x Matrix) largeComponents() (list []int32) {
	rows := len(x.Start) - 1
	if rows+x.Columns < startFrom {
		return nil
	}
	sets, components := unionfind.New(rows+x.Columns), rows+x.Columns
	union := func(row int, columns []int32) {
		for _, c := range columns {
			if sets.Union(row, rows+int(c)) {
				components--
			}
		}
	}
	for i := range rows { // the first pair of each row and all of the first row are enough if the matrix is dense
		from, to := x.Start[i], x.Start[i+1]
		union(i, x.Column[from:min(from+1, to)])
	}
	for i := 0; i < rows && components > 1; i++ {
		union(i, x.Column[x.Start[i]:x.Start[i+1]])
	}
	for i := range rows {
		if sets.Size(i) >= startFrom {
			list = append(list, int32(i))
		}
	}
	return list
}
