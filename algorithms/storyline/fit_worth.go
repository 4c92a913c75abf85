package storyline

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// fitWorth returns how many words a vector is worth: the number with which similarities of
// words, by the squared weights of the channels, and vectors together tell best whether two
// articles are of one story; 0 if no number tells it better than words alone. It is
// searched for by golden sections of its logarithm.
func fitWorth(ctx context.Context, groups [][]ranking, squared []float64, workers int) (float64, error) {
	const least, most = 0.25, 256
	const steps = 9 // to 1.1 times the number, finer than corpora can tell
	var failed error
	loss := func(log float64) float64 {
		sum, err := lossOfWorth(ctx, groups, squared, math.Exp(log), workers)
		if err != nil {
			failed = err
		}
		return sum
	}
	golden := (math.Sqrt(5) - 1) / 2
	low, high := math.Log(least), math.Log(most)
	a, b := high-golden*(high-low), low+golden*(high-low)
	atA, atB := loss(a), loss(b)
	for range steps {
		if atA <= atB {
			high, b, atB = b, a, atA
			a = high - golden*(high-low)
			atA = loss(a)
		} else {
			low, a, atA = a, b, atB
			b = low + golden*(high-low)
			atB = loss(b)
		}
	}
	middle := (low + high) / 2
	if failed == nil && loss(middle) >= loss(math.Inf(-1)) {
		return 0, failed
	}
	return math.Exp(middle), failed
}

// lossOfWorth is the sum over corpora of the least loss of a logistic regression of "one
// story" on the similarity. Each corpus has a threshold and a slope of its own, as each is
// cut at a height of its own.
func lossOfWorth(ctx context.Context, groups [][]ranking, squared []float64, worth float64, workers int) (float64, error) {
	losses := make([]float64, len(groups))
	err := parallel.Each(ctx, len(groups), workers, func(g int) {
		var pairs []likeness
		for _, c := range groups[g] {
			each := 1 / float64(len(c.ownBeside)*len(groups[g])) // each article counts the same
			pairs = appendLikeness(pairs, c.own, c.ownBeside, squared, worth, likeness{same: 1, weight: each})
			pairs = appendLikeness(pairs, c.others, c.restBeside, squared, worth, likeness{weight: each})
		}
		losses[g] = logistic(pairs)
	})
	return floats.Sum(losses), err
}

// A likeness is how similar two articles are, 1 if they are of one story, else 0, and how
// much they count.
type likeness struct{ similar, same, weight float64 }

// appendLikeness appends the similarities of words and vectors together.
func appendLikeness(list []likeness, words []float32, vectors []vectorPair, squared []float64, worth float64, as likeness) []likeness {
	sum := floats.Sum(squared)
	for i, v := range vectors {
		as.similar = 0
		for k, w := range squared {
			as.similar += w / sum * float64(words[i*len(squared)+k])
		}
		share := shareOf(worth, float64(v.words))
		as.similar = (1-share)*as.similar + share*float64(v.evidence)
		list = append(list, as)
	}
	return list
}

// logistic returns the least loss of a logistic regression with one variable, with a small
// ridge on the slope, which keeps it finite where the pairs can be separated.
func logistic(pairs []likeness) float64 {
	const ridge = 1e-6
	constant, slope := 0., 1.
	now := logisticLoss(pairs, constant, slope, ridge)
	for range 50 { // steps of Newton's method, which takes about ten
		gradient, hessian := [2]float64{0, 2 * ridge * slope}, [3]float64{1e-12, 0, 2 * ridge}
		for _, l := range pairs {
			p := 1 / (1 + math.Exp(-constant-slope*l.similar))
			miss, curve := l.weight*(p-l.same), l.weight*p*(1-p)
			gradient[0] += miss
			gradient[1] += miss * l.similar
			hessian[0] += curve
			hessian[1] += curve * l.similar
			hessian[2] += curve * l.similar * l.similar
		}
		det := hessian[0]*hessian[2] - hessian[1]*hessian[1]
		toConstant := (hessian[2]*gradient[0] - hessian[1]*gradient[1]) / det
		toSlope := (hessian[0]*gradient[1] - hessian[1]*gradient[0]) / det
		before, scale := now, 1.
		for ; scale > 1e-6; scale /= 2 {
			if now = logisticLoss(pairs, constant-scale*toConstant, slope-scale*toSlope, ridge); now < before {
				break
			}
		}
		if !(now < before-1e-9) {
			return min(now, before)
		}
		constant, slope = constant-scale*toConstant, slope-scale*toSlope
	}
	return now
}

func logisticLoss(pairs []likeness, constant, slope, ridge float64) float64 {
	sum := ridge * slope * slope
	for _, l := range pairs {
		odds := constant + slope*l.similar
		if l.same == 1 {
			odds = -odds
		}
		sum += l.weight * (max(odds, 0) + math.Log1p(math.Exp(-math.Abs(odds))))
	}
	return sum
}
