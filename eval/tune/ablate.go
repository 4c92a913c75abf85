package tune

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// An Ablation says what each part of an algorithm is worth, on the dev parts of the
// datasets: to choose parts by it is tuning.
type Ablation struct {
	Measure  eval.Measure
	Policy   eval.Policy
	Datasets []Dataset
	Whole    Row
	Rows     []Row // one part less each
}

// A Row is the algorithm, whole or without a part.
type Row struct {
	Variant
	Scores []*stats.Score // on each place; nil where the trial gave none
	Reason string         // why one is nil
	// Difference is that of the means over the datasets, this row less the whole, with
	// interval and test over the stories of all datasets; nil where a score is missing
	// or the metric has no terms by story.
	Difference *stats.Comparison
	Holm       float64 // its P after Holm, over the rows
}

// Ablate runs an algorithm, whole and without each of its parts, on every dataset.
func Ablate(ctx context.Context, algorithm string, s Settings, o bench.Options) (*Ablation, error) {
	s, measure, err := s.prepare("measure")
	if err != nil {
		return nil, err
	}
	parsed, err := spec.Parse(algorithm)
	if err != nil {
		return nil, err
	}
	whole, variants, err := Variants(parsed)
	if err != nil {
		return nil, err
	}
	if len(variants) == 0 {
		return nil, fmt.Errorf("%s has no part that can be left out: no parameter that is on has a value that turns it off, and its space "+
			"is one", whole)
	}
	a := &Ablation{Measure: measure, Policy: s.Plan.Policy, Whole: Row{Variant: Variant{Spec: whole}}}
	if a.Datasets, err = devDatasets(ctx, s.Plan.Corpora); err != nil {
		return nil, err
	}
	names := []string{whole.String()}
	for _, v := range variants {
		names = append(names, v.Spec.String())
		a.Rows = append(a.Rows, Row{Variant: v})
	}
	f, err := run(ctx, s, measure, names, a.Datasets, o)
	if err != nil {
		return nil, err
	}
	return a, a.evaluate(ctx, f)
}

func (a *Ablation) evaluate(ctx context.Context, f *trials) error {
	whole, err := a.Whole.fill(ctx, f, a.Datasets)
	if err != nil {
		return err
	}
	var tested []int
	var p []float64
	for i := range a.Rows {
		r := &a.Rows[i]
		terms, err := r.fill(ctx, f, a.Datasets)
		if err != nil {
			return err
		}
		if whole == nil || terms == nil {
			continue
		}
		if r.Difference, err = f.paired(ctx, pool(whole), pool(terms)); err != nil {
			return fmt.Errorf("without %s: %w", r.Without, err)
		}
		tested, p = append(tested, i), append(p, r.Difference.P)
	}
	for n, adjusted := range stats.Holm(p) {
		a.Rows[tested[n]].Holm = adjusted
	}
	return nil
}

// fill takes the row's scores from the field, and returns its terms on each dataset;
// nil where one has none.
func (r *Row) fill(ctx context.Context, f *trials, places []Dataset) ([]eval.Terms, error) {
	var list []eval.Terms
	for _, o := range f.candidate(r.Spec, places).dev {
		r.Scores = append(r.Scores, o.score)
		if o.score == nil {
			r.Reason = o.reason
			continue
		}
		terms, err := f.terms(ctx, o.result)
		if err != nil {
			return nil, err
		}
		if terms.Columns != nil {
			list = append(list, terms)
		}
	}
	if len(list) < len(places) {
		return nil, nil
	}
	return list, nil
}

// Mean of the scores; nil where one is missing.
func (r *Row) Mean() *float64 {
	sum := 0.0
	for _, s := range r.Scores {
		if s == nil {
			return nil
		}
		sum += *s.Value / float64(len(r.Scores))
	}
	return &sum
}
