package register

import (
	"fmt"
	"slices"
	"strings"
)

// Counts are how many published cells there are, how often they were compared with something measured, and with which
// verdicts.
type Counts struct {
	Cells       int
	Comparisons int
	By          map[Verdict]int // of the comparisons
}

// Count counts the rows of a result.
func Count(r Result) Counts {
	n := Counts{By: map[Verdict]int{}}
	seen := map[[2]string]bool{}
	for _, row := range r.Rows {
		n.Comparisons++
		n.By[row.Verdict]++
		seen[[2]string{row.Part, row.Cell.Name}] = true
	}
	n.Cells = len(seen)
	return n
}

// Add adds the counts of other results.
func (n *Counts) Add(o Counts) {
	if n.By == nil {
		n.By = map[Verdict]int{}
	}
	n.Cells += o.Cells
	n.Comparisons += o.Comparisons
	for v, count := range o.By {
		n.By[v] += count
	}
}

// String is the counts in a sentence.
func (n Counts) String() string {
	var parts []string
	for _, v := range Verdicts {
		if n.By[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.By[v], v))
		}
	}
	return fmt.Sprintf("%s in %s: %s.", counted(n.Cells, "published cell"), counted(n.Comparisons, "comparison"), strings.Join(parts, ", "))
}

// Sources lists the sources of the figures, each once.
func (e *Entry) Sources() []Source { return distinct(e, func(c Cell) Source { return c.Source }) }

// Metrics lists the metrics of the figures, each once.
func (e *Entry) Metrics() []string { return distinct(e, func(c Cell) string { return c.Metric }) }

func distinct[T comparable](e *Entry, of func(Cell) T) (list []T) {
	for _, p := range e.Parts {
		for _, c := range p.Cells {
			if v := of(c); !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
	}
	return list
}

// Failures is an error that names the parts of which measuring gave an error; nil if there are none.
func Failures(results []Result) error {
	var names []string
	for _, r := range results {
		for _, row := range r.Rows {
			if name := strings.TrimSuffix(r.Entry.Name+"/"+row.Part, "/"); row.Verdict == Failed && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if names == nil {
		return nil
	}
	return fmt.Errorf("measuring failed: %s", strings.Join(names, ", "))
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprint(n, " ", what)
}
