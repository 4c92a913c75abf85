package views

import (
	"fmt"

	"github.com/seed-9405df2f/assay/eval/ladder"
	"github.com/seed-9405df2f/assay/reports"
)

// Ladder shows the quantiles of the cosines of each kind of pairs in a space.
func Ladder(l *ladder.Ladder) *reports.Document {
	doc := &reports.Document{Schema: reports.Schema, Notes: []string{
		"Quantiles of the cosine of pairs: unrelated ones are of two stories, and of two topics where the corpus has topics; copies share half " +
			"of their runs of three words.",
		"A threshold between two rungs holds for this space and this corpus alone.",
	}}
	t := newTable(fmt.Sprintf("%s on %s", l.Space, l.Corpus), "pairs", countColumn("drawn"))
	for _, share := range ladder.Shares {
		t.Columns = append(t.Columns, plainColumn(fmt.Sprintf("%.0f %%", 100*share)))
	}
	if l.Empty > 0 {
		t.Facts = append(t.Facts, reports.Counted(l.Empty, "article")+" without a vector")
	}
	for _, r := range l.Rungs {
		cells := []reports.Cell{whole(r.Drawn)}
		for _, q := range r.Quantiles {
			cells = append(cells, value(q))
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{Name: r.Pairs, Cells: cells})
	}
	doc.Tables = []reports.Table{t}
	return doc
}
