// Package views makes documents of results: one file a command. Nothing here runs an
// algorithm; what was tested when results were made is not tested again.
package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
)

// Columns is the default choice of metrics in a bench report.
func Columns() []string { return []string{"b3.f1", "b3.p", "b3.r", "ari", "clusters"} }

// Bench compares the algorithms of stored results: a table a corpus, the columns
// asked for (nil = Columns, as far as the results have them), time and memory.
func Bench(stored []results.Result, columns []string) (*reports.Document, error) {
	return View{Columns: columns}.Bench(stored)
}

// Bench compares the algorithms of stored results as the view says. The tests
// behind the letters take flips × systems² steps: a tenth of a second for twenty.
func (v View) Bench(stored []results.Result) (*reports.Document, error) {
	if err := v.check(metricsOf(current(results.Group(stored)))); err != nil {
		return nil, err
	}
	names, err := v.names(stored)
	if err != nil {
		return nil, err
	}
	stored, err = v.choose(stored)
	if err != nil {
		return nil, err
	}
	sets := results.Group(stored)
	stored = current(sets)
	measures, err := v.measures(metricsOf(stored))
	if err != nil {
		return nil, err
	}
	v.protocols = len(distinctOf(stored, func(r results.Result) string { return r.Protocol }))
	report := &reports.Document{Schema: reports.Schema, Provenance: ProvenanceOf(stored)}
	for i, title := range titles(sets) {
		t, err := v.table(title, sets[i].Results, shown(&sets[i]), measures)
		if err != nil {
			return nil, err
		}
		report.Tables = append(report.Tables, t)
		if b := fromTerms(title, &sets[i]); b != nil {
			report.Drilldowns = append(report.Drilldowns, b)
		}
	}
	report.Verdict = overall(report.Tables, stored)
	report.Notes = append(v.legend(stored, report.Tables), streamLegend(stored)...)
	if report, err = reports.Pivot(report, cmp.Or(v.Table, "corpus"), cmp.Or(v.TableRows, "algorithm")); err != nil {
		return nil, err
	}
	v.dress(report, names)
	return report, nil
}

// metricsOf returns the metrics that were scored or, where no trial has scores, those that
// were to be.
func metricsOf(stored []results.Result) []string {
	var list []string
	for _, r := range stored {
		for _, s := range r.Scores {
			add(&list, s.Metric)
		}
	}
	if len(list) > 0 {
		return list
	}
	for _, r := range stored {
		for _, m := range r.Metrics {
			add(&list, m.String())
		}
	}
	return list
}

// columns heads the measures and the costs.
func (v View) columns(measures []eval.Measure, costs []cost) []reports.Column {
	var list []reports.Column
	for _, m := range measures {
		c := reports.Column{Name: m.Spec.String(), Title: titleOf(m, measures), Better: m.Better, Digits: v.Digits}
		c.Primary = c.Name == results.Primary
		if v.Titles {
			c.Title = inLines(m.Title)
		}
		if m.Name == "clusters" {
			c.Unit, c.Digits = reports.Count, 0
		}
		list = append(list, c)
	}
	for _, c := range costs {
		list = append(list, c.Column)
	}
	primary := slices.ContainsFunc(list, func(c reports.Column) bool { return c.Primary })
	for k := range list {
		switch v.Spread {
		case "sd":
			list[k].Spread = reports.ShowSD
		case "none":
			list[k].Spread = reports.ShowNone
		case "", "primary": // that of one score, so that rows take one line
			if primary && !list[k].Primary || !primary && k > 0 {
				list[k].Spread = reports.ShowNone
			}
		}
	}
	return list
}

// table compares the algorithms on one corpus.
func (v View) table(title string, stored []results.Result, list []results.System, measures []eval.Measure) (reports.Table, error) {
	facts := stored[0].Corpus
	t := reports.Table{Title: title, RowHeader: "algorithm"}
	t.Facts = []string{describe(facts)}
	if p := stored[0].Policy; p.String() != (eval.Policy{}).String() {
		t.Facts = append(t.Facts, "policy: "+p.String())
	}
	if stored[0].Protocol != "" {
		t.Facts = append(t.Facts, aboutStream(stored))
	}
	measures = dropUndefined(&t, list, measures)
	costs := v.costs(stored[0].Protocol != "")
	t.Columns = v.columns(measures, costs)
	if v.protocols > 1 { // a table laid out anew must not mix them
		for k, m := range measures {
			t.Columns[k].Title = m.Spec.String()
		}
	}
	for k, m := range measures {
		if note := summaries.Ceiling(m.Spec); note != "" {
			t.AddNote(&t.Columns[k].Notes, note)
		}
	}
	for _, s := range v.sections(list) {
		group := reports.Group{Title: s.title}
		for i := range s.systems {
			group.Rows = append(group.Rows, v.row(&t, &s.systems[i], measures, costs))
		}
		t.Groups = append(t.Groups, group)
	}
	warn(&t, stored, list)
	j, err := judge(list)
	if err != nil {
		return t, fmt.Errorf("%s: %w", title, err)
	}
	letters(&t, j)
	mark(&t, j)
	t.Verdict = verdict(stored, list, j)
	v.sort(&t)
	t.RenumberNotes()
	return t, nil
}

// row is a row with the notes that concern it.
func (v View) row(t *reports.Table, e *results.System, measures []eval.Measure, costs []cost) reports.Row {
	row := systemRow(e, measures, costs)
	for _, note := range notes(e) {
		t.AddNote(&row.Notes, note)
	}
	if v.Group == "none" && e.Role == results.Oracle {
		t.AddNote(&row.Notes, "told the gold's sizes: not ranked")
	}
	if v.Group == "none" && e.Role == results.Judge {
		t.AddNote(&row.Notes, "a gold level, scored against the others: not ranked")
	}
	if v.Group == "none" && e.Role == results.Control {
		t.AddNote(&row.Notes, "a control, which shows what nonsense scores: not ranked")
	}
	for k := range row.Cells {
		cell := &row.Cells[k]
		if k < len(measures) && cell.Value == nil {
			t.AddNote(&cell.Notes, e.Score(measures[k].Spec.String()).Reason)
		}
	}
	return row
}

func describe(c results.Corpus) string {
	s := fmt.Sprintf("%s, %s", reports.Counted(c.Articles, "article"), reports.Counted(c.Stories, "story"))
	if c.Distractors > 0 {
		s += ", " + reports.Counted(c.Distractors, "distractor")
	}
	if c.Unlabelled > 0 {
		s += fmt.Sprintf(", %d unlabelled", c.Unlabelled)
	}
	if c.Level != "" {
		s += "; gold level: " + c.Level
	}
	return s
}

// dropUndefined takes out the metrics that no result has a value of, and says
// why in a note.
func dropUndefined(t *reports.Table, list []results.System, measures []eval.Measure) []eval.Measure {
	var kept []eval.Measure
	reasons := map[string][]string{}
	var order []string
	for _, m := range measures {
		reason, defined, measured := "", false, false
		for _, e := range list {
			for _, r := range e.Runs {
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
		t.Note(fmt.Sprintf("left out: %s (%s)", strings.Join(reasons[reason], ", "), reason))
	}
	return kept
}
