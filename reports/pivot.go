package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
)

// Dimensions are what a bench report has three of: one makes the tables, one their
// rows, the last their columns.
var Dimensions = []string{"corpus", "algorithm", "metric"}

// Pivot lays a document of a bench out anew: a table for each value of one dimension,
// a row for each of another. Marks stay as they are: best among the algorithms on
// a corpus by a metric.
func Pivot(r *Document, table, row string) (*Document, error) {
	for flag, d := range map[string]string{"table": table, "row": row} {
		if !slices.Contains(Dimensions, d) {
			return nil, fmt.Errorf("%s=%s: must be one of %s", flag, d, strings.Join(Dimensions, ", "))
		}
	}
	if table == row {
		return nil, fmt.Errorf("tables and rows cannot both be %s", table)
	}
	if table == "corpus" && row == "algorithm" {
		return r, nil
	}
	column := Dimensions[slices.IndexFunc(Dimensions, func(d string) bool { return d != table && d != row })]
	points := cube(r)
	out := &Document{Schema: r.Schema, Verdict: r.Verdict, Notes: slices.Clone(r.Notes), Provenance: r.Provenance, Width: r.Width,
		Charts: r.Charts, Drilldowns: r.Drilldowns}
	for _, name := range distinct(points, table) {
		part := slices.DeleteFunc(slices.Clone(points), func(p point) bool { return p.at(table) != name })
		out.Tables = append(out.Tables, pivot(name, part, row, column))
	}
	for _, t := range r.Tables {
		if table == "corpus" {
			i := slices.IndexFunc(out.Tables, func(o Table) bool { return o.Title == t.Title })
			if i >= 0 {
				out.Tables[i].Facts = t.Facts
				for _, note := range t.texts(t.unmarked()) {
					out.Tables[i].Note(note)
				}
			}
			continue
		}
		for _, line := range t.Facts {
			out.Notes = append(out.Notes, t.Title+": "+line)
		}
	}
	if table != "corpus" {
		out.Notes = append(out.Notes, wholeNotes(r.Tables)...)
	}
	for i := range out.Tables {
		out.Tables[i].liftSharedNotes()
		out.Tables[i].RenumberNotes()
	}
	return out, nil
}

// wholeNotes are the notes of tables that are no longer together: each once, with
// the names of those that it concerns where it is not of all.
func wholeNotes(tables []Table) []string {
	of := map[string][]string{}
	var order []string
	for _, t := range tables {
		for _, note := range t.texts(t.unmarked()) {
			if of[note] == nil {
				order = append(order, note)
			}
			of[note] = append(of[note], t.Title)
		}
	}
	for i, note := range order {
		if len(of[note]) < len(tables) {
			order[i] = strings.Join(of[note], ", ") + ": " + note
		}
	}
	return order
}

// A point is one cell with its place in all three dimensions.
type point struct {
	corpus string
	row    Row // without its cells
	group  string
	metric Column
	cell   Cell
	// The texts of the notes of each.
	rowNotes, metricNotes, cellNotes []string
}

func (p point) at(dimension string) string {
	switch dimension {
	case "corpus":
		return p.corpus
	case "algorithm":
		return p.row.Name
	}
	return p.metric.Title
}

func cube(r *Document) []point {
	var points []point
	for _, t := range r.Tables {
		for _, g := range t.Groups {
			for _, row := range g.Rows {
				for k, c := range t.Columns {
					p := point{corpus: t.Title, row: row, group: g.Title, metric: c, cell: Cell{Text: row.Text}}
					if row.Cells != nil {
						p.cell = row.Cells[k]
					}
					p.rowNotes, p.metricNotes, p.cellNotes = t.texts(row.Notes), t.texts(c.Notes), t.texts(p.cell.Notes)
					points = append(points, p)
				}
			}
		}
	}
	return points
}

func distinct(points []point, dimension string) []string {
	var list []string
	for _, p := range points {
		if name := p.at(dimension); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// pivot makes a table of points that share one dimension.
func pivot(title string, points []point, row, column string) Table {
	t := Table{Title: title, RowHeader: row}
	names := distinct(points, column)
	for _, name := range names {
		first := points[slices.IndexFunc(points, func(p point) bool { return p.at(column) == name })]
		c := Column{Name: name, Title: name, Better: first.metric.Better, Unit: first.metric.Unit, Digits: first.metric.Digits,
			Primary: column == "metric" && first.metric.Primary, Spread: first.metric.Spread}
		if row == "metric" {
			c.Better, c.Unit = eval.Descriptive, Plain
		}
		t.Columns = append(t.Columns, c)
	}
	for _, name := range distinct(points, row) {
		line := Row{Name: name, Cells: make([]Cell, len(names))}
		group := ""
		for _, p := range points {
			if p.at(row) != name {
				continue
			}
			k := slices.Index(names, p.at(column))
			line.Cells[k] = t.pivotCell(p, row, column, &line, k)
			if row == "algorithm" {
				group, line.Family, line.Role = p.group, p.row.Family, p.row.Role
			}
		}
		if row == "metric" {
			line.Name += points[slices.IndexFunc(points, func(p point) bool { return p.at(row) == name })].metric.arrow()
		}
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Title != group {
			t.Groups = append(t.Groups, Group{Title: group})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Rows = append(last.Rows, line)
	}
	return t
}

// pivotCell makes the cell of a point, and ties the notes to the smallest thing of the
// new table that they concern: notes of an algorithm on a corpus are at the cell
// where both meet, else at whichever of the two makes the rows or columns.
func (t *Table) pivotCell(p point, row, column string, line *Row, k int) Cell {
	cell := p.cell
	cell.Notes = nil
	if row == "metric" && p.metric.Unit != Plain && cell.Value != nil {
		cell.Text, cell.Low, cell.High = p.metric.Format(*cell.Value), nil, nil
	}
	algorithm, metric := &cell.Notes, &cell.Notes
	switch {
	case row == "algorithm" && column == "metric":
		algorithm, metric = &line.Notes, &t.Columns[k].Notes
	case row == "metric" && column == "algorithm":
		algorithm, metric = &t.Columns[k].Notes, &line.Notes
	case row == "metric":
		metric = &line.Notes
	case column == "metric":
		metric = &t.Columns[k].Notes
	}
	// A note on the metric is one of a corpus, too: it names it where corpora are
	// rows or columns.
	named := func(note string) string {
		if row == "corpus" || column == "corpus" {
			return p.corpus + ": " + note
		}
		return note
	}
	for _, note := range p.rowNotes {
		t.AddNote(algorithm, note)
	}
	for _, note := range p.metricNotes {
		if metric != &cell.Notes {
			t.AddNote(metric, named(note))
		} else if row == "corpus" || column == "corpus" {
			t.Note(named(note)) // of the whole column or row of a corpus
		}
	}
	for _, note := range p.cellNotes {
		t.AddNote(&cell.Notes, note)
	}
	return cell
}
