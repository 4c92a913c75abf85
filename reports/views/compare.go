package views

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// Compare shows a comparison: for each corpus and measure a table of the systems, and one
// of the stories on which they differ most from the baseline; then how the systems stand
// over the corpora, with a chart.
func Compare(ctx context.Context, c *compare.Comparison) (*reports.Document, error) {
	d := &reports.Document{Schema: reports.Schema}
	policy, alpha := c.Settings.Policy, cmp.Or(c.Settings.Alpha, compare.DefaultAlpha)
	for i, in := range c.Inputs {
		var measures []eval.Measure
		for _, t := range c.Tables[i] {
			measures = append(measures, t.Measure)
			facts := []string{"policy: " + policy.String()}
			if in.Corpus.Judged != nil {
				facts = append(facts, in.Corpus.Judged.Sentence()+": what is said of stories is of the articles with their pairs")
			}
			table := compareTable(in.Name(), facts, t, alpha)
			table.Verdict = compareVerdict(in.Name(), t, alpha, c.Settings.Baseline != "")
			d.Tables = append(d.Tables, table)
			if moved := movedTable(t); len(moved.Groups[0].Rows) > 0 {
				d.Tables = append(d.Tables, moved)
			}
		}
		drilldown, err := DrilldownOf(ctx, in.Name(), in.Corpus, measures, policy, in.Systems)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.Name(), err)
		}
		if drilldown != nil {
			drilldown.Corpus = in.Name()
			d.Drilldowns = append(d.Drilldowns, drilldown)
		}
	}
	d.Notes = slices.Concat(compareNotes, c.Notes)
	for _, a := range c.Across {
		table := acrossTable(a)
		table.Verdict = acrossVerdict(a)
		d.Tables = append(d.Tables, table)
		if ranks, err := chart.Ranks(a); err == nil {
			d.Charts = append(d.Charts, ranks)
		}
	}
	for _, t := range d.Tables { // over the corpora, else on the first
		if t.Verdict != nil && (d.Verdict == nil || t.Verdict.Corpus == "") {
			d.Verdict = t.Verdict
		}
	}
	return d, nil
}

var compareNotes = []string{
	"difference: against the baseline, with its interval by a bootstrap that resamples the same stories for both. p: sign flips " +
		"of stories, two-sided, after Holm.",
	"tied: systems that share a letter are not told apart by the tests of all pairs after Holm, which are more tests than those " +
		"of p, and so find less. win/tie/loss: stories on which the system is better than the baseline, equal, worse.",
}

func compareTable(name string, facts []string, t compare.Table, alpha float64) reports.Table {
	better := t.Measure.Better
	out := reports.Table{
		Title: fmt.Sprintf("%s: %s", name, t.Measure.Spec), RowHeader: "system", Facts: append(facts, "baseline: "+t.Baseline), Notes: t.Warnings,
		Columns: []reports.Column{
			scoreColumn("value", better), textColumn("tied"), scoreColumn("difference", better), pColumn,
			titled(textColumn("record"), "win/tie/loss"),
		},
	}
	if better == eval.TargetOne || better == eval.TargetZero {
		out.Columns[2].Better = eval.Descriptive
	}
	several := slices.ContainsFunc(t.Rows, func(r compare.Row) bool { return r.Chance != nil })
	if several {
		out.Columns = append(out.Columns, titled(plainColumn("sd_runs"), "sd of\nruns"), titled(plainColumn("sd_stories"), "sd of\nstories"))
	}
	var contenders, controls reports.Group
	controls.Title = results.Control.Title()
	for _, row := range t.Rows {
		cells := []reports.Cell{{Value: row.Score.Value, Low: row.Score.Low, High: row.Score.High,
			Drilldown: reports.DrilldownRef{Key: name, System: row.System}}, {Text: cmp.Or(row.Letters, "–")}, {}, {}, {Text: "–"}}
		if d := row.Difference; d != nil {
			cells[2] = reports.Cell{Value: &d.Delta, Low: &d.Low, High: &d.High, Tone: toneOf(t, row, alpha)}
			cells[3] = value(row.Holm)
			if row.Wins+row.Ties+row.Losses > 0 {
				cells[4].Text = fmt.Sprintf("%d/%d/%d", row.Wins, row.Ties, row.Losses)
			}
		}
		if several {
			cells = append(cells, reports.Cell{}, reports.Cell{})
		}
		if v := row.Chance; v != nil {
			cells[5], cells[6] = value(math.Sqrt(v.Runs+v.Interaction)), value(math.Sqrt(v.Stories))
		}
		group := &contenders
		if row.Control {
			group = &controls
		}
		group.Rows = append(group.Rows, reports.Row{Name: row.System, Cells: cells})
	}
	out.Groups = []reports.Group{contenders}
	if len(controls.Rows) > 0 {
		out.Groups = append(out.Groups, controls)
	}
	judges := reports.Group{Title: results.Judge.Title()}
	for _, row := range t.Judges {
		cells := make([]reports.Cell, len(out.Columns))
		cells[0], cells[1].Text, cells[4].Text = reports.Cell{Value: row.Score.Value, Low: row.Score.Low, High: row.Score.High}, "–", "–"
		judges.Rows = append(judges.Rows, reports.Row{Name: row.System, Cells: cells})
	}
	if len(judges.Rows) > 0 {
		out.Groups = append(out.Groups, judges)
	}
	return out
}

// toneOf reports whether a difference from the baseline, if a test finds one, is good.
func toneOf(t compare.Table, row compare.Row, alpha float64) reports.Tone {
	base := slices.IndexFunc(t.Rows, func(r compare.Row) bool { return r.System == t.Baseline })
	switch {
	case row.Control || base < 0 || row.Holm > alpha:
		return reports.Neutral
	case better(t.Measure, row, t.Rows[base]):
		return reports.Good
	}
	return reports.Bad
}

func movedTable(t compare.Table) reports.Table {
	out := newTable(fmt.Sprintf("stories that moved most in %s, from %s", t.Measure.Spec, t.Baseline), "story",
		textColumn("system"), plainColumn("before"), plainColumn("after"))
	for _, row := range t.Rows {
		if row.Control {
			continue
		}
		for _, m := range row.Moved {
			out.Add(reports.Clip(cmp.Or(m.Story.Title, m.Story.ID), 56), words(row.System), value(m.Before), value(m.After))
		}
	}
	return out
}

// acrossTable shows the standing of systems over several corpora.
func acrossTable(a *compare.Across) reports.Table {
	out := newTable(fmt.Sprintf("%d corpora: %s", len(a.Corpora), a.Measure.Spec), "system",
		titled(scoreColumn("rank", eval.Lower), "mean rank"), scoreColumn("mean", a.Measure.Better), pColumn,
		titled(plainColumn("worse"), "P(worse)"), titled(plainColumn("equal"), fmt.Sprintf("P(within\n%.3g)", a.ROPE)),
		titled(plainColumn("better"), "P(better)"))
	out.Notes = a.Warnings
	out.Facts = []string{
		"corpora: " + strings.Join(a.Corpora, ", "),
		"baseline: " + a.Baseline,
		fmt.Sprintf("that no system differs: p = %s (Friedman, Iman–Davenport); mean ranks less than %.2f apart are not told apart "+
			"(Nemenyi)", reports.Probability.Format(a.PFriedman), a.CriticalDifference),
	}
	for _, t := range a.Standings {
		cells := []reports.Cell{{Value: &t.Rank}, {Value: &t.Mean}, {}, {}, {}, {}}
		if t.System != a.Baseline {
			cells[2].Value, cells[3].Value, cells[4].Value, cells[5].Value = &t.P, &t.Posterior.A, &t.Posterior.Rope, &t.Posterior.B
		}
		out.Add(t.System, cells...)
	}
	return out
}
