package chart

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
)

// profileSteps is how many steps of the order q there are from 0 to 4.
const profileSteps = 16

// Profiles shows the diversity of outlets behind a story by the order q of the
// Hill number, from the number of outlets (q = 0) towards the share of the largest
// (large q), for the gold and the best contenders (Leinster & Cobbold 2012 on why
// the whole profile says more than one order). The outlets of a story under a
// system are those of the cluster that is matched to it, none where none is.
func Profiles(ctx context.Context, f Field, m eval.Measure) (Chart, error) {
	best := f.best(m, mostCurves)
	if len(best) == 0 {
		return Chart{}, fmt.Errorf("the corpus or the labels are not at hand")
	}
	gold, err := profile(ctx, f, f.Corpus.Gold(), "source.hill")
	if err != nil {
		return Chart{}, err
	}
	panel := Panel{Height: 300, X: Axis{Label: "order q: 0 counts outlets, large q looks at the largest alone", Min: -0.08, Max: 4.08, Ticks: []float64{0, 1, 2, 3, 4}}, Y: Axis{Label: "effective outlets of a story, mean"}}
	c := Chart{
		Name: Slug(f.Facts.Name + " profiles"), Kind: "profiles", Title: f.Facts.Name + ": diversity of outlets",
		Caption: fmt.Sprintf("The effective number of outlets behind a story (Hill number), mean over the stories of the gold, by order q: left every outlet counts, right the large ones only. "+
			"Below the gold (ink) a clustering hides outlets, above it adds foreign ones. The %d best by %s of the algorithms that were told nothing of the gold.", len(best), m.Spec),
	}
	var values []float64
	add := func(name string, of []float64, series int) {
		line := Mark{Type: Line, Series: series, Dashed: series > 0, Weight: 1.5}
		if series == 0 {
			line.Weight = 2.5
		}
		var points []Mark
		for i, v := range of {
			q := 4 * float64(i) / profileSteps
			line.X, line.Y, values = append(line.X, q), append(line.Y, v), append(values, v)
			if i%4 == 0 {
				points = append(points, Mark{Type: Point, X: []float64{q}, Y: []float64{v}, Series: series, Hover: fmt.Sprintf("%s, q = %g: %.2f outlets", name, q, v)})
			}
		}
		panel.Marks = append(append(panel.Marks, line), points...)
		c.Legend = append(c.Legend, Key{Text: name, Series: series, Line: true, Point: true, Dashed: series > 0})
	}
	add("gold", gold, 0)
	short := f.short()
	for k, s := range best {
		bias, err := profile(ctx, f, s.Labels, "source.hill.bias")
		if err != nil {
			return Chart{}, err
		}
		for i := range bias {
			bias[i] += gold[i]
		}
		add(short[s.Name], bias, k+1)
	}
	panel.Y.Min, panel.Y.Max = span(values, 0, math.Inf(1))
	c.Panels = []Panel{panel}
	return c, nil
}

// profile is a metric of diversity at all orders.
func profile(ctx context.Context, f Field, labels corpus.Labels, metric string) ([]float64, error) {
	var names []string
	for i := range profileSteps + 1 {
		names = append(names, fmt.Sprintf("%s(q=%g)", metric, 4*float64(i)/profileSteps))
	}
	measures, err := all.Named(names...)
	if err != nil {
		return nil, err
	}
	k, err := f.Policy.Case(ctx, f.Corpus.Gold(), labels, f.Corpus)
	if err != nil {
		return nil, err
	}
	list := make([]float64, len(measures))
	for i, m := range measures {
		v, err := m.Score(k)
		if err != nil {
			return nil, err
		}
		if !finite(v.Value) {
			return nil, fmt.Errorf("%s: %s", m.Spec, v.Reason)
		}
		list[i] = v.Value
	}
	return list, nil
}
