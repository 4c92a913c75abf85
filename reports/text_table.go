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

// A textTable is a table on its way to a terminal.
type textTable struct {
	*Table
	columns int  // of the terminal; 0 = any
	color   bool // bold, dim and colours may be used
	letters bool // the letters of ties are shown
}

// A textLine is a row as printed: its cells, the name first, and what is printed below
// over the whole width. A line without cells has only that.
type textLine struct {
	cells []string
	below []string
}

// write prints a table; one that is wider than the terminal in panels, each with the names
// of the rows. Letters are left out where names would have to be broken for them.
func (t *textTable) write(w io.Writer, bare bool) error {
	if !bare {
		t.writeHead(w)
	}
	lines, split := t.layOut()
	if t.letters = true; t.lettered() {
		if with, wider := t.layOut(); len(wider) == len(split) && height(with) == height(lines) {
			lines, split = with, wider
		}
	}
	for i, panel := range split {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := t.writePanel(w, lines, panel); err != nil {
			return err
		}
	}
	if bare {
		return nil
	}
	marked := t.marked()
	for i, n := range t.Notes {
		lead := "  "
		if marked[i+1] {
			lead += superscripts([]int{i + 1}) + " "
		}
		fmt.Fprint(w, hang(lead, n, t.columns))
	}
	return nil
}

// writeHead prints the title and the facts, a single one on the same line if it fits.
func (t *textTable) writeHead(w io.Writer) {
	facts := t.Facts
	title := t.paint(bold, wrap(t.Title, lineWidth(t.columns)))
	if len(facts) == 1 && !strings.Contains(t.Title, ":") && width(t.Title)+2+width(clean(facts[0])) <= lineWidth(t.columns) {
		title, facts = t.paint(bold, clean(t.Title))+": "+clean(facts[0]), facts[1:]
	}
	fmt.Fprintln(w, title)
	for _, f := range facts {
		fmt.Fprint(w, hang("  ", f, t.columns))
	}
}

func (t *Table) lettered() bool {
	return slices.ContainsFunc(t.widest(func(c Cell) int { return len(c.Letters) }), func(n int) bool { return n > 0 })
}

// beside reports whether each row takes one line: intervals are beside the values, since
// at most one column has some.
func (t *Table) beside() bool {
	if t.InlineInterval {
		return true
	}
	shown := 0
	for k, n := range t.widest(func(c Cell) int { return 0 }) {
		for row := range t.Rows() {
			if k < len(row.Cells) && n == 0 && t.Columns[k].interval(row.Cells[k]) != "" {
				n = 1
			}
		}
		shown += n
	}
	return shown <= 1
}

func height(lines []textLine) (n int) {
	for _, line := range lines {
		n += len(line.below)
	}
	return n
}

// layOut returns the table as printed, the head first, and which columns are in which panel.
func (t *textTable) layOut() ([]textLine, [][]int) {
	head := textLine{cells: []string{textCell(t.RowHeader)}}
	for _, c := range t.Columns {
		title := strings.Join(titleLines(c.Title), "\n") + c.arrow()
		if len(c.Notes) > 0 {
			title += " " + superscripts(c.Notes)
		}
		head.cells = append(head.cells, title)
	}
	lines, rows := []textLine{head}, []*Row{nil}
	look := t.look()
	for _, g := range t.Groups {
		if g.Title != "" {
			lines, rows = append(lines, textLine{below: []string{t.paint(dim, "· "+textCell(g.Title))}}), append(rows, nil)
		}
		for i := range g.Rows {
			lines, rows = append(lines, textLine{cells: append([]string{""}, t.textRow(&g.Rows[i], look)...)}), append(rows, &g.Rows[i])
		}
	}
	room := math.MaxInt
	if t.columns > 0 {
		room = t.columns
		for _, w := range widths(lines)[1:] {
			room -= int(w)
		}
		room = max(room-len(gap), leastName)
	}
	named := map[string]int{} // rows by the name before the parameters
	for _, row := range rows[1:] {
		if row != nil {
			named[beforeParameters(row.shown())]++
		}
	}
	for i, row := range rows {
		if row == nil {
			continue
		}
		alone := named[beforeParameters(row.shown())] == 1
		if lines[i].cells[0], lines[i].below = t.textName(*row, room, look.beside, alone); row.Role == "control" {
			for k, cell := range lines[i].cells {
				lines[i].cells[k] = t.paint(dim, cell)
			}
			for k, line := range lines[i].below {
				lines[i].below[k] = t.paint(dim, line)
			}
		}
	}
	return lines, panels(widths(lines), t.columns)
}

const gap = "  "

// widths are those of the columns, with the gap behind each.
func widths(lines []textLine) []float64 {
	wide := make([]float64, len(lines[0].cells))
	for _, line := range lines {
		for k, cell := range line.cells {
			for part := range strings.SplitSeq(cell, "\n") {
				wide[k] = max(wide[k], float64(width(part)+len(gap)))
			}
		}
	}
	return wide
}

// panels shares the columns out, as many to a panel as fit.
func panels(wide []float64, columns int) [][]int {
	if columns <= 0 {
		columns = math.MaxInt32
	}
	// The gap behind the last column may stand over the edge.
	return slices.DeleteFunc(shareOut(wide, columns+len(gap)), func(panel []int) bool { return panel == nil })
}

func (t *textTable) writePanel(w io.Writer, lines []textLine, columns []int) error {
	var b bytes.Buffer
	table := t.grid(&b, columns)
	var heights []int
	wide := widths(lines)
	room, need := int(wide[0])-len(gap), 0 // of the names, so that the table is as wide as what is below its rows
	for _, k := range columns {
		need -= int(wide[k+1])
	}
	for _, line := range lines {
		for _, below := range line.below {
			for part := range strings.SplitSeq(below, "\n") {
				room = max(room, width(part)+need)
			}
		}
	}
	for i, line := range lines {
		if line.cells == nil {
			heights = append(heights, 0)
			continue
		}
		cells := []string{line.cells[0]}
		if i == 0 {
			cells[0] += strings.Repeat(" ", max(0, room-width(cells[0])))
		}
		for _, k := range columns {
			cells = append(cells, line.cells[k+1])
		}
		tall := 1
		for _, c := range cells {
			tall = max(tall, strings.Count(c, "\n")+1)
		}
		if i == 0 {
			tall++ // the rule below
			table.Header(cells)
		} else if err := table.Append(cells); err != nil {
			return err
		}
		heights = append(heights, tall)
	}
	if err := table.Render(); err != nil {
		return err
	}
	printed := slices.Collect(bytes.Lines(b.Bytes()))
	for i, tall := range heights {
		tall = min(tall, len(printed))
		for _, line := range printed[:tall] {
			w.Write(line)
		}
		printed = printed[tall:]
		for _, line := range lines[i].below {
			fmt.Fprintln(w, line)
		}
	}
	_, err := w.Write(bytes.Join(printed, nil))
	return err
}

// grid is an empty table with the names of the rows and some columns.
func (t *textTable) grid(w io.Writer, columns []int) *tablewriter.Table {
	align := tw.Alignment{tw.AlignLeft}
	for _, k := range columns {
		if t.InlineInterval || t.Columns[k].Unit == TextUnit {
			align = append(align, tw.AlignLeft)
		} else {
			align = append(align, tw.AlignRight)
		}
	}
	return tablewriter.NewTable(w,
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
}
