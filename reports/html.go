package reports

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	folding "github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/reports/chart"
)

var htmlFormat = Format{Name: "html", Doc: "one file for the browser that loads nothing from anywhere", Write: writeHTML}

//go:embed report.gohtml
var htmlTemplate string

//go:embed report.css
var htmlStyle string

//go:embed report.js
var htmlScript string

// htmlLimit is how large a page may become, in bytes: the stories behind the
// scores take what the rest leaves of it.
const htmlLimit = 960_000

var htmlTemplates = template.Must(template.New("").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(htmlStyle) },
	"script": func() template.JS { return template.JS(htmlScript) },
	"policy": contentPolicy, "pieces": pieces, "plain": AttributeText, "short": func(s string) string { return Clip(s, LongestName) },
	"next": func(i int) int { return i + 1 },
}).Parse(htmlTemplate))

// LongestName is how much of a name or a title is shown, in characters.
const LongestName = 160

// contentPolicy forbids all but what is in the file, and of scripts all but
// the report's own.
func contentPolicy() string {
	sum := sha256.Sum256([]byte(htmlScript))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// An htmlPage is a report as the template wants it.
type htmlPage struct {
	Title      string
	Verdict    *Verdict
	Top        *htmlChart // the first chart, beside the verdict
	Tables     []htmlTable
	Charts     []htmlChart
	Stories    []htmlStories
	Notes      []string
	Provenance *htmlProvenance
}

// An htmlProvenance is how to make the results again.
type htmlProvenance struct{ Commands, Lines []string }

type htmlTable struct {
	*Table
	ID        string
	Under     bool     // it belongs to the table before it
	Leader    string   // who is best, for the contents
	Drilldown string   // id of the stories behind it; empty = none
	Answer    *Verdict // nil if that of the page is the same
	Heads     []htmlHead
	Groups    []htmlGroup
	Below     []htmlNote
}

// An htmlNote is a note with its mark, which is empty where nothing points to it.
type htmlNote struct{ Mark, Text string }

type htmlHead struct {
	Title, Arrow, Words string
	Text, Primary       bool
	Better              string
	Marks               []int
}

type htmlGroup struct {
	Title string
	Rows  []htmlRow
}

type htmlRow struct {
	Name, Parameters string
	Text             string
	Marks            []int
	Cells            []htmlCell
}

type htmlCell struct {
	Cell
	Shown, Interval string
	Sort            string // the number, for the script; empty = undefined
	Hover           string
	Link, Label     string
	Text, Primary   bool
}

type htmlChart struct {
	chart.Chart
	ID     string
	SVG    template.HTML
	Narrow template.HTML // for the screen of a phone; empty = SVG
}

func writeHTML(w io.Writer, r *Document) error {
	page, err := pageOf(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := htmlTemplates.ExecuteTemplate(&b, "page", page); err != nil {
		return err
	}
	if b.Len() > htmlLimit/2 { // a page that is large without stories has one form of each chart
		for i := range page.Charts {
			page.Charts[i].Narrow = ""
		}
		b.Reset()
		if err := htmlTemplates.ExecuteTemplate(&b, "page", page); err != nil {
			return err
		}
	}
	if len(page.Stories) > 0 {
		page.fill(r.Drilldowns, htmlLimit-b.Len())
		b.Reset()
		if err := htmlTemplates.ExecuteTemplate(&b, "page", page); err != nil {
			return err
		}
	}
	_, err = w.Write(b.Bytes())
	return err
}

// pageOf is the page without the data of the stories.
func pageOf(r *Document) (*htmlPage, error) {
	page := &htmlPage{Title: cmp.Or(heading(r), "Nothing to report"), Verdict: r.Verdict}
	for _, n := range r.Notes {
		page.Notes = append(page.Notes, Clip(n, 10*LongestName))
	}
	if r.Provenance != nil {
		page.Provenance = &htmlProvenance{Lines: r.Provenance.lines()}
		for _, c := range r.Provenance.Commands {
			page.Provenance.Commands = append(page.Provenance.Commands, clean(c))
		}
	}
	links := map[DrilldownRef]string{}
	for i, b := range r.Drilldowns {
		page.Stories = append(page.Stories, storiesOf(b, fmt.Sprintf("s%d", i+1)))
		for k, s := range b.Systems {
			links[DrilldownRef{b.Key, s.Name}] = fmt.Sprintf("s%d-%d", i+1, k+1)
		}
	}
	for i := range r.Tables {
		t := tableOf(&r.Tables[i], fmt.Sprintf("t%d", i+1), links)
		if t.Answer = r.Tables[i].Verdict; !r.ownVerdicts() {
			t.Answer = nil
		}
		page.Tables = append(page.Tables, t)
		for k := range page.Stories {
			if page.Stories[k].ID == t.Drilldown && page.Stories[k].Table == "" {
				page.Stories[k].Table = t.ID
			}
		}
	}
	for i := range r.Charts {
		drawn, err := htmlChartOf(&r.Charts[i], fmt.Sprintf("chart%d", i+1))
		if err != nil {
			return nil, fmt.Errorf("drawing the chart %s: %w", r.Charts[i].Name, err)
		}
		page.Charts = append(page.Charts, drawn)
	}
	if page.Verdict != nil && len(page.Charts) > 0 {
		page.Top, page.Charts = &page.Charts[0], page.Charts[1:]
	}
	return page, nil
}

func htmlChartOf(c *chart.Chart, id string) (htmlChart, error) {
	var wide, narrow strings.Builder
	if err := chart.SVG(&wide, c); err != nil {
		return htmlChart{}, err
	}
	if _, err := chart.NarrowSVG(&narrow, c); err != nil {
		return htmlChart{}, err
	}
	return htmlChart{*c, id, template.HTML(wide.String()), template.HTML(narrow.String())}, nil
}

// storyHead is the head of tables that have a row a story. They belong to the table
// before them.
const storyHead = "story"

// heading names what the tables are of.
func heading(r *Document) string {
	const most = 4
	var names []string
	for _, t := range r.Tables {
		if t.RowHeader != storyHead {
			names = append(names, Clip(t.Title, LongestName))
		}
	}
	if n := len(names); n > most {
		names = append(names[:most-1], fmt.Sprintf("%d more", n-most+1))
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

func tableOf(t *Table, id string, links map[DrilldownRef]string) htmlTable {
	h := htmlTable{Table: t, ID: id, Under: t.RowHeader == storyHead, Leader: t.leader()}
	for _, c := range t.Columns {
		h.Heads = append(h.Heads, htmlHead{Title: strings.ReplaceAll(c.Title, "\n", " "), Arrow: strings.TrimSpace(c.arrow()), Words: c.words(),
			Text: c.Unit == TextUnit, Primary: c.Primary, Better: string(cmp.Or(c.Better, eval.Descriptive)), Marks: c.Notes})
	}
	for _, g := range t.Groups {
		group := htmlGroup{Title: g.Title}
		for _, row := range g.Rows {
			line := htmlRow{Name: Clip(row.shown(), LongestName), Text: row.Text, Marks: row.Notes}
			if i := strings.IndexByte(line.Name, '('); i > 0 && (strings.HasSuffix(line.Name, ")") || strings.HasSuffix(line.Name, "…")) {
				line.Name, line.Parameters = line.Name[:i], line.Name[i:]
			}
			for k, c := range row.Cells {
				cell := htmlCellOf(c, t.Columns[k])
				if link, ok := links[c.Drilldown]; ok && c.Value != nil {
					cell.Link, cell.Label = link, linkLabel(cell)
					h.Drilldown, _, _ = strings.Cut(link, "-")
				}
				line.Cells = append(line.Cells, cell)
			}
			group.Rows = append(group.Rows, line)
		}
		h.Groups = append(h.Groups, group)
	}
	marked := t.marked()
	for i, text := range t.Notes {
		note := htmlNote{Text: Clip(text, 10*LongestName)}
		if marked[i+1] {
			note.Mark = strconv.Itoa(i + 1)
		}
		h.Below = append(h.Below, note)
	}
	return h
}

func htmlCellOf(c Cell, column Column) htmlCell {
	h := htmlCell{Cell: c, Shown: Clip(column.text(c), LongestName), Interval: column.interval(c), Text: column.Unit == TextUnit,
		Primary: column.Primary}
	if c.Value == nil || math.IsNaN(*c.Value) {
		return h
	}
	h.Sort = precise(*c.Value)
	h.Hover = AttributeText(fmt.Sprintf("%s = %s", Clip(column.Title, LongestName), h.Sort))
	switch {
	case column.Unit == Second:
		h.Hover += " s"
	case column.Unit == Byte:
		h.Hover += " bytes"
	case c.Low != nil && c.High != nil:
		h.Hover += fmt.Sprintf("; interval %s to %s", precise(*c.Low), precise(*c.High))
	}
	switch {
	case c.Best:
		h.Hover += "; best"
	case c.Tied:
		h.Hover += "; tied with the best: no test tells them apart"
	}
	return h
}

// linkLabel is what a link is called where it is read out.
func linkLabel(c htmlCell) string {
	best := ""
	switch {
	case c.Best:
		best = ", best"
	case c.Tied:
		best = ", tied with the best"
	}
	return fmt.Sprintf("%s%s: the stories behind %s", c.Shown, best, AttributeText(Clip(c.Drilldown.System, LongestName)))
}

// precise is a number with all the places that a reader may want to copy.
func precise(v float64) string { return strconv.FormatFloat(math.Round(v*1e9)/1e9+0, 'f', -1, 64) } // +0 makes 0 of -0

// leader names the best rows by the primary column; empty if there is none.
func (t *Table) leader() string {
	column := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Primary })
	if column < 0 || len(t.Groups) == 0 {
		return ""
	}
	var names []string
	value := ""
	for _, row := range t.Groups[0].Rows {
		if column < len(row.Cells) && row.Cells[column].Best {
			names = append(names, Clip(row.shown(), LongestName))
			value = t.Columns[column].text(row.Cells[column])
		}
	}
	if len(names) == 0 || len(names) > 3 {
		return ""
	}
	return fmt.Sprintf("best %s: %s, %s", t.Columns[column].Name, strings.Join(names, " and "), value)
}

// words describe which values of a column are better.
func (c Column) words() string {
	switch c.arrow() {
	case "":
		return ""
	case " ↑":
		return "higher is better"
	case " ↓":
		return "lower is better"
	}
	return strings.Replace(string(c.Better), "near", "nearest to", 1) + " is best"
}

// pieces are the parts of a name between which a line may break: before a dot, a
// bracket and a low line, behind an equals sign, a comma and a slash.
func pieces(name string) []string {
	const short = 9 // fits any line
	if len(name) <= short {
		return []string{name}
	}
	var list []string
	last := 0
	cut := func(at int) {
		if at > last && at < len(name) {
			list = append(list, name[last:at])
			last = at
		}
	}
	for i, r := range name {
		switch r {
		case '.':
			if i+1 < len(name) && !unicode.IsDigit(rune(name[i+1])) {
				cut(i)
			}
		case '(', '_':
			cut(i)
		case '=', ',', '/':
			cut(i + 1)
		}
	}
	return append(list, name[last:])
}

// AttributeText makes a text fit for an attribute, which has no elements that could isolate
// the direction of its writing: on one line, without signs that turn it.
func AttributeText(s string) string {
	return folding.Line(s, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) })
}
