// Package all is the one list of metrics.
package all

import (
	"slices"

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

// Parse returns the metrics that specs ask for, in canonical form. A name with a
// star at its end, such as b3.*, asks for every metric that begins so. One with a
// protocol, such as b3.f1/stream(window=7d), is described as results have it.
func Parse(specs []spec.Spec) ([]eval.Measure, error) {
	var list []eval.Measure
	for _, s := range specs {
		matches := []spec.Spec{s}
		if family, ok := trimStar(s); ok {
			matches = nil
			for _, m := range Metrics {
				if len(m.Name) >= len(family) && m.Name[:len(family)] == family {
					matches = append(matches, spec.Spec{Name: m.Name})
				}
			}
		}
		if len(matches) == 0 {
			matches = []spec.Spec{s} // the error for the unknown name
		}
		for _, s := range matches {
			m, err := parse(s)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(list, func(o eval.Measure) bool { return o.Spec.String() == m.Spec.String() }) {
				list = append(list, m)
			}
		}
	}
	return list, nil
}

func parse(s spec.Spec) (eval.Measure, error) {
	if _, protocol := s.Protocol(); protocol != nil {
		return streaming.Measure(s)
	}
	return eval.Parse(Metrics, s)
}

// Named returns the measures with the given specs, such as "b3.f1" or
// "rouge2.r(digest=lead)".
func Named(metrics ...string) ([]eval.Measure, error) {
	specs, err := spec.ParseAll(metrics)
	if err != nil {
		return nil, err
	}
	return Parse(specs)
}

func trimStar(s spec.Spec) (string, bool) {
	n := len(s.Name) - 1
	return s.Name[:max(n, 0)], n >= 0 && s.Name[n] == '*' && len(s.Args) == 0
}
