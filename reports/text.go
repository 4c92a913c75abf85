package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

var text = Format{Name: "text", Doc: "for the terminal", Write: writeText}

func writeText(w io.Writer, r *Report) error {
	var b bytes.Buffer
	for i, t := range r.Tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := writeTextTable(&b, &t, r.Width); err != nil {
			return err
		}
	}
	b.WriteByte('\n')
	for _, n := range r.Notes {
		b.WriteString(wrap(n, lineWidth(r.Width)) + "\n")
	}
	for line := range bytes.Lines(b.Bytes()) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// writeTextTable prints a table; one that is wider than the terminal in panels,
// each with the names of the rows.
func writeTextTable(w io.Writer, t *Table, width int) error {
	fmt.Fprintf(w, "%s\n", t.Title)
	for _, f := range t.Facts {
		fmt.Fprint(w, hang(f, width))
	}
	lines := t.textLines()
	for i, columns := range panels(lines, width) {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := t.writePanel(w, lines, columns); err != nil {
			return err
		}
	}
	for _, n := range t.Notes {
		fmt.Fprint(w, hang(n, width))
	}
	return nil
}

// textLines are the cells of the table as printed, the head first, the names of
// the rows in front.
func (t *Table) textLines() [][]string {
	head := []string{t.Head}
	for _, c := range t.Columns {
		head = append(head, breakName(c.Title)+c.arrow())
	}
	lines := [][]string{head}
	for i, g := range t.Groups {
		if i > 0 || g.Title != "" {
			title := make([]string, len(head))
			title[0] = "\n" + g.Title
			lines = append(lines, title)
		}
		for _, row := range g.Rows {
			lines = append(lines, t.textRow(row))
		}
	}
	return lines
}

const gap = "  "

// panels shares the columns out, as many to a panel as fit.
func panels(lines [][]string, width int) [][]int {
	wide := make([]int, len(lines[0]))
	for _, line := range lines {
		for k, cell := range line {
			for part := range strings.SplitSeq(cell, "\n") {
				wide[k] = max(wide[k], utf8.RuneCountInString(part)+len(gap))
			}
		}
	}
	var list [][]int
	at := 0
	for k := 1; k < len(wide); k++ {
		if len(list) == 0 || width > 0 && at+wide[k] > width {
			list = append(list, nil)
			at = wide[0]
		}
		list[len(list)-1] = append(list[len(list)-1], k)
		at += wide[k]
	}
	return list
}

func (t *Table) writePanel(w io.Writer, lines [][]string, columns []int) error {
	align := tw.Alignment{tw.AlignLeft}
	for _, k := range columns {
		if t.Beside || t.Columns[k-1].Unit == Wording {
			align = append(align, tw.AlignLeft)
		} else {
			align = append(align, tw.AlignRight)
		}
	}
	table := tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
			},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: gap, Overwrite: true}),
		tablewriter.WithAlignment(align),
	)
	for i, line := range lines {
		cells := []string{line[0]}
		for _, k := range columns {
			cells = append(cells, line[k])
		}
		if i == 0 {
			table.Header(cells)
		} else if err := table.Append(cells); err != nil {
			return err
		}
	}
	return table.Render()
}

func (t *Table) textRow(row Row) []string {
	cells := make([]string, len(t.Columns)+1)
	cells[0] = breakSpec(row.Name)
	if row.Cells == nil {
		cells[0] += "\n " + row.Text
	}
	for k, c := range row.Cells {
		unit := t.Columns[k].Unit
		cells[k+1] = c.main(unit)
		switch i := c.interval(unit); {
		case t.Beside && i != "":
			cells[k+1] += fmt.Sprintf("  %11s", i)
		case c.Best:
			cells[k+1] += "*\n" + i
		case i != "":
			cells[k+1] += " \n" + i
		}
	}
	return cells
}

// breakSpec puts the parameters of a spec on a second line, which the intervals
// need anyway. A title is no spec.
func breakSpec(name string) string {
	if i := strings.IndexByte(name, '('); i > 0 && len(name) > 24 && !strings.Contains(name[:i], " ") {
		return name[:i] + "\n " + name[i:]
	}
	return name
}

// breakName breaks the name of a long metric before its last dot and at its
// parameters.
func breakName(name string) string {
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

// lineWidth is the width of running text: that of the terminal, within reason.
func lineWidth(width int) int {
	if width <= 0 {
		return 120
	}
	return min(width, 120)
}

// hang wraps a text and sets it in by two.
func hang(s string, width int) string {
	return "  " + strings.ReplaceAll(wrap(s, lineWidth(width)-2), "\n", "\n  ") + "\n"
}

func wrap(s string, width int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(s) {
		size := utf8.RuneCountInString(word)
		if i > 0 && at+1+size > width {
			b.WriteByte('\n')
			at = 0
		} else if i > 0 {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += size
	}
	return b.String()
}
