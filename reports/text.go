package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"

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
		if err := writeTextTable(&b, &t); err != nil {
			return err
		}
	}
	b.WriteByte('\n')
	for _, n := range r.Notes {
		b.WriteString(wrap(n, 110) + "\n")
	}
	for line := range bytes.Lines(b.Bytes()) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

func writeTextTable(w io.Writer, t *Table) error {
	fmt.Fprintf(w, "%s\n", t.Title)
	for _, f := range t.Facts {
		fmt.Fprintf(w, "  %s\n", f)
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
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "  ", Overwrite: true}),
		tablewriter.WithAlignment(t.alignment()),
	)
	head := []string{t.Head}
	for _, c := range t.Columns {
		head = append(head, breakName(c.Title)+c.arrow())
	}
	table.Header(head)
	for i, g := range t.Groups {
		if i > 0 || g.Title != "" {
			if err := table.Append(t.line(g.Title)); err != nil {
				return err
			}
		}
		for _, row := range g.Rows {
			if err := table.Append(t.textRow(row)); err != nil {
				return err
			}
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	for _, n := range t.Notes {
		fmt.Fprintf(w, "  %s\n", n)
	}
	return nil
}

func (t *Table) alignment() tw.Alignment {
	list := tw.Alignment{tw.AlignLeft}
	for _, c := range t.Columns {
		if c.Unit == Wording {
			list = append(list, tw.AlignLeft)
		} else if t.Beside {
			list = append(list, tw.AlignLeft)
		} else {
			list = append(list, tw.AlignRight)
		}
	}
	return list
}

// line is a row with text in its first cell only.
func (t *Table) line(first string) []string {
	cells := make([]string, len(t.Columns)+1)
	cells[0] = "\n" + first
	return cells
}

func (t *Table) textRow(row Row) []string {
	cells := make([]string, len(t.Columns)+1)
	cells[0] = breakSpec(row.Name)
	if row.Cells == nil {
		cells[0] += "\n  " + row.Text
	}
	for k, c := range row.Cells {
		star := " "
		if c.Best {
			star = "*"
		}
		cells[k+1] = c.main(t.Columns[k].Unit) + star
		if i := c.interval(t.Columns[k].Unit); i != "" {
			if t.Beside {
				cells[k+1] += fmt.Sprintf(" %11s", i)
			} else {
				cells[k+1] += "\n" + i + " "
			}
		}
	}
	return cells
}

// breakSpec puts the parameters of a spec on a second line, which the intervals
// need anyway.
func breakSpec(name string) string {
	if i := strings.IndexByte(name, '('); i > 0 && len(name) > 24 {
		return name[:i] + "\n " + name[i:]
	}
	return name
}

// breakName breaks the name of a long metric before its last dot and at its
// parameters.
func breakName(name string) string {
	if head, tail, ok := strings.Cut(name, "("); ok {
		return breakName(head) + "\n(" + strings.ReplaceAll(tail, "=", "=\n")
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name) > 9 {
		return name[:i] + "\n" + name[i:]
	}
	return name
}

func wrap(s string, width int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(s) {
		if i > 0 && at+1+len(word) > width {
			b.WriteByte('\n')
			at = 0
		} else if i > 0 {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}
