package reports

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/reports/chart"
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
	latexColumns = 84
	latexLines   = 42
	latexFloats  = 16
	latexName    = 34
	latexWording = 28
)

// writeLaTeX writes a table environment a table, longtable where it would not fit a
// page, and several panels where it would not fit a line; a bare table is one tabular.
func writeLaTeX(w io.Writer, r *Document) error {
	b := bufio.NewWriter(w)
	var parts []latexTable
	labels := map[string]int{}
	packages := "booktabs"
	limit := latexColumns
	if r.Bare {
		limit = math.MaxInt // a tabular is put into a page, scaled or turned, by who takes it
	}
	for i := range r.Tables {
		for _, p := range latexPanels(&r.Tables[i], limit) {
			name := chart.Slug(r.Tables[i].Title)
			p.label = cmp.Or(latexLabel(r.Tables[i].Label), "tab:"+name[:min(len(name), 40)])
			if labels[p.label]++; labels[p.label] > 1 {
				p.label = fmt.Sprintf("%s-%d", p.label, labels[p.label])
			}
			if p.long() {
				packages = "booktabs,longtable"
			}
			parts = append(parts, p)
		}
	}
	if r.Bare {
		for i, p := range parts {
			if i > 0 {
				b.WriteByte('\n')
			}
			p.writeTabular(b)
		}
		return b.Flush()
	}
	fmt.Fprintf(b, latexHead, packages)
	if r.Verdict != nil {
		for _, line := range r.Verdict.lines() {
			fmt.Fprintf(b, "%% %s\n", clean(line))
		}
	}
	for i, p := range parts {
		if i > 0 && i%latexFloats == 0 {
			b.WriteString("\n\\clearpage\n")
		}
		p.write(b)
	}
	b.WriteString("\n\\par\\medskip\\noindent{\\footnotesize\\raggedright\n")
	for _, n := range r.Notes {
		fmt.Fprintf(b, "%s\\par\n", latexLine(n, false))
	}
	if r.Provenance != nil {
		b.WriteString("To repeat:\\par\n")
		for _, c := range r.Provenance.Commands {
			fmt.Fprintf(b, "\\texttt{%s}\\par\n", latexLine(c, true))
		}
		for _, line := range r.Provenance.lines() {
			fmt.Fprintf(b, "%s\\par\n", latexLine(line, false))
		}
	}
	b.WriteString("}\n")
	return b.Flush()
}

// latexLabel keeps the characters of a label that LaTeX takes in one.
func latexLabel(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`\{}%#&$^_~`, r) {
			return r
		}
		return '-'
	}, s)
}

// A latexTable is a table, or a panel of one, that fits a line.
type latexTable struct {
	Table
	label  string
	facts  []string
	below  []int // the numbers of the notes that belong below
	tails  []int // the raised characters behind the values of each column, at most
	inline bool  // intervals are beside the values
}

func newLaTeXTable(t Table) latexTable {
	return latexTable{Table: t, inline: t.beside(), tails: t.widest(func(c Cell) int { return len(raised(c.Letters, c.Notes)) })}
}

// latexPanels shares the columns of a table out to panels of a width.
func latexPanels(t *Table, limit int) []latexTable {
	whole := newLaTeXTable(*t)
	wide := whole.widths()
	panels := shareOut(wide, limit)
	for ; limit > 0 && len(panels) > 1; limit-- { // as even as they can be
		if even := shareOut(wide, limit); len(even) == len(panels) {
			panels = even
		}
	}
	title := strings.Join(fold(clean(cmp.Or(t.Caption, t.Title)), 160, 1), "")
	var list []latexTable
	for i, columns := range panels {
		p := newLaTeXTable(t.part(columns))
		for _, n := range slices.Sorted(maps.Keys(p.marked())) {
			if n > 0 && n <= len(t.Notes) {
				p.below = append(p.below, n)
			}
		}
		p.Title = cmp.Or(t.Caption, t.Title)
		if len(panels) > 1 {
			p.Title = fmt.Sprintf("%s (%d of %d)", title, i+1, len(panels))
		}
		if i == 0 {
			p.facts = t.Facts
		}
		if i == len(panels)-1 {
			p.below = append(p.below, t.unmarked()...)
		}
		list = append(list, p)
	}
	return list
}

// shareOut shares columns out to panels of a width, each with the names of the rows
// in front, whose width comes first.
func shareOut(wide []float64, limit int) [][]int {
	panels := [][]int{nil}
	at := wide[0]
	for k, w := range wide[1:] {
		last := len(panels) - 1
		if at+w > float64(limit) && panels[last] != nil {
			panels = append(panels, nil)
			last, at = last+1, wide[0]
		}
		panels[last] = append(panels[last], k)
		at += w
	}
	return panels
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
				cells := make([]Cell, len(columns))
				for i, k := range columns {
					cells[i] = row.Cells[k]
				}
				row.Cells = cells
			}
			group.Rows = append(group.Rows, row)
		}
		p.Groups = append(p.Groups, group)
	}
	return p
}

// long reports whether the table has to break over pages.
func (t *latexTable) long() bool {
	lines := len(t.facts)*2 + len(t.below) + len(t.Groups)
	for row := range t.Rows() {
		lines += len(t.rowLines(*row))
	}
	return lines > latexLines
}
