package views

import (
	"cmp"

	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/reports"
)

// Worst shows the stories that metrics score worst, a row for each.
func Worst(stories []outcome.StoryValue) reports.Table {
	t := reports.Table{
		Title: "Stories that score worst", RowHeader: "story",
		Columns: []reports.Column{textColumn("metric"), plainColumn("value")},
		Groups:  []reports.Group{{}},
	}
	for _, s := range stories {
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{
			Name: cmp.Or(s.Title, s.Story), Cells: []reports.Cell{{Text: s.Metric}, {Value: &s.Value}},
		})
	}
	return t
}
