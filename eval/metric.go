// Package eval measures a clustering against gold. A [Case] is one gold and one
// found grouping of the same articles; a [Metric] describes a measure. Scoring a
// case gives a [Value]. If the measure is a function of sums over stories, the value
// keeps its per-story terms, so that intervals and tests cost almost nothing.
package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// A Metric describes one measure, whatever its parameters.
type Metric struct {
	Name   string   // family.metric, such as b3.f1
	Also   []string // short names of papers, under which it is found as well
	Title  string
	Doc    string    // what it rewards, and its definition
	Blind  string    // what it cannot see
	Better Direction // which values are good
	// Range is the smallest and the largest possible value. If it depends on parameters, the
	// scorer has a method Range() [2]float64, and this is that of the defaults.
	Range [2]float64
	// Symmetric reports whether exchanging gold and found leaves the value the same.
	Symmetric bool
	// ByStory reports whether the value of one story means something: the metric is a mean.
	ByStory bool
	// OneSided reports whether the metric is defined where one side alone has some of the articles, as under
	// missing=absent and unknown=foreign: those of the gold count in recall, those of the prediction in precision.
	OneSided bool
	Cite     []string
	Needs    Needs
	New      func() Scorer // with its parameters as exported fields, which Parse sets
}

// A Scorer is a metric with its parameters set.
type Scorer interface {
	Score(c *Case) (Value, error)
}

// ScoreFunc is a Scorer without parameters.
type ScoreFunc func(c *Case) (Value, error)

// Score calls f.
func (f ScoreFunc) Score(c *Case) (Value, error) { return f(c) }

// A Direction is which values of a metric are better.
type Direction string

// The directions.
const (
	Higher      Direction = "higher"
	Lower       Direction = "lower"
	TargetOne   Direction = "near 1"
	TargetZero  Direction = "near 0"
	Descriptive Direction = "describes" // neither is better
)

// Goodness maps a value to one of which larger is better, for ranking. ok is false
// for Descriptive.
func (d Direction) Goodness(v float64) (good float64, ok bool) {
	switch d {
	case Higher:
		return v, true
	case Lower:
		return -v, true
	case TargetOne:
		return -math.Abs(math.Log(v)), true
	case TargetZero:
		return -math.Abs(v), true
	}
	return 0, false
}

// Order maps a value to what it is ordered by: its goodness, or for Descriptive the value itself.
func (d Direction) Order(v float64) float64 {
	if good, ok := d.Goodness(v); ok {
		return good
	}
	return v
}

// Needs is what a metric requires of a case beyond the two groupings.
type Needs struct {
	Sources   bool // articles with outlets
	Outlets   bool // a table of outlets, with the parameters at their defaults
	Texts     bool // articles with texts
	Summaries bool // gold stories with a summary or references
	KeyPoints bool // gold stories with key points
}

// A Value is the value of a metric for a case.
type Value struct {
	Value  float64 // NaN if the metric is undefined
	Reason string  // why it is undefined
	Terms  Terms   // per-story terms; the zero Terms if the metric has none
}

// Undefined is an undefined value, with the reason.
func Undefined(reason string) Value { return Value{Value: math.NaN(), Reason: reason} }

// A Measure is a metric with its parameters set.
type Measure struct {
	Metric
	Scorer Scorer
	Spec   spec.Spec // canonical
}

// ReadsTexts reports whether the measure reads titles and texts of articles: as Needs says,
// unless the scorer has a method ReadsTexts() bool.
func (m Measure) ReadsTexts() bool {
	if r, ok := m.Scorer.(interface{ ReadsTexts() bool }); ok {
		return r.ReadsTexts()
	}
	return m.Needs.Texts
}

// CheckTexts returns an error if one of the measures reads texts and no article of c has a
// title or a text.
func CheckTexts(c *corpus.Corpus, measures ...Measure) error {
	for _, m := range measures {
		if !m.ReadsTexts() {
			continue
		}
		if err := c.CheckTexts(); err != nil {
			return fmt.Errorf("%s: %w", m.Spec, err)
		}
		return nil
	}
	return nil
}

// Score scores a case, its stories weighted as the policy says.
func (m Measure) Score(c *Case) (Value, error) {
	if m.Scorer == nil {
		return Value{}, errors.New("a measure without a scorer: eval.Named and eval.Parse return one with it")
	}
	if c.levels != nil {
		return c.levels.score(m)
	}
	if c.OneSided() && !m.OneSided || c.others > c.Unknown && m.Needs != (Needs{}) {
		return Undefined(fmt.Sprintf("not defined where one side alone has articles: the prediction lacks %d, the gold %d",
			c.Missing, c.Unknown)), nil
	}
	if p, ok := c.Context().Value(pagerKey{}).(Pager); ok && len(c.Summarizers([]Measure{m})) > 0 {
		if err := p(c, []Measure{m}); err != nil {
			return Value{}, err
		}
	}
	if c.Pairs != nil {
		return m.scorePairs(c), nil
	}
	v, err := m.Scorer.Score(c)
	if err != nil {
		return v, err
	}
	if c.others > 0 && v.Terms.Columns != nil {
		v.Terms.Others = c.Table().others
	}
	if weights := c.weights(); weights != nil && v.Terms.Columns != nil {
		v = v.Terms.weighted(weights).Value()
		v.Value = min(max(v.Value, m.Range[0]), m.Range[1]) // an estimate may be beyond what can be
	}
	v.Value = m.Rounded(v.Value)
	return v, nil
}

// Rounded returns a value as it is without what rounding does to it: the end of the range if it is
// beyond that by no more than rounding, and 0 for -0.
func (m Metric) Rounded(v float64) float64 {
	const rounding = 1e-12
	for i, sign := range []float64{-1, 1} {
		if beyond := sign * (v - m.Range[i]); beyond > 0 && beyond <= rounding*max(1, math.Abs(m.Range[i])) {
			return m.Range[i]
		}
	}
	return v + 0
}

// Score scores one grouping against another by a metric of [Partition], named by its
// spec, such as "b3.f1" or "nmi(avg=max)", under the default policy.
func Score(gold, found corpus.Labels, metric string) (Value, error) {
	values, err := ScoreAll(gold, found, metric)
	if err != nil {
		return Value{}, err
	}
	return values[0], nil
}

// ScoreAll is [Score] by several metrics, which share the work: one value for each
// metric, in their order.
func ScoreAll(gold, found corpus.Labels, metrics ...string) ([]Value, error) {
	c, err := NewCase(context.Background(), gold, found, nil)
	if err != nil {
		return nil, err
	}
	return c.scoreAll(metrics)
}

func (c *Case) scoreAll(metrics []string) ([]Value, error) {
	values := make([]Value, len(metrics))
	for i, metric := range metrics {
		m, err := Named(metric)
		if err != nil {
			return nil, err
		}
		if values[i], err = m.Score(c); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Spec, err)
		}
	}
	return values, nil
}

// Named returns the measure of [Partition] with the given spec, such as "b3.f1" or
// "nmi(avg=max)". Package eval/all knows the metrics of other packages, too.
func Named(metric string) (Measure, error) {
	s, err := spec.Parse(metric)
	if err != nil {
		return Measure{}, err
	}
	return Parse(Partition, s)
}

// Parse returns the measure with the given spec among the metrics.
func Parse(metrics []Metric, s spec.Spec) (Measure, error) {
	m, err := spec.Find("metric", metrics, func(m Metric) string { return m.Name }, s.Name, func(m Metric) []string { return m.Also })
	if err != nil {
		return Measure{}, err
	}
	scorer := m.New()
	if err := spec.Bind(s, scorer); err != nil {
		return Measure{}, err
	}
	if r, ok := scorer.(interface{ Range() [2]float64 }); ok {
		m.Range = r.Range()
	}
	return Measure{m, scorer, spec.Of(m.Name, scorer)}, nil
}

// ParseAll returns the measures that specs ask for among the metrics, each once. A name that
// ends in a star, such as b3.*, asks for every metric whose name begins with what precedes it.
func ParseAll(metrics []Metric, specs []spec.Spec) ([]Measure, error) {
	var list []Measure
	for _, s := range specs {
		matches := []spec.Spec{s}
		if prefix, ok := strings.CutSuffix(s.Name, "*"); ok && len(s.Args) == 0 {
			var family []spec.Spec
			for _, m := range metrics {
				if strings.HasPrefix(m.Name, prefix) {
					family = append(family, spec.Spec{Name: m.Name})
				}
			}
			if family != nil { // else the error names the unknown metric
				matches = family
			}
		}
		for _, match := range matches {
			m, err := Parse(metrics, match)
			if err != nil {
				return nil, err
			}
			list = append(list, m)
		}
	}
	return Distinct(list), nil
}

// Distinct returns the measures without those that have the spec of an earlier one. It
// changes the list in place.
func Distinct(list []Measure) []Measure {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(m Measure) bool {
		before := len(seen)
		seen[m.Spec.String()] = true
		return len(seen) == before
	})
}

// Of returns a measure of pages for those of another summarizer.
func (m Measure) Of(summarizer spec.Spec) (Measure, error) {
	s := spec.Spec{Name: m.Name, Args: slices.Clone(m.Spec.Args)}
	for i := range s.Args {
		if s.Args[i].Name == "summarizer" {
			s.Args[i].Value = summarizer
		}
	}
	return Parse([]Metric{m.Metric}, s)
}
