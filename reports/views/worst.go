package views

import (
	"cmp"

	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/reports"
)

// Worst shows the stories that metrics score worst, a row for each.
func Worst(stories []outcome.StoryValue) reports.Table {
	t := newTable("Stories that score worst", "story", textColumn("metric"), plainColumn("value"))
	for _, s := range stories {
		t.Add(cmp.Or(s.Title, s.Story), words(s.Metric), value(s.Value))
	}
	return t
}
