package features

import "fmt"

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
