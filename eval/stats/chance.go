package stats

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// Chance computes the expectation of measures for random labels with the same cluster
// sizes: the floor of a score.
type Chance struct {
	Replicates int // number of random labels, for measures without a formula
	Seed       uint64
	Workers    int // maximum goroutines, without effect on results; 0 means one per processor
}

// An Expectation is the mean of a measure over all shuffles of the found labels.
type Expectation struct {
	Value    float64 // NaN if the measure is undefined for all of them
	Error    float64 // standard error of Value; 0 if it is analytic
	Analytic bool
}

// Expected returns the expectation of each measure: by a formula if there is one and
// gold covers all articles with equal weights, else as the mean over shuffles of the
// found labels for which the measure is defined. A shuffle takes the time of scoring.
func (h Chance) Expected(ctx context.Context, c *eval.Case, measures []eval.Measure) ([]Expectation, error) {
	out := make([]Expectation, len(measures))
	var open []int
	z := sizesOf(c.Table())
	for i, m := range measures {
		formula, ok := expectations[m.Spec.String()]
		if ok && z.whole && c.Policy.Sampled != "articles" {
			out[i] = Expectation{Value: formula(z), Analytic: true}
		} else {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return out, nil
	}
	if h.Replicates < 2 {
		return nil, fmt.Errorf("%s has no formula under random labels: it needs at least two replicates", measures[open[0]].Spec)
	}
	values := make([][]float64, h.Replicates)
	failed := make([]error, h.Replicates)
	err := parallel.Each(ctx, h.Replicates, h.Workers, func(r int) {
		values[r], failed[r] = h.shuffled(ctx, c, measures, open, r)
	})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(failed, func(err error) bool { return err != nil }); i >= 0 {
		return nil, failed[i]
	}
	for at, i := range open {
		out[i] = average(values, at)
	}
	return out, nil
}

// shuffled scores the chosen measures on shuffle r.
func (h Chance) shuffled(ctx context.Context, c *eval.Case, measures []eval.Measure, chosen []int, r int) ([]float64, error) {
	labels := slices.Clone(c.Pred)
	rand.New(rand.NewPCG(h.Seed, uint64(r))).Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
	// The labels follow the policy already, its weights aside.
	k, err := eval.Policy{Sampled: c.Policy.Sampled}.Case(ctx, c.Gold, labels, c.Corpus)
	if err != nil {
		return nil, fmt.Errorf("shuffling labels: %w", err)
	}
	values := make([]float64, len(chosen))
	for at, i := range chosen {
		v, err := measures[i].Score(k)
		if err != nil {
			return nil, fmt.Errorf("scoring %s of shuffled labels: %w", measures[i].Spec, err)
		}
		values[at] = v.Value
	}
	return values, nil
}

// average is the mean of the defined values of a column.
func average(values [][]float64, column int) Expectation {
	var defined []float64
	for _, row := range values {
		if !math.IsNaN(row[column]) {
			defined = append(defined, row[column])
		}
	}
	if len(defined) == 0 {
		return Expectation{Value: math.NaN(), Error: math.NaN()}
	}
	mean, sd := stat.MeanStdDev(defined, nil)
	return Expectation{Value: mean, Error: sd / math.Sqrt(float64(len(defined)))}
}

// Adjusted is a value corrected for chance: 0 for the expectation under random labels, 1
// for the best value; NaN if the two are equal.
func Adjusted(value, expected, best float64) float64 {
	if best == expected {
		return math.NaN()
	}
	return (value - expected) / (best - expected)
}
