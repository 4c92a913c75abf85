package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Pearson is the product-moment correlation of two lists of equal length, -1 to 1; NaN if
// all values of one are equal.
func Pearson(x, y []float64) float64 {
	if constant(x) || constant(y) {
		return math.NaN() // and not what rounding makes of 0/0
	}
	return stat.Correlation(x, y, nil)
}

// Spearman is Pearson's correlation of the ranks; equal values share the mean of their ranks.
func Spearman(x, y []float64) float64 { return Pearson(ranks(x), ranks(y)) }

// Kendall is τ-b (Kendall 1945): pairs that both lists put in the same order, less those that they do
// not, over the geometric mean of the pairs that each puts in any order. NaN if all values
// of one are equal. Quadratic time.
func Kendall(x, y []float64) float64 {
	agree, ordered, others := 0.0, 0.0, 0.0
	for i := range x {
		for k := range i {
			a, b := sign(x[i]-x[k]), sign(y[i]-y[k])
			agree += a * b
			ordered += a * a
			others += b * b
		}
	}
	return agree / math.Sqrt(ordered*others)
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

func constant(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}
