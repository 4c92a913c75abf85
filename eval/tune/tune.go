// Package tune chooses settings of algorithms without fooling itself: what is
// chosen on some corpora is scored on one that was left out. A tuned score on the
// corpora that it was tuned on promises too much; how much is reported as well.
package tune

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// Settings says what is searched, and by which metric. The zero value of a field
// means its default.
type Settings struct {
	// Plan gives the corpora, the algorithms with their sweeps, the seed, the
	// replicates, limits, policy and outlets. Its metrics, seeds and orders are not
	// used: one run each is scored by Metric.
	Plan    bench.Plan
	Metric  string // default b3.f1; one of which higher or lower values are better
	Most    int    // maximum candidates of a family; larger grids are sampled with the seed; default 200
	Oracles bool   // let those be chosen that are told the gold's sizes
}

// A Tuning is what was searched and found.
type Tuning struct {
	Measure  eval.Measure
	Policy   eval.Policy
	Datasets []Dataset
	Families []Family
	Found    []Found // of each family
	Overall  *Found  // of the families together, as though they were one; nil where there are not two to choose from
	Trials   int
}

// Found is what tuning a family came to.
type Found struct {
	Folds   []Fold    // a place each, which is left out
	Best    spec.Spec // chosen on all places; its name is empty where nothing could be
	Dev     float64   // its mean over the dev parts it was chosen on: optimistic
	HeldOut float64   // mean over the folds' scores: what to expect elsewhere; NaN where a fold has none
	// Gain is the mean over the datasets of what tuning gained on the one left out, less
	// the untuned spec, with interval and test over the stories of all; nil where there
	// is none.
	Gain   *stats.Comparison
	Failed int    // trials that gave no score
	Reason string // of the first of them
}

// Optimism is how much better the choice looks where it was made than where it was
// not.
func (f *Found) Optimism(better eval.Direction) float64 {
	if better == eval.Lower {
		return f.HeldOut - f.Dev
	}
	return f.Dev - f.HeldOut
}

// A Fold is one dataset left out.
type Fold struct {
	Dataset int
	Chosen  spec.Spec // on the others; its name is empty where nothing could be
	Dev     float64   // its mean over them
	Score   *stats.Score
	Untuned *stats.Score // of the family's untuned spec; nil for families together, and where there is but one spec
	Gain    *stats.Comparison
	Ceiling spec.Spec // what would have been best on the place left out: not attainable
	Top     *stats.Score
}

// prepare returns the settings with their defaults, and the metric; use is what the corpora
// are for.
func (s Settings) prepare(use string) (Settings, eval.Measure, error) {
	s.Metric = cmp.Or(s.Metric, results.Primary)
	s.Most = cmp.Or(s.Most, 200)
	s.Plan.Seed = max(s.Plan.Seed, 1)
	s.Plan.Replicates = cmp.Or(s.Plan.Replicates, 2000)
	measure, err := measureOf(s.Metric)
	if err == nil && len(s.Plan.Corpora) == 0 {
		err = fmt.Errorf("there is no corpus to %s on", use)
	}
	return s, measure, err
}

// Run searches: every candidate runs on both parts of every dataset, as trials of a
// bench that is kept in o.Dir and resumed from there.
func Run(ctx context.Context, s Settings, o bench.Options) (*Tuning, error) {
	s, measure, err := s.prepare("tune")
	if err != nil {
		return nil, err
	}
	if s.Most < 1 {
		return nil, fmt.Errorf("at most %d candidates: it takes one", s.Most)
	}
	t := &Tuning{Measure: measure, Policy: s.Plan.Policy}
	if t.Families, err = families(s.Plan.Algorithms, s.Most, s.Oracles, s.Plan.Seed); err != nil {
		return nil, err
	}
	if len(t.Families) == 0 {
		return nil, fmt.Errorf("there is no algorithm to tune")
	}
	if t.Datasets, err = datasets(ctx, s.Plan.Corpora, o.Dir); err != nil {
		return nil, err
	}
	var names []string
	for _, f := range t.Families {
		for _, c := range f.Specs {
			names = append(names, c.String())
		}
	}
	field, err := run(ctx, s, measure, names, t.Datasets, o)
	if err != nil {
		return nil, err
	}
	t.Trials = len(field.stored)
	return t, t.evaluate(ctx, field)
}

// measureOf reads a metric that can rank candidates.
func measureOf(metric string) (eval.Measure, error) {
	measures, err := all.Named(metric)
	if err != nil {
		return eval.Measure{}, err
	}
	if m := measures[0]; len(measures) != 1 || m.Better != eval.Higher && m.Better != eval.Lower {
		return m, fmt.Errorf("metric %s: tuning takes one metric of which higher or lower values are better", metric)
	}
	return measures[0], nil
}

// run makes the trials.
func run(ctx context.Context, s Settings, measure eval.Measure, algorithms []string, places []Dataset, o bench.Options) (*trials, error) {
	plan := s.Plan
	plan.Algorithms, plan.Metrics, plan.Seeds, plan.Orders = algorithms, []string{measure.Spec.String()}, 1, 0
	plan.Corpora = nil
	for _, p := range places {
		plan.Corpora = append(plan.Corpora, p.Dev)
		if p.Test != p.Dev {
			plan.Corpora = append(plan.Corpora, p.Test)
		}
	}
	stored, err := bench.Run(ctx, plan, o)
	if err != nil {
		return nil, err
	}
	return newTrials(stored, measure, plan), nil
}

// evaluate makes the choices and scores them on what was left out.
func (t *Tuning) evaluate(ctx context.Context, f *trials) error {
	var all []candidate
	contenders := 0
	for i := range t.Families {
		family := &t.Families[i]
		var each []candidate
		for _, s := range family.Specs {
			each = append(each, f.candidate(s, t.Datasets))
		}
		found, err := t.found(ctx, f, each, family)
		if err != nil {
			return fmt.Errorf("%s: %w", family.Name, err)
		}
		t.Found = append(t.Found, found)
		if family.Excluded == "" {
			all = append(all, each...)
			contenders++
		}
	}
	if contenders < 2 {
		return nil
	}
	overall, err := t.found(ctx, f, all, nil)
	t.Overall = &overall
	return err
}

// found chooses among the entrants, with each dataset left out and with none.
func (t *Tuning) found(ctx context.Context, f *trials, entrants []candidate, family *Family) (Found, error) {
	var out Found
	var everywhere []int
	dev, test := make(scoreMatrix, len(entrants)), make(scoreMatrix, len(entrants))
	for c, e := range entrants {
		dev[c], test[c] = f.good(e.dev), f.good(e.test)
		out.count(e)
	}
	var gains gains
	for left := range t.Datasets {
		everywhere = append(everywhere, left)
		fold := Fold{Dataset: left, Dev: math.NaN()}
		if best, mean := dev.choose(others(len(t.Datasets), left)); best >= 0 {
			fold.Chosen, fold.Dev, fold.Score = entrants[best].spec, f.value(mean), entrants[best].test[left].score
			if family != nil && len(family.Specs) > 1 {
				base := f.candidate(family.Untuned, t.Datasets)
				fold.Untuned = base.test[left].score
				var err error
				if fold.Gain, err = gains.add(ctx, f, base.test[left], entrants[best].test[left]); err != nil {
					return out, err
				}
			}
		}
		if top, _ := test.choose([]int{left}); top >= 0 {
			fold.Ceiling, fold.Top = entrants[top].spec, entrants[top].test[left].score
		}
		out.Folds = append(out.Folds, fold)
	}
	out.Dev, out.HeldOut = math.NaN(), heldOut(out.Folds)
	if best, mean := dev.choose(everywhere); best >= 0 {
		out.Best, out.Dev = entrants[best].spec, f.value(mean)
	}
	var err error
	out.Gain, err = gains.mean(ctx, f, len(t.Datasets))
	return out, err
}

// count counts the trials of an entrant without a score.
func (f *Found) count(e candidate) {
	for p := range e.dev {
		outcomes := []outcome{e.dev[p], e.test[p]}
		if e.dev[p].result == e.test[p].result {
			outcomes = outcomes[:1]
		}
		for _, o := range outcomes {
			if o.score == nil {
				f.Failed++
				f.Reason = cmp.Or(f.Reason, e.spec.String()+": "+o.reason)
			}
		}
	}
}

func heldOut(folds []Fold) float64 {
	sum := 0.0
	for _, f := range folds {
		sum += value(f.Score)
	}
	return sum / float64(len(folds))
}
