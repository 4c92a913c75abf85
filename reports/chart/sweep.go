package chart

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

// minSweep is the fewest values of a parameter that make a curve.
const minSweep = 3

// A family is systems that differ in the value of one parameter.
type family struct {
	algorithm, parameter string
	rest                 string // the spec without the parameter
	settings             []setting
}

type setting struct {
	at     float64 // the value of the parameter
	system results.System
}

// Sweeps finds the systems that differ in one numeric parameter, such as a
// threshold or k, and shows what it does to a metric, to the number of clusters,
// and to the share of the largest. It makes a chart for each algorithm and
// parameter, with a curve for each setting of the others.
func Sweeps(_ context.Context, s *Source) ([]Chart, error) {
	var list []Chart
	all := s.families(s.Systems)
	for i, f := range all {
		same := func(o family) bool { return o.algorithm == f.algorithm && o.parameter == f.parameter }
		if slices.IndexFunc(all, same) == i {
			list = append(list, s.sweep(slices.DeleteFunc(slices.Clone(all), func(o family) bool { return !same(o) })))
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("they take %d systems that differ in one number alone, "+
			`such as --algorithm "agglomerative(distance=0.5..0.95/10)"`, minSweep)
	}
	return list, nil
}

func (s *Source) sweep(curves []family) Chart {
	metric, parameter, stories := s.Measure.Spec.String(), curves[0].parameter, float64(s.Corpus.Stories)
	c := s.chart("sweep", curves[0].algorithm+" "+parameter, curves[0].algorithm+" by "+parameter, fmt.Sprintf(
		"What the %s does to %s, to the number of clusters (dashed: the %d stories of the gold) and to the share of the labelled articles "+
			"that the largest cluster holds (giant). A setting is safe where the curve is flat, and near a fall where the giant begins to rise.",
		parameter, metric, s.Corpus.Stories))
	var ats []float64
	for i, f := range curves {
		for _, o := range f.settings {
			ats = append(ats, o.at)
		}
		if len(curves) > 1 {
			c.Legend = append(c.Legend, Key{Text: f.rest, Series: i + 1, Line: true, Point: true, Dashed: true})
		}
	}
	var x Axis
	x.Min, x.Max = span(ats, math.Inf(-1), math.Inf(1))
	for _, row := range []struct {
		metric, label string
		height        float64
	}{
		{metric, metric + arrow(s.Measure.Better), 170},
		{"clusters", "clusters", 100},
		{"giant", "giant: share of the largest cluster", 100},
	} {
		panel := Panel{Height: row.height, X: x, Y: Axis{Label: row.label, Log: row.metric == "clusters"}}
		var values []float64
		for i, f := range curves {
			line, points := f.curve(row.metric, i+1)
			values = append(values, line.Y...)
			panel.Marks = append(append(panel.Marks, line), points...)
		}
		if len(values) == 0 || row.metric == metric && len(c.Panels) > 0 {
			continue
		}
		switch row.metric {
		case "clusters":
			panel.Y.Min, panel.Y.Max = logSpan(append(values, stories))
			if stories > 0 {
				mark := guide(x.Min, stories, x.Max, stories, fmt.Sprintf("%d stories in the gold", s.Corpus.Stories))
				panel.Marks = slices.Insert(panel.Marks, 0, mark)
			}
		case "giant":
			panel.Y.Min, panel.Y.Max = 0, max(0.2, min(1, 1.15*slices.Max(values)))
		default:
			panel.Y.Min, panel.Y.Max = span(values, s.Measure.Range[0], s.Measure.Range[1])
		}
		c.Panels = append(c.Panels, panel)
	}
	if n := len(c.Panels); n > 0 {
		c.Panels[n-1].X.Label = parameter
	}
	return c
}

// curve returns the line of a metric over the parameter, and its points.
func (f *family) curve(metric string, series int) (line Mark, points []Mark) {
	line = Mark{Type: Line, Series: series, Dashed: true}
	for _, o := range f.settings {
		if score := score(&o.system, metric); score != nil {
			v := *score.Value
			line.X, line.Y = append(line.X, o.at), append(line.Y, v)
			hover := fmt.Sprintf("%s: %s %s", o.system.Name(), metric, shortest(math.Round(v*1e4)/1e4))
			points = append(points, pointAt(o.at, v, series, hover))
		}
	}
	return line, points
}

// families finds those of at least minSweep systems, with parameters at their defaults
// written out.
func (s *Source) families(systems []results.System) []family {
	var list []family
	for _, y := range systems {
		full, err := s.Defaults(y.Algorithm)
		if err != nil {
			continue
		}
		slices.SortStableFunc(full.Args, func(a, b spec.Arg) int { return cmp.Compare(a.Name, b.Name) })
		for i, a := range full.Args {
			at, err := strconv.ParseFloat(a.Value.Name, 64)
			if err != nil || !finite(at) || a.Name == "" {
				continue
			}
			others := full
			others.Args = slices.Delete(slices.Clone(full.Args), i, i+1)
			k := slices.IndexFunc(list, func(f family) bool { return f.parameter == a.Name && f.rest == others.String() })
			if k < 0 {
				k = len(list)
				list = append(list, family{algorithm: full.Name, parameter: a.Name, rest: others.String()})
			}
			list[k].settings = append(list[k].settings, setting{at, y})
		}
	}
	list = slices.DeleteFunc(list, func(f family) bool { return len(f.settings) < minSweep })
	for i := range list {
		f := &list[i]
		slices.SortStableFunc(f.settings, func(a, b setting) int { return cmp.Compare(a.at, b.at) })
		short := f.settings[0].system.Algorithm // it leaves out what is at its default
		short.Args = slices.DeleteFunc(slices.Clone(short.Args), func(a spec.Arg) bool { return a.Name == f.parameter })
		f.rest = short.String()
	}
	return list
}

// withoutSweeps keeps of each family the first, so that one algorithm under many
// settings does not crowd out the others.
func (s *Source) withoutSweeps(systems []results.System) []results.System {
	drop := map[string]bool{}
	for _, f := range s.families(systems) {
		in := func(y results.System) bool {
			return slices.ContainsFunc(f.settings, func(o setting) bool { return o.system.Name() == y.Name() })
		}
		first := slices.IndexFunc(systems, in)
		for _, y := range systems[first+1:] {
			if in(y) {
				drop[y.Name()] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(systems), func(y results.System) bool { return drop[y.Name()] })
}
