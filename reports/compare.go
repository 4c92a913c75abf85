package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
)

// Compare shows comparisons: for each a table of the systems, and one of the
// stories on which they differ most from the baseline.
func Compare(name string, facts []string, tables []compare.Table) *Report {
	r := &Report{Schema: Schema}
	for _, t := range tables {
		r.Tables = append(r.Tables, compareTable(name, facts, t))
		if moved := movedTable(t); len(moved.Groups[0].Rows) > 0 {
			r.Tables = append(r.Tables, moved)
		}
	}
	r.Notes = []string{
		"difference: against the baseline, with its interval by a bootstrap that resamples the same stories for both. p: sign flips of stories, two-sided, after Holm.",
		"tied: systems that share a letter are not told apart by the tests of all pairs after Holm, which are more tests than those of p, and so find less. win/tie/loss: stories on which the system is better than the baseline, equal, worse.",
	}
	return r
}

func compareTable(name string, facts []string, t compare.Table) Table {
	better := t.Measure.Better
	out := Table{
		Title: fmt.Sprintf("%s: %s", name, t.Measure.Spec), Head: "system", Facts: append(facts, "baseline: "+t.Baseline), Notes: t.Warnings,
		Columns: []Column{
			{Name: "value", Title: "value", Better: better},
			{Name: "tied", Title: "tied", Unit: Wording},
			{Name: "difference", Title: "difference", Better: better},
			{Name: "p", Title: "p", Unit: Probability},
			{Name: "record", Title: "win/tie/loss", Unit: Wording},
		},
	}
	if better == eval.TargetOne || better == eval.TargetZero {
		out.Columns[2].Better = eval.Descriptive
	}
	several := slices.ContainsFunc(t.Rows, func(r compare.Row) bool { return r.Chance != nil })
	if several {
		out.Columns = append(out.Columns, Column{Name: "sd_runs", Title: "sd of\nruns"}, Column{Name: "sd_stories", Title: "sd of\nstories"})
	}
	var contenders, controls Group
	controls.Title = "controls: the floor"
	for _, row := range t.Rows {
		cells := []Cell{{Value: row.Score.Value, Low: row.Score.Low, High: row.Score.High, Ref: Ref{name, row.System}}, {Text: or(row.Letters)}, {}, {}, {Text: "–"}}
		if d := row.Difference; d != nil {
			cells[2] = Cell{Value: &d.Delta, Low: &d.Low, High: &d.High}
			p := row.Holm
			cells[3] = Cell{Value: &p}
			if t.Measure.ByStory {
				cells[4].Text = fmt.Sprintf("%d/%d/%d", row.Wins, row.Ties, row.Losses)
			}
		}
		if several {
			cells = append(cells, Cell{}, Cell{})
		}
		if v := row.Chance; v != nil {
			runs, stories := math.Sqrt(v.Runs+v.Interaction), math.Sqrt(v.Stories)
			cells[5].Value, cells[6].Value = &runs, &stories
		}
		if row.Control {
			controls.Rows = append(controls.Rows, Row{Name: row.System, Cells: cells})
		} else {
			contenders.Rows = append(contenders.Rows, Row{Name: row.System, Cells: cells})
		}
	}
	out.Groups = []Group{contenders}
	if len(controls.Rows) > 0 {
		out.Groups = append(out.Groups, controls)
	}
	return out
}

func or(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func movedTable(t compare.Table) Table {
	out := Table{
		Title: fmt.Sprintf("stories that moved most in %s, from %s", t.Measure.Spec, t.Baseline), Head: "story",
		Columns: []Column{
			{Name: "system", Title: "system", Unit: Wording}, {Name: "before", Title: "before"}, {Name: "after", Title: "after"},
		},
		Groups: []Group{{}},
	}
	for _, row := range t.Rows {
		if row.Control {
			continue
		}
		for _, m := range row.Moved {
			name := m.Story.Title
			if name == "" {
				name = m.Story.ID
			}
			out.Groups[0].Rows = append(out.Groups[0].Rows, Row{Name: clip(name, 56), Cells: []Cell{{Text: row.System}, {Value: &m.Before}, {Value: &m.After}}})
		}
	}
	return out
}

// clip shortens a text to a number of characters.
func clip(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// Across shows the standing of systems over several corpora.
func Across(a *compare.Across) Table {
	out := Table{
		Title: fmt.Sprintf("%d corpora: %s", len(a.Corpora), a.Measure.Spec), Head: "system",
		Facts: []string{
			"corpora: " + strings.Join(a.Corpora, ", "),
			"baseline: " + a.Baseline,
			fmt.Sprintf("that no system differs: p = %s (Friedman, Iman–Davenport); mean ranks less than %.2f apart are not told apart (Nemenyi)", Probability.print(a.PFriedman), a.CriticalDifference),
		},
		Columns: []Column{
			{Name: "rank", Title: "mean rank", Better: eval.Lower}, {Name: "mean", Title: "mean", Better: a.Measure.Better},
			{Name: "p", Title: "p", Unit: Probability}, {Name: "worse", Title: "P(worse)"}, {Name: "equal", Title: fmt.Sprintf("P(within\n%.3g)", a.ROPE)}, {Name: "better", Title: "P(better)"},
		},
		Groups: []Group{{}}, Notes: a.Warnings,
	}
	for _, t := range a.Standings {
		cells := []Cell{{Value: &t.Rank}, {Value: &t.Mean}, {}, {}, {}, {}}
		if t.System != a.Baseline {
			cells[2].Value, cells[3].Value, cells[4].Value, cells[5].Value = &t.P, &t.Posterior.A, &t.Posterior.Rope, &t.Posterior.B
		}
		out.Groups[0].Rows = append(out.Groups[0].Rows, Row{Name: t.System, Cells: cells})
	}
	return out
}
