package chart

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
)

// profileSteps is the number of steps of the order q from 0 to 4.
const profileSteps = 16

// Profiles shows the diversity of outlets behind a story by the order q of the
// Hill number, from the number of outlets (q = 0) towards the share of the largest
// (large q), for the gold and the best contenders (Leinster & Cobbold 2012 on why
// the whole profile says more than one order). The outlets of a story under a
// system are those of the cluster that is matched to it, none where none is.
func Profiles(ctx context.Context, s *Source) (Chart, error) {
	best, err := s.best(mostCurves)
	if err != nil {
		return Chart{}, err
	}
	gold, err := s.profile(ctx, s.Opened.Gold(), "source.hill")
	if err != nil {
		return Chart{}, err
	}
	c := curves{panel: Panel{
		Height: 300, Y: Axis{Label: "effective outlets of a story, mean"},
		X: Axis{
			Label: "order q: 0 counts outlets, large q looks at the largest alone",
			Min:   -0.08, Max: 4.08, Ticks: []float64{0, 1, 2, 3, 4},
		},
	}}
	c.addProfile("gold", gold)
	short := s.short()
	for _, y := range best {
		bias, err := s.profile(ctx, s.Found[y.Name()], "source.hill.bias")
		if err != nil {
			return Chart{}, err
		}
		for i := range bias {
			bias[i] += gold[i]
		}
		c.addProfile(short[y.Name()], bias)
	}
	c.panel.Y.Min, c.panel.Y.Max = span(c.ys, 0, math.Inf(1))
	drawn := s.chart("profiles", "", "diversity of outlets", fmt.Sprintf("The effective number of outlets behind a story (Hill number), "+
		"mean over the stories of the gold, by order q: left every outlet counts, right the large ones only. Below the gold (ink) a "+
		"clustering hides outlets, above it adds foreign ones. The %d best by %s of the algorithms that are not oracles.",
		len(best), s.Measure.Spec), c.panel)
	drawn.Legend = c.legend
	return drawn, nil
}

// order is the order q at a step.
func order(step int) float64 { return 4 * float64(step) / profileSteps }

func (c *curves) addProfile(name string, values []float64) {
	var orders []float64
	var points []Mark
	for i, v := range values {
		q := order(i)
		orders = append(orders, q)
		if i%4 == 0 {
			points = append(points, pointAt(q, v, 0, fmt.Sprintf("%s, q = %g: %.2f outlets", name, q, v)))
		}
	}
	c.add(name, orders, values, points...)
}

// profile returns the values of a metric of diversity at all orders.
func (s *Source) profile(ctx context.Context, labels corpus.Labels, metric string) ([]float64, error) {
	names := make([]string, profileSteps+1)
	for i := range names {
		names[i] = fmt.Sprintf("%s(q=%g)", metric, order(i))
	}
	measures, err := s.Metrics(names...)
	if err != nil {
		return nil, err
	}
	k, err := s.scored(ctx, labels)
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
