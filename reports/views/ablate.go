package views

import (
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
)

// Ablate shows what each part of an algorithm is worth.
func Ablate(a *tune.Ablation) *reports.Document {
	better := a.Measure.Better
	t := reports.Table{Title: a.Measure.Spec.String() + " without each part of " + a.Whole.Spec.Name, RowHeader: "without",
		Facts: []string{"whole: " + a.Whole.Spec.String(), "policy: " + a.Policy.String()}}
	for _, p := range a.Datasets {
		t.Columns = append(t.Columns, scoreColumn(p.Name, better))
	}
	t.Columns = append(t.Columns, scoreColumn("mean", better), scoreColumn("difference", better), pColumn)
	whole := ablationRow(&t, "nothing: the whole", a.Whole)
	t.Groups = []reports.Group{{Rows: []reports.Row{whole}}, {}}
	for _, row := range a.Rows {
		t.Groups[1].Rows = append(t.Groups[1].Rows, ablationRow(&t, row.Without, row))
	}
	t.RenumberNotes()
	return &reports.Document{Schema: reports.Schema, Verdict: ablateVerdict(a), Tables: []reports.Table{t}, Notes: []string{
		"difference: of the mean over the corpora, without the part less the whole; where that is the worse, the part is worth " +
			"having. Interval by a bootstrap over the stories of all corpora; p: sign flips of stories, two-sided, after Holm over the rows.",
		"A part that is worth nothing here may matter on corpora of another kind; parts that do the same job hide each other's worth.",
	}}
}

func ablationRow(t *reports.Table, name string, r tune.Row) reports.Row {
	row := reports.Row{Name: name}
	for _, s := range r.Scores {
		row.Cells = append(row.Cells, bare(s))
	}
	if r.Reason != "" {
		t.AddNote(&row.Notes, r.Reason)
	}
	cells := gained(r.Difference)
	if r.Difference != nil {
		cells[1] = numeric(r.Holm)
	}
	return row.With(reports.Cell{Value: r.Mean()}).With(cells...)
}
