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

// Project lays a report of Bench out anew: a table for each value of one dimension,
// a row for each of another. Marks stay as they are: best among the algorithms on
// a corpus by a metric.
func Project(r *Report, table, row string) (*Report, error) {
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
	points := cube(r)
	out := &Report{Schema: r.Schema, Notes: slices.Clone(r.Notes), Width: r.Width, Charts: r.Charts, Behind: r.Behind}
	for _, name := range distinct(points, table) {
		part := slices.DeleteFunc(slices.Clone(points), func(p point) bool { return p.at(table) != name })
		out.Tables = append(out.Tables, lay(name, part, row, other(table, row)))
	}
	for _, t := range r.Tables {
		if table != "corpus" {
			for _, line := range slices.Concat(t.Facts, t.Notes) {
				out.Notes = append(out.Notes, t.Title+": "+line)
			}
			continue
		}
		for i := range out.Tables {
			if out.Tables[i].Title == t.Title {
				out.Tables[i].Facts, out.Tables[i].Notes = t.Facts, t.Notes
			}
		}
	}
	return out, nil
}

// A point is one cell with its place in all three dimensions.
type point struct {
	corpus, algorithm string
	group             string
	metric            Column
	cell              Cell
}

func (p point) at(dimension string) string {
	switch dimension {
	case "corpus":
		return p.corpus
	case "algorithm":
		return p.algorithm
	}
	return p.metric.Title
}

func cube(r *Report) []point {
	var points []point
	for _, t := range r.Tables {
		for _, g := range t.Groups {
			for _, row := range g.Rows {
				for k, c := range t.Columns {
					p := point{corpus: t.Title, algorithm: row.Name, group: g.Title, metric: c, cell: Cell{Text: row.Text}}
					if row.Cells != nil {
						p.cell = row.Cells[k]
					}
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

func other(a, b string) string {
	for _, d := range Dimensions {
		if d != a && d != b {
			return d
		}
	}
	return ""
}

// lay makes a table of points that share one dimension.
func lay(title string, points []point, row, column string) Table {
	t := Table{Title: title, Head: row}
	names := distinct(points, column)
	for _, name := range names {
		first := points[slices.IndexFunc(points, func(p point) bool { return p.at(column) == name })]
		c := Column{Name: name, Title: name, Better: first.metric.Better, Unit: first.metric.Unit}
		if row == "metric" {
			c.Better, c.Unit = eval.Describes, Plain
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
			cell := p.cell
			if row == "metric" && p.metric.Unit != Plain && cell.Value != nil {
				cell = Cell{Text: p.metric.Unit.print(*cell.Value)}
			}
			line.Cells[slices.Index(names, p.at(column))] = cell
			if row == "algorithm" {
				group = p.group
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
