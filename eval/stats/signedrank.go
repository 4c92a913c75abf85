package stats

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// SignedRank is the Bayesian signed-rank test of two systems over several corpora
// (Benavoli, Corani, Mangili, Zaffalon & Ruggeri 2014, ICML; Benavoli, Corani,
// Demšar & Zaffalon 2017, JMLR 18). It returns the probabilities that either system is
// better on a new corpus, and that they are practically equal.
type SignedRank struct {
	ROPE    float64 // half width of the region of practical equivalence, in the units of the scores
	Samples int     // Monte Carlo samples; 0 means 50,000
	Seed    uint64
	Workers int // maximum goroutines, without effect on results; 0 means one per processor
}

// A Posterior holds three probabilities that add up to 1.
type Posterior struct {
	A    float64 // a is better by more than the region
	Rope float64 // they are practically equal
	B    float64 // b is better by more than the region
}

// Compare takes the scores of two systems on the same corpora; larger is better. The
// distribution of the differences has a Dirichlet process prior of strength ½ at 0. In
// each sample of the posterior, the region with the most means of two differences (Walsh
// averages) wins; ties share the sample. The time is samples × corpora.
func (t SignedRank) Compare(ctx context.Context, a, b []float64) (Posterior, error) {
	if len(a) != len(b) || len(a) == 0 {
		return Posterior{}, fmt.Errorf("scores on %d corpora beside scores on %d", len(a), len(b))
	}
	z := []float64{0}
	for i := range a {
		if math.IsNaN(b[i] - a[i]) {
			return Posterior{}, fmt.Errorf("corpus %d has no score", i+1)
		}
		z = append(z, b[i]-a[i])
	}
	samples := cmp.Or(max(t.Samples, 0), 50_000)
	w := newWalsh(z, t.ROPE)
	wins := make([][3]float64, samples)
	err := parallel.Blocks(ctx, samples, 256, t.Workers, func(from, to int) {
		weights := make([]float64, len(z))
		for i := from; i < to; i++ {
			dirichlet(rand.New(rand.NewPCG(t.Seed, uint64(i))), weights)
			wins[i] = winner(w.shares(weights))
		}
	})
	var sum [3]float64
	for _, win := range wins {
		for k := range sum {
			sum[k] += win[k] / float64(samples)
		}
	}
	return Posterior{sum[0], sum[1], sum[2]}, err
}

// dirichlet draws the weights of the prior's pseudo-corpus and of the others.
func dirichlet(random *rand.Rand, weights []float64) {
	for i := range weights {
		weights[i] = random.ExpFloat64()
	}
	normal := random.NormFloat64()
	weights[0] = normal * normal / 2 // a gamma value of shape ½, the strength of the prior
	floats.Scale(1/floats.Sum(weights), weights)
}

// walsh has, for each difference, the others with which its mean is below the region, and
// those with which it is above.
type walsh struct {
	order []int // differences, ascending
	low   []int // of these, the first low[i] are below with difference i
	high  []int // those from high[i] on are above
}

func newWalsh(z []float64, rope float64) walsh {
	order := ascendingOrder(z)
	w := walsh{order: order, low: make([]int, len(z)), high: make([]int, len(z))}
	for i, k := range order {
		for _, other := range order {
			switch mean := (z[k] + z[other]) / 2; {
			case mean < -rope:
				w.low[i]++
				w.high[i]++
			case mean <= rope:
				w.high[i]++
			}
		}
	}
	return w
}

// shares is the weight of the pairs below, in and above the region.
func (w walsh) shares(weights []float64) (s [3]float64) {
	upTo := make([]float64, len(w.order)+1)
	for i, k := range w.order {
		upTo[i+1] = upTo[i] + weights[k]
	}
	for i, k := range w.order {
		s[0] += weights[k] * upTo[w.low[i]]
		s[1] += weights[k] * (upTo[w.high[i]] - upTo[w.low[i]])
		s[2] += weights[k] * (upTo[len(upTo)-1] - upTo[w.high[i]])
	}
	return s
}

func winner(shares [3]float64) (win [3]float64) {
	most, ties := max(shares[0], shares[1], shares[2]), 0.0
	for _, s := range shares {
		if s == most {
			ties++
		}
	}
	for k, s := range shares {
		if s == most {
			win[k] = 1 / ties
		}
	}
	return win
}
