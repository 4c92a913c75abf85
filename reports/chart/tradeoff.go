package chart

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// leastSeconds is the shortest time that is shown: times too short to be measured have
// no place on a logarithmic axis.
const leastSeconds = 1e-3

// TimeTradeOff shows the value of a metric against the time that it takes. A line
// joins the contenders that no other beats in both (the Pareto front).
func TimeTradeOff(_ context.Context, s *Source) (Chart, error) {
	metric, better := s.Measure.Spec.String(), s.Measure.Better
	short, named := s.short(), map[string]bool{}
	for _, y := range s.withoutSweeps(s.ranked(metric, better)) {
		named[y.Name()] = true
	}
	panel := Panel{
		Height: 330, X: Axis{Label: "time of features and clustering, seconds", Log: true}, Y: Axis{Label: metric + arrow(better)},
	}
	var seconds, values []float64
	var contenders []Mark
	roles := map[results.Role]bool{}
	for _, y := range s.Systems {
		score := score(&y, metric)
		if score == nil {
			continue
		}
		v, x := *score.Value, max(y.Seconds(), leastSeconds)
		seconds, values, roles[y.Role] = append(seconds, x), append(values, v), true
		mark := pointAt(x, v, look(y.Role), fmt.Sprintf("%s: %s %.3f in %.3g s", y.Name(), metric, v, y.Seconds()))
		mark.Hollow = y.Role != results.Contender
		if named[y.Name()] {
			mark.Text = short[y.Name()]
		}
		panel.Marks = append(panel.Marks, mark)
		if y.Role == results.Contender {
			contenders = append(contenders, mark)
		}
	}
	if len(values) < 2 {
		return Chart{}, fmt.Errorf("there are fewer than two systems with a value of %s", metric)
	}
	panel.X.Min, panel.X.Max = logSpan(seconds)
	if wide := math.Sqrt(10 * panel.X.Min / panel.X.Max); wide > 1 { // a decade at least: smaller differences are noise
		panel.X.Min, panel.X.Max = panel.X.Min/wide, panel.X.Max*wide
	}
	panel.Y.Min, panel.Y.Max = span(values, s.Measure.Range[0], s.Measure.Range[1])
	if front := pareto(contenders, better, panel.X.Max); front != nil {
		panel.Marks = slices.Insert(panel.Marks, 0, *front)
	}
	unnamed := ""
	if len(named) < len(values) {
		unnamed = " Of systems that differ in one number only the best is named."
	}
	c := s.chart("time", metric, metric+" against time", fmt.Sprintf(
		"%s (%s) and the wall time of features and clustering on %d articles; time on a logarithmic scale. The line is the Pareto front: "+
			"no ranked algorithm is both faster and better than one on it. Times of a run or two are rough.%s",
		s.Measure.Title, metric, s.Corpus.Articles, unnamed), panel)
	for _, role := range results.Roles {
		if roles[role] {
			key := Key{Text: cmp.Or(string(role), "contender"), Series: look(role), Point: true, Hollow: role != results.Contender}
			c.Legend = append(c.Legend, key)
		}
	}
	c.Legend = append(c.Legend, Key{Text: "Pareto front", Line: true, Dashed: true, Series: Faint})
	return c, nil
}

// pareto is the line along the best that can be had in a given time.
func pareto(points []Mark, better eval.Direction, end float64) *Mark {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.X[0], b.X[0]), cmp.Compare(better.Order(b.Y[0]), better.Order(a.Y[0])))
	})
	front := Mark{Type: Line, Series: Faint, Dashed: true, Weight: 1.5}
	for _, p := range points {
		x, y := p.X[0], p.Y[0]
		if n := len(front.Y); n > 0 {
			if better.Order(y) <= better.Order(front.Y[n-1]) {
				continue
			}
			front.X, front.Y = append(front.X, x), append(front.Y, front.Y[n-1])
		}
		front.X, front.Y = append(front.X, x), append(front.Y, y)
	}
	if len(front.X) == 0 {
		return nil
	}
	front.X, front.Y = append(front.X, end), append(front.Y, front.Y[len(front.Y)-1])
	return &front
}
