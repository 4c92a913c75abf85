package chart

import (
	"fmt"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Bars shows the values of a metric with their intervals: a row a system, the best
// first, oracles and controls apart.
func Bars(f Field, m eval.Measure) (Chart, error) {
	metric := m.Spec.String()
	systems := f.ranked(m)
	if len(systems) == 0 {
		return Chart{}, fmt.Errorf("no system has a value of %s", metric)
	}
	panel := Panel{X: Axis{Label: metric + arrow(m.Better)}}
	heads := map[results.Role]string{results.Oracle: "oracles: told the gold's sizes", results.Control: "controls: the floor"}
	var ends []float64
	role := results.Contender
	for _, s := range systems {
		if s.Role != role {
			role = s.Role
			panel.Y.Categories = append(panel.Y.Categories, Category{Label: heads[role], Head: true})
		}
		score := s.score(metric)
		row := float64(len(panel.Y.Categories))
		text := fmt.Sprintf("%.3f", *score.Value)
		category := Category{Label: s.Name, Note: text, Hover: s.Name}
		hover := fmt.Sprintf("%s: %s %s", s.Name, metric, text)
		ends = append(ends, *score.Value)
		if score.Low != nil && score.High != nil && allFinite([]float64{*score.Low, *score.High}) {
			hover += fmt.Sprintf(", 95 %% interval %.3f to %.3f", *score.Low, *score.High)
			ends = append(ends, *score.Low, *score.High)
			panel.Marks = append(panel.Marks, Mark{Type: Line, X: []float64{*score.Low, *score.High}, Y: []float64{row, row}, Series: look(role), Weight: 2})
		}
		panel.Y.Categories = append(panel.Y.Categories, category)
		panel.Marks = append(panel.Marks, Mark{Type: Point, X: []float64{*score.Value}, Y: []float64{row}, Series: look(role), Hollow: role != results.Contender, Hover: hover})
	}
	hollow := ""
	if role != results.Contender {
		hollow = " Hollow: oracles, which were told the gold's sizes, and controls, which show what nonsense scores."
	}
	panel.Height = 17 * float64(len(panel.Y.Categories))
	panel.X.Min, panel.X.Max = span(ends, m.Range[0], m.Range[1])
	if m.Range == [2]float64{0, 1} {
		panel.X.Min, panel.X.Max = 0, 1
	}
	return Chart{
		Name: Slug(f.Facts.Name + " bars " + metric), Kind: "bars",
		Title: fmt.Sprintf("%s: %s", f.Facts.Name, metric),
		Caption: fmt.Sprintf("%s (%s) of each algorithm, with its 95 %% interval by %s, the best first.%s "+
			"Compare systems by their differences, not by whether intervals overlap.", m.Title, metric, systems[0].score(metric).Method(), hollow),
		Panels: []Panel{panel},
	}, nil
}

// look is the series of systems of a role where their names stand beside them.
func look(r results.Role) int { return [...]int{1, 2, 7}[rank(r)] }
