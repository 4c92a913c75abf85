package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/catalog"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Columns is the default choice of columns of a bench report.
func Columns() []string {
	return []string{
		"purity", "b3.p", "b3.r", "b3.f1", "ari", "rouge2.r(digest=lexrank)", "keypoints.recall(digest=lexrank)",
		"source.hill.error(q=2)", "clusters",
	}
}

// Bench compares the algorithms of stored results: a table a corpus, the columns
// asked for (nil = Columns, as far as the results have them), time and memory.
func Bench(results []bench.Result, columns []string) (*Report, error) {
	results = latest(results)
	chosen := columns
	if len(chosen) == 0 {
		chosen = Columns()
	}
	specs, err := spec.ParseAll(chosen)
	if err != nil {
		return nil, err
	}
	measures, err := catalog.Parse(specs)
	if err != nil {
		return nil, err
	}
	if len(columns) > 0 {
		for _, m := range measures {
			if !slices.ContainsFunc(results, func(r bench.Result) bool { return r.Score(m.Spec.String()) != nil }) {
				return nil, fmt.Errorf("no result has the metric %s: run the bench with --metric %s, or choose among %s", m.Spec, m.Spec, strings.Join(metricsOf(results), ", "))
			}
		}
	}
	report := &Report{Schema: Schema}
	for _, name := range corpora(results) {
		list := slices.DeleteFunc(slices.Clone(results), func(r bench.Result) bool { return corpusKey(r) != name })
		report.Tables = append(report.Tables, benchTable(list, measures))
		if b := fromTerms(name, list); b != nil {
			report.Behind = append(report.Behind, b)
		}
	}
	report.Notes = notes(results)
	return report, nil
}

// latest keeps of several results of one algorithm, corpus and seed the last:
// those before it were made by another version, or with other metrics.
func latest(results []bench.Result) []bench.Result {
	var kept []bench.Result
	at := map[string]int{}
	for _, r := range results {
		key := fmt.Sprintf("%s %s %d %d", corpusKey(r), r.Algorithm, r.Seed, r.Order)
		if i, ok := at[key]; ok {
			kept[i] = r
			continue
		}
		at[key] = len(kept)
		kept = append(kept, r)
	}
	return kept
}

func metricsOf(results []bench.Result) []string {
	var list []string
	for _, r := range results {
		for _, s := range r.Scores {
			if !slices.Contains(list, s.Metric) {
				list = append(list, s.Metric)
			}
		}
	}
	return list
}

// corpusKey tells tables apart: scores of different policies share none.
func corpusKey(r bench.Result) string {
	return fmt.Sprintf("%s %s %s", r.Corpus.Name, r.Corpus.Digest, r.Policy)
}

func corpora(results []bench.Result) []string {
	var list []string
	for _, r := range results {
		if key := corpusKey(r); !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	return list
}

// An entry is one algorithm's results on one corpus: one a seed.
type entry struct {
	name    string
	control bool
	oracle  bool
	runs    []bench.Result // those that went well
	failed  *bench.Result
}

// notes are what the algorithm says of its labels, those that all seeds share
// once.
func (e entry) notes() []string {
	var list []string
	for _, r := range e.runs {
		for _, note := range r.Notes {
			shared := !slices.ContainsFunc(e.runs, func(o bench.Result) bool { return !slices.Contains(o.Notes, note) })
			line := fmt.Sprintf("%s: seed %d: %s", e.name, r.Seed, note)
			if shared {
				line = fmt.Sprintf("%s: %s", e.name, note)
			}
			if !slices.Contains(list, line) {
				list = append(list, line)
			}
		}
	}
	return list
}

func entries(results []bench.Result) []entry {
	var list []entry
	for _, r := range results {
		if r.Order > 0 {
			continue // of another order: for what assay compare says of chance
		}
		name := r.Algorithm.String()
		i := slices.IndexFunc(list, func(e entry) bool { return e.name == name })
		if i < 0 {
			i = len(list)
			list = append(list, entry{name: name, control: r.Family == algorithms.Control, oracle: r.Oracle})
		}
		if r.Status == bench.OK {
			list[i].runs = append(list[i].runs, r)
		} else {
			list[i].failed = &r
		}
	}
	return list
}

func benchTable(results []bench.Result, measures []eval.Measure) Table {
	facts := results[0].Corpus
	t := Table{Title: facts.Name, Head: "algorithm", Facts: []string{describe(facts)}}
	list := entries(results)
	measures = t.dropUndefined(list, measures)
	for _, m := range measures {
		if note := coverage.Ceiling(m.Spec); note != "" {
			t.Notes = append(t.Notes, note)
		}
		unit := Plain
		if m.Name == "clusters" {
			unit = Count
		}
		t.Columns = append(t.Columns, Column{Name: m.Spec.String(), Title: m.Spec.String(), Better: m.Better, Unit: unit})
	}
	t.Columns = append(t.Columns,
		Column{Name: "seconds", Title: "time", Better: eval.Lower, Unit: Second},
		Column{Name: "peak_memory", Title: "memory", Better: eval.Lower, Unit: Byte})
	for _, g := range []struct {
		title string
		in    func(entry) bool
	}{
		{"", func(e entry) bool { return !e.control && !e.oracle }},
		{"oracles: told the gold's sizes", func(e entry) bool { return !e.control && e.oracle }},
		{"controls: the floor", func(e entry) bool { return e.control }},
	} {
		var group Group
		for _, e := range list {
			if g.in(e) {
				group.Rows = append(group.Rows, e.row(measures, corpusKey(results[0])))
			}
		}
		if len(group.Rows) > 0 {
			group.Title = g.title
			t.Groups = append(t.Groups, group)
		}
	}
	if len(t.Groups) > 0 && t.Groups[0].Title == "" {
		t.markBest(t.Groups[0].Rows)
	}
	t.Facts = append(t.Facts, "policy: "+results[0].Policy.String(), resolution(list, facts.Stories))
	for _, e := range list {
		if e.failed != nil {
			t.Notes = append(t.Notes, fmt.Sprintf("%s: seed %d: %s: %s", e.name, e.failed.Seed, e.failed.Status, e.failed.Error))
		}
		t.Notes = append(t.Notes, e.notes()...)
	}
	return t
}

func describe(c bench.CorpusFacts) string {
	s := fmt.Sprintf("%s, %s", plural(c.Articles, "article", "articles"), plural(c.Stories, "story", "stories"))
	if c.Distractors > 0 {
		s += fmt.Sprintf(", %s (foreign wherever they are put)", plural(c.Distractors, "distractor", "distractors"))
	}
	if c.Unlabelled > 0 {
		s += fmt.Sprintf(", %d unlabelled (foreign wherever they are put)", c.Unlabelled)
	}
	if c.Level != "" {
		s += "; gold level: " + c.Level
	}
	return s + "; digest " + c.Digest[:min(12, len(c.Digest))]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// dropUndefined takes out the metrics that no result has a value of, and says
// why in a note.
func (t *Table) dropUndefined(list []entry, measures []eval.Measure) []eval.Measure {
	var kept []eval.Measure
	reasons := map[string][]string{}
	var order []string
	for _, m := range measures {
		reason, defined, measured := "", false, false
		for _, e := range list {
			for _, r := range e.runs {
				if s := r.Score(m.Spec.String()); s != nil {
					measured = true
					defined = defined || s.Value != nil
					reason = s.Reason
				}
			}
		}
		if defined {
			kept = append(kept, m)
		} else if measured {
			if reasons[reason] == nil {
				order = append(order, reason)
			}
			reasons[reason] = append(reasons[reason], m.Spec.String())
		}
	}
	for _, reason := range order {
		t.Notes = append(t.Notes, fmt.Sprintf("left out: %s (%s)", strings.Join(reasons[reason], ", "), reason))
	}
	return kept
}

// row is the line of an entry; key names the stories behind its primary score.
func (e entry) row(measures []eval.Measure, key string) Row {
	row := Row{Name: e.name}
	if len(e.runs) == 0 {
		row.Text = string(e.failed.Status)
		return row
	}
	primary := slices.IndexFunc(measures, func(m eval.Measure) bool { return m.Spec.String() == bench.Primary })
	for k, m := range measures {
		row.Cells = append(row.Cells, Cell{
			Value: e.mean(m, func(s *stats.Score) *float64 { return s.Value }),
			Low:   e.mean(m, func(s *stats.Score) *float64 { return s.Low }),
			High:  e.mean(m, func(s *stats.Score) *float64 { return s.High }),
		})
		if k == max(primary, 0) {
			row.Cells[k].Ref = Ref{key, e.name}
		}
	}
	seconds, memory := 0.0, 0.0
	for _, r := range e.runs {
		seconds += (r.Seconds.Features + r.Seconds.Cluster) / float64(len(e.runs))
		memory = max(memory, float64(r.PeakMemory))
	}
	row.Cells = append(row.Cells, Cell{Value: &seconds})
	if memory == 0 {
		row.Cells = append(row.Cells, Cell{})
	} else {
		row.Cells = append(row.Cells, Cell{Value: &memory})
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

// markBest marks in each column of scores the best value and all that print the
// same, unless all do. Times and memory are not marked: their differences in a
// run or two are noise.
func (t *Table) markBest(rows []Row) {
	for k, c := range t.Columns {
		if c.Unit == Second || c.Unit == Byte {
			continue
		}
		best, shown := math.Inf(-1), ""
		printed := map[string]bool{}
		for _, r := range rows {
			if r.Cells == nil || r.Cells[k].Value == nil {
				continue
			}
			v := *r.Cells[k].Value
			printed[c.Unit.print(v)] = true
			if good, ok := c.Better.Goodness(v); ok && good > best {
				best, shown = good, c.Unit.print(v)
			}
		}
		for _, r := range rows {
			if r.Cells != nil && r.Cells[k].Value != nil && len(printed) > 1 {
				r.Cells[k].Best = c.Unit.print(*r.Cells[k].Value) == shown
			}
		}
	}
}

// resolution says which differences a corpus is too small to show: the median,
// over the pairs of algorithms that are no controls, of the difference that a
// paired test would find four times in five.
func resolution(list []entry, stories int) string {
	var terms []eval.Terms
	for _, e := range list {
		if len(e.runs) > 0 && !e.control {
			if rows := e.runs[0].Terms[bench.Primary]; len(rows) > 0 {
				terms = append(terms, eval.Terms{Rows: rows, Combine: eval.CombineB3F1})
			}
		}
	}
	var detectable []float64
	for i := range terms {
		for j := range i {
			if d := stats.Detectable(stats.DifferenceError(terms[i], terms[j]), 0.05, 0.8); !math.IsNaN(d) {
				detectable = append(detectable, d)
			}
		}
	}
	if len(detectable) == 0 {
		return fmt.Sprintf("%s: too few stories or algorithms to say which differences this corpus can resolve", plural(stories, "story", "stories"))
	}
	slices.Sort(detectable)
	return fmt.Sprintf("%s: this corpus cannot resolve differences in %s under %.1f points (80 %% power at 5 %%, median pair of algorithms)",
		plural(stories, "story", "stories"), bench.Primary, 100*detectable[len(detectable)/2])
}

func notes(results []bench.Result) []string {
	list := []string{
		"Below each score: its 95 % interval by bootstrap over stories. Compare systems by their differences, not by whether intervals overlap.",
		"Marked (* or bold): best of the algorithms that were told nothing of the gold. Times are of features and clustering, memory is the peak of the trial's own process.",
	}
	seeds := map[uint64]bool{}
	versions := map[string]bool{}
	for _, r := range results {
		seeds[r.Seed] = true
		versions[r.Version] = true
	}
	if len(seeds) > 1 {
		list = append(list, fmt.Sprintf("Algorithms that depend on chance: mean of %d seeds.", len(seeds)))
	}
	if len(versions) > 1 {
		list = append(list, "These results were made by more than one version of assay.")
	}
	return list
}
