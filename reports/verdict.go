package reports

import (
	"fmt"
	"slices"
	"strings"
)

// A Verdict is the answer of a document or a table in one to three sentences, with the
// figures that they rest on.
type Verdict struct {
	Sentences []string `json:"sentences"`      // the first is the answer, the others what it rests on
	Next      string   `json:"next,omitempty"` // the command to go on with

	Corpus     string    `json:"corpus,omitempty"`
	Metric     string    `json:"metric,omitempty"`
	Best       string    `json:"best,omitempty"` // empty if no algorithm beats the controls
	Value      *float64  `json:"value,omitempty"`
	Low        *float64  `json:"low,omitempty"`
	High       *float64  `json:"high,omitempty"`
	Seconds    *float64  `json:"seconds,omitempty"`        // that the best takes
	Tied       []string  `json:"tied,omitempty"`           // what no test tells from the best
	Lead       *LeadOver `json:"lead,omitempty"`           // over the next of those that are told apart
	Closest    *LeadOver `json:"closest,omitempty"`        // over the next of those that are not
	Control    string    `json:"control,omitempty"`        // the best control
	Resolution *float64  `json:"resolution,omitempty"`     // the difference that one pair shows four times in five
	Needed     int       `json:"stories_needed,omitempty"` // to show the difference to the closest
	Untested   string    `json:"untested,omitempty"`       // why there are no tests
}

// A LeadOver is how far the best of a verdict is ahead of another, with the 95 % interval
// of the difference, nil if there is none.
type LeadOver struct {
	Name       string   `json:"name"`
	Difference float64  `json:"difference"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
}

// text is the verdict in one paragraph, without the command.
func (v *Verdict) text() string { return strings.Join(v.Sentences, " ") }

// lines are the sentences, and the command.
func (v *Verdict) lines() []string {
	if v.Next == "" {
		return v.Sentences
	}
	return append(slices.Clone(v.Sentences), "next: "+v.Next)
}

// headline is the answer alone.
func (v *Verdict) headline() string {
	if len(v.Sentences) == 0 {
		return ""
	}
	return v.Sentences[0]
}

// short is the answer in a line.
func (v *Verdict) short() string {
	if v.Best == "" || v.Value == nil {
		return v.headline()
	}
	s := fmt.Sprintf("Best %s: %s, %s", v.Metric, v.Best, Column{}.Format(*v.Value))
	if n := len(v.Tied); n > 0 {
		s += fmt.Sprintf("; no test tells %d more from it", n)
	}
	return s + "."
}

// ownVerdicts reports whether tables say their verdicts themselves: a single one is that
// of the document.
func (d *Document) ownVerdicts() bool {
	n := 0
	for _, t := range d.Tables {
		if t.Verdict != nil {
			n++
		}
	}
	return n != 1 || d.Verdict == nil
}
