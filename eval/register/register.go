// Package register holds figures that others have published, as data, and measures the same on the same data by the
// same protocol. An [Entry] is a table, or a part of one; [Entries] is the one list; [Run] measures and judges.
package register

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// Entries is the one list of entries.
var Entries = []Entry{
	clustbench, shorttext, topics, ecbplus, conll, minhashCurve, simhashCurve, newscopy, coverageEntry, embeddings, partitions,
}

// An Entry is a published table, or a part of one, and how its cells are measured here. Published figures are facts and
// belong to it; data never do: they are read from the user's folder.
type Entry struct {
	Name    string // what it is called on the command line
	Title   string
	Doc     string // what the figures are, by what protocol, and what is known of the differences
	Licence string // of the data
	Where   string // in one line, where to get the data
	Digits  int    // places after the point that are shown; 0 = 3
	Over    string // over what the figures are one curve, at the places Cell.At; empty if they are none
	Parts   []Part
}

// A Part is cells of an entry that are measured together, from the same files. It is the unit of what is kept and resumed.
type Part struct {
	Name  string // within the entry; empty in an entry of one part
	Files []File
	Cells []Cell
	// Measure returns at least one measurement for each cell. It is called only if the files are there, and are those
	// that the figures were published for. nil: nothing can be measured, for the reason Unmeasured.
	Measure    func(ctx context.Context, j Job) ([]Measurement, error)
	Unmeasured string
}

// A Cell is one published figure.
type Cell struct {
	Name      string  // row and column of the table; unique in its part
	Metric    string  // with its protocol
	At        float64 // the place on the curve, if the entry is one
	Published float64 // as published, in the unit of the metric
	// Tolerance is half a unit of the last place that was published, or how far the paper itself says that the figure may be off.
	Tolerance float64
	// Runs is how many runs the published figure is the mean of; 0 if nothing was left to chance, or if it is not stated.
	Runs   int
	Better eval.Direction // which values are good; Descriptive if the figure is to be met, not beaten
	Source Source
	Note   string // what is known of a difference, and what was tried; shown unless the figure is met
}

// A Source is where a figure was published.
type Source struct {
	Cite string // authors, year, title, and the table
	URL  string
	// FromMemory reports that the figure was not read in the source by whoever entered it.
	FromMemory bool
}

// String is the source in one line.
func (s Source) String() string {
	text := s.Cite
	if s.URL != "" {
		text += ", " + s.URL
	}
	if s.FromMemory {
		text += " (from memory, not read)"
	}
	return text
}

// A Measurement is what was measured for a cell.
type Measurement struct {
	Cell string `json:"cell"`
	By   string `json:"by"` // what was measured: the spec of an algorithm, or "the published partition"
	// Values are those of the runs; one if nothing is left to chance.
	Values []float64 `json:"values"`
	// Low and High are the ends of an interval over the data, such as a bootstrap over summaries. They are shown, and have
	// no part in the verdict: the figure was published for the same data.
	Low  *float64 `json:"low,omitempty"`
	High *float64 `json:"high,omitempty"`
	// Incomparable is why the value is not to be compared with the figure; empty if it is.
	Incomparable string `json:"incomparable,omitempty"`
	Note         string `json:"note,omitempty"` // what a reader should know of the value
}

// A Selection is an entry with some or all of its parts.
type Selection struct {
	*Entry
	Parts []Part
}

// Select returns the entries with the given names, NAME or NAME/PART, in the order of the list; all if there are no names.
func Select(entries []Entry, names ...string) ([]Selection, error) {
	wanted := map[string][]string{} // parts by entry; nil = all
	for _, name := range names {
		name, part, one := strings.Cut(name, "/")
		e, err := spec.Find("figure", entries, func(e Entry) string { return e.Name }, name)
		if err != nil {
			return nil, err
		}
		parts, asked := wanted[e.Name]
		if !one {
			wanted[e.Name] = nil
			continue
		}
		if known := e.partNames(); !slices.Contains(known, part) {
			return nil, fmt.Errorf("unknown part %q of %s: it has %s", part, e.Name, strings.Join(known, ", "))
		}
		if !asked || parts != nil {
			wanted[e.Name] = append(parts, part)
		}
	}
	var list []Selection
	for i := range entries {
		e := &entries[i]
		parts, asked := wanted[e.Name]
		if len(names) > 0 && !asked {
			continue
		}
		chosen := e.Parts
		if parts != nil {
			chosen = slices.DeleteFunc(slices.Clone(e.Parts), func(p Part) bool { return !slices.Contains(parts, p.Name) })
		}
		list = append(list, Selection{e, chosen})
	}
	return list, nil
}

func (e *Entry) partNames() (names []string) {
	for _, p := range e.Parts {
		names = append(names, p.Name)
	}
	return names
}

// Cells returns how many figures an entry has.
func (e *Entry) Cells() (n int) {
	for _, p := range e.Parts {
		n += len(p.Cells)
	}
	return n
}

// Check finds what is wrong with an entry as it is written down, whatever the data.
func (e *Entry) Check() error {
	parts := map[string]bool{}
	for _, p := range e.Parts {
		if parts[p.Name] {
			return fmt.Errorf("%s: two parts are named %q", e.Name, p.Name)
		}
		parts[p.Name] = true
		if (p.Measure == nil) != (p.Unmeasured != "") {
			return fmt.Errorf("%s/%s: give a function that measures, or the reason why there is none", e.Name, p.Name)
		}
		cells := map[string]bool{}
		for _, c := range p.Cells {
			switch {
			case cells[c.Name] || c.Name == "":
				return fmt.Errorf("%s/%s: the name %q of a cell is empty or given twice", e.Name, p.Name, c.Name)
			case c.Source.Cite == "" || c.Metric == "" || c.Better == "":
				return fmt.Errorf("%s/%s, cell %s: it needs a source, a metric and which values are better", e.Name, p.Name, c.Name)
			case !(c.Tolerance > 0):
				return fmt.Errorf("%s/%s, cell %s: the tolerance is half a unit of the last place, so above 0", e.Name, p.Name, c.Name)
			}
			cells[c.Name] = true
		}
		if err := checkFiles(p.Files); err != nil {
			return fmt.Errorf("%s/%s: %w", e.Name, p.Name, err)
		}
	}
	return nil
}
