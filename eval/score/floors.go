package score

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// Values are the values of metrics for another clustering: those that are defined.
type Values struct {
	Name   string              `json:"name"`
	Values map[string]*float64 `json:"values"` // by metric
}

// A Variant is the values of metrics under a policy that differs in one part.
type Variant struct {
	Policy string              `json:"policy"`
	Values map[string]*float64 `json:"values"` // by metric
}

// chanceReplicates is the number of random clusterings behind a floor.
const chanceReplicates = 200

// Floors scores trivial clusterings of the articles of a case: "singletons", "one"
// cluster, and the mean over "random" clusterings with the sizes found. Without
// measures there are none.
func Floors(ctx context.Context, k *eval.Case, measures []eval.Measure, b stats.Bootstrap) ([]Values, error) {
	if len(measures) == 0 {
		return nil, nil
	}
	floors := []Values{{Name: "singletons"}, {Name: "one"}, {"random", map[string]*float64{}}}
	labels := make(corpus.Labels, len(k.Gold))
	for i := range labels {
		labels[i] = int32(i)
	}
	for i := range 2 {
		var err error
		if floors[i].Values, err = values(ctx, k.Regroup(ctx, labels), measures); err != nil {
			return nil, err
		}
		clear(labels) // one cluster
	}
	chance := stats.Chance{
		Replicates: chanceReplicates, Seed: b.Seed, Workers: b.Workers,
		Drawn: progress.Counter(ctx, "random clusterings", chanceReplicates),
	}
	expected, err := chance.Expected(ctx, k, measures)
	if err != nil {
		return nil, err
	}
	for i, e := range expected {
		if !math.IsNaN(e.Value) {
			floors[2].Values[measures[i].Spec.String()] = &e.Value
		}
	}
	return floors, nil
}

// variants scores without stories of one article, and without distractors, if there
// are any.
func (r Request) variants(ctx context.Context, stories, singletons int, distractors bool, measures []eval.Measure,
	caseOf func(eval.Policy) (*eval.Case, error)) (list []Variant, err error) {
	largeStories, noDistractors := r.Policy, r.Policy
	largeStories.MinStory, noDistractors.Distractors = 2, "ignore"
	for _, v := range []struct {
		applies bool
		policy  eval.Policy
		name    string
	}{
		{singletons > 0 && singletons < stories && r.Policy.MinStory < 2, largeStories, "min_story=2"},
		{distractors && r.Policy.Distractors != "ignore", noDistractors, "distractors=ignore"},
	} {
		if !v.applies || len(measures) == 0 {
			continue
		}
		k, err := caseOf(v.policy)
		if err != nil {
			return nil, err
		}
		scored, err := values(ctx, k, measures)
		if err != nil {
			return nil, err
		}
		list = append(list, Variant{v.name, scored})
	}
	return list, nil
}

// storySizes counts stories, and those of one article.
func storySizes(gold corpus.Labels) (stories, singletons int) {
	size := make([]int32, gold.Groups())
	for _, s := range gold.Canonical() {
		if s >= 0 {
			size[s]++
		}
	}
	for _, n := range size {
		if n == 1 {
			singletons++
		}
	}
	return len(size), singletons
}

func values(ctx context.Context, k *eval.Case, measures []eval.Measure) (map[string]*float64, error) {
	k.ValuesOnly()
	out := map[string]*float64{}
	for _, m := range measures {
		v, err := stats.Value(ctx, k, m)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(v.Value) && !math.IsInf(v.Value, 0) {
			out[m.Spec.String()] = &v.Value
		}
	}
	return out, nil
}
