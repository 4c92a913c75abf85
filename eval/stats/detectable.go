package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval"
)

// DifferenceError is the standard error of the difference between two systems
// on the same stories, by the jackknife over stories (Efron & Stein 1981): NaN
// for fewer than two stories.
func DifferenceError(a, b eval.Terms) float64 {
	sumA, sumB := a.Sum(), b.Sum()
	var differences []float64
	for s := range a.Rows {
		if known(a.Rows[s]) || known(b.Rows[s]) {
			differences = append(differences, a.Combine(without(sumA, a.Rows[s]))-b.Combine(without(sumB, b.Rows[s])))
		}
	}
	n := float64(len(differences))
	if n < 2 {
		return math.NaN()
	}
	mean, squares := 0.0, 0.0
	for _, d := range differences {
		mean += d / n
	}
	for _, d := range differences {
		squares += (d - mean) * (d - mean)
	}
	return math.Sqrt((n - 1) / n * squares)
}

func known(row []float64) bool {
	for _, x := range row {
		if x != 0 {
			return true
		}
	}
	return false
}

func without(sum, row []float64) []float64 {
	left := make([]float64, len(sum))
	for k := range sum {
		left[k] = sum[k] - row[k]
	}
	return left
}

// Detectable is the smallest true difference that a two-sided paired test at
// level alpha finds with the given power, when differences have this standard
// error: (z(1−alpha/2) + z(power)) · error.
func Detectable(standardError, alpha, power float64) float64 {
	z := distuv.UnitNormal.Quantile
	return (z(1-alpha/2) + z(power)) * standardError
}
