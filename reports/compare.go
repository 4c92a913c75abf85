package reports

import (
	"fmt"

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
		"tied: systems that share a letter are not told apart by the tests of all pairs after Holm. win/tie/loss: stories on which the system is better than the baseline, equal, worse.",
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
	if better == eval.NearOne || better == eval.NearZero {
		out.Columns[2].Better = eval.Describes
	}
	var contenders, controls Group
	controls.Title = "controls: the floor"
	for _, row := range t.Rows {
		cells := []Cell{{Value: row.Score.Value, Low: row.Score.Low, High: row.Score.High}, {Text: or(row.Letters)}, {}, {}, {Text: "–"}}
		if d := row.Difference; d != nil {
			cells[2] = Cell{Value: &d.Delta, Low: &d.Low, High: &d.High}
			p := row.Holm
			cells[3] = Cell{Value: &p}
			cells[4].Text = fmt.Sprintf("%d/%d/%d", row.Wins, row.Ties, row.Losses)
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
