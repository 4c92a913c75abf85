package gate

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
)

// Check holds the constraints against a clustering, under a policy for the metrics
// among them.
func (c Constraints) Check(ctx context.Context, p eval.Policy, f Clustering) ([]ConstraintResult, error) {
	cases, err := scored(ctx, p, f.Corpus, f.Runs)
	if err != nil {
		return nil, err
	}
	return c.hold(ctx, f, cases)
}

func (c Constraints) hold(ctx context.Context, f Clustering, cases []*eval.Case) ([]ConstraintResult, error) {
	list := c.check(f)
	bounds, err := c.bounds(cases)
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

// bounds checks at_least and at_most by the mean over the runs.
func (c Constraints) bounds(cases []*eval.Case) ([]ConstraintResult, error) {
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
			m, err := all.Named(name)
			if err != nil {
				return nil, err
			}
			v, err := values(cases, m)
			if err != nil {
				return nil, err
			}
			limit := side.limits[name]
			h := ConstraintResult{Constraint: fmt.Sprintf("%s %s %.4g", m[0].Spec, side.words, limit), Verdict: Fail}
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
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// oneMetric says what is wrong with a name that should be one metric's.
func oneMetric(name string) error {
	list, err := all.Named(name)
	if err == nil && len(list) != 1 {
		return fmt.Errorf("%s stands for %d metrics: name each", name, len(list))
	}
	return err
}
