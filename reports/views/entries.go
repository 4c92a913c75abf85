package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
)

// latest keeps of several results of one algorithm, corpus and seed the last:
// those before it were made by another version, or with other metrics. superseded
// holds how many there were, by identity.
func latest(stored []results.Result) (kept []results.Result, superseded map[string]int) {
	superseded = map[string]int{}
	at := map[string]int{}
	for _, r := range stored {
		key := identity(r)
		if i, ok := at[key]; ok {
			kept[i] = r
			superseded[key]++
			continue
		}
		at[key] = len(kept)
		kept = append(kept, r)
	}
	return kept, superseded
}

func identity(r results.Result) string {
	return fmt.Sprintf("%s %s %d %d", corpusKey(r), r.Algorithm, r.Seed, r.Order)
}

// corpusKey tells tables apart: scores of different policies or protocols share
// none.
func corpusKey(r results.Result) string {
	return fmt.Sprintf("%s %s %s %s", streamed(r), r.Corpus.Fingerprint, r.Policy, r.Protocol)
}

// byCorpus shares results out to tables, in the order of their first.
func byCorpus(stored []results.Result) [][]results.Result {
	var parts [][]results.Result
	at := map[string]int{}
	for _, r := range stored {
		key := corpusKey(r)
		i, ok := at[key]
		if !ok {
			i = len(parts)
			at[key] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], r)
	}
	return parts
}

// titles are the names of the tables: those of the corpora, with what tells those
// of one name apart.
func titles(parts [][]results.Result) []string {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = streamed(p[0])
		policies, fingerprints := map[string]bool{}, map[string]bool{}
		for _, o := range parts {
			if streamed(o[0]) == streamed(p[0]) {
				policies[o[0].Policy.String()], fingerprints[o[0].Corpus.Fingerprint] = true, true
			}
		}
		var differing []string
		if len(fingerprints) > 1 {
			differing = append(differing, "fingerprint "+short(p[0].Corpus.Fingerprint))
		}
		if len(policies) > 1 {
			differing = append(differing, p[0].Policy.String())
		}
		if differing != nil {
			list[i] += " (" + strings.Join(differing, "; ") + ")"
		}
	}
	return list
}

func short(d string) string { return d[:min(12, len(d))] }

// An entry is one algorithm's results on one corpus: one a seed.
type entry struct {
	name       string
	family     algorithms.Family
	role       results.Role
	runs       []results.Result // those that went well
	failed     []results.Result
	superseded int
}

func entries(stored []results.Result, superseded map[string]int) []entry {
	var list []entry
	for _, r := range stored {
		if r.Order > 0 {
			continue // of another order: for what assay compare says of chance
		}
		name := r.Algorithm.String()
		i := slices.IndexFunc(list, func(e entry) bool { return e.name == name })
		if i < 0 {
			i = len(list)
			list = append(list, entry{name: name, family: r.Family, role: r.Role()})
		}
		list[i].superseded += superseded[identity(r)]
		if r.Status == results.OK {
			list[i].runs = append(list[i].runs, r)
		} else {
			list[i].failed = append(list[i].failed, r)
		}
	}
	return list
}

// notes are what a reader has to know of the row.
func (e entry) notes() []string {
	var list []string
	if len(e.runs) > 1 {
		list = append(list, fmt.Sprintf("mean of %d seeds (%s); the interval's ends are means too", len(e.runs), reports.Ranges(seedsOf(e.runs))))
	}
	for _, r := range e.failed {
		list = append(list, fmt.Sprintf("seed %d: %s: %s", r.Seed, r.Status, r.Error))
	}
	if e.superseded > 0 {
		list = append(list, fmt.Sprintf("%s of the same seed left out: the last counts", reports.Counted(e.superseded, "earlier result", "earlier results")))
	}
	for _, r := range e.runs {
		for _, note := range r.Notes {
			line := note // those that all seeds share once
			if slices.ContainsFunc(e.runs, func(o results.Result) bool { return !slices.Contains(o.Notes, note) }) {
				line = fmt.Sprintf("seed %d: %s", r.Seed, note)
			}
			if !slices.Contains(list, line) {
				list = append(list, line)
			}
		}
	}
	return list
}

// row is the line of an entry. Its primary score, else the first, leads to the
// stories behind it.
func (e entry) row(measures []eval.Measure) reports.Row {
	row := reports.Row{Name: e.name, Family: string(e.family), Role: string(e.role)}
	if len(e.runs) == 0 {
		row.Text = string(e.failed[0].Status)
		return row
	}
	primary := slices.IndexFunc(measures, func(m eval.Measure) bool { return m.Spec.String() == results.Primary })
	for k, m := range measures {
		row.Cells = append(row.Cells, reports.Cell{
			Value: e.mean(m, func(s *stats.Score) *float64 { return s.Value }),
			Low:   e.mean(m, func(s *stats.Score) *float64 { return s.Low }),
			High:  e.mean(m, func(s *stats.Score) *float64 { return s.High }),
		})
		if k == max(primary, 0) {
			row.Cells[k].Drilldown = reports.DrilldownRef{Key: corpusKey(e.runs[0]), System: e.name}
		}
	}
	seconds, memory := 0.0, 0.0
	for _, r := range e.runs {
		seconds += (r.Seconds.Features + r.Seconds.Cluster) / float64(len(e.runs))
		memory = max(memory, float64(r.PeakMemory))
	}
	row.Cells = append(row.Cells, reports.Cell{Value: &seconds}, reports.Cell{})
	if memory > 0 {
		row.Cells[len(row.Cells)-1].Value = &memory
	}
	if e.runs[0].Protocol != "" {
		row.Cells = append(row.Cells, e.latency()...)
	}
	return row
}

// mean averages over the seeds; nil where any is undefined.
func (e entry) mean(m eval.Measure, of func(*stats.Score) *float64) *float64 {
	sum := 0.0
	for _, r := range e.runs {
		s := r.Score(m.Spec.String())
		if s == nil || of(s) == nil {
			return nil
		}
		sum += *of(s) / float64(len(e.runs))
	}
	return &sum
}

// undefined says why an entry has no value of a metric; "" where it has one.
func (e entry) undefined(m eval.Measure) string {
	for _, r := range e.runs {
		s := r.Score(m.Spec.String())
		switch {
		case s == nil:
			return "was not scored by this metric"
		case s.Value == nil && len(e.runs) > 1:
			return fmt.Sprintf("seed %d: %s", r.Seed, s.Reason)
		case s.Value == nil:
			return s.Reason
		}
	}
	return ""
}

// terms are the per-story terms of the primary metric, the mean over the seeds;
// nil where a run has none.
func (e entry) terms() *eval.Terms {
	var rows [][]float64
	for _, r := range e.runs {
		of := r.Terms[results.Primary]
		if len(of) == 0 || rows != nil && len(of) != len(rows) {
			return nil
		}
		if rows == nil {
			rows = make([][]float64, len(of))
			for s := range rows {
				rows[s] = make([]float64, len(of[s]))
			}
		}
		for s := range rows {
			if len(of[s]) != 3 || len(rows[s]) != 3 { // what CombineB3F1 takes
				return nil
			}
			for k, x := range of[s] {
				rows[s][k] += x / float64(len(e.runs))
			}
		}
	}
	if rows == nil {
		return nil
	}
	return &eval.Terms{Rows: rows, Combine: eval.CombineB3F1}
}
