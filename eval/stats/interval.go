package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// bca moves the ends of the percentile interval by the bias of the samples around the
// value and by its acceleration, from the jackknife (Efron 1987; Efron & Tibshirani
// 1993, chapter 14).
func bca(samples []float64, value float64, jackknife []float64, level float64) Interval {
	sorted := ascending(samples)
	if len(sorted) < 2 || math.IsNaN(value) {
		return none
	}
	bias := distuv.UnitNormal.Quantile(below(sorted, value))
	speed := acceleration(jackknife)
	end := func(p float64) float64 {
		z := bias + distuv.UnitNormal.Quantile(p)
		return distuv.UnitNormal.CDF(bias + z/(1-speed*z))
	}
	tail := (1 - level) / 2
	return between(sorted, end(tail), end(1-tail))
}

// below is the share of samples below the value, with ties counted half: never 0 or 1,
// whose quantiles are infinite.
func below(sorted []float64, value float64) float64 {
	// Sums in another order differ from the value in the last digits.
	tie := 1e-12 * max(1, math.Abs(value))
	n := float64(len(sorted))
	first, _ := slices.BinarySearch(sorted, value-tie)
	last, _ := slices.BinarySearch(sorted, value+tie)
	share := float64(first+last) / 2 / n
	return min(max(share, 0.5/n), 1-0.5/n)
}

// acceleration is a sixth of the skewness of the influences of the stories; 0 if leaving
// one out changes nothing.
func acceleration(jackknife []float64) float64 {
	left := slices.DeleteFunc(slices.Clone(jackknife), math.IsNaN)
	mean := stat.Mean(left, nil)
	floats.AddConst(-mean, left)
	squares, cubes := 0.0, 0.0
	for _, d := range left {
		squares += d * d
		cubes -= d * d * d
	}
	if math.Sqrt(squares) <= 1e-12*math.Abs(mean) || squares == 0 {
		return 0
	}
	return cubes / (6 * math.Pow(squares, 1.5))
}

// ascending sorts the defined samples.
func ascending(samples []float64) []float64 {
	sorted := slices.DeleteFunc(slices.Clone(samples), math.IsNaN)
	slices.Sort(sorted)
	return sorted
}

func between(sorted []float64, low, high float64) Interval {
	if len(sorted) < 2 {
		return none
	}
	return Interval{quantile(sorted, low), quantile(sorted, high)}
}

// quantile interpolates between the sorted samples (Hyndman & Fan 1996, type 7).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
