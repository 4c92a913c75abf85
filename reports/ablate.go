package reports

import "github.com/seed-9405df2f/assay/eval/tune"

// Ablate shows what each part of an algorithm is worth.
func Ablate(a *tune.Ablation) *Report {
	better := a.Measure.Better
	t := Table{Title: a.Measure.Spec.String() + " without each part of " + a.Whole.Spec.Name, Head: "without",
		Facts: []string{"whole: " + a.Whole.Spec.String(), "policy: " + a.Policy.String()}}
	for _, p := range a.Places {
		t.Columns = append(t.Columns, Column{Name: p.Name, Title: p.Name, Better: better})
	}
	t.Columns = append(t.Columns, Column{Name: "mean", Title: "mean", Better: better}, Column{Name: "difference", Title: "difference", Better: better}, Column{Name: "p", Title: "p", Unit: Probability})
	whole := t.ablationRow("nothing: the whole", a.Whole)
	parts := Group{}
	for _, row := range a.Rows {
		parts.Rows = append(parts.Rows, t.ablationRow(row.Without, row))
	}
	t.Groups = []Group{{Rows: []Row{whole}}, parts}
	t.settle()
	return &Report{Schema: Schema, Tables: []Table{t}, Notes: []string{
		"difference: of the mean over the corpora, without the part less the whole; where that is the worse, the part is worth having. Interval by a bootstrap over the stories of all corpora; p: sign flips of stories, two-sided, after Holm over the rows.",
		"A part that is worth nothing here may matter on corpora of another kind; parts that do the same job hide each other's worth.",
	}}
}

func (t *Table) ablationRow(name string, r tune.Row) Row {
	row := Row{Name: name}
	for _, s := range r.Scores {
		row.Cells = append(row.Cells, bare(s))
	}
	if r.Reason != "" {
		t.tie(&row.Notes, r.Reason)
	}
	mean := Cell{Value: r.Mean()}
	cells := gained(r.Difference)
	if r.Difference != nil {
		cells[1] = numeric(r.Holm)
	}
	return row.with(append([]Cell{mean}, cells...)...)
}
