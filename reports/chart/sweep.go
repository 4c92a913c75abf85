package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// minSweep is the fewest values of a parameter that make a curve.
const minSweep = 3

// A family is systems that differ in the value of one parameter.
type family struct {
	algorithm, parameter string
	rest                 string // the spec without the parameter
	at                   []float64
	systems              []System
}

// Sweeps finds the systems that differ in one numeric parameter, such as a
// threshold or k, and shows what it does to a metric, to the number of clusters,
// and to the share of the largest. It makes a chart for each algorithm and
// parameter, with a curve for each setting of the others.
func Sweeps(f Field, m eval.Measure) []Chart {
	var list []Chart
	all := families(f.Systems)
	for i, y := range all {
		same := func(o family) bool { return o.algorithm == y.algorithm && o.parameter == y.parameter }
		if slices.IndexFunc(all, same) != i {
			continue
		}
		var curves []family
		for _, o := range all {
			if same(o) {
				curves = append(curves, o)
			}
		}
		list = append(list, sweep(f, m, curves))
	}
	return list
}

func sweep(f Field, m eval.Measure, curves []family) Chart {
	metric := m.Spec.String()
	parameter := curves[0].parameter
	c := Chart{
		Name: Slug(fmt.Sprintf("%s sweep %s %s", f.Facts.Name, curves[0].algorithm, parameter)), Kind: "sweep",
		Title: fmt.Sprintf("%s: %s by %s", f.Facts.Name, curves[0].algorithm, parameter),
		Caption: fmt.Sprintf("What the %s does to %s, to the number of clusters (dashed: the %d stories of the gold) and to the share of the labelled articles that the largest cluster holds (giant). "+
			"A setting is safe where the curve is flat, and near a fall where the giant begins to rise.", parameter, metric, f.Facts.Stories),
	}
	var ats []float64
	for i, y := range curves {
		ats = append(ats, y.at...)
		if len(curves) > 1 {
			c.Legend = append(c.Legend, Key{Text: y.rest, Series: i + 1, Line: true, Point: true, Dashed: true})
		}
	}
	x := Axis{Label: parameter}
	x.Min, x.Max = span(ats, math.Inf(-1), math.Inf(1))
	for _, row := range []struct {
		metric, label string
		height        float64
		log           bool
	}{{metric, metric + arrow(m.Better), 170, false}, {"clusters", "clusters", 100, true}, {"giant", "giant: share of the largest cluster", 100, false}} {
		panel := Panel{Height: row.height, X: x, Y: Axis{Label: row.label, Log: row.log}}
		panel.X.Label = ""
		var values []float64
		for i, y := range curves {
			line, points := y.curve(row.metric, i+1)
			values = append(values, line.Y...)
			panel.Marks = append(append(panel.Marks, line), points...)
		}
		if len(values) == 0 || row.metric == metric && len(c.Panels) > 0 {
			continue
		}
		if panel.Y.Min, panel.Y.Max = span(values, m.Range[0], m.Range[1]); row.log {
			stories := float64(f.Facts.Stories)
			panel.Y.Min, panel.Y.Max = logSpan(append(values, stories))
			if stories > 0 {
				panel.Marks = slices.Insert(panel.Marks, 0, Mark{Type: Line, X: []float64{x.Min, x.Max}, Y: []float64{stories, stories}, Series: 0, Dashed: true, Weight: 1,
					Hover: fmt.Sprintf("%d stories in the gold", f.Facts.Stories)})
			}
		}
		if row.metric == "giant" {
			panel.Y.Min, panel.Y.Max = 0, max(0.2, min(1, 1.15*slices.Max(values)))
		}
		c.Panels = append(c.Panels, panel)
	}
	if n := len(c.Panels); n > 0 {
		c.Panels[n-1].X.Label = parameter
	}
	return c
}

// curve is the line of a metric over the parameter, and its points.
func (y family) curve(metric string, series int) (line Mark, points []Mark) {
	line = Mark{Type: Line, Series: series, Dashed: true}
	for i, s := range y.systems {
		v, ok := s.value(metric)
		if !ok {
			continue
		}
		line.X, line.Y = append(line.X, y.at[i]), append(line.Y, v)
		points = append(points, Mark{Type: Point, X: []float64{y.at[i]}, Y: []float64{v}, Series: series, Hover: fmt.Sprintf("%s: %s %s", s.Name, metric, shortest(math.Round(v*1e4)/1e4))})
	}
	return line, points
}

// families finds those of at least minSweep systems. What a spec leaves to a
// default is written out for that.
func families(systems []System) []family {
	var list []family
	for _, s := range systems {
		full, ok := withDefaults(s.Name)
		if !ok {
			continue
		}
		for i, a := range full.Args {
			at, err := strconv.ParseFloat(a.Value.Name, 64)
			if err != nil || !finite(at) || a.Name == "" {
				continue
			}
			others := full
			others.Args = slices.Delete(slices.Clone(full.Args), i, i+1)
			k := slices.IndexFunc(list, func(y family) bool { return y.parameter == a.Name && y.rest == others.String() })
			if k < 0 {
				k = len(list)
				list = append(list, family{algorithm: full.Name, parameter: a.Name, rest: others.String()})
			}
			list[k].at, list[k].systems = append(list[k].at, at), append(list[k].systems, s)
		}
	}
	list = slices.DeleteFunc(list, func(y family) bool { return len(y.at) < minSweep })
	for i := range list {
		list[i].sort()
	}
	return list
}

// withoutSweeps keeps of each family the first, so that one algorithm under many
// settings does not crowd out the others.
func withoutSweeps(systems []System) []System {
	drop := map[string]bool{}
	for _, y := range families(systems) {
		in := func(s System) bool {
			return slices.ContainsFunc(y.systems, func(o System) bool { return o.Name == s.Name })
		}
		first := slices.IndexFunc(systems, in)
		for _, s := range systems[first+1:] {
			if in(s) {
				drop[s.Name] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(systems), func(s System) bool { return drop[s.Name] })
}

func (y *family) sort() {
	order := make([]int, len(y.at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(y.at[a], y.at[b]) })
	at, systems := make([]float64, len(order)), make([]System, len(order))
	for i, o := range order {
		at[i], systems[i] = y.at[o], y.systems[o]
	}
	y.at, y.systems = at, systems
	// The name leaves out what stands at its default.
	if s, err := spec.Parse(y.systems[0].Name); err == nil {
		s.Args = slices.DeleteFunc(s.Args, func(a spec.Arg) bool { return a.Name == y.parameter })
		y.rest = s.String()
	}
}

// withDefaults is a spec of an algorithm with all its parameters.
func withDefaults(name string) (spec.Spec, bool) {
	s, err := spec.Parse(name)
	if err != nil {
		return s, false
	}
	_, c, s, err := allalgorithms.Parse(s)
	if err != nil {
		return s, false
	}
	for _, p := range spec.Params(c) {
		if p.Default == "" || slices.ContainsFunc(s.Args, func(a spec.Arg) bool { return a.Name == p.Name }) {
			continue
		}
		if v, err := spec.Parse(p.Default); err == nil {
			s.Args = append(s.Args, spec.Arg{Name: p.Name, Value: v})
		}
	}
	slices.SortStableFunc(s.Args, func(a, b spec.Arg) int { return cmp.Compare(a.Name, b.Name) })
	return s, true
}
