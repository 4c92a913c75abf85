package granularity

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// trials is the number of merges, and of splits, that are made on trial.
const trials = 200

// Errors are what one more error would cost at a layer: the mean loss of value over errors
// that are made on trial, one at a time. A merge joins the clusters of two articles drawn at
// random, which are not the same; a split halves the cluster of an article drawn at random
// among those that are not alone.
type Errors struct {
	Merge *float64 `json:"merge"` // nil if there are not two clusters
	Split *float64 `json:"split"` // nil if every article is alone
	// Splits is how many splits are as bad as one merge: nil unless both cost something.
	Splits *float64 `json:"splits_per_merge"`
}

// tryErrors makes the errors of a case.
func tryErrors(ctx context.Context, k *eval.Case, m eval.Measure, seed uint64) (e Errors, err error) {
	value, err := goodnessOf(ctx, k, k.Pred, m)
	if err != nil || math.IsInf(value, -1) {
		return e, err
	}
	rng := rand.New(rand.NewPCG(seed, 0x6772616e))
	members := k.Pred.Members()
	for _, kind := range []struct {
		to   **float64
		make func(*rand.Rand, corpus.Labels, [][]int) bool
	}{{&e.Merge, merge}, {&e.Split, split}} {
		var sum float64
		made := 0
		for range trials {
			pred := slices.Clone(k.Pred)
			if !kind.make(rng, pred, members) {
				break
			}
			after, err := goodnessOf(ctx, k, pred, m)
			if err != nil {
				return e, err
			}
			sum += value - after
			made++
		}
		if mean := sum / float64(made); made > 0 && !math.IsInf(mean, 0) {
			*kind.to = &mean
		}
	}
	if e.Merge != nil && e.Split != nil && *e.Merge > 0 && *e.Split > 0 {
		rate := *e.Merge / *e.Split
		e.Splits = &rate
	}
	return e, nil
}

// goodnessOf is that of the value of other clusters of a case.
func goodnessOf(ctx context.Context, k *eval.Case, pred corpus.Labels, m eval.Measure) (float64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	other := k.Regroup(ctx, pred)
	other.ValuesOnly()
	v, err := m.Score(other)
	if err != nil || math.IsNaN(v.Value) {
		return least, err
	}
	g, _ := m.Better.Goodness(v.Value)
	return g, nil
}

// merge joins two clusters, if there are two.
func merge(rng *rand.Rand, pred corpus.Labels, members [][]int) bool {
	if len(members) < 2 {
		return false
	}
	a := pred[rng.IntN(len(pred))]
	b := a
	for b == a {
		b = pred[rng.IntN(len(pred))]
	}
	for _, i := range members[b] {
		pred[i] = a
	}
	return true
}

// split moves a random half of a cluster into a new one, if there is one to split.
func split(rng *rand.Rand, pred corpus.Labels, members [][]int) bool {
	var many []int
	for i, c := range pred {
		if len(members[c]) > 1 {
			many = append(many, i)
		}
	}
	if len(many) == 0 {
		return false
	}
	half := slices.Clone(members[pred[many[rng.IntN(len(many))]]])
	rng.Shuffle(len(half), func(i, j int) { half[i], half[j] = half[j], half[i] })
	for _, i := range half[:len(half)/2] {
		pred[i] = int32(len(members))
	}
	return true
}
