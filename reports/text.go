package reports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

var text = Format{Name: "text", Doc: "for the terminal", Write: writeText}

func writeText(w io.Writer, r *Document) error {
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
	if r.Provenance != nil {
		b.WriteByte('\n')
		writeTextProvenance(&b, r.Provenance, r.Width)
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
func writeTextTable(w io.Writer, t *Table, columns int) error {
	fmt.Fprintf(w, "%s\n", wrap(t.Title, lineWidth(columns)))
	for _, f := range t.Facts {
		fmt.Fprint(w, hang("  ", f, columns))
	}
	lines := t.textLines()
	for i, panel := range panels(lines, columns) {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := t.writePanel(w, lines, panel); err != nil {
			return err
		}
	}
	marked := t.marked()
	for i, n := range t.Notes {
		lead := "  "
		if marked[i+1] {
			lead += superscripts([]int{i + 1}) + " "
		}
		fmt.Fprint(w, hang(lead, n, columns))
	}
	return nil
}

// textLines are the cells of the table as printed, the head first, the names of
// the rows in front.
func (t *Table) textLines() [][]string {
	head := []string{textCell(t.RowHeader)}
	for _, c := range t.Columns {
		title := strings.Join(titleLines(c.Title), "\n") + c.arrow()
		if len(c.Notes) > 0 {
			title += " " + superscripts(c.Notes)
		}
		head = append(head, title)
	}
	lines := [][]string{head}
	tails := t.widest(func(c Cell) int { return width(tail(c)) })
	for i, g := range t.Groups {
		if i > 0 || g.Title != "" {
			title := make([]string, len(head))
			title[0] = "\n" + textCell(g.Title)
			lines = append(lines, title)
		}
		for _, row := range g.Rows {
			lines = append(lines, t.textRow(row, tails))
		}
	}
	return lines
}

const gap = "  "

// panels shares the columns out, as many to a panel as fit.
func panels(lines [][]string, columns int) [][]int {
	wide := make([]float64, len(lines[0]))
	for _, line := range lines {
		for k, cell := range line {
			for part := range strings.SplitSeq(cell, "\n") {
				wide[k] = max(wide[k], float64(width(part)+len(gap)))
			}
		}
	}
	if columns <= 0 {
		columns = math.MaxInt
	}
	return slices.DeleteFunc(shareOut(wide, columns), func(panel []int) bool { return panel == nil })
}

func (t *Table) writePanel(w io.Writer, lines [][]string, columns []int) error {
	align := tw.Alignment{tw.AlignLeft}
	for _, k := range columns {
		if t.InlineInterval || t.Columns[k].Unit == TextUnit {
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
			cells = append(cells, line[k+1])
		}
		if i == 0 {
			table.Header(cells)
		} else if err := table.Append(cells); err != nil {
			return err
		}
	}
	return table.Render()
}

// lineWidth is the width of running text: that of the terminal, within reason.
func lineWidth(width int) int {
	if width <= 0 {
		return 120
	}
	return min(width, 120)
}

// hang wraps a text behind a lead, and sets the lines after the first in as far.
func hang(lead, s string, columns int) string {
	in := width(lead)
	return lead + strings.ReplaceAll(wrap(s, lineWidth(columns)-in), "\n", "\n"+strings.Repeat(" ", in)) + "\n"
}

// writeTextProvenance prints how to make the results again. Long commands are
// continued behind a backslash, as in a shell.
func writeTextProvenance(w io.Writer, r *Provenance, columns int) {
	fmt.Fprintln(w, "To repeat:")
	for _, command := range r.Commands {
		lines := []string{""}
		for _, part := range atFlags(clean(command)) {
			if last := &lines[len(lines)-1]; *last == "" || width(*last+part) <= lineWidth(columns)-4 {
				*last += part
			} else {
				lines = append(lines, "   "+part)
			}
		}
		fmt.Fprintln(w, "  "+strings.Join(lines, " \\\n  "))
	}
	for _, line := range r.lines() {
		fmt.Fprint(w, hang("  ", line, columns))
	}
}

// atFlags takes a command apart before each flag outside of quotes.
func atFlags(command string) []string {
	var parts []string
	from, quoted := 0, false
	for i := range len(command) {
		switch {
		case command[i] == '\'' && (quoted || i == 0 || command[i-1] != '\\'):
			quoted = !quoted
		case !quoted && i > from && strings.HasPrefix(command[i:], " --"):
			parts = append(parts, command[from:i])
			from = i
		}
	}
	return append(parts, command[from:])
}
