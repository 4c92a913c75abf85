package reports

import (
	"cmp"
	"fmt"
	"strings"

	folding "github.com/seed-9405df2f/assay/corpus/text"
)

// Styles of a terminal.
const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
)

var tones = map[Tone]string{Good: green, Bad: red}

// paint gives each line of a text a style, if there may be styles.
func (t *textTable) paint(style, s string) string {
	if !t.color || style == "" || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + strings.ReplaceAll(s, "\n", "\x1b[0m\n\x1b["+style+"m") + "\x1b[0m"
}

// A textLook is what the cells of the columns have in common.
type textLook struct {
	beside           bool  // intervals are beside values, not below
	tails, intervals []int // the widest of each column
}

func (t *textTable) look() textLook {
	l := textLook{beside: t.beside(), tails: t.widest(func(c Cell) int { return width(t.tail(c)) }), intervals: make([]int, len(t.Columns))}
	for row := range t.Rows() {
		for k, c := range row.Cells {
			l.intervals[k] = max(l.intervals[k], width(t.Columns[k].interval(c)))
		}
	}
	return l
}

// textRow are the cells of a row without its name.
func (t *textTable) textRow(row *Row, look textLook) []string {
	cells := make([]string, len(t.Columns))
	for k, c := range row.Cells {
		column := t.Columns[k]
		style := tones[c.Tone]
		if c.Best {
			style = bold
		}
		cells[k] = t.paint(style, textCell(column.text(c)))
		mark := t.tail(c)
		if cells[k] += mark; column.Unit == TextUnit {
			continue
		}
		cells[k] += strings.Repeat(" ", look.tails[k]-width(mark))
		switch i := column.interval(c); {
		case look.beside && t.InlineInterval && i != "":
			cells[k] += fmt.Sprintf("  %11s", i)
		case look.beside && !t.InlineInterval && look.intervals[k] > 0:
			cells[k] += gap + strings.Repeat(" ", look.intervals[k]-width(i)) + i
		case i != "":
			cells[k] += "\n" + i
		}
	}
	return cells
}

// textName is the name of a row with the marks of its notes behind the first line. A spec
// that is longer than the room, or than shortName if intervals take a second line anyway,
// is broken at its parameters, which are below if rows take one line; those of an algorithm
// that has one row alone are left out there.
func (t *textTable) textName(row Row, room int, beside, alone bool) (name string, below []string) {
	if !beside {
		room = shortName
	}
	marks := ""
	if len(row.Notes) > 0 {
		marks = superscripts(row.Notes)
	}
	first, rest, _ := strings.Cut(breakSpec(clean(row.shown()), room-width(marks)), "\n")
	if rest != "" && beside && alone {
		first, rest = first+"(…)", ""
	}
	lines := []string{textCell(first)}
	if head, others, _ := strings.Cut(lines[0], "\n"); marks != "" {
		lines[0] = strings.TrimSuffix(head+marks+"\n"+others, "\n")
	}
	if rest != "" && beside {
		below = strings.Split("  "+strings.ReplaceAll(hang("", strings.TrimSpace(rest), t.columns-2), "\n", "\n  "), "\n")
		below = below[:len(below)-1]
	} else if rest != "" {
		lines = append(lines, strings.ReplaceAll(textCell(rest), "\n", "\n "))
	}
	if row.Cells == nil && beside {
		below = append(below, " "+textCell(row.Text))
	} else if row.Cells == nil {
		lines = append(lines, textCell(row.Text))
	}
	return strings.Join(lines, "\n "), below
}

// beforeParameters is the name of a spec without its parameters.
func beforeParameters(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return name
}

// shown is what a row is called.
func (r Row) shown() string { return cmp.Or(r.Title, r.Name) }

// tail is printed behind a value: the mark of the best or of those tied with it,
// the letters, and the marks of its notes.
func (t *textTable) tail(c Cell) string {
	s := ""
	switch {
	case c.Best:
		s = "*"
	case c.Tied:
		s = "~"
	case c.Letters != "" && t.letters:
		s = " "
	}
	if c.Letters != "" && t.letters {
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

// The room that names of rows have where intervals are below the values, and at least.
const (
	shortName = 24
	leastName = 16
)

// breakSpec puts the parameters of a spec that is longer than the room on a second line. A
// title is no spec.
func breakSpec(name string, room int) string {
	if i := strings.IndexByte(name, '('); i > 0 && width(name) > room && !strings.Contains(name[:i], " ") {
		return name[:i] + "\n " + name[i:]
	}
	return name
}

// brokenTitle is a title with the breaks that it has, if these are few, and those of names.
func brokenTitle(title string) string {
	const most = 3
	lines := strings.SplitN(title, "\n", most+1)
	if len(lines) > most {
		lines = []string{title}
	}
	for i, line := range lines {
		lines[i] = breakName(clean(line))
	}
	return strings.Join(lines, "\n")
}

// titleLines are the lines of a column's title.
func titleLines(title string) []string {
	var lines []string
	for line := range strings.SplitSeq(brokenTitle(title), "\n") {
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
