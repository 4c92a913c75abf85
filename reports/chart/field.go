package chart

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
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

	corpus string // its name alone
}

// A System is one algorithm's results on one corpus. Of several runs its numbers
// are means, and its labels and stories those of the first.
type System struct {
	Name    string // its spec
	Role    Role
	Scores  []stats.Score     // Value, Low and High of each metric
	Seconds float64           // of features and clustering
	Labels  corpus.Labels     // nil where they are not at hand
	Stream  *streaming.Series // of the first run; nil where there is no protocol

	runs int
}

// A Role says what a system stands for.
type Role int

// The roles, in the order in which charts show them.
const (
	Contender Role = iota
	Oracle         // it was told sizes of the gold
	Control        // it shows what nonsense scores
)

// Fields gathers stored results by corpus and policy. Of several results of one
// algorithm, seed and corpus the last counts. Those of trials that failed, or had
// the articles in another order, are left out. labels gives the corpus and the
// labels of a result; where it fails, both stay nil, and missing says why, once a
// corpus. labels may be nil.
func Fields(stored []results.Result, labels func(results.Result) (*corpus.Corpus, corpus.Labels, error)) (fields []Field, missing []string) {
	last := map[string]int{}
	for i, r := range stored {
		if r.Status == results.OK {
			last[trial(r)] = i
		}
	}
	for i, r := range stored {
		if r.Status != results.OK || r.Order > 0 || last[trial(r)] != i {
			continue
		}
		at := slices.IndexFunc(fields, func(f Field) bool {
			return f.Facts.Fingerprint == r.Corpus.Fingerprint && f.Policy == r.Policy && f.Protocol == r.Protocol && f.corpus == r.Corpus.Name
		})
		if at < 0 {
			at = len(fields)
			fields = append(fields, newField(r))
		}
		system, first := fields[at].system(r)
		system.add(r)
		if first {
			system.Stream = r.Stream
		}
		if !first || labels == nil || r.Protocol != "" { // labels are scored for charts as those of a whole corpus

			continue
		}
		c, found, err := labels(r)
		if err != nil {
			if line := fmt.Sprintf("%s: %v", r.Corpus.Name, err); !slices.Contains(missing, line) {
				missing = append(missing, line)
			}
			continue
		}
		fields[at].Corpus, system.Labels = c, found
	}
	for i := range fields {
		slices.SortStableFunc(fields[i].Systems, func(a, b System) int { return int(a.Role - b.Role) })
	}
	return fields, missing
}

// newField is the field of a result.
func newField(r results.Result) Field {
	f := Field{Facts: r.Corpus, Policy: r.Policy, Protocol: r.Protocol, corpus: r.Corpus.Name}
	if p, err := streaming.Parse(r.Protocol); r.Protocol != "" && err == nil {
		f.Facts.Name += "/" + p.Name()
	}
	return f
}

// trial tells results apart that do not take each other's place.
func trial(r results.Result) string {
	return fmt.Sprintf("%q %s %s %q %s %d %d", r.Corpus.Name, r.Corpus.Fingerprint, r.Policy, r.Protocol, r.Algorithm, r.Seed, r.Order)
}

// system is that of a result, and whether this is its first.
func (f *Field) system(r results.Result) (s *System, first bool) {
	name := r.Algorithm.String()
	if i := slices.IndexFunc(f.Systems, func(s System) bool { return s.Name == name }); i >= 0 {
		return &f.Systems[i], false
	}
	role := Contender
	switch {
	case r.Family == algorithms.Control:
		role = Control
	case r.Oracle:
		role = Oracle
	}
	f.Systems = append(f.Systems, System{Name: name, Role: role})
	return &f.Systems[len(f.Systems)-1], true
}

// add takes a further run into the means.
func (s *System) add(r results.Result) {
	s.runs++
	part := 1 / float64(s.runs)
	s.Seconds += part * (r.Seconds.Features + r.Seconds.Cluster - s.Seconds)
	if s.runs == 1 {
		for _, score := range r.Scores {
			s.Scores = append(s.Scores, stats.Score{Metric: score.Metric, Value: score.Value, Low: score.Low, High: score.High, Block: score.Block})
		}
		return
	}
	for i := range s.Scores {
		mine := &s.Scores[i]
		other := r.Score(mine.Metric)
		if other == nil {
			other = &stats.Score{}
		}
		mine.Value, mine.Low, mine.High = mean(mine.Value, other.Value, part), mean(mine.Low, other.Low, part), mean(mine.High, other.High, part)
	}
}

// mean moves a mean by its part of a further number; nil where either is.
func mean(of, further *float64, part float64) *float64 {
	if of == nil || further == nil {
		return nil
	}
	v := *of + part*(*further-*of)
	return &v
}

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
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(good(m.Better, vb), good(m.Better, va)))
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
