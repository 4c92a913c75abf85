package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

var latex = Format{Name: "latex", Doc: "booktabs tables, to \\input into a document", Write: writeLaTeX}

const latexHead = `%% Tables of assay, to \input into a document with
%%   \usepackage[T1]{fontenc}
%%   \usepackage{%s}
%% pdflatex prints Latin letters; of other scripts and of emoji it says what they are,
%% as in [Arabic, 5 characters]. lualatex and xelatex print them in a font that has them.
\providecommand{\assayother}[2]{%%
  \ifdefined\directlua#2\else\ifdefined\XeTeXversion#2\else\textnormal{\scriptsize[#1]}\fi\fi}
`

// Limits of a page in a class such as article: columns of figures in footnotesize
// that fit a line, lines beyond which a table has to break over pages, and tables
// that float at the same time.
const (
	latexColumns = 80
	latexLines   = 42
	latexFloats  = 16
	latexName    = 34
)

// writeLaTeX writes a table environment a table, longtable where it would not fit a
// page, and several panels where it would not fit a line.
func writeLaTeX(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	var parts []latexTable
	labels := map[string]int{}
	packages := "booktabs"
	for i := range r.Tables {
		for _, p := range latexPanels(&r.Tables[i]) {
			p.label = slug(r.Tables[i].Title)
			if labels[p.label]++; labels[p.label] > 1 {
				p.label = fmt.Sprintf("%s-%d", p.label, labels[p.label])
			}
			if p.long() {
				packages = "booktabs,longtable"
			}
			parts = append(parts, p)
		}
	}
	fmt.Fprintf(b, latexHead, packages)
	for i, p := range parts {
		if i > 0 && i%latexFloats == 0 {
			b.WriteString("\n\\clearpage\n")
		}
		p.write(b)
	}
	b.WriteString("\n\\par\\medskip\\noindent{\\footnotesize\\raggedright\n")
	for _, n := range r.Notes {
		fmt.Fprintf(b, "%s\\par\n", latexLine(n))
	}
	if r.Repeat != nil {
		b.WriteString("To repeat:\\par\n")
		for _, c := range r.Repeat.Commands {
			fmt.Fprintf(b, "%s\\par\n", codeLaTeX(c))
		}
		for _, line := range r.Repeat.lines() {
			fmt.Fprintf(b, "%s\\par\n", latexLine(line))
		}
	}
	b.WriteString("}\n")
	return b.Flush()
}

// latexLine is running text, in which words too long for a line may break.
func latexLine(s string) string {
	var words []string
	for _, word := range strings.Fields(clean(s)) {
		var parts []string
		for _, part := range fold(word, 40, 1<<30) {
			parts = append(parts, escapeLaTeX(part))
		}
		words = append(words, strings.Join(parts, `\allowbreak{}`))
	}
	return strings.Join(words, " ")
}

// slug is a text as part of a label.
func slug(s string) string {
	kept := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, strings.ToLower(s))
	kept = strings.Join(strings.Fields(kept), "-")
	return "tab:" + kept[:min(len(kept), 40)]
}

// A latexTable is a table, or a panel of one, that fits a line.
type latexTable struct {
	Table
	label string
	facts []string
	below []int // the numbers of the notes that belong below
}

// latexPanels shares the columns of a table out.
func latexPanels(t *Table) []latexTable {
	wide := make([]int, len(t.Columns)+1)
	for _, line := range t.textLines() {
		for k, cell := range line {
			limit := latexName
			for part := range strings.SplitSeq(cell, "\n") {
				wide[k] = max(wide[k], min(width(part), limit)+2)
			}
		}
	}
	var panels [][]int
	at := latexColumns + 1
	for k := range t.Columns {
		if at+wide[k+1] > latexColumns {
			panels = append(panels, nil)
			at = wide[0]
		}
		panels[len(panels)-1] = append(panels[len(panels)-1], k)
		at += wide[k+1]
	}
	if len(panels) == 0 {
		panels = [][]int{nil}
	}
	unmarked := t.unmarked()
	var list []latexTable
	for i, columns := range panels {
		p := latexTable{Table: t.part(columns)}
		marked := p.marked()
		for n := range t.Notes {
			if marked[n+1] {
				p.below = append(p.below, n+1)
			}
		}
		if len(panels) > 1 {
			p.Title = fmt.Sprintf("%s (%d of %d)", strings.Join(fold(clean(t.Title), 160, 1), ""), i+1, len(panels))
		}
		if i == 0 {
			p.facts = t.Facts
		}
		if i == len(panels)-1 {
			p.below = append(p.below, unmarked...)
		}
		list = append(list, p)
	}
	return list
}

// part is the table with some of its columns.
func (t *Table) part(columns []int) Table {
	p := *t
	p.Columns, p.Groups = nil, nil
	for _, k := range columns {
		p.Columns = append(p.Columns, t.Columns[k])
	}
	for _, g := range t.Groups {
		group := Group{Title: g.Title}
		for _, row := range g.Rows {
			if row.Cells != nil {
				cells := make([]Cell, 0, len(columns))
				for _, k := range columns {
					cells = append(cells, row.Cells[k])
				}
				row.Cells = cells
			}
			group.Rows = append(group.Rows, row)
		}
		p.Groups = append(p.Groups, group)
	}
	return p
}

// long says whether the table has to break over pages.
func (t *latexTable) long() bool {
	lines := len(t.facts)*2 + len(t.below)
	for _, g := range t.Groups {
		lines++
		for _, row := range g.Rows {
			lines += len(t.rowLines(row))
		}
	}
	return lines > latexLines
}
