package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval"
)

// DifferenceError is the standard error of the difference between two systems on the
// same stories, by the jackknife over stories (Efron & Stein 1981): NaN for fewer than
// two stories, and if the terms are not of the same stories.
//
// The spread of the null distribution of the sign-flip test would do for equal systems,
// but it grows with the difference between the systems; the jackknife does not.
func DifferenceError(a, b eval.Terms) float64 {
	if a.Stories() != b.Stories() {
		return math.NaN()
	}
	return StandardError(difference(a.ForResampling(), b.ForResampling()))
}

// StandardError is the standard error of a value over other stories of the same kind, by
// the jackknife over stories: NaN for fewer than two stories.
func StandardError(t eval.Terms) float64 {
	m, err := layOut([]eval.Terms{t})
	if err != nil || t.Columns == nil {
		return math.NaN()
	}
	return jackknifeError(m.jackknife(0, t.Combine))
}

// jackknifeError is the standard error of a value, from the values without each story.
func jackknifeError(left []float64) float64 {
	n := float64(len(left))
	if n < 2 {
		return math.NaN()
	}
	return (n - 1) / math.Sqrt(n) * stat.StdDev(left, nil)
}

// difference is b − a: the columns of both side by side.
func difference(a, b eval.Terms) eval.Terms {
	width := len(a.Columns)
	return eval.Terms{
		Columns: slices.Concat(a.Columns, b.Columns),
		Combine: func(sum []float64) float64 { return b.Combine(sum[width:]) - a.Combine(sum[:width]) },
	}
}

// Detectable is the smallest true difference that a two-sided paired test at level alpha
// finds with the given power, for this standard error of differences:
// (z(1−alpha/2) + z(power)) · error. No test finds anything at 5 % with fewer than six
// stories that differ: the smallest p of n sign flips is 2^(1−n).
func Detectable(standardError, alpha, power float64) float64 {
	z := distuv.UnitNormal.Quantile
	return (z(1-alpha/2) + z(power)) * standardError
}

// PowerOf is the chance that a two-sided paired test at level alpha finds a true difference, in its direction, for this standard
// error of differences: Φ(|difference|/error − z(1−alpha/2)). It is the reverse of Detectable.
func PowerOf(difference, standardError, alpha float64) float64 {
	return distuv.UnitNormal.CDF(math.Abs(difference)/standardError - distuv.UnitNormal.Quantile(1-alpha/2))
}

// StoriesFor is the number of stories of the same kind that make a true difference
// detectable at level alpha with the given power, if differences over the given number
// of stories have this standard error, which falls with the root of the number. +Inf
// for a difference of 0.
func StoriesFor(difference, standardError float64, stories int, alpha, power float64) float64 {
	ratio := Detectable(standardError, alpha, power) / math.Abs(difference)
	return math.Ceil(float64(stories) * ratio * ratio)
}
