package chart

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

// A Field is the systems that ran on one corpus, under one policy.
type Field struct {
	Facts  results.Corpus
	Policy eval.Policy
	// Protocol is that of a stream; empty = the whole corpus at once. The corpus's
	// name in Facts has it behind a slash.
	Protocol string
	Corpus   *corpus.Corpus // nil where it is not at hand
	Systems  []System
}

// A System is one algorithm's results on one corpus. Of several runs its numbers
// are means, and its labels and stories those of the first.
type System struct {
	Name    string // its spec
	Role    results.Role
	Scores  []stats.Score     // Value, Low and High of each metric
	Seconds float64           // of features and clustering
	Labels  corpus.Labels     // nil where they are not at hand
	Stream  *streaming.Series // of the first run; nil where there is no protocol

}

// Fields makes a field of each set of stored results, with the systems that have a run
// that went well. labels gives the corpus and the labels of a result; if it fails, both
// stay nil, and missing says why, once a corpus. labels may be nil.
func Fields(
	list []results.Result, labels func(results.Result) (*corpus.Corpus, corpus.Labels, error),
) (fields []Field, missing []string) {
	for _, set := range results.Group(list) {
		f := Field{Facts: set.Corpus, Policy: set.Policy, Protocol: set.Protocol}
		f.Facts.Name = set.Name()
		for _, y := range set.Systems {
			if len(y.Runs) == 0 {
				continue
			}
			first := y.Runs[0]
			system := System{Name: y.Name(), Role: y.Role, Seconds: y.Seconds(), Stream: first.Stream}
			for _, score := range first.Scores {
				system.Scores = append(system.Scores, y.Score(score.Metric))
			}
			if labels != nil && set.Protocol == "" { // labels are scored for charts as those of a whole corpus
				c, found, err := labels(first)
				if line := fmt.Sprintf("%s: %v", set.Corpus.Name, err); err != nil && !slices.Contains(missing, line) {
					missing = append(missing, line)
				}
				if err == nil {
					f.Corpus, system.Labels = c, found
				}
			}
			f.Systems = append(f.Systems, system)
		}
		if f.Systems != nil {
			slices.SortStableFunc(f.Systems, func(a, b System) int { return rank(a.Role) - rank(b.Role) })
			fields = append(fields, f)
		}
	}
	return fields, missing
}

// rank is the place of a role in charts.
func rank(r results.Role) int { return slices.Index(results.Roles, r) }

// value is the score of a metric, if the system has one.
func (s *System) value(metric string) (float64, bool) {
	i := slices.IndexFunc(s.Scores, func(o stats.Score) bool { return o.Metric == metric })
	if i < 0 || s.Scores[i].Value == nil || !finite(*s.Scores[i].Value) {
		return 0, false
	}
	return *s.Scores[i].Value, true
}

// score is the whole of it, nil where there is no value.
func (s *System) score(metric string) *stats.Score {
	if _, ok := s.value(metric); !ok {
		return nil
	}
	return &s.Scores[slices.IndexFunc(s.Scores, func(o stats.Score) bool { return o.Metric == metric })]
}

// metric finds what a metric is of which results have scores: the primary one, or
// else the first.
func (f *Field) metric() (eval.Measure, error) {
	name := results.Primary
	if p, err := streaming.Parse(f.Protocol); f.Protocol != "" && err == nil {
		name += "/" + p.Name()
	}
	has := func(metric string) bool {
		return slices.ContainsFunc(f.Systems, func(s System) bool { return s.score(metric) != nil })
	}
	if !has(name) {
		for _, s := range f.Systems {
			if i := slices.IndexFunc(s.Scores, func(o stats.Score) bool { return o.Value != nil }); i >= 0 {
				name = s.Scores[i].Metric
				break
			}
		}
	}
	measures, err := all.Named(name)
	if err != nil {
		return eval.Measure{}, err
	}
	return measures[0], nil
}

// arrow shows which values are better.
func arrow(d eval.Direction) string {
	switch d {
	case eval.Higher:
		return " ↑"
	case eval.Lower:
		return " ↓"
	case eval.TargetOne:
		return " → 1"
	case eval.TargetZero:
		return " → 0"
	}
	return ""
}

// good maps a value to one where larger is better.
func good(d eval.Direction, v float64) float64 {
	if g, ok := d.Goodness(v); ok {
		return g
	}
	return v
}

// ranked are the systems that have a value of a metric, by role, the best first.
func (f *Field) ranked(m eval.Measure) []System {
	metric := m.Spec.String()
	list := slices.DeleteFunc(slices.Clone(f.Systems), func(s System) bool { return s.score(metric) == nil })
	slices.SortStableFunc(list, func(a, b System) int {
		va, _ := a.value(metric)
		vb, _ := b.value(metric)
		return cmp.Or(cmp.Compare(rank(a.Role), rank(b.Role)), cmp.Compare(good(m.Better, vb), good(m.Better, va)))
	})
	return list
}

// short are the names of the systems as they stand in all charts of the field.
func (f *Field) short() map[string]string {
	names := make([]string, len(f.Systems))
	for i, s := range f.Systems {
		names[i] = s.Name
	}
	list := map[string]string{}
	for i, s := range Short(names) {
		list[names[i]] = s
	}
	return list
}
