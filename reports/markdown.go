package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

var markdown = Format{Name: "md", Doc: "Markdown tables", Write: writeMarkdown}

func writeMarkdown(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	for _, t := range r.Tables {
		fmt.Fprintf(b, "### %s\n\n", escapeMarkdown(t.Title))
		for _, f := range t.Facts {
			fmt.Fprintf(b, "%s  \n", escapeMarkdown(f))
		}
		t.writeMarkdown(b)
		for _, n := range t.Notes {
			fmt.Fprintf(b, "%s  \n", escapeMarkdown(n))
		}
		fmt.Fprintln(b)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "%s  \n", escapeMarkdown(n))
	}
	return b.Flush()
}

func (t *Table) writeMarkdown(b *bufio.Writer) {
	fmt.Fprintf(b, "\n| %s |", escapeMarkdown(t.Head))
	for _, c := range t.Columns {
		fmt.Fprintf(b, " %s%s |", escapeMarkdown(c.Title), c.arrow())
	}
	b.WriteString("\n|:--|")
	for _, c := range t.Columns {
		if c.Unit == Wording {
			b.WriteString(":--|")
		} else {
			b.WriteString("--:|")
		}
	}
	b.WriteByte('\n')
	for _, g := range t.Groups {
		if g.Title != "" {
			fmt.Fprintf(b, "| *%s* |%s\n", escapeMarkdown(g.Title), strings.Repeat(" |", len(t.Columns)))
		}
		for _, row := range g.Rows {
			t.markdownRow(b, row)
		}
	}
	b.WriteByte('\n')
}

func (t *Table) markdownRow(b *bufio.Writer, row Row) {
	fmt.Fprintf(b, "| %s |", escapeMarkdown(row.Name))
	if row.Cells == nil {
		fmt.Fprintf(b, " %s |%s", escapeMarkdown(row.Text), strings.Repeat(" |", len(t.Columns)-1))
	}
	for k, c := range row.Cells {
		unit := t.Columns[k].Unit
		value := escapeMarkdown(c.main(unit))
		if c.Best {
			value = "**" + value + "**"
		}
		if i := c.interval(unit); i != "" {
			value += "<br>" + i
		}
		fmt.Fprintf(b, " %s |", value)
	}
	b.WriteByte('\n')
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`,
	"\r", " ", "\n", " ",
)

func escapeMarkdown(s string) string { return markdownEscapes.Replace(s) }
