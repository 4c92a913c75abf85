package views

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
)

// newTable is a table of one group, to add rows to.
func newTable(title, rows string, columns ...reports.Column) reports.Table {
	return reports.Table{Title: title, RowHeader: rows, Columns: columns, Groups: []reports.Group{{}}}
}

// Columns whose titles are their names, unless titled gives another.

func titled(c reports.Column, title string) reports.Column {
	c.Title = title
	return c
}

func textColumn(name string) reports.Column {
	return reports.Column{Name: name, Title: name, Unit: reports.TextUnit}
}

func countColumn(name string) reports.Column {
	return reports.Column{Name: name, Title: name, Unit: reports.Count}
}

func percentColumn(name string) reports.Column {
	return reports.Column{Name: name, Title: name, Unit: reports.Percent}
}

func scoreColumn(name string, better eval.Direction) reports.Column {
	return reports.Column{Name: name, Title: name, Better: better}
}

func plainColumn(name string) reports.Column { return reports.Column{Name: name, Title: name} }

var pColumn = reports.Column{Name: "p", Title: "p", Unit: reports.Probability}

func words(s string) reports.Cell { return reports.Cell{Text: s} }

func value(v float64) reports.Cell { return reports.Cell{Value: &v} }

func whole(n int) reports.Cell { return value(float64(n)) }

// remark is a row of a table of five columns that only its name fills.
func remark(name string) reports.Row {
	return reports.Row{Name: name}.With(words(" "), words(" "), words(" "), words(" "), words(" "))
}

// numeric is the cell of a number, empty for NaN.
func numeric(v float64) reports.Cell {
	if math.IsNaN(v) {
		return reports.Cell{}
	}
	return value(v)
}

func scored(s *stats.Score) reports.Cell {
	if s == nil {
		return reports.Cell{}
	}
	return reports.Cell{Value: s.Value, Low: s.Low, High: s.High}
}

// bare is a score without its interval.
func bare(s *stats.Score) reports.Cell { return reports.Cell{Value: scored(s).Value} }
