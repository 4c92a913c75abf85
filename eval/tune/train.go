package tune

import (
	"cmp"
	"context"
	"fmt"
	"math"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// A Training is weights of storyline, learnt on the dev parts of all datasets, and what
// such weights are worth on corpora they were not learnt from.
type Training struct {
	Measure  eval.Measure
	Policy   eval.Policy
	Datasets []Dataset
	Weights  *storyline.Weights
	Folds    []TrainingFold // a place each
	// Gain is the mean over the datasets of what weights learnt without the dataset gain
	// there over the same weight for each channel; nil where a score is missing.
	Gain *stats.Comparison
}

// A TrainingFold is one dataset left out; if it is the only one, its test part.
type TrainingFold struct {
	Weights          *storyline.Weights // learnt without it
	Trained, Uniform *stats.Score       // with these weights, and with the same for each channel; nil where the trial gave none
	Reason           string             // why one is nil
	Gain             *stats.Comparison
}

// Means are those of the scores over the folds; NaN where one is missing.
func (t *Training) Means() (learnt, alike float64) {
	for _, f := range t.Folds {
		learnt += value(f.Trained) / float64(len(t.Folds))
		alike += value(f.Uniform) / float64(len(t.Folds))
	}
	return learnt, alike
}

func value(s *stats.Score) float64 {
	if s == nil {
		return math.NaN()
	}
	return *s.Value
}

// Train learns the weights of channels, specs of features, or those of storyline where
// there are none, on the dev parts of s.Plan.Corpora, as Run takes them; and for each
// corpus anew without it, to cluster its test part. Trials are kept in o.Dir.
func Train(ctx context.Context, channels []string, s Settings, o bench.Options) (*Training, error) {
	s, measure, err := s.prepare("train")
	if err != nil {
		return nil, err
	}
	if len(channels) == 0 {
		built, err := storyline.BuiltIn()
		if err != nil {
			return nil, err
		}
		channels = built.Spaces()
	}
	t := &Training{Measure: measure, Policy: s.Plan.Policy}
	if t.Datasets, err = datasets(ctx, s.Plan.Corpora, o.Dir); err != nil {
		return nil, err
	}
	material := make([]*storyline.TrainingSet, len(t.Datasets))
	for i, p := range t.Datasets {
		c, err := format.Open(ctx, p.Dev)
		if err != nil {
			return nil, err
		}
		if material[i], err = storyline.Collect(ctx, c, channels, o.Workers); err != nil {
			return nil, err
		}
	}
	if t.Weights, err = storyline.Fit(ctx, o.Workers, material...); err != nil {
		return nil, err
	}
	var g gains
	for i, p := range t.Datasets {
		fold := TrainingFold{}
		var rest []*storyline.TrainingSet
		for _, k := range others(len(material), i) {
			rest = append(rest, material[k])
		}
		if fold.Weights, err = storyline.Fit(ctx, o.Workers, rest...); err != nil {
			return nil, err
		}
		if err := fold.score(ctx, p, s, measure, o, &g); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		t.Folds = append(t.Folds, fold)
	}
	t.Gain, err = g.mean(ctx, newTrials(nil, measure, s.Plan), len(t.Folds))
	return t, err
}

// score clusters the dataset by its weights, and by the same weight for each channel.
func (f *TrainingFold) score(ctx context.Context, p Dataset, s Settings, measure eval.Measure, o bench.Options, g *gains) error {
	same := &storyline.Weights{}
	for _, c := range f.Weights.Channels {
		same.Channels = append(same.Channels, storyline.Channel{Space: c.Space, Weight: 1})
	}
	var names []string
	var specs []spec.Spec
	for _, w := range []*storyline.Weights{same, f.Weights} {
		algorithm, err := clustering(w)
		if err != nil {
			return err
		}
		names, specs = append(names, algorithm.String()), append(specs, algorithm)
	}
	field, err := run(ctx, s, measure, names, []Dataset{{Dev: p.Test, Test: p.Test}}, o)
	if err != nil {
		return err
	}
	alike, learnt := field.outcome(p.Test, specs[0]), field.outcome(p.Test, specs[1])
	f.Uniform, f.Trained, f.Reason = alike.score, learnt.score, cmp.Or(learnt.reason, alike.reason)
	f.Gain, err = g.add(ctx, field, alike, learnt)
	return err
}

// clustering is the spec of storyline with these weights.
func clustering(w *storyline.Weights) (spec.Spec, error) {
	space, err := w.Space()
	if err != nil {
		return spec.Spec{}, err
	}
	_, _, canonical, err := allalgorithms.Parse(spec.Spec{Name: storyline.Entry.Name, Args: []spec.Arg{{Name: "space", Value: space}}})
	return canonical, err
}
