package tune

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/spec"
)

// trials are the results of all trials.
type trials struct {
	measure eval.Measure
	plan    bench.Plan
	stored  []results.Result
	at      map[[2]string]*results.Result // by path of the corpus and spec
	corpora results.Corpora
}

func newTrials(stored []results.Result, measure eval.Measure, plan bench.Plan) *trials {
	f := &trials{measure: measure, plan: plan, stored: stored, at: map[[2]string]*results.Result{},
		corpora: results.Corpora{Outlets: plan.Outlets}}
	for i := range stored {
		r := &stored[i]
		f.at[[2]string{r.Path, r.Algorithm.String()}] = r
	}
	return f
}

// A candidate is a spec with what came out on each dataset.
type candidate struct {
	spec      spec.Spec
	dev, test []outcome
}

// An outcome is that of one trial. score is nil where it gave none, for the reason.
type outcome struct {
	result *results.Result
	score  *stats.Score
	reason string
}

func (f *trials) candidate(s spec.Spec, places []Dataset) candidate {
	e := candidate{spec: s}
	for _, p := range places {
		e.dev = append(e.dev, f.outcome(p.Dev, s))
		e.test = append(e.test, f.outcome(p.Test, s))
	}
	return e
}

func (f *trials) outcome(path string, s spec.Spec) outcome {
	r := f.at[[2]string{path, s.String()}]
	switch {
	case r == nil:
		return outcome{reason: "it was not run"}
	case r.Status != results.OK:
		return outcome{result: r, reason: fmt.Sprintf("%s on %s: %s", r.Status, r.Corpus.Name, r.Error)}
	}
	score := r.Score(f.measure.Spec.String())
	if score == nil || score.Value == nil {
		return outcome{result: r, reason: fmt.Sprintf("no %s on %s", f.measure.Spec, r.Corpus.Name)}
	}
	return outcome{result: r, score: score}
}

// good is how good outcomes are, larger being better; NaN where there is no score.
func (f *trials) good(list []outcome) []float64 {
	out := make([]float64, len(list))
	for i, o := range list {
		out[i] = math.NaN()
		if o.score != nil {
			out[i], _ = f.measure.Better.Goodness(*o.score.Value)
		}
	}
	return out
}

// value is the metric's value that is so good.
func (f *trials) value(good float64) float64 {
	if f.measure.Better == eval.Lower {
		return -good
	}
	return good
}

// gains are comparisons of tuned and untuned on one dataset after the other.
type gains struct{ before, after []eval.Terms }

// add compares b with a on the corpus that both are of; nil where either has no score
// or the metric no terms. The same trial on both sides gains nothing, for sure.
func (g *gains) add(ctx context.Context, f *trials, a, b outcome) (*stats.Comparison, error) {
	if a.score == nil || b.score == nil {
		return nil, nil
	}
	before, err := f.terms(ctx, a.result)
	if err != nil {
		return nil, err
	}
	after, err := f.terms(ctx, b.result)
	if err != nil || before.Columns == nil || after.Columns == nil {
		return nil, err
	}
	g.before, g.after = append(g.before, before), append(g.after, after)
	return f.paired(ctx, before, after)
}

// mean compares over all datasets; nil where one is missing.
func (g *gains) mean(ctx context.Context, f *trials, places int) (*stats.Comparison, error) {
	if len(g.before) < places {
		return nil, nil
	}
	return f.paired(ctx, pool(g.before), pool(g.after))
}

func (f *trials) paired(ctx context.Context, a, b eval.Terms) (*stats.Comparison, error) {
	d, err := stats.Paired{Replicates: f.plan.Replicates, Level: 0.95, Seed: f.plan.Seed}.Compare(ctx, a, b)
	if err != nil {
		return nil, err
	}
	return &d, nil
}

// terms scores the stored labels of a trial once more, for the share of each story.
func (f *trials) terms(ctx context.Context, r *results.Result) (eval.Terms, error) {
	c, labels, err := f.corpora.Open(ctx, r)
	if err != nil {
		return eval.Terms{}, err
	}
	k, err := f.plan.Policy.Case(eval.WithPager(ctx, summaries.Stored(*r)), c.Gold(), labels, c)
	if err != nil {
		return eval.Terms{}, err
	}
	v, err := f.measure.Score(k)
	return v.Terms, err
}
