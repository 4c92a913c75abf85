package reports

import (
	"iter"
	"math"
)

// With appends cells to a row.
func (r Row) With(cells ...Cell) Row {
	r.Cells = append(r.Cells, cells...)
	return r
}

// Add appends a row to the last group, of which there must be one.
func (t *Table) Add(name string, cells ...Cell) {
	g := &t.Groups[len(t.Groups)-1]
	g.Rows = append(g.Rows, Row{Name: name, Cells: cells})
}

// Rows iterates over the rows of all groups.
func (t *Table) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for _, g := range t.Groups {
			for i := range g.Rows {
				if !yield(&g.Rows[i]) {
					return
				}
			}
		}
	}
}

// Row returns the row of that name, nil if absent.
func (t *Table) Row(name string) *Row {
	for row := range t.Rows() {
		if row.Name == name {
			return row
		}
	}
	return nil
}

// Ranked returns the cells of a column that have a value, of rows that have no role.
func (t *Table) Ranked(k int) []*Cell {
	var cells []*Cell
	for row := range t.Rows() {
		if row.Role == "" && row.Cells != nil && row.Cells[k].Value != nil {
			cells = append(cells, &row.Cells[k])
		}
	}
	return cells
}

// MarkBest marks the best of the ranked cells of a column, with all that print the
// same, unless all do.
func (t *Table) MarkBest(k int) {
	c, cells := t.Columns[k], t.Ranked(k)
	best, shown := math.Inf(-1), ""
	printed := map[string]bool{}
	for _, cell := range cells {
		text := c.Format(*cell.Value)
		printed[text] = true
		if good, ok := c.Better.Goodness(*cell.Value); ok && good > best {
			best, shown = good, text
		}
	}
	for _, cell := range cells {
		cell.Best = len(printed) > 1 && c.Format(*cell.Value) == shown
	}
}
