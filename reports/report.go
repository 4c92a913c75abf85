// Package reports turns stored results into tables. A [Report] is data; a format
// writes it. Nothing here runs an algorithm or a metric.
package reports

import (
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// A Report is tables, and notes that belong to all of them.
type Report struct {
	Schema string   `json:"schema"`
	Tables []Table  `json:"tables"`
	Notes  []string `json:"notes,omitempty"`
	Width  int      `json:"-"` // of the terminal, in columns; 0 = any
}

// Schema names the form of a report in JSON.
const Schema = "assay/report/1"

// A Table has a row an entry, in groups that are set apart.
type Table struct {
	Title   string   `json:"title"`
	Facts   []string `json:"facts,omitempty"` // what a reader has to know before the numbers
	Head    string   `json:"head"`            // what the rows are
	Beside  bool     `json:"-"`               // intervals stand beside their values, not below
	Columns []Column `json:"columns"`
	Groups  []Group  `json:"groups"`
	Notes   []string `json:"notes,omitempty"`
}

// A Column is one measure.
type Column struct {
	Name   string         `json:"name"`
	Title  string         `json:"title"`
	Better eval.Direction `json:"better"`
	Unit   Unit           `json:"unit"`
}

// A Unit says how the numbers of a column are written.
type Unit string

// The units.
const (
	Plain   Unit = ""        // a score
	Count   Unit = "count"   // a whole number
	Second  Unit = "seconds" // wall time
	Byte    Unit = "bytes"   // memory
	Wording Unit = "text"    // no number

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
	Name  string `json:"name"`
	Cells []Cell `json:"cells,omitempty"`
	Text  string `json:"text,omitempty"` // why there are no cells
}

// A Cell is a number with its interval; nil where there is none.
type Cell struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Best  bool     `json:"best,omitempty"` // none of the rows compared is better, as printed
	Text  string   `json:"text,omitempty"`
}

// A Format is one way to write a report.
type Format struct {
	Name, Doc string
	Write     func(w io.Writer, r *Report) error
}

// Formats is the one list of formats.
var Formats = []Format{text, markdown, csvFormat, jsonFormat}

// Write writes a report in the format of that name.
func Write(w io.Writer, r *Report, format string) error {
	f, err := spec.Find("format", Formats, func(f Format) string { return f.Name }, format)
	if err != nil {
		return err
	}
	return f.Write(w, r)
}

// arrow shows which values are better.
func (c Column) arrow() string {
	switch c.Better {
	case eval.Higher:
		return " ↑"
	case eval.Lower:
		return " ↓"
	case eval.NearOne:
		return " →1"
	case eval.NearZero:
		return " →0"
	}
	return ""
}

// print writes a number as its unit wants it.
func (u Unit) print(v float64) string {
	switch u {
	case Count:
		return fmt.Sprintf("%.0f", v)
	case Second:
		return fmt.Sprintf("%.2f s", v)
	case Byte:
		return fmt.Sprintf("%.0f MB", v/1e6)
	case Percent:
		if v > 0 && v < 0.005 {
			return "< 1 %"
		}
		return fmt.Sprintf("%.0f %%", 100*v)
	case Probability:
		if v < 0.001 {
			return "<.001"
		}
		return short3(v)
	}
	if v > -10 && v < 10 {
		if s := fmt.Sprintf("%.3f", v); s != "-0.000" {
			return s
		}
		return "0.000"
	}
	return fmt.Sprintf("%.1f", v)
}

// interval is the interval as printed, or "".
func (c Cell) interval(u Unit) string {
	if c.Low == nil || c.High == nil || u != Plain {
		return ""
	}
	return short(*c.Low) + "–" + short(*c.High)
}

// short leaves out the zero before the point, and a place: intervals are less
// sure than that anyway.
func short(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	switch {
	case s == "-0.00":
		return ".00"
	case len(s) > 1 && s[0] == '0':
		return s[1:]
	case len(s) > 2 && s[:2] == "-0":
		return "−" + s[2:]
	case s[0] == '-':
		return "−" + s[1:]
	}
	return s
}

// short3 is a probability to three places.
func short3(v float64) string {
	if v >= 1 {
		return "1"
	}
	return fmt.Sprintf("%.3f", v)[1:]
}

// main is the value as printed.
func (c Cell) main(u Unit) string {
	switch {
	case c.Text != "":
		return c.Text
	case c.Value == nil:
		return "–"
	}
	return u.print(*c.Value)
}
