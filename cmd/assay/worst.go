package main

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/reports"
)

// A worst story is one of those that a metric scores lowest.
type worst struct {
	Metric string  `json:"metric"`
	Story  string  `json:"story"`
	Title  string  `json:"title,omitempty"`
	Value  float64 `json:"value"` // of this story alone
}

// addWorst lists the n stories that each metric scores worst, of the metrics that
// are means over stories and judge.
func (r *scored) addWorst(stories []corpus.Story, n int) {
	for i, m := range r.measures {
		if _, judges := m.Better.Goodness(1); !judges || !m.ByStory {
			continue
		}
		var list []worst // NaN, of a story without a value, is not below the best
		terms := r.Scores[i].Terms
		for s, row := range terms.Rows {
			if v := terms.Combine(row); goodness(m.Better, v) < best(m) {
				list = append(list, worst{r.Scores[i].Metric, stories[s].ID, stories[s].Title, v})
			}
		}
		slices.SortStableFunc(list, func(a, b worst) int { return cmp.Compare(goodness(m.Better, a.Value), goodness(m.Better, b.Value)) })
		r.Worst = append(r.Worst, list[:min(n, len(list))]...)
	}
}

// best is the goodness of a value that nothing exceeds.
func best(m eval.Measure) float64 {
	switch m.Better {
	case eval.Higher:
		return m.Range[1]
	case eval.Lower:
		return -m.Range[0]
	}
	return 0 // near 0 and near 1
}

func goodness(d eval.Direction, v float64) float64 {
	g, _ := d.Goodness(v)
	return g
}

// worstTable shows them, a line a story.
func (r *scored) worstTable() reports.Table {
	t := reports.Table{
		Title: "Stories that score worst", RowHeader: "story",
		Columns: []reports.Column{{Name: "metric", Title: "metric", Unit: reports.TextUnit}, {Name: "value", Title: "value"}},
		Groups:  []reports.Group{{}},
	}
	for _, w := range r.Worst {
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{
			Name: cmp.Or(w.Title, w.Story), Cells: []reports.Cell{{Text: w.Metric}, {Value: &w.Value}},
		})
	}
	return t
}
