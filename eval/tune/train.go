package tune

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus/features"
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
	Gain      *stats.Comparison
	Dense     spec.Spec         // the vectors beside the channels; unnamed if there are none
	DenseGain *stats.Comparison // as Gain: what they gain over the learnt weights without them
}

// A TrainingFold is one dataset left out; if it is the only one, its test part.
type TrainingFold struct {
	Weights          *storyline.Weights // learnt without it
	Trained, Uniform *stats.Score       // with these weights, and with the same for each channel; nil where the trial gave none
	Dense            *stats.Score       // with vectors beside the channels, and these weights; nil without vectors too
	Reason           string             // why one is nil
	Gain             *stats.Comparison
	DenseGain        *stats.Comparison // of the vectors, over these weights without them
}

// Means are those of the scores over the folds; NaN where one is missing.
func (t *Training) Means() (learnt, alike, dense float64) {
	for _, f := range t.Folds {
		learnt += value(f.Trained) / float64(len(t.Folds))
		alike += value(f.Uniform) / float64(len(t.Folds))
		dense += value(f.Dense) / float64(len(t.Folds))
	}
	return learnt, alike, dense
}

func value(s *stats.Score) float64 {
	if s == nil {
		return math.NaN()
	}
	return *s.Value
}

// Train learns the weights of an algorithm, "storyline" or "storyline(dense=…)" with vectors
// beside the words: those of channels, specs of features, or of the channels of storyline if
// there are none, and what the vectors are worth. It learns them on the dev parts of s.Plan.Corpora, as Run takes them; and for each
// corpus anew without it, to cluster its test part. Trials are kept in o.Dir.
func Train(ctx context.Context, algorithm string, channels []string, s Settings, o bench.Options) (*Training, error) {
	dense, err := denseOf(algorithm)
	if err != nil {
		return nil, err
	}
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
	t := &Training{Measure: measure, Policy: s.Plan.Policy, Dense: dense}
	if t.Datasets, err = datasets(ctx, s.Plan.Corpora, o.Dir); err != nil {
		return nil, err
	}
	if o.Cache != "" {
		ctx = (&features.Cache{Dir: o.Cache}).Context(ctx) // of the vectors
	}
	material := make([]*storyline.TrainingSet, len(t.Datasets))
	for i, p := range t.Datasets {
		c, err := format.Open(ctx, p.Dev)
		if err != nil {
			return nil, err
		}
		if material[i], err = storyline.Collect(ctx, c, channels, dense, o.Workers); err != nil {
			return nil, err
		}
	}
	if t.Weights, err = storyline.Fit(ctx, o.Workers, material...); err != nil {
		return nil, err
	}
	var g, byDense gains
	for i, p := range t.Datasets {
		fold := TrainingFold{}
		var rest []*storyline.TrainingSet
		for _, k := range others(len(material), i) {
			rest = append(rest, material[k])
		}
		if fold.Weights, err = storyline.Fit(ctx, o.Workers, rest...); err != nil {
			return nil, err
		}
		if err := fold.score(ctx, p, s, measure, dense, o, &g, &byDense); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		t.Folds = append(t.Folds, fold)
	}
	if t.Gain, err = g.mean(ctx, newTrials(nil, measure, s.Plan), len(t.Folds)); err == nil && dense.Name != "" {
		t.DenseGain, err = byDense.mean(ctx, newTrials(nil, measure, s.Plan), len(t.Folds))
	}
	return t, err
}

// denseOf returns the vectors that an algorithm to train has beside the words.
func denseOf(algorithm string) (spec.Spec, error) {
	parsed, err := spec.Parse(algorithm)
	if err != nil {
		return spec.Spec{}, err
	}
	entry, clusterer, _, err := allalgorithms.Parse(parsed)
	if err != nil {
		return spec.Spec{}, err
	}
	whole, ok := clusterer.(*storyline.Storyline)
	if !ok {
		return spec.Spec{}, fmt.Errorf("train %s: only %s has weights to learn (storyline-online takes the same)",
			entry.Name, storyline.Entry.Name)
	}
	plain := storyline.New()
	plain.Dense = whole.Dense
	if spec.Of(entry.Name, plain).String() != spec.Of(entry.Name, whole).String() {
		return spec.Spec{}, fmt.Errorf("train %s: of its parameters only dense can be given (--channel names the features)", algorithm)
	}
	return whole.Dense, nil
}

// score clusters the dataset by its weights, by the same weight for each channel, and with
// vectors, if there are any.
func (f *TrainingFold) score(
	ctx context.Context, p Dataset, s Settings, measure eval.Measure, dense spec.Spec, o bench.Options, g, byDense *gains,
) error {
	same := &storyline.Weights{}
	for _, c := range f.Weights.Channels {
		same.Channels = append(same.Channels, storyline.Channel{Space: c.Space, Weight: 1})
	}
	var names []string
	var specs []spec.Spec
	add := func(w *storyline.Weights, dense spec.Spec) error {
		algorithm, err := clustering(w, dense)
		if err != nil {
			return err
		}
		names, specs = append(names, algorithm.String()), append(specs, algorithm)
		return nil
	}
	err := errors.Join(add(same, spec.Spec{}), add(f.Weights, spec.Spec{}))
	if dense.Name != "" {
		err = errors.Join(err, add(f.Weights, dense))
	}
	if err != nil {
		return err
	}
	field, err := run(ctx, s, measure, names, []Dataset{{Dev: p.Test, Test: p.Test}}, o)
	if err != nil {
		return err
	}
	alike, learnt := field.outcome(p.Test, specs[0]), field.outcome(p.Test, specs[1])
	f.Uniform, f.Trained, f.Reason = alike.score, learnt.score, cmp.Or(learnt.reason, alike.reason)
	if f.Gain, err = g.add(ctx, field, alike, learnt); err != nil || dense.Name == "" {
		return err
	}
	with := field.outcome(p.Test, specs[2])
	f.Dense, f.Reason = with.score, cmp.Or(f.Reason, with.reason)
	f.DenseGain, err = byDense.add(ctx, field, learnt, with)
	return err
}

// clustering is the spec of storyline with these weights, and vectors, if any are named.
func clustering(w *storyline.Weights, dense spec.Spec) (spec.Spec, error) {
	space, err := w.Space()
	if err != nil {
		return spec.Spec{}, err
	}
	args := []spec.Arg{{Name: "space", Value: space}}
	if dense.Name != "" {
		worth := spec.Spec{Name: fmt.Sprint(*w.DenseWords)}
		args = append(args, spec.Arg{Name: "dense", Value: dense}, spec.Arg{Name: "dense_words", Value: worth})
	}
	_, _, canonical, err := allalgorithms.Parse(spec.Spec{Name: storyline.Entry.Name, Args: args})
	return canonical, err
}
