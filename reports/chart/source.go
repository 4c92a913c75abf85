package chart

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/spec"
)

// Inputs say where charts find what results do not hold.
type Inputs struct {
	// Open returns the corpus and the labels of a result; nil leaves out what needs them.
	Open func(*results.Result) (*corpus.Corpus, corpus.Labels, error)
	// Metrics returns the measures with the given specs.
	Metrics func(specs ...string) ([]eval.Measure, error)
	// Defaults returns the spec of an algorithm with all its parameters, those at their
	// defaults included.
	Defaults func(spec.Spec) (spec.Spec, error)
}

// A Source is what the charts of one set of results are made from. Its systems have a run
// that went well; they are sorted by role. Numbers of several runs are means, labels and
// streams those of the first.
type Source struct {
	results.Set
	Inputs
	Measure eval.Measure             // the primary metric, or else the first with values
	Opened  *corpus.Corpus           // nil if it is not at hand
	Found   map[string]corpus.Labels // by the name of the system
}

// sources makes a source of each set of results in which a run went well. missing lists
// once a corpus why it could not be opened.
func (in Inputs) sources(list []results.Result) (sources []*Source, missing []string) {
	for _, set := range results.Group(list) {
		set.Systems = slices.DeleteFunc(set.Systems, func(y results.System) bool { return len(y.Runs) == 0 })
		if len(set.Systems) == 0 {
			continue
		}
		slices.SortStableFunc(set.Systems, func(a, b results.System) int { return rank(a.Role) - rank(b.Role) })
		s := &Source{Set: set, Inputs: in, Found: map[string]corpus.Labels{}}
		sources = append(sources, s)
		if in.Open == nil || set.Protocol != "" { // labels are scored for charts as those of a whole corpus
			continue
		}
		for _, y := range set.Systems {
			c, found, err := in.Open(&y.Runs[0])
			if err == nil {
				s.Opened, s.Found[y.Name()] = c, found
			} else if line := fmt.Sprintf("%s: %v", set.Corpus.Name, err); !slices.Contains(missing, line) {
				missing = append(missing, line)
			}
		}
	}
	return sources, missing
}

// rank is the place of a role in charts.
func rank(r results.Role) int { return slices.Index(results.Roles, r) }

// score returns the score of a system, nil if it has no value that can be drawn.
func score(y *results.System, metric string) *stats.Score {
	s := y.Score(metric)
	if s.Value == nil || !finite(*s.Value) {
		return nil
	}
	return &s
}

// primary returns the primary metric if a system has a value of it, or else the first
// metric that has one.
func (s *Source) primary() (eval.Measure, error) {
	name := results.Primary
	if p, err := streaming.Parse(s.Protocol); s.Protocol != "" && err == nil {
		name += "/" + p.Name()
	}
	if len(s.ranked(name, "")) == 0 {
		name = cmp.Or(s.firstMetric(), name)
	}
	measures, err := s.Metrics(name)
	if err != nil {
		return eval.Measure{}, err
	}
	return measures[0], nil
}

func (s *Source) firstMetric() string {
	for _, y := range s.Systems {
		for _, o := range y.Runs[0].Scores {
			if y.Score(o.Metric).Value != nil {
				return o.Metric
			}
		}
	}
	return ""
}

// arrow shows which values are better.
func arrow(d eval.Direction) string {
	return map[eval.Direction]string{eval.Higher: " ↑", eval.Lower: " ↓", eval.TargetOne: " → 1", eval.TargetZero: " → 0"}[d]
}

// ranked returns the systems that have a value of a metric, by role, the best first.
func (s *Source) ranked(metric string, better eval.Direction) []results.System {
	values := map[string]float64{}
	var list []results.System
	for _, y := range s.Systems {
		if o := score(&y, metric); o != nil {
			list, values[y.Name()] = append(list, y), better.Order(*o.Value)
		}
	}
	slices.SortStableFunc(list, func(a, b results.System) int {
		return cmp.Or(rank(a.Role)-rank(b.Role), cmp.Compare(values[b.Name()], values[a.Name()]))
	})
	return list
}

// short maps the names of the systems to those that all charts of the set show.
func (s *Source) short() map[string]string {
	names := make([]string, len(s.Systems))
	for i, y := range s.Systems {
		names[i] = y.Name()
	}
	list := map[string]string{}
	for i, short := range Short(names) {
		list[names[i]] = short
	}
	return list
}

// chart makes a chart of the set.
func (s *Source) chart(kind, of, title, caption string, panels ...Panel) Chart {
	return Chart{
		Name: Slug(s.Name() + " " + kind + " " + of), Kind: kind, Title: s.Name() + ": " + title, Caption: caption, Panels: panels,
	}
}

func pointAt(x, y float64, series int, hover string) Mark {
	return Mark{Type: Point, X: []float64{x}, Y: []float64{y}, Series: series, Hover: hover}
}

// guide is a thin dashed line from one place to another.
func guide(x0, y0, x1, y1 float64, hover string) Mark {
	return Mark{Type: Line, X: []float64{x0, x1}, Y: []float64{y0, y1}, Dashed: true, Weight: 1, Hover: hover}
}

// A curves chart has a line for the gold, in ink, and one for each system, with points.
type curves struct {
	panel  Panel
	legend []Key
	xs, ys []float64 // of all lines
}

// add adds the line through xs and ys with some points on it.
func (c *curves) add(name string, xs, ys []float64, points ...Mark) {
	series := len(c.legend)
	line := Mark{Type: Line, X: xs, Y: ys, Series: series, Dashed: series > 0, Weight: 1.5}
	if series == 0 {
		line.Weight = 2.5
	}
	for i := range points {
		points[i].Series = series
	}
	c.xs, c.ys = append(c.xs, xs...), append(c.ys, ys...)
	c.panel.Marks = append(append(c.panel.Marks, line), points...)
	c.legend = append(c.legend, Key{Text: name, Series: series, Line: true, Point: true, Dashed: series > 0})
}
