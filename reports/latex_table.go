package reports

import (
	"bufio"
	"fmt"
	"strings"
)

func (t *latexTable) write(b *bufio.Writer) {
	title := strings.Join(fold(clean(t.Title), 200, 1), "")
	caption := latexLine(title, false)
	if width(title) > 60 {
		caption = `\raggedright ` + caption // words that are longer than a line do not fill one
	}
	caption = fmt.Sprintf("\\caption[%s]{%s}\\label{%s}", plainCaption(title), caption, t.label)
	if t.long() {
		fmt.Fprintf(b, "\n{\\footnotesize\\setlength{\\tabcolsep}{4pt}\n\\begin{longtable}{%s}\n%s\\\\\n", t.alignment(), caption)
		fmt.Fprintf(b, "\\toprule\n%s\\midrule\n\\endfirsthead\n\\toprule\n%[1]s\\midrule\n\\endhead\n"+
			"\\midrule\n\\endfoot\n\\bottomrule\n\\endlastfoot\n", t.head())
		t.writeGroups(b)
		b.WriteString("\\end{longtable}}\n\\noindent\\begin{minipage}{\\linewidth}\\scriptsize\\raggedright\n")
		t.writeBelow(b)
		b.WriteString("\\end{minipage}\\par\n")
		return
	}
	fmt.Fprintf(b, "\n\\begin{table}[tbp]\n\\centering\\footnotesize\\setlength{\\tabcolsep}{4pt}%%\n%s\n", caption)
	t.writeTabular(b)
	b.WriteString("\\par\\smallskip\\begin{minipage}{\\linewidth}\\scriptsize\\raggedright\n")
	t.writeBelow(b)
	b.WriteString("\\end{minipage}\n\\end{table}\n")
}

// writeTabular writes the table alone.
func (t *latexTable) writeTabular(b *bufio.Writer) {
	fmt.Fprintf(b, "\\begin{tabular}{%s}\n\\toprule\n%s\\midrule\n", t.alignment(), t.head())
	t.writeGroups(b)
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
}

// plainCaption is what a list of tables shows: letters and figures alone, since it is
// written to files that are read again.
func plainCaption(title string) string {
	plain := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".,:()=-", r) {
			return r
		}
		return ' '
	}, title)), " ")
	return plain[:min(len(plain), 40)]
}

func (t *latexTable) alignment() string {
	s := "@{}l"
	for _, c := range t.Columns {
		s += t.align(c)
	}
	return s + "@{}"
}

func (t *latexTable) align(c Column) string {
	if c.Unit == TextUnit || t.InlineInterval {
		return "l"
	}
	return "r"
}

func (t *latexTable) head() string {
	lines, _ := latexFold(t.RowHeader, latexName, cellLines)
	cells := []string{latexStack("l", lines, "")}
	for k, c := range t.Columns {
		after := strings.NewReplacer(" ↑", `~$\uparrow$`, " ↓", `~$\downarrow$`, " →", `~$\to$`).Replace(c.arrow())
		lines, _ := latexTitle(c)
		cells = append(cells, latexStack(t.align(c), lines, after+latexMarks("", c.Notes))+pad(t.tails[k]))
	}
	return strings.Join(cells, " & ") + " \\\\\n"
}

// latexTitle are the lines of a column's title, and the width of the widest.
func latexTitle(c Column) (lines []string, widest float64) {
	for line := range strings.SplitSeq(brokenTitle(c.Title), "\n") {
		parts, wide := latexFold(line, titleWidth, cellLines)
		lines, widest = append(lines, parts...), max(widest, wide)
	}
	return lines[:min(len(lines), cellLines)], widest
}

// latexStack sets lines above each other, with something behind the last.
func latexStack(align string, lines []string, after string) string {
	if len(lines) < 2 {
		return strings.Join(lines, "") + after
	}
	return `\shortstack[` + align + `]{` + strings.Join(lines, `\\`) + after + "}"
}

// widths are about what the names of the rows and each column take, in figures, with
// the gap behind.
func (t *latexTable) widths() []float64 {
	const gap = 2
	_, first := latexFold(t.RowHeader, latexName, cellLines)
	wide := []float64{first + gap}
	for _, c := range t.Columns {
		_, title := latexTitle(c)
		if c.arrow() != "" {
			title += 2
		}
		wide = append(wide, title+float64(len(raised("", c.Notes)))/2+gap)
	}
	for row := range t.Rows() {
		_, name := latexNames(*row)
		wide[0] = max(wide[0], name+gap)
		for k, c := range row.Cells {
			_, value := latexValue(t.Columns[k], c)
			interval := .875 * float64(width(t.Columns[k].interval(c)))
			if t.inline || t.Columns[k].Spread == ShowSD {
				value += interval
			}
			wide[k+1] = max(wide[k+1], max(value, interval)+2*tailWidth(t.tails[k])+gap)
		}
	}
	return wide
}

func (t *latexTable) writeGroups(b *bufio.Writer) {
	for i, g := range t.Groups {
		if i > 0 {
			b.WriteString("\\midrule\n")
		}
		if g.Title != "" {
			title, _ := latexFold(g.Title, latexName+10, 1)
			fmt.Fprintf(b, "\\multicolumn{%d}{@{}l@{}}{\\textit{%s}} \\\\*\n", len(t.Columns)+1, strings.Join(title, ""))
		}
		for _, row := range g.Rows {
			lines := t.rowLines(row)
			for n, line := range lines {
				end := ` \\*`
				if n == len(lines)-1 {
					end = ` \\`
				}
				b.WriteString(line + end + "\n")
			}
			if len(lines) > 1 {
				b.WriteString("\\addlinespace[1.5pt]\n")
			}
		}
	}
}

// rowLines are the lines of a row: values beside its name, their intervals below.
func (t *latexTable) rowLines(row Row) []string {
	names, _ := latexNames(row)
	if row.Cells == nil {
		if len(t.Columns) > 0 {
			reason, _ := latexFold(row.Text, latexName, 1)
			names[0] += fmt.Sprintf(" & \\multicolumn{%d}{l@{}}{\\textit{%s}}", len(t.Columns), strings.Join(reason, ""))
		}
		return names
	}
	columns := [][]string{names}
	height := max(1, len(names))
	for k, c := range row.Cells {
		columns = append(columns, t.cellLines(t.Columns[k], c, t.tails[k]))
		height = max(height, len(columns[k+1]))
	}
	lines := make([]string, height)
	for n := range lines {
		var cells []string
		for _, column := range columns {
			if n < len(column) {
				cells = append(cells, column[n])
			} else {
				cells = append(cells, "")
			}
		}
		lines[n] = strings.Join(cells, " & ")
	}
	return lines
}

// latexNames are the lines of a row's name, with the marks of its notes behind the
// first, and the width of the widest.
func latexNames(row Row) (names []string, widest float64) {
	head, parameters, _ := strings.Cut(breakSpec(clean(row.shown()), shortName), "\n ")
	names, widest = latexFold(head, latexName, cellLines)
	if len(names) == 0 {
		names = []string{""}
	}
	widest += float64(len(raised("", row.Notes))) / 2
	rest, wide := latexFold(parameters, latexName, cellLines)
	names = append(names, rest...)
	for i := range names[1:] {
		names[i+1] = `\enspace ` + names[i+1]
	}
	names[0] += latexMarks("", row.Notes)
	return names, max(widest, wide+1)
}

// cellLines are the lines of a cell: the value, and its interval.
func (t *latexTable) cellLines(column Column, c Cell, tail int) []string {
	lines, _ := latexValue(column, c)
	if len(lines) == 0 {
		lines = []string{""}
	}
	switch {
	case c.Best:
		lines[0] = `\textbf{` + lines[0] + "}"
	case c.Tied:
		lines[0] = `\textit{` + lines[0] + "}"
	}
	if column.Unit == TextUnit {
		lines[0] += latexMarks(c.Letters, c.Notes)
		return lines
	}
	if tail > 0 {
		lines[0] += fmt.Sprintf(`\makebox[%.2fem][l]{%s}`, tailWidth(tail), latexMarks(c.Letters, c.Notes))
	}
	if i := column.interval(c); i != "" {
		interval := `{\scriptsize ` + escapeLaTeX(i) + "}"
		if t.inline || column.Spread == ShowSD {
			lines[0] += `\enspace ` + interval
		} else {
			lines = append(lines[:1], interval+pad(tail))
		}
	}
	return lines
}

// latexValue are the lines of a value without its interval, and the width of the widest.
func latexValue(column Column, c Cell) (lines []string, widest float64) {
	value := column.text(c)
	if number, negative := strings.CutPrefix(value, "-"); negative && c.Text == "" {
		value = "−" + number
	}
	return latexFold(value, latexWording, cellLines)
}

// tailWidth is the room for raised characters in em: a little under half of one each.
func tailWidth(characters int) float64 { return 0.42*float64(characters) + 0.1 }

// pad is the room that the raised characters of other rows take.
func pad(characters int) string {
	if characters == 0 {
		return ""
	}
	return fmt.Sprintf(`\hspace*{%.2fem}`, tailWidth(characters))
}

func raised(letters string, notes []int) string {
	parts := strings.Trim(strings.ReplaceAll(fmt.Sprint(notes), " ", ","), "[]")
	if letters != "" && parts != "" {
		return letters + "," + parts
	}
	return letters + parts
}

// latexMarks are letters and the marks of notes.
func latexMarks(letters string, notes []int) string {
	if s := raised(letters, notes); s != "" {
		return `\textsuperscript{` + escapeLaTeX(s) + "}"
	}
	return ""
}

// writeBelow writes what belongs below a table.
func (t *latexTable) writeBelow(b *bufio.Writer) {
	for _, f := range t.facts {
		fmt.Fprintf(b, "%s\\par\n", latexLine(f, false))
	}
	marked := t.marked()
	for _, n := range t.below {
		if marked[n] {
			fmt.Fprintf(b, "\\textsuperscript{%d}~", n)
		}
		fmt.Fprintf(b, "%s\\par\n", latexLine(t.Notes[n-1], false))
	}
}
