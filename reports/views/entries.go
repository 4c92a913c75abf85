package views

import (
	"fmt"
	"slices"
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
	for _, r := range e.Runs {
		for _, note := range r.Notes {
			line := note // those that all seeds share once
			if slices.ContainsFunc(e.Runs, func(o results.Result) bool { return !slices.Contains(o.Notes, note) }) {
				line = fmt.Sprintf("seed %d: %s", r.Seed, note)
			}
			add(&list, line)
		}
	}
	return list
}

// systemRow is the row of a system. Its primary score, else the first, leads to the
// stories behind it.
func systemRow(e *results.System, measures []eval.Measure) reports.Row {
	row := reports.Row{Name: e.Name(), Family: string(e.Family), Role: string(e.Role)}
	if len(e.Runs) == 0 {
		row.Text = string(e.Failed[0].Status)
		return row
	}
	primary := slices.IndexFunc(measures, func(m eval.Measure) bool { return m.Spec.String() == results.Primary })
	for k, m := range measures {
		score := e.Score(m.Spec.String())
		row.Cells = append(row.Cells, reports.Cell{Value: score.Value, Low: score.Low, High: score.High})
		if k == max(primary, 0) {
			row.Cells[k].Drilldown = reports.DrilldownRef{Key: e.Runs[0].SetKey(), System: e.Name()}
		}
	}
	seconds, memory := e.Seconds(), 0.0
	for _, r := range e.Runs {
		memory = max(memory, float64(r.PeakMemory))
	}
	row.Cells = append(row.Cells, reports.Cell{Value: &seconds}, reports.Cell{})
	if memory > 0 {
		row.Cells[len(row.Cells)-1].Value = &memory
	}
	if e.Runs[0].Protocol != "" {
		row.Cells = append(row.Cells, latency(e)...)
	}
	return row
}
