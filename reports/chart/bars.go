package chart

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval/results"
)

// Bars shows the values of a metric with their intervals: a row a system, the best
// first, oracles and controls apart.
func Bars(_ context.Context, s *Source) (Chart, error) {
	metric := s.Measure.Spec.String()
	systems := s.ranked(metric, s.Measure.Better)
	if len(systems) == 0 {
		return Chart{}, fmt.Errorf("no system has a value of %s", metric)
	}
	panel := Panel{X: Axis{Label: metric + arrow(s.Measure.Better)}}
	var ends []float64
	role, method := results.Contender, ""
	for i, y := range systems {
		if y.Role != role {
			role = y.Role
			panel.Y.Categories = append(panel.Y.Categories, Category{Label: role.Title(), Head: true})
		}
		score := score(&y, metric)
		if i == 0 {
			method = score.Method()
		}
		row := float64(len(panel.Y.Categories))
		text := fmt.Sprintf("%.3f", *score.Value)
		hover := fmt.Sprintf("%s: %s %s", y.Name(), metric, text)
		ends = append(ends, *score.Value)
		if score.Low != nil && score.High != nil && allFinite([]float64{*score.Low, *score.High}) {
			hover += fmt.Sprintf(", 95 %% interval %.3f to %.3f", *score.Low, *score.High)
			ends = append(ends, *score.Low, *score.High)
			panel.Marks = append(panel.Marks, Mark{
				Type: Line, X: []float64{*score.Low, *score.High}, Y: []float64{row, row}, Series: look(role), Weight: 2,
			})
		}
		panel.Y.Categories = append(panel.Y.Categories, Category{Label: y.Name(), Note: text, Hover: y.Name()})
		value := pointAt(*score.Value, row, look(role), hover)
		value.Hollow = role != results.Contender
		panel.Marks = append(panel.Marks, value)
	}
	hollow := ""
	if role != results.Contender {
		hollow = " Hollow: oracles, which were told the gold's sizes, and controls, which show what nonsense scores."
		if slices.ContainsFunc(systems, func(y results.System) bool { return y.Role == results.Judge }) {
			hollow += " So are judges: gold levels, scored against each other."
		}

	}
	panel.Height = 17 * float64(len(panel.Y.Categories))
	panel.X.Min, panel.X.Max = span(ends, s.Measure.Range[0], s.Measure.Range[1])
	if s.Measure.Range == [2]float64{0, 1} {
		panel.X.Min, panel.X.Max = 0, 1
	}
	return s.chart("bars", metric, metric, fmt.Sprintf("%s (%s) of each algorithm, with its 95 %% interval by %s, the best first.%s "+
		"Compare systems by their differences, not by whether intervals overlap.", s.Measure.Title, metric, method, hollow), panel), nil
}

// look is the series of systems of a role in charts that print their names.
func look(r results.Role) int { return [...]int{1, 2, 4, 7}[rank(r)] }
