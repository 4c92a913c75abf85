// Package all is the one list of metrics.
package all

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/attribution"
	"github.com/seed-9405df2f/assay/eval/conflicts"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/eval/diversity"
	"github.com/seed-9405df2f/assay/eval/geometry"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/spec"
)

// Metrics is the one list of metrics.
var Metrics = slices.Concat(eval.Partition, geometry.Metrics, coverage.Metrics, diversity.Metrics, attribution.Metrics, conflicts.Metrics)

// Parse returns the measures that specs ask for, among Metrics and further ones, each
// once. A name that ends in a star, such as b3.*, asks for every metric whose name
// begins so. One with a protocol, such as b3.f1/stream(window=7d), is described as
// results have it.
func Parse(specs []spec.Spec, further ...eval.Metric) ([]eval.Measure, error) {
	metrics := slices.Concat(Metrics, further)
	var list []eval.Measure
	for _, s := range specs {
		var found []eval.Measure
		var err error
		if _, protocol := s.Protocol(); protocol != nil {
			found = make([]eval.Measure, 1)
			found[0], err = streaming.Measure(s)
		} else {
			found, err = eval.ParseAll(metrics, []spec.Spec{s})
		}
		for i := range found {
			if err == nil {
				found[i], err = canonical(found[i])
			}
		}
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return eval.Distinct(list), nil
}

// canonical brings the summarizer of a metric into canonical form. One that is not
// among ours stays: its pages may be made elsewhere.
func canonical(m eval.Measure) (eval.Measure, error) {
	p, ok := m.Scorer.(eval.PageScorer)
	if !ok || !slices.ContainsFunc(summarize.Entries, func(e summarize.Entry) bool { return e.Name == p.Summarizer().Name }) {
		return m, nil
	}
	_, c, err := summarize.Parse(p.Summarizer())
	if err != nil {
		return m, fmt.Errorf("%s: %w", m.Name, err)
	}
	return m.Of(c)
}

// Named returns the measures with the given specs, such as "b3.f1" or
// "rouge2.r(summarizer=lead)".
func Named(metrics ...string) ([]eval.Measure, error) {
	specs, err := spec.ParseAll(metrics)
	if err != nil {
		return nil, err
	}
	return Parse(specs)
}
