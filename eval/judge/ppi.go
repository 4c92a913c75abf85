package judge

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// A Boosted is a mean that few people and a model estimated together.
type Boosted struct {
	Mean, Error float64 // and its standard error
	Weight      float64 // of the model, 0 to 1: 0 if it is useless
}

// Boost returns the mean of people's answers over a population from their answers on some units drawn at
// random, the model's answers on the same units, and the model's on others drawn at random. It is unbiased
// whatever the model says, since people's answers correct it (prediction-powered inference: Angelopoulos et al. 2023,
// Science 382; the weight is that of PPI++, Angelopoulos, Duchi and Zrnic 2023). people and model have equal lengths,
// at least 2.
func Boost(people, model, others []float64) Boosted {
	n, more := float64(len(people)), float64(len(others))
	if len(people) < 2 || len(others) == 0 {
		mean, variance := stat.MeanVariance(people, nil)
		return Boosted{mean, math.Sqrt(variance / n), 0}
	}
	const folds = 10
	rest := make([]float64, len(people))
	weights := 0.0
	for fold := range folds { // the weight of each answer is from the others: from its own it would be biased
		var y, f []float64
		for i := range people {
			if i%folds != fold {
				y, f = append(y, people[i]), append(f, model[i])
			}
		}
		weight := weightOf(y, f, others)
		for i := fold; i < len(people); i += folds {
			rest[i] = people[i] - weight*model[i]
			weights += weight / n
		}
	}
	mean, variance := stat.MeanVariance(rest, nil)
	modelMean, modelVariance := stat.MeanVariance(others, nil)
	if len(others) == 1 {
		modelVariance = 0
	}
	return Boosted{weights*modelMean + mean, math.Sqrt(variance/n + weights*weights*modelVariance/more), weights}
}

// weightOf is the weight of the model that makes the variance least, 0 to 1.
func weightOf(people, model, others []float64) float64 {
	n, more := float64(len(people)), float64(len(others))
	v := stat.Variance(append(append([]float64(nil), model...), others...), nil)
	if len(people) < 2 || !(v > 0) {
		return 0
	}
	return min(max(stat.Covariance(people, model, nil)/((1+n/more)*v), 0), 1)
}
