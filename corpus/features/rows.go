package features

import (
	"fmt"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// Row returns the columns and values of row i; the columns of a dense row are nil,
// for all.
func (s *Space) Row(i int) ([]int32, []float32) {
	if s.Sparse != nil {
		return s.Sparse.Row(i)
	}
	return nil, s.Dense.Row(i)
}

// maxSquared bounds the squared length of rows, so that no float32 product or
// distance of two overflows, nor the squared height of a merge of clusters.
const maxSquared = 1e30

// Squares returns the squared length of each row. Values that are NaN, infinite or
// so large that float32 products overflow are an error.
func (s *Space) Squares() ([]float64, error) {
	list := make([]float64, s.Rows())
	for i := range list {
		_, row := s.Row(i)
		if list[i] = vec.SquaredNorm(row); !(list[i] <= maxSquared) {
			return nil, fmt.Errorf("reading the space %s: row %d holds a value that is NaN, infinite or too large", s.Name, i)
		}
	}
	return list, nil
}

// FromRows returns the dense space of given vectors, one an article, which it
// copies. All have the same number of dimensions, at least 1, and finite values.
func FromRows(rows [][]float32) (*Space, error) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return nil, fmt.Errorf("a space needs at least one row of at least one dimension, and this has %d rows", len(rows))
	}
	d := &Dense{Rows: len(rows), Cols: len(rows[0])}
	for i, row := range rows {
		if len(row) != d.Cols {
			return nil, fmt.Errorf("row %d has %d dimensions, row 0 has %d (both from 0)", i, len(row), d.Cols)
		}
		d.Data = append(d.Data, row...)
	}
	return &Space{Name: "rows", Dense: d}, finite(d)
}
