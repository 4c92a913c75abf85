package streaming

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// The readings of a partition metric under a protocol, besides the mean over windows,
// which has the name of the metric.
const (
	cumulative = ".cumulative"
	atEnd      = ".end"
	regret     = ".regret"
)

// An ownMetric is a metric of streams alone: what a step makes of the clusters before it,
// or by how much another order of articles of one time changes the clusters at the end.
type ownMetric struct {
	eval.Metric
	of    func(Changes) float64 // of a step
	order string                // the metric that compares the orders
}

var own = []ownMetric{
	{of: func(c Changes) float64 { return float64(c.Renamed) / float64(c.Known) }, Metric: eval.Metric{
		Name: "churn", Title: "Churn of ids", Better: eval.Lower, Range: [2]float64{0, 1},
		Doc: "Share of the articles of the window known before a step that have another cluster id after it, mean over steps.",
	}},
	{of: func(c Changes) float64 { return float64(c.Regrouped) / float64(c.Known) }, Metric: eval.Metric{
		Name: "churn.regrouped", Title: "Churn of groups", Better: eval.Lower, Range: [2]float64{0, 1},
		Doc: "The same after the renaming of clusters that leaves the fewest articles changed: 0 where clusters are only renamed.",
	}},
	{of: func(c Changes) float64 { return float64(c.Merged) }, Metric: eval.Metric{
		Name: "merges", Title: "Merges per step", Better: eval.Lower, Range: [2]float64{0, math.Inf(1)},
		Doc:  "Clusters per step of which more than half ends in one cluster with others.",
		Cite: []string{"Spiliopoulou et al. 2006, MONIC, KDD"},
	}},
	{of: func(c Changes) float64 { return float64(c.Split) }, Metric: eval.Metric{
		Name: "splits", Title: "Splits per step", Better: eval.Lower, Range: [2]float64{0, math.Inf(1)},
		Doc:  "Clusters per step that split into parts of at least a quarter, none of which has more than half.",
		Cite: []string{"Spiliopoulou et al. 2006, MONIC, KDD"},
	}},
	{order: "ari", Metric: eval.Metric{
		Name: "order.ari", Title: "Sensitivity to order, by ARI", Better: eval.Lower, Range: [2]float64{0, 1.5},
		Doc: "1 − ARI between the clusters at the end and those with articles of one time in another order, mean over shuffles.",
	}},
	{order: "ami", Metric: eval.Metric{
		Name: "order.ami", Title: "Sensitivity to order, by AMI", Better: eval.Lower, Range: [2]float64{0, 2},
		Doc: "1 − AMI between the clusters at the end and those with articles of one time in another order, mean over shuffles.",
	}},
}

// unscorable is the scorer of metrics that labels alone do not determine.
var unscorable = eval.ScoreFunc(func(*eval.Case) (eval.Value, error) {
	return eval.Value{}, fmt.Errorf("labels do not determine a score of a stream: run the bench with --protocol")
})

// Measure describes a score of a stream, such as b3.f1.regret/stream(window=7d). Labels
// determine the score at the end alone; the Scorer of all others returns an error.
func Measure(s spec.Spec) (eval.Measure, error) {
	measured, under := s.Protocol()
	if under == nil {
		return eval.Measure{}, fmt.Errorf("%s names no protocol", s)
	}
	p, err := bind(*under)
	if err != nil {
		return eval.Measure{}, err
	}
	for _, m := range own {
		if m.Name == measured.Name && len(measured.Args) == 0 {
			return eval.Measure{Metric: m.Metric, Scorer: unscorable, Spec: p.names(measured, "")}, nil
		}
	}
	base, reading := splitReading(measured)
	m, err := eval.Parse(eval.Partition, base)
	if err != nil {
		return m, err
	}
	return p.reading(m, reading), nil
}

// names returns the spec of a reading.
func (p Protocol) names(measured spec.Spec, reading string) spec.Spec {
	return spec.Spec{Name: measured.Name + reading, Args: measured.Args, Under: p.name()}
}

// reading returns the measure of a reading of a partition metric.
func (p Protocol) reading(m eval.Measure, reading string) eval.Measure {
	m.Spec = p.names(m.Spec, reading)
	switch reading {
	case atEnd:
		return m
	case cumulative:
		m.Title += ", all articles so far"
	case regret:
		m.Title = "Regret in " + m.Title
		m.Doc = "By how much the labels at the end are better than those that articles had when they came in."
		m.Better, m.Range = eval.TargetZero, [2]float64{math.Inf(-1), math.Inf(1)}
	}
	m.Scorer, m.ByStory = unscorable, false
	return m
}

// AtEnd returns the measure of the labels at the end of a stream, which are scored as
// any labels are, under its name in results.
func (p Protocol) AtEnd(m eval.Measure) eval.Measure { return p.reading(m, atEnd) }

// judges reports whether a metric has a regret.
func judges(m eval.Measure) bool {
	_, ok := m.Better.Goodness(1)
	return ok
}

// Check returns an error if a metric cannot be scored over a stream.
func Check(measures []eval.Measure) error {
	for _, m := range measures {
		if !slices.ContainsFunc(eval.Partition, func(o eval.Metric) bool { return o.Name == m.Name }) {
			return fmt.Errorf("%s cannot be scored over a stream, since it asks for more than groups of articles: "+
				"choose among those such as b3.f1, ari, ami and nmi, or run without --protocol", m.Spec)
		}
	}
	return nil
}

// Names lists the scores of a run, in their order.
func (p Protocol) Names(measures []eval.Measure) []string {
	var list []string
	for _, reading := range []string{"", cumulative, atEnd, regret} {
		for _, m := range measures {
			if reading != regret || judges(m) {
				list = append(list, p.names(m.Spec, reading).String())
			}
		}
	}
	for _, m := range own {
		if m.order == "" || p.Shuffle > 0 {
			list = append(list, p.own(m))
		}
	}
	return list
}

// Columns lists those of the scores that a table shows by default: the means over
// windows of the given metrics, or of all if none of them was scored; every reading of
// the primary metric; and the changes of clusters.
func Columns(scored, metrics []string, primary string) []string {
	metrics = slices.Clone(metrics)
	for i, name := range metrics {
		if m, err := eval.Named(name); err == nil {
			metrics[i] = m.Spec.String()
		}
	}
	readings := map[string][]string{} // of a metric, its scores by protocol
	var chosen, all, rest []string
	for _, name := range scored {
		s, err := spec.Parse(name)
		if err != nil || s.Under == nil && !strings.Contains(s.Name, "/") {
			continue
		}
		measured, _ := s.Protocol()
		base, reading := splitReading(measured)
		metric := base.String()
		switch {
		case slices.ContainsFunc(own, func(m ownMetric) bool { return m.Name == metric }):
			if slices.Contains([]string{"churn", "churn.regrouped", "order.ari"}, metric) {
				rest = append(rest, name)
			}
		case reading != "":
			readings[metric] = append(readings[metric], name)
		default:
			all = append(all, name)
			if slices.Contains(metrics, metric) {
				chosen = append(chosen, name)
			}
		}
	}
	if chosen == nil {
		chosen = all
	}
	return slices.Concat(chosen, readings[primary], rest)
}

// splitReading separates the metric of a score from the reading.
func splitReading(measured spec.Spec) (metric spec.Spec, reading string) {
	for _, suffix := range []string{cumulative, atEnd, regret} {
		if name, ok := strings.CutSuffix(measured.Name, suffix); ok {
			return spec.Spec{Name: name, Args: measured.Args}, suffix
		}
	}
	return measured, ""
}

// Sliding lists the scores over windows of a metric, given its name on a whole corpus.
func Sliding(scored []string, metric string) (list []string) {
	for _, name := range scored {
		if strings.HasPrefix(name, metric+"/") {
			list = append(list, name)
		}
	}
	return list
}

// Short is the name of a score without the parameters of its protocol: b3.f1/stream.
func Short(s spec.Spec) string {
	measured, under := s.Protocol()
	if under == nil {
		return s.String()
	}
	return measured.String() + "/" + under.Name
}

// own is the name of the score of a metric of streams alone.
func (p Protocol) own(m ownMetric) string { return p.names(spec.Spec{Name: m.Name}, "").String() }

// mean returns the score that is the mean of values; undefined, with the reason, if there
// are none.
func mean(name string, values []float64, reason string) stats.Score {
	if len(values) == 0 {
		return stats.Score{Metric: name, Reason: reason}
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	sum /= float64(len(values))
	return stats.Score{Metric: name, Value: &sum}
}
