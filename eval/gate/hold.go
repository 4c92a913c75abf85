package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"

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
	bounds, err := c.bounds(known, cases)
	if err != nil {
		return nil, err
	}
	list = append(list, bounds...)
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

// bounds tests at_least and at_most by the mean over the runs.
func (c Constraints) bounds(known []eval.Metric, cases []*eval.Case) ([]ConstraintResult, error) {
	var list []ConstraintResult
	for _, side := range []struct {
		words  string
		limits map[string]float64
		ok     func(v, limit float64) bool
	}{
		{"at least", c.AtLeast, func(v, limit float64) bool { return v >= limit-1e-12 }},
		{"at most", c.AtMost, func(v, limit float64) bool { return v <= limit+1e-12 }},
	} {
		for _, name := range sorted(side.limits) {
			m, err := oneMeasure(known, name)
			if err != nil {
				return nil, err
			}
			v, err := values(cases, []eval.Measure{m})
			if err != nil {
				return nil, err
			}
			limit := side.limits[name]
			h := ConstraintResult{Constraint: fmt.Sprintf("%s %s %.4g", m.Spec, side.words, limit), Verdict: Fail}
			if value, reason := mean(v[0]); value == nil {
				h.Detail = "it is undefined: " + reason
			} else {
				h.Detail = fmt.Sprintf("it is %.4f", *value)
				if side.ok(*value, limit) {
					h.Verdict = Pass
				}
			}
			list = append(list, h)
		}
	}
	return list, nil
}

func sorted(m map[string]float64) []string {
	return slices.Sorted(maps.Keys(m))
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
		return eval.Measure{}, fmt.Errorf("%s stands for %d metrics: name each", name, len(list))
	}
	return list[0], nil
}
