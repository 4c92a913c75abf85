package chart

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// mostCurves is how many systems a chart of curves tells apart: the best.
const mostCurves = 6

// nearSizes is the ratio under which sizes share a point.
const nearSizes = 1.06

// Sizes shows how large the clusters are: for each size the number of clusters
// that have at least so many articles, both on logarithmic scales, for the gold
// and the best contenders.
func Sizes(ctx context.Context, f Field, m eval.Measure) (Chart, error) {
	best := f.best(m, mostCurves)
	if len(best) == 0 {
		return Chart{}, fmt.Errorf("the corpus or the labels are not at hand")
	}
	panel := Panel{Height: 300, X: Axis{Label: "articles in a cluster, at least", Log: true}, Y: Axis{Label: "clusters", Log: true}}
	c := Chart{
		Name: Slug(f.Facts.Name + " sizes"), Kind: "sizes", Title: f.Facts.Name + ": sizes of clusters",
		Caption: fmt.Sprintf("How many clusters have at least so many articles, both on logarithmic scales: left the number of all clusters, where a line ends the largest. "+
			"The gold in ink, and the %d best by %s of the algorithms that were told nothing of it.", len(best), m.Spec),
	}
	var xs, ys []float64
	add := func(name string, labels corpus.Labels, series int) {
		line, points := sizes(name, labels, series)
		xs, ys = append(xs, line.X...), append(ys, line.Y...)
		panel.Marks = append(append(panel.Marks, line), points...)
		c.Legend = append(c.Legend, Key{Text: name, Series: series, Line: true, Point: true, Dashed: series > 0})
	}
	short := f.short()
	for i, s := range best {
		k, err := f.Policy.Case(ctx, f.Corpus.Gold(), s.Labels, f.Corpus)
		if err != nil {
			return Chart{}, err
		}
		if i == 0 {
			add("gold", k.Gold, 0)
		}
		add(short[s.Name], k.Pred, i+1)
	}
	panel.X.Min, panel.X.Max = logSpan(xs)
	panel.Y.Min, panel.Y.Max = logSpan(ys)
	c.Panels = []Panel{panel}
	return c, nil
}

// sizes is the line of the numbers of groups that have at least so many articles.
func sizes(name string, labels corpus.Labels, series int) (line Mark, points []Mark) {
	groups := labels.Members()
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	line = Mark{Type: Line, Series: series, Dashed: true, Weight: 1.5}
	if series == 0 {
		line.Dashed, line.Weight = false, 2.5
	}
	for i, g := range groups {
		if i > 0 && len(g) == len(groups[i-1]) {
			continue
		}
		x, y := float64(len(g)), float64(len(groups)-i)
		line.X, line.Y = append(line.X, x), append(line.Y, y)
		if n := len(points); n > 0 && x < nearSizes*points[n-1].X[0] && len(g) < len(groups[len(groups)-1]) {
			continue
		}
		points = append(points, Mark{Type: Point, X: []float64{x}, Y: []float64{y}, Series: series, Weight: 3, Hover: fmt.Sprintf("%s: %.0f of %.0f or more articles", name, y, x)})
	}
	return line, points
}

// best are the contenders with labels that are best by a metric, of those that
// differ in one parameter only the best; none where the corpus is not at hand.
func (f *Field) best(m eval.Measure, most int) []System {
	if f.Corpus == nil {
		return nil
	}
	list := withoutSweeps(slices.DeleteFunc(f.ranked(m), func(s System) bool {
		return s.Role != results.Contender || len(s.Labels) != len(f.Corpus.Articles)
	}))
	return list[:min(len(list), most)]
}
