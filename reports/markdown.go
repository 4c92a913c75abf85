package reports

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	folding "github.com/seed-9405df2f/assay/corpus/text"
)

var markdown = Format{Name: "md", Doc: "Markdown tables", Write: writeMarkdown}

func writeMarkdown(w io.Writer, r *Document) error {
	b := bufio.NewWriter(w)
	if r.Bare {
		for i, t := range r.Tables {
			if i > 0 {
				b.WriteByte('\n')
			}
			t.writeMarkdown(b)
		}
		return b.Flush()
	}
	writeMarkdownVerdict(b, r.Verdict)
	own := r.ownVerdicts()
	for _, t := range r.Tables {
		fmt.Fprintf(b, "### %s\n\n", escapeMarkdown(cmp.Or(t.Caption, t.Title)))
		for _, f := range t.Facts {
			fmt.Fprintf(b, "%s  \n", startMarkdown(f))
		}
		b.WriteByte('\n')
		t.writeMarkdown(b)
		marked := t.marked()
		for i, n := range t.Notes {
			if marked[i+1] {
				fmt.Fprintf(b, "<sup>%d</sup> ", i+1)
			}
			fmt.Fprintf(b, "%s  \n", startMarkdown(n))
		}
		fmt.Fprintln(b)
		if own {
			writeMarkdownVerdict(b, t.Verdict)
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "%s  \n", startMarkdown(n))
	}
	if r.Provenance != nil {
		writeMarkdownProvenance(b, r.Provenance)
	}
	return b.Flush()
}

// writeMarkdownVerdict writes a verdict, the answer in bold; nothing if it is nil.
func writeMarkdownVerdict(b *bufio.Writer, v *Verdict) {
	if v == nil {
		return
	}
	fmt.Fprintf(b, "**%s**", escapeMarkdown(v.headline()))
	for _, s := range v.Sentences[1:] {
		b.WriteString(" " + escapeMarkdown(s))
	}
	b.WriteString("\n\n")
	if v.Next != "" {
		fmt.Fprintf(b, "Next:\n\n    %s\n\n", clean(v.Next))
	}
}

func (t *Table) writeMarkdown(b *bufio.Writer) {
	fmt.Fprintf(b, "| %s |", escapeMarkdown(t.RowHeader))
	for _, c := range t.Columns {
		fmt.Fprintf(b, " %s%s%s |", escapeMarkdown(c.Title), c.arrow(), sup(c.Notes))
	}
	b.WriteString("\n|:--|")
	for _, c := range t.Columns {
		if c.Unit == TextUnit {
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
	fmt.Fprintf(b, "| %s%s |", escapeMarkdown(row.shown()), sup(row.Notes))
	if row.Cells == nil {
		fmt.Fprintf(b, " %s |%s", escapeMarkdown(row.Text), strings.Repeat(" |", max(0, len(t.Columns)-1)))
	}
	for k, c := range row.Cells {
		column := t.Columns[k]
		value := escapeMarkdown(column.text(c))
		switch {
		case c.Best:
			value = "**" + value + "**"
		case c.Tied:
			value = "*" + value + "*"
		}
		if c.Letters != "" {
			value += " " + c.Letters
		}
		value += sup(c.Notes)
		if i := column.interval(c); i != "" && column.Spread == ShowSD {
			value += " " + i
		} else if i != "" {
			value += "<br>" + i
		}
		fmt.Fprintf(b, " %s |", value)
	}
	b.WriteByte('\n')
}

// writeMarkdownProvenance writes how to make the results again.
func writeMarkdownProvenance(b *bufio.Writer, r *Provenance) {
	b.WriteString("\nTo repeat:\n\n")
	for _, command := range r.Commands {
		fmt.Fprintf(b, "    %s\n", clean(command)) // an indented block, in which nothing is markup
	}
	if len(r.Commands) > 0 {
		b.WriteByte('\n')
	}
	for _, line := range r.lines() {
		fmt.Fprintf(b, "%s  \n", startMarkdown(line))
	}
}

// sup are the marks of notes.
func sup(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	return "<sup>" + strings.Trim(fmt.Sprint(numbers), "[]") + "</sup>"
}

var (
	markdownEscapes = strings.NewReplacer(
		`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "[", `\[`, "]", `\]`, "#", `\#`,
		"~", `\~`,
		"$", `\$`, "://", `:\//`,
	)
	// markdownBlock begins something other than a paragraph: a list, a rule, the
	// underline of a heading.
	markdownBlock = regexp.MustCompile(`^(\d*)([-+=:]|[.)](?:\s|$))`)
)

// escapeMarkdown makes a line of a text, of which nothing is markup.
func escapeMarkdown(s string) string { return folding.Isolate(markdownEscapes.Replace(clean(s))) }

// startMarkdown is escapeMarkdown for the start of a line.
func startMarkdown(s string) string { return EscapeBlockStart(escapeMarkdown(s)) }

// EscapeBlockStart escapes the mark at the start of a line of Markdown that would make it
// something other than a paragraph.
func EscapeBlockStart(escaped string) string { return markdownBlock.ReplaceAllString(escaped, `$1\$2`) }
