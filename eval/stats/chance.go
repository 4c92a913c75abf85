package stats

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// Chance computes the expectation of measures for random labels with the same cluster
// sizes: the floor of a score.
type Chance struct {
	// Replicates is the most random labels that are drawn, for measures without a formula:
	// fewer if the mean is exact enough before.
	Replicates int
	Seed       uint64
	Workers    int // maximum goroutines, without effect on results; 0 means one per processor
	// Drawn, if not nil, is called with 1 after each random labels, by several goroutines at once.
	Drawn func(labels int)
}

// An Expectation is the mean of a measure over all shuffles of the found labels.
type Expectation struct {
	Value    float64 // NaN if the measure is undefined for all of them
	Error    float64 // standard error of Value; 0 if it is analytic
	Analytic bool
}

// exactEnough is the standard error from which on no more labels are drawn, as a share of
// the mean if that is above 1: what is below a fifth of the last digit shown is not worth the time.
const exactEnough = 2e-4

// drawn are the numbers of random labels after which the standard error is looked at. That of
// the first few is rough, so that it has to be a tenth.
var drawn = []int{few, 20, 50, 100, 200, 500, 1000}

const few = 3

// Expected returns the expectation of each measure: by a formula if there is one and
// gold covers all articles with equal weights, else as the mean over shuffles of the
// found labels for which the measure is defined. A shuffle takes the time of scoring.
func (h Chance) Expected(ctx context.Context, c *eval.Case, measures []eval.Measure) ([]Expectation, error) {
	out := make([]Expectation, len(measures))
	var open []int
	z := sizesOf(c.Table())
	for i, m := range measures {
		formula, ok := expectations[m.Spec.String()]
		if ok && z.whole && !c.Joint() && c.Policy.Sampled != "articles" {
			out[i] = Expectation{Value: m.Rounded(formula(z)), Analytic: true}
		} else {
			open = append(open, i)
		}
	}
	if len(open) > 0 && h.Replicates < 2 {
		return nil, fmt.Errorf("%s has no formula under random labels: it needs at least two replicates", measures[open[0]].Spec)
	}
	values := make([][]float64, len(measures))
	for from := 0; len(open) > 0; {
		to := h.Replicates
		if at := slices.IndexFunc(drawn, func(n int) bool { return n > from }); at >= 0 {
			to = min(to, drawn[at])
		}
		if n := len(c.Table().Clusters); n == 1 || n == len(grouped(c.Pred)) {
			to = 1 // all shuffles are one labelling
		}
		if err := h.draw(ctx, c, measures, open, from, to, values); err != nil {
			return nil, err
		}
		open = slices.DeleteFunc(open, func(i int) bool {
			out[i] = average(values[i])
			enough := exactEnough * max(1, math.Abs(out[i].Value))
			if to == few {
				enough /= 10
			}
			return to == 1 || to == h.Replicates || out[i].Error <= enough
		})
		from = to
	}
	return out, nil
}

// draw adds the values of the chosen measures for the shuffles from ≤ r < to.
func (h Chance) draw(ctx context.Context, c *eval.Case, measures []eval.Measure, chosen []int, from, to int, values [][]float64) error {
	drawn, failed := make([][]float64, to-from), make([]error, to-from)
	err := parallel.Each(ctx, to-from, h.Workers, func(r int) {
		drawn[r], failed[r] = h.shuffled(ctx, c, measures, chosen, from+r)
		if h.Drawn != nil {
			h.Drawn(1)
		}
	})
	if err != nil {
		return err
	}
	for r := range drawn {
		if failed[r] != nil {
			return failed[r]
		}
		for at, i := range chosen {
			values[i] = append(values[i], drawn[r][at])
		}
	}
	return nil
}

// shuffled scores the chosen measures on shuffle r.
func (h Chance) shuffled(ctx context.Context, c *eval.Case, measures []eval.Measure, chosen []int, r int) ([]float64, error) {
	labels, at := slices.Clone(c.Pred), grouped(c.Pred)
	rand.New(rand.NewPCG(h.Seed, uint64(r))).Shuffle(len(at), func(i, j int) {
		labels[at[i]], labels[at[j]] = labels[at[j]], labels[at[i]]
	})
	k := c.Regroup(ctx, labels)
	k.ValuesOnly()
	values := make([]float64, len(chosen))
	for at, i := range chosen {
		v, err := Value(ctx, k, measures[i])
		if err != nil {
			return nil, fmt.Errorf("scoring %s of shuffled labels: %w", measures[i].Spec, err)
		}
		values[at] = v.Value
	}
	return values, nil
}

// grouped lists the positions of the articles that the prediction has.
func grouped(found corpus.Labels) []int32 {
	at := make([]int32, 0, len(found))
	for i, cluster := range found {
		if cluster >= 0 {
			at = append(at, int32(i))
		}
	}
	return at
}

// average is the mean of the defined values.
func average(values []float64) Expectation {
	defined := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	if len(defined) == 0 {
		return Expectation{Value: math.NaN(), Error: math.NaN()}
	}
	if slices.Min(defined) == slices.Max(defined) {
		return Expectation{Value: defined[0]}
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
