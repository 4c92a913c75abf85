package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

var hostile = testfiles.Hostile()

// hostileReport has a text from outside wherever a report has a text.
func hostileReport(text string) *Document {
	v, low := 0.5, 0.25
	row := Row{Name: text, Family: text, Notes: []int{1}, Cells: []Cell{
		{Value: &v, Low: &low, High: &v, Best: true, Letters: "ab", Notes: []int{2}}, {Text: text, Best: true}, {Value: &v, Tied: true},
	}}
	t := Table{
		Title: text, RowHeader: text, Facts: []string{text, "fact"}, Notes: []string{text, "note", text + "."},
		Columns: []Column{{Name: text, Title: text, Notes: []int{3}}, {Name: "words", Title: "words", Unit: TextUnit},
			{Name: "third", Title: text + text}},
		Groups: []Group{{Title: text, Rows: []Row{row, {Name: text, Text: text}}}, {Rows: []Row{{Name: "b", Cells: make([]Cell, 3)}}}},
	}
	return &Document{Schema: Schema, Tables: []Table{t, t}, Notes: []string{text}, Provenance: &Provenance{
		Commands: []string{"assay bench --corpus " + quoteShell(text)}, Corpora: []Source{{text, text, text + text}}, Policies: []string{text},
		Inputs: []string{text}, Versions: []string{text}, Seeds: []uint64{1}, Hosts: []string{text},
	}}
}

// wellFormed has a check for each format: a new one needs its own.
var wellFormed = map[string]func(t require.TestingT, r *Document, out string){
	"text": checkText, "md": checkMarkdown, "csv": checkCSV, "json": checkJSON, "html": checkHTML,
	"latex": func(t require.TestingT, _ *Document, out string) { checkBraces(t, out) }, // compiled by TestLaTeXCompiles
}

func write(t require.TestingT, r *Document, format string) string {
	var b bytes.Buffer
	require.NoError(t, Write(&b, r, format))
	return b.String()
}

func TestHostileTexts(t *testing.T) {
	for _, f := range Formats {
		check := wellFormed[f.Name]
		require.NotNil(t, check, "the format %s has no check", f.Name)
		for name, text := range hostile {
			t.Run(f.Name+"/"+name, func(t *testing.T) {
				r := hostileReport(text)
				check(t, r, write(t, r, f.Name))
			})
		}
	}
}

func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := hostileReport(rapid.String().Draw(t, "text"))
		for _, f := range Formats {
			wellFormed[f.Name](t, r, write(t, r, f.Name))
		}
	})
}

// Lines of a table are as wide as its rule at most, and nothing steers the terminal.
func checkText(t require.TestingT, _ *Document, out string) {
	for line := range strings.SplitSeq(out, "\n") {
		if !strings.Contains(line, "--corpus") { // a command does not break inside of a word
			assert.LessOrEqual(t, width(line), 200)
		}
		for _, r := range line {
			assert.False(t, unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e', "%q in %q", r, line)
		}
		assert.Equal(t, strings.Count(line, "\u2068"), strings.Count(line, "\u2069"), "isolates are closed on their line")
	}
	for block := range strings.SplitSeq(out, "\n\n") {
		lines := strings.Split(block, "\n")
		for i, line := range lines {
			if !strings.HasPrefix(line, "─") {
				continue
			}
			for _, below := range lines[i+1:] {
				if strings.HasPrefix(below, "  ") {
					break // the notes
				}
				assert.LessOrEqual(t, width(below), width(line))
			}
		}
	}
}

// Rows have as many cells as the head, and nothing is markup but the tool's own.
func checkMarkdown(t require.TestingT, r *Document, out string) {
	want := len(r.Tables[0].Columns) + 2
	rows := 0
	for line := range strings.SplitSeq(out, "\n") {
		if strings.HasPrefix(line, "|") {
			rows++
			assert.Equal(t, want, strings.Count(line, "|")-strings.Count(line, `\|`), line)
		}
		if strings.HasPrefix(line, "    ") {
			continue // a command, in which nothing is markup
		}
		for _, allowed := range []string{"<sup>", "</sup>", "<br>"} {
			line = strings.ReplaceAll(line, allowed, "")
		}
		assert.NotContains(t, line, "<")
		assert.NotRegexp(t, `^(\d+[.)]\s|[-+=])`, line)
	}
	titled := 0
	if r.Tables[0].Groups[0].Title != "" {
		titled = 1
	}
	assert.Equal(t, 2*(2+titled+3), rows)
}

func checkCSV(t require.TestingT, r *Document, out string) {
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, csvColumns, rows[0])
	same := strings.ReplaceAll(r.Tables[0].Title, "\r\n", "\n") // as RFC 4180 readers have it
	assert.Equal(t, []string{same, same, same, same, "0.5", "0.25", "0.5", "true", "", "false", "ab"}, rows[1][:11])
	assert.Len(t, rows, 1+2*(3+1+3+2+3)+1+1+len(r.Provenance.lines()))
}

func checkJSON(t require.TestingT, r *Document, out string) {
	var back Document
	require.NoError(t, json.Unmarshal([]byte(out), &back))
	if utf8.ValidString(r.Tables[0].Title) {
		assert.Equal(t, r.Tables[0].Title, back.Tables[0].Title)
		assert.Equal(t, r.Tables[0].Groups[0].Rows[0].Cells[1], back.Tables[0].Groups[0].Rows[0].Cells[1])
	}
	assert.Equal(t, r.Tables[0].Groups[0].Rows[0].Cells[0], back.Tables[0].Groups[0].Rows[0].Cells[0])
}

// checkHTML sees that no text became an element of its own.
func checkHTML(t require.TestingT, _ *Document, out string) {
	tokens := html.NewTokenizer(strings.NewReader(out))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			assert.ErrorIs(t, tokens.Err(), io.EOF)
			return
		case html.StartTagToken:
			if name, _ := tokens.TagName(); string(name) == "script" {
				tokens.Next()
				assert.NotEqual(t, "alert(1)", string(tokens.Raw()))
			}
		}
	}
}

// checkBraces sees that groups are closed, and that nothing is left that TeX would
// take for itself.
func checkBraces(t require.TestingT, out string) {
	depth := 0
	for line := range strings.SplitSeq(out, "\n") {
		if strings.HasPrefix(line, "%") {
			continue
		}
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '{':
				depth++
			case '}':
				depth--
			}
			assert.GreaterOrEqual(t, depth, 0, line)
		}
	}
	assert.Zero(t, depth)
}

// compile runs pdflatex on a document with the fragments, and returns its log.
func compile(t *testing.T, fragments ...string) string {
	program, err := exec.LookPath("pdflatex")
	if err != nil {
		t.Skip("needs pdflatex (Debian: texlive-latex-base and texlive-latex-recommended)")
	}
	dir := t.TempDir()
	document := "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{booktabs,longtable,graphicx}\n" +
		"\\begin{document}\n\\listoftables\n"
	for i, f := range fragments {
		name := string(rune('a'+i/26)) + string(rune('a'+i%26))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".tex"), []byte(f), 0o644))
		document += "\\input{" + name + "}\n\\clearpage\n"
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "all.tex"), []byte(document+"\\end{document}\n"), 0o644))
	var out []byte
	for range 2 { // the second reads the list of tables
		cmd := exec.CommandContext(t.Context(), program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape",
			"-draftmode", "all.tex")
		cmd.Dir = dir
		out, err = cmd.Output()
		require.NoError(t, err, "%s", out[max(0, len(out)-2000):])
	}
	log, err := os.ReadFile(filepath.Join(dir, "all.log"))
	require.NoError(t, err)
	return string(log)
}

func TestLaTeXCompiles(t *testing.T) {
	var fragments []string
	for _, name := range []string{"markup", "starts", "star", "rightToLeft", "emoji", "scripts", "accents", "long", "oneWord",
		"longArabic", "lines",
		"controls", "invalid", "dashes", "formula", "empty", "blank", "block"} {
		text, ok := hostile[name]
		require.True(t, ok)
		fragments = append(fragments, write(t, hostileReport(text), "latex"))
	}
	require.Len(t, fragments, len(hostile))
	assert.Empty(t, overfull(compile(t, fragments...)))
}

// overfull are the boxes that stick out of their line, with how far.
func overfull(log string) []string {
	return regexp.MustCompile(`Overfull .hbox.*`).FindAllString(log, -1)
}

// Every printable character compiles: those of the Latin alphabets, and all that LaTeX
// treats on its own.
func TestLaTeXOfEveryLetter(t *testing.T) {
	var facts []string
	for from := rune(0xa0); from < 0x3000; from += 32 {
		var line strings.Builder
		for r := from; r < from+32; r++ {
			line.WriteRune('a')
			line.WriteRune(r)
		}
		facts = append(facts, line.String())
	}
	r := &Document{Schema: Schema, Notes: facts}
	compile(t, write(t, r, "latex"))
}

func TestEscapeLaTeX(t *testing.T) {
	for text, want := range map[string]string{
		`a & b_c 50% #1 $x$ {y} ~ ^ \`: `a \& b\_c 50\% \#1 \$x\$ \{y\} \textasciitilde{} \textasciicircum{} \textbackslash{}`,
		"<a|b>":                        `\textless{}a\textbar{}b\textgreater{}`,
		"é ế ọ̀ ș Ł":                   "é \\'{\\^{e}} \\d{\\`{o}} ș Ł",
		"Quake 😀 hits":                 `Quake \assayother{U+1F600}{😀} hits`,
		"زلزال قوي":                    `\assayother{Arabic, 8 characters}{زلزال قوي}`,
		"--x":                          `-{}-x`,
	} {
		assert.Equal(t, want, escapeLaTeX(text))
	}
	assert.Equal(t, `-{}-a \textquotesingle{}b,\allowbreak{}c\textquotesingle{}`, latexLine("--a 'b,c'", true))
}

// Reports as the views make them: none sticks out of its line, long ones break over
// pages, and many tables do not exhaust the floats.
func TestLaTeXOfViews(t *testing.T) {
	read := func(name string) (d Document) {
		raw, err := os.ReadFile("views/testdata/" + name + ".json")
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &d))
		return d
	}
	bench, compare, many, long := read("bench"), read("compare"), read("bench"), read("bench")
	for range 80 {
		many.Tables = append(many.Tables, bench.Tables[0])
	}
	rows := &long.Tables[0].Groups[0].Rows
	for i := range 60 {
		row := (*rows)[0]
		row.Name = fmt.Sprintf("kmeans(k=%d)", 10+i)
		*rows = append(*rows, row)
	}
	out := write(t, &long, "latex")
	assert.Contains(t, out, `\begin{longtable}`)
	assert.Contains(t, out, `\usepackage{booktabs,longtable}`)
	log := compile(t, write(t, &bench, "latex"), write(t, &compare, "latex"), write(t, &many, "latex"), out)
	assert.Empty(t, overfull(log))
}

// A bare table is one tabular, however wide it is; whoever takes it scales it.
func TestLaTeXBareIsOneTabular(t *testing.T) {
	r := newsReport(t, 2, 200, headlineOf)
	assert.Equal(t, 2, strings.Count(write(t, r, "latex"), "(1 of "), "too wide for a line")
	r.Bare = true
	out := write(t, r, "latex")
	assert.Equal(t, len(r.Tables), strings.Count(out, `\begin{tabular}`))
	tables := strings.SplitAfter(out, "\\end{tabular}\n")
	for i := range r.Tables {
		for line := range strings.SplitSeq(tables[i], "\n") {
			if strings.Contains(line, " & ") && !strings.Contains(line, `\multicolumn`) {
				assert.Equal(t, len(r.Tables[i].Columns), strings.Count(line, " & "), line)
			}
		}
		tables[i] = "\\noindent\\resizebox{\\linewidth}{!}{%\n" + strings.TrimSpace(tables[i]) + "}\\par"
	}
	assert.Empty(t, overfull(compile(t, "\\providecommand{\\assayother}[2]{#1}\n"+strings.Join(tables[:len(r.Tables)], "\n\n"))))
}
