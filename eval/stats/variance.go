package stats

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/eval"
)

// A Variance is the sources of the variance of a score. They add up to the variance of one
// run on as many other stories.
type Variance struct {
	Mean        float64 // of the runs
	Runs        float64 // variance between runs on these stories; NaN for one run
	Stories     float64 // variance that all runs share: other stories are harder or easier
	Interaction float64 // variance because each run fails on different stories; NaN for one run
	Count       int     // number of runs
}

// StandardError of the mean of the runs, for other stories and other runs.
func (v Variance) StandardError() float64 {
	if v.Count == 1 {
		return math.Sqrt(v.Stories)
	}
	return math.Sqrt(v.Stories + (v.Runs+v.Interaction)/float64(v.Count))
}

// Decompose separates the variance of runs from that of stories. runs are the terms of
// one metric for the same system and stories, with other seeds or with the articles in
// other orders: call it once for seeds and once for orders.
//
// It is the two-way layout with random effects (Searle, Casella & McCulloch 1992,
// chapter 4), with the story bootstrap for the rows: the variance of single runs over
// resamples exceeds that of their mean by the interaction, and the variance between runs
// on these stories includes the interaction. Negative estimates are set to 0. Level and
// Method of b are not used.
func (b Bootstrap) Decompose(ctx context.Context, runs []eval.Terms) (Variance, error) {
	for i, r := range runs {
		if r.Stories() == 0 {
			return Variance{}, fmt.Errorf("run %d has no terms of stories", i+1)
		}
	}
	m, err := layOut(runs)
	if err != nil {
		return Variance{}, fmt.Errorf("comparing runs: %w", err)
	}
	if len(runs) == 0 || m.stories < 2 || b.Replicates < 2 {
		return Variance{}, fmt.Errorf("%d runs on %d stories with %d replicates: there is no variance to see", len(runs), m.stories, b.Replicates)
	}
	samples, err := b.samples(ctx, m, runs)
	if err != nil {
		return Variance{}, err
	}
	values := make([]float64, len(runs))
	mean := make([]float64, b.Replicates)
	single := 0.0 // variance of a single run over resamples
	k := float64(len(runs))
	for i, r := range runs {
		values[i] = r.Combine(m.total(i))
		single += stat.Variance(samples[i], nil) / k
		floats.AddScaled(mean, 1/k, samples[i])
	}
	v := Variance{Mean: stat.Mean(values, nil), Count: len(runs), Runs: math.NaN(), Interaction: math.NaN()}
	shared := stat.Variance(mean, nil)
	if len(runs) == 1 {
		v.Stories = shared
		return v, nil
	}
	v.Interaction = max(0, (single-shared)*k/(k-1))
	v.Stories = max(0, single-v.Interaction)
	v.Runs = max(0, stat.Variance(values, nil)-v.Interaction)
	return v, nil
}
