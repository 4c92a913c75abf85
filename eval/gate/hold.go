package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// Check tests the constraints on a clustering. The metrics among them must be known (nil means
// eval.Partition) and are scored under the policy.
func (c Constraints) Check(ctx context.Context, known []eval.Metric, p eval.Policy, f Clustering) ([]ConstraintResult, error) {
	cases, err := scored(ctx, p, f.Corpus, f.Runs)
	if err != nil {
		return nil, err
	}
	return c.hold(ctx, known, f, cases)
}

func (c Constraints) hold(ctx context.Context, known []eval.Metric, f Clustering, cases []*eval.Case) ([]ConstraintResult, error) {
	list := c.check(f)
	for _, side := range c.bounds() {
		for _, name := range slices.Sorted(maps.Keys(side.limits)) {
			h, err := side.hold(known, name, cases)
			if err != nil {
				return nil, err
			}
			list = append(list, h)
		}
	}
	if c.Deterministic == "" || f.Cluster == nil {
		return list, nil
	}
	h, err := c.deterministic(ctx, f)
	return append(list, h), err
}

func (c Constraints) deterministic(ctx context.Context, f Clustering) (ConstraintResult, error) {
	holds, pair, err := f.determinism(ctx)
	if err != nil {
		return ConstraintResult{}, err
	}
	how := fmt.Sprintf("one has %s and %s together, the other not", pair[0], pair[1])
	if pair[0] == pair[1] {
		how = pair[0] + " is noise in one only"
	}
	switch {
	case holds == "":
		return held("deterministic", false, "two runs on the same articles differ: "+how), nil
	case holds == Rerun && c.Deterministic == Order:
		return held("deterministic", false, "runs on the articles in two orders differ: "+how), nil
	case holds == Rerun:
		return held("deterministic", true, "equal clusters for equal input"), nil
	}
	return held("deterministic", true, "equal clusters for equal input, in any order"), nil
}

// A bound limits the means of metrics over the runs from one side.
type bound struct {
	name   string
	limits map[string]float64 // by metric
	ok     func(v, limit float64) bool
}

func (c Constraints) bounds() []bound {
	return []bound{
		{"at_least", c.AtLeast, func(v, limit float64) bool { return v >= limit-1e-12 }},
		{"at_most", c.AtMost, func(v, limit float64) bool { return v <= limit+1e-12 }},
	}
}

func (b bound) hold(known []eval.Metric, metric string, cases []*eval.Case) (ConstraintResult, error) {
	m, err := oneMeasure(known, metric)
	if err != nil {
		return ConstraintResult{}, err
	}
	v, err := values(cases, []eval.Measure{m})
	if err != nil {
		return ConstraintResult{}, err
	}
	limit := b.limits[metric]
	name := fmt.Sprintf("%s %s %.4g", m.Spec, strings.ReplaceAll(b.name, "_", " "), limit)
	value, reason := mean(v[0])
	if value == nil {
		return held(name, false, "it is undefined: "+reason), nil
	}
	return held(name, b.ok(*value, limit), fmt.Sprintf("it is %.4f", *value)), nil
}

// measuresOf returns the measures that specs name; known nil means eval.Partition.
func measuresOf(known []eval.Metric, names ...string) ([]eval.Measure, error) {
	if known == nil {
		known = eval.Partition
	}
	specs, err := spec.ParseAll(names)
	if err != nil {
		return nil, err
	}
	return eval.ParseAll(known, specs)
}

// oneMeasure is measuresOf for a spec that must name one metric.
func oneMeasure(known []eval.Metric, name string) (eval.Measure, error) {
	list, err := measuresOf(known, name)
	if err != nil {
		return eval.Measure{}, err
	}
	if len(list) != 1 {
		return eval.Measure{}, fmt.Errorf("%s is a group of %d metrics: name each", name, len(list))
	}
	return list[0], nil
}
