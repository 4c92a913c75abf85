// Package reports is the model of what is shown, and its writers. A [Document] is
// data: tables, charts, notes, what it takes to make the numbers again ([Provenance]),
// and the stories behind the scores ([Drilldown]). Views fill it; [Write] and the
// writers of CI systems show it.
package reports

import (
	"io"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/spec"
)

// A Document is tables, charts, and notes that belong to all of them.
type Document struct {
	Schema     string        `json:"schema"`
	Verdict    *Verdict      `json:"verdict,omitempty"`
	Tables     []Table       `json:"tables"`
	Charts     []chart.Chart `json:"charts,omitempty"`
	Notes      []string      `json:"notes,omitempty"`
	Provenance *Provenance   `json:"provenance,omitempty"` // how to make the numbers again; nil if not known
	Width      int           `json:"-"`                    // of the terminal, in columns; 0 = any
	Bare       bool          `json:"-"`                    // tables alone, without titles, facts and notes
	Color      bool          `json:"-"`                    // text may be bold, dim and in colours
	Drilldowns []*Drilldown  `json:"-"`                    // the stories behind the scores
	Gate       string        `json:"-"`                    // the verdict of a check
	Baseline   string        `json:"-"`                    // of a check: the file that annotations point at
	Checks     []CheckSuite  `json:"-"`
}

// Schema names the form of a report in JSON.
const Schema = "assay/report/2"

// A Table has a row an entry, in groups that are set apart.
type Table struct {
	Title          string   `json:"title"`
	Facts          []string `json:"facts,omitempty"` // what a reader has to know before the numbers
	RowHeader      string   `json:"row_header"`      // what the rows are
	InlineInterval bool     `json:"-"`               // intervals are printed beside their values, not below
	Columns        []Column `json:"columns"`
	Groups         []Group  `json:"groups"`
	Caption        string   `json:"caption,omitempty"` // of a paper; default: the title
	Label          string   `json:"label,omitempty"`   // what LaTeX refers to it by; default: made from the title
	// Notes are printed below. Rows, columns and cells name those that concern them
	// by their number, from 1, which is their mark; the others concern the table.
	Notes   []string `json:"notes,omitempty"`
	Verdict *Verdict `json:"verdict,omitempty"` // of a table that ranks
}

// A Column is one measure.
type Column struct {
	Name    string         `json:"name"`
	Title   string         `json:"title"`
	Better  eval.Direction `json:"better"`
	Unit    Unit           `json:"unit"`
	Digits  int            `json:"digits,omitempty"` // places of scores after the point; 0 = 3
	Notes   []int          `json:"notes,omitempty"`
	Primary bool           `json:"-"` // the contents of a page name the best row of this column
	Spread  Spread         `json:"-"` // what is shown beside the values
}

// A Spread is what is shown of how far a value may be from what it estimates.
type Spread string

// The spreads.
const (
	ShowInterval Spread = ""     // the interval of the cell, if it has one
	ShowSD       Spread = "sd"   // the standard deviation between runs
	ShowNone     Spread = "none" // nothing: data formats keep what there is
)

// A Unit is how the numbers of a column are written.
type Unit string

// The units.
const (
	Plain    Unit = ""        // a score
	Count    Unit = "count"   // a whole number
	Second   Unit = "seconds" // wall time
	Milli    Unit = "milliseconds"
	Byte     Unit = "bytes" // memory
	TextUnit Unit = "text"  // no number

	Probability Unit = "probability"
	Percent     Unit = "percent" // a share of 1
)

// A Group is rows that are compared with each other.
type Group struct {
	Title string `json:"title,omitempty"`
	Rows  []Row  `json:"rows"`
}

// A Row is one entry: a cell a column, or a text in place of them.
type Row struct {
	Name   string `json:"name"`
	Title  string `json:"title,omitempty"`  // what readers are shown in its place
	Family string `json:"family,omitempty"` // of the algorithm
	Role   string `json:"role,omitempty"`   // why the row is not ranked, such as oracle or control; empty = it is
	Cells  []Cell `json:"cells,omitempty"`
	Text   string `json:"text,omitempty"` // why there are no cells
	Notes  []int  `json:"notes,omitempty"`
}

// A Cell is a number with its interval; nil if absent.
type Cell struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	SD    *float64 `json:"sd,omitempty"`   // standard deviation between runs
	Best  bool     `json:"best,omitempty"` // none of the rows compared is better, as printed
	Text  string   `json:"text,omitempty"`
	// Tied says that it is not the best, but that a test does not tell it from the
	// best. Rows whose cells share one of the Letters are not told apart.
	Tied      bool         `json:"tied,omitempty"`
	Letters   string       `json:"letters,omitempty"`
	Notes     []int        `json:"notes,omitempty"`
	Drilldown DrilldownRef `json:"-"` // to what is behind the value, in Document.Drilldowns
	Tone      Tone         `json:"-"` // of the text on a terminal
}

// A Tone is whether a cell is good news.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Bad     Tone = "bad"
)

// A CheckSuite is what was tested on one corpus, for writers of CI systems.
type CheckSuite struct {
	Name   string
	Checks []CheckOutcome
	Losses string // the stories that lost most, a line each
}

// A CheckOutcome is the verdict on a metric, or on a constraint.
type CheckOutcome struct {
	Name       string
	Verdict    string // pass, warn, inconclusive or fail
	Message    string // one line
	Found      string // of a constraint: what was found
	Constraint bool
}

// A Format is one way to write a report.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, r *Document) error
}

// Formats is the one list of formats.
var Formats = []Format{text, markdown, latex, csvFormat, jsonFormat, htmlFormat}

// Write writes a report in the format of that name.
func Write(w io.Writer, r *Document, format string) error { return writeAs(Formats, w, r, format) }

func writeAs(formats []Format, w io.Writer, r *Document, format string) error {
	f, err := spec.Find("format", formats, func(f Format) string { return f.Name }, format)
	if err != nil {
		return err
	}
	return f.Write(w, r)
}

var arrows = map[eval.Direction]string{eval.Higher: " ↑", eval.Lower: " ↓", eval.TargetOne: " →1", eval.TargetZero: " →0"}

// arrow shows which values are better.
func (c Column) arrow() string { return arrows[c.Better] }
