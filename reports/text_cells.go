package reports

import (
	"fmt"
	"strings"

	folding "github.com/seed-9405df2f/assay/corpus/text"
)

func (t *Table) textRow(row Row, tails []int) []string {
	cells := make([]string, len(t.Columns)+1)
	cells[0] = t.textName(row)
	if row.Cells == nil {
		cells[0] += "\n " + textCell(row.Text)
	}
	for k, c := range row.Cells {
		column := t.Columns[k]
		if column.Unit == TextUnit {
			cells[k+1] = textCell(column.text(c)) + tail(c)
			continue
		}
		mark := tail(c)
		cells[k+1] = textCell(column.text(c)) + mark + strings.Repeat(" ", tails[k]-width(mark))
		switch i := column.interval(c); {
		case t.InlineInterval && i != "":
			cells[k+1] += fmt.Sprintf("  %11s", i)
		case i != "":
			cells[k+1] += "\n" + i
		}
	}
	return cells
}

// textName is the name of a row with the marks of its notes behind the first line.
func (t *Table) textName(row Row) string {
	first, rest, more := strings.Cut(breakSpec(clean(row.Name)), "\n")
	lines := []string{textCell(first)}
	if more {
		lines = append(lines, strings.ReplaceAll(textCell(rest), "\n", "\n "))
	}
	if len(row.Notes) > 0 {
		head, others, _ := strings.Cut(lines[0], "\n")
		lines[0] = strings.TrimSuffix(head+" "+superscripts(row.Notes)+"\n"+others, "\n")
	}
	return strings.Join(lines, "\n ")
}

// tail is printed behind a value: the mark of the best or of those tied with it,
// the letters, and the marks of its notes.
func tail(c Cell) string {
	s := ""
	switch {
	case c.Best:
		s = "*"
	case c.Tied:
		s = "~"
	case c.Letters != "":
		s = " "
	}
	if c.Letters != "" {
		s += " " + c.Letters
	}
	if len(c.Notes) > 0 {
		s += " " + superscripts(c.Notes)
	}
	return s
}

// widest are the most that cells take in each column.
func (t *Table) widest(of func(Cell) int) []int {
	wide := make([]int, len(t.Columns))
	for row := range t.Rows() {
		for k, c := range row.Cells {
			wide[k] = max(wide[k], of(c))
		}
	}
	return wide
}

// Widths in columns of the terminal at which cells are folded, and the lines after which they
// are clipped.
const (
	cellWidth  = 48
	titleWidth = 24
	cellLines  = 6
)

func textCell(s string) string { return strings.Join(textFold(clean(s), cellWidth), "\n") }

func textFold(s string, columns int) []string {
	lines := fold(s, columns, cellLines)
	for i := range lines {
		lines[i] = folding.Isolate(lines[i])
	}
	return lines
}

// breakSpec puts the parameters of a spec on a second line, which the intervals
// need anyway. A title is no spec.
func breakSpec(name string) string {
	if i := strings.IndexByte(name, '('); i > 0 && len(name) > 24 && !strings.Contains(name[:i], " ") {
		return name[:i] + "\n " + name[i:]
	}
	return name
}

// titleLines are the lines of a column's title.
func titleLines(title string) []string {
	var lines []string
	for line := range strings.SplitSeq(breakName(clean(title)), "\n") {
		lines = append(lines, textFold(line, titleWidth)...)
	}
	return lines
}

// breakName breaks the name of a long metric before its protocol, before its last
// dot, and at its parameters.
func breakName(name string) string {
	if measured, protocol, ok := strings.Cut(name, "/stream"); ok {
		return breakName(measured) + "\n/stream" + strings.ReplaceAll(protocol, ",", ",\n")
	}
	if head, tail, ok := strings.Cut(name, "("); ok {
		if len(tail) > 9 {
			tail = strings.ReplaceAll(tail, "=", "=\n")
		}
		return breakName(head) + "\n(" + tail
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name) > 9 {
		return name[:i] + "\n" + name[i:]
	}
	return name
}
