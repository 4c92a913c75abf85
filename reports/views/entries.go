package views

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// current lists the results that count, set by set.
func current(sets []results.Set) []results.Result {
	var list []results.Result
	for _, s := range sets {
		list = append(list, s.Results...)
	}
	return list
}

// shown lists the systems of a set that have a row.
func shown(s *results.Set) []results.System {
	return slices.DeleteFunc(slices.Clone(s.Systems), func(y results.System) bool { return len(y.Runs)+len(y.Failed) == 0 })
}

// titles are the names of the tables: those of the corpora, with what tells those
// of one name apart.
func titles(sets []results.Set) []string {
	list := make([]string, len(sets))
	for i, s := range sets {
		list[i] = s.Name()
		policies, fingerprints := map[string]bool{}, map[string]bool{}
		for _, o := range sets {
			if o.Name() == s.Name() {
				policies[o.Policy.String()], fingerprints[o.Corpus.Fingerprint] = true, true
			}
		}
		var differing []string
		if len(fingerprints) > 1 {
			differing = append(differing, "fingerprint "+short(s.Corpus.Fingerprint))
		}
		if len(policies) > 1 {
			differing = append(differing, s.Policy.String())
		}
		if differing != nil {
			list[i] += " (" + strings.Join(differing, "; ") + ")"
		}
	}
	return list
}

func short(d string) string { return d[:min(12, len(d))] }

// notes are what a reader has to know of the row.
func notes(e *results.System) []string {
	var list []string
	if len(e.Runs) > 1 {
		list = append(list, fmt.Sprintf("mean of %d seeds (%s); the interval's ends are means too", len(e.Runs), reports.Ranges(seedsOf(e.Runs))))
	}
	for _, r := range e.Failed {
		list = append(list, fmt.Sprintf("seed %d: %s: %s", r.Seed, r.Status, r.Error))
	}
	if e.Superseded > 0 {
		list = append(list, fmt.Sprintf("%s of the same seed left out: the last counts",
			reports.Counted(e.Superseded, "earlier result")))
	}
	return append(list, mergedNotes(e.Runs)...)
}

var figures = regexp.MustCompile(`\d+(\.\d+)?`)

// mergedNotes are what the algorithm says of its labels in any run: notes that differ in
// their numbers alone are one, with the least and the largest: k=100–111 by silhouette.
func mergedNotes(runs []results.Result) []string {
	var kinds []string
	of := map[string][]string{} // notes of a kind
	seen := map[string]int{}    // runs with a note of a kind
	for _, r := range runs {
		counted := map[string]bool{}
		for _, note := range r.Notes {
			kind := figures.ReplaceAllString(note, "#")
			if of[kind] == nil {
				kinds = append(kinds, kind)
			}
			if of[kind] = append(of[kind], note); !counted[kind] {
				counted[kind] = true
				seen[kind]++
			}
		}
	}
	var list []string
	for _, kind := range kinds {
		note := spanned(of[kind])
		if n := seen[kind]; n < len(runs) {
			note += fmt.Sprintf(" (%d of %d seeds)", n, len(runs))
		}
		list = append(list, note)
	}
	return list
}

// spanned is the first of some notes of one kind, with the span of each number over all.
func spanned(notes []string) string {
	var low, high []string
	for i, note := range notes {
		for k, text := range figures.FindAllString(note, -1) {
			if i == 0 {
				low, high = append(low, text), append(high, text)
				continue
			}
			if v := number(text); v < number(low[k]) {
				low[k] = text
			} else if v > number(high[k]) {
				high[k] = text
			}
		}
	}
	k := -1
	return figures.ReplaceAllStringFunc(notes[0], func(string) string {
		if k++; low[k] == high[k] {
			return low[k]
		}
		return low[k] + "–" + high[k]
	})
}

func number(text string) float64 {
	v, _ := strconv.ParseFloat(text, 64) // digits and a point
	return v
}

// systemRow is the row of a system. Its primary score, else the first, leads to the
// stories behind it.
func systemRow(e *results.System, measures []eval.Measure, costs []cost) reports.Row {
	row := reports.Row{Name: e.Name(), Family: string(e.Family), Role: string(e.Role)}
	if len(e.Runs) == 0 {
		row.Text = string(e.Failed[0].Status)
		return row
	}
	primary := slices.IndexFunc(measures, func(m eval.Measure) bool { return m.Spec.String() == results.Primary })
	for k, m := range measures {
		score := e.Score(m.Spec.String())
		row.Cells = append(row.Cells, reports.Cell{Value: score.Value, Low: score.Low, High: score.High, SD: between(e, m.Spec.String())})
		if k == max(primary, 0) {
			row.Cells[k].Drilldown = reports.DrilldownRef{Key: e.Runs[0].SetKey(), System: e.Name()}
		}
	}
	for _, c := range costs {
		row.Cells = append(row.Cells, c.cell(e))
	}
	return row
}

// between is the standard deviation of a score between the runs, nil if it has none.
func between(e *results.System, metric string) *float64 {
	var runs []float64
	for _, r := range e.Runs {
		s := r.Score(metric)
		if s == nil || s.Value == nil {
			return nil
		}
		runs = append(runs, *s.Value)
	}
	return deviation(runs)
}
