package kmeans

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// A table holds centres for comparison with many rows at once. The score of a
// row with a centre is their inner product less half the centre's squared
// length, where that is not the same for all: the greater, the nearer.
//
// Scores are quick, in float32, and as squared distances off by the slack at
// most. They only tell which centres cannot be the nearest; what lies closer
// together than that is settled by the distances themselves, in float64.
type table struct {
	dense  *vec.Panels
	sparse *vec.Columns // or dense
	bias   []float32    // by centre: what is added to the inner product; past the last centre -Inf
}

// newTable returns a table for count centres, to be put in.
func (x *items) newTable(count int) *table {
	t := new(table)
	width := 0
	if x.sparse != nil {
		t.sparse = vec.NewColumns(count, x.cols)
		width = t.sparse.Width()
	} else {
		t.dense = vec.NewPanels(count, x.cols)
		width = t.dense.Width()
	}
	t.bias = slices.Repeat([]float32{float32(math.Inf(-1))}, width)
	return t
}

// put makes c the centre at a place of the table.
func (t *table) put(x *items, at int, c *centre) {
	x.round(c)
	t.bias[at] = c.bias
	if t.sparse != nil {
		t.sparse.Set(at, c.rough)
	} else {
		t.dense.Set(at, c.rough)
	}
}

// scores are those of some rows with the centres of a table.
type scores struct {
	width  int
	values []float32
	rows   []float32 // the rows, where they do not lie side by side
}

// of fills in the scores of rows.
func (s *scores) of(x *items, t *table, rows []int32) {
	s.width = len(t.bias)
	s.values = slices.Grow(s.values[:0], len(rows)*s.width)[:len(rows)*s.width]
	if t.dense != nil {
		t.dense.Products(s.values, s.side(x, rows), t.bias)
		return
	}
	for at, i := range rows {
		index, value := x.sparse.Row(int(i))
		copy(s.at(at), t.bias)
		t.sparse.AddProducts(s.at(at), index, value)
	}
}

// side are the given rows one after the other.
func (s *scores) side(x *items, rows []int32) []float32 {
	first, last := int(rows[0]), int(rows[len(rows)-1])
	if last-first == len(rows)-1 {
		return x.products[first*x.cols : (last+1)*x.cols]
	}
	s.rows = s.rows[:0]
	for _, i := range rows {
		s.rows = append(s.rows, x.products[int(i)*x.cols:(int(i)+1)*x.cols]...)
	}
	return s.rows
}

// at are the scores of the row at a place.
func (s *scores) at(row int) []float32 { return s.values[row*s.width : (row+1)*s.width] }

// fromScore is the squared distance that a score of row i means.
func (x *items) fromScore(i int, score float32) float64 {
	square := x.length[i]
	if x.spherical {
		square++ // that of the centre
	}
	return max(0, square-2*x.scale[i]*float64(score))
}

// apart reports whether the centre of the greater score is the nearer one to row i
// beyond doubt.
func (x *items) apart(i int, greater, less float32) bool {
	return x.scale[i]*(float64(greater)-float64(less)) > x.slack
}
