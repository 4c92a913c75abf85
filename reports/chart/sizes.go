package chart

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// mostCurves is the number of systems that a chart of curves tells apart: the best.
const mostCurves = 6

// nearSizes is the ratio under which sizes share a point.
const nearSizes = 1.06

// Sizes shows how large the clusters are: for each size the number of clusters with at
// least that many articles, both on logarithmic scales, for the gold and the best
// contenders.
func Sizes(ctx context.Context, s *Source) (Chart, error) {
	best, err := s.best(mostCurves)
	if err != nil {
		return Chart{}, err
	}
	c := curves{panel: Panel{
		Height: 300, X: Axis{Label: "articles in a cluster, at least", Log: true}, Y: Axis{Label: "clusters", Log: true},
	}}
	short := s.short()
	for i, y := range best {
		k, err := s.scored(ctx, s.Found[y.Name()])
		if err != nil {
			return Chart{}, err
		}
		if i == 0 {
			c.addSizes("gold", k.Gold)
		}
		c.addSizes(short[y.Name()], k.Pred)
	}
	c.panel.X.Min, c.panel.X.Max = logSpan(c.xs)
	c.panel.Y.Min, c.panel.Y.Max = logSpan(c.ys)
	drawn := s.chart("sizes", "", "sizes of clusters", fmt.Sprintf("How many clusters have at least n articles, both on "+
		"logarithmic scales: left the number of all clusters, where a line ends the largest. The gold in ink, and the %d best by %s of "+
		"the algorithms that are not oracles.", len(best), s.Measure.Spec), c.panel)
	drawn.Legend = c.legend
	return drawn, nil
}

// addSizes adds the line of the numbers of groups with at least n articles.
func (c *curves) addSizes(name string, labels corpus.Labels) {
	groups := labels.Members()
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	var xs, ys []float64
	var points []Mark
	for i, g := range groups {
		if i > 0 && len(g) == len(groups[i-1]) {
			continue
		}
		x, y := float64(len(g)), float64(len(groups)-i)
		xs, ys = append(xs, x), append(ys, y)
		if n := len(points); n > 0 && x < nearSizes*points[n-1].X[0] && len(g) < len(groups[len(groups)-1]) {
			continue
		}
		p := pointAt(x, y, 0, fmt.Sprintf("%s: %.0f of %.0f or more articles", name, y, x))
		p.Weight = 3
		points = append(points, p)
	}
	c.add(name, xs, ys, points...)
}

var errNotAtHand = errors.New("the corpus or the labels are not at hand")

// best returns the contenders with labels that are best by the metric, at least one; of
// those that differ in one parameter only the best.
func (s *Source) best(most int) ([]results.System, error) {
	if s.Opened == nil {
		return nil, errNotAtHand
	}
	ranked := s.ranked(s.Measure.Spec.String(), s.Measure.Better)
	list := s.withoutSweeps(slices.DeleteFunc(ranked, func(y results.System) bool {
		return y.Role != results.Contender || len(s.Found[y.Name()]) != len(s.Opened.Articles)
	}))
	if len(list) == 0 {
		return nil, errNotAtHand
	}
	return list[:min(len(list), most)], nil
}

// scored returns the case of labels under the policy of the set.
func (s *Source) scored(ctx context.Context, labels corpus.Labels) (*eval.Case, error) {
	return s.Policy.Case(ctx, s.Opened.Gold(), labels, s.Opened)
}
