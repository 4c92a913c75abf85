package streaming

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// quantiles sums up values with their weights; nil = all weigh alike.
func quantiles(values, weights []float64) Quantiles {
	x := slices.Clone(values)
	w := slices.Clone(weights)
	stat.SortWeighted(x, w)
	return Quantiles{
		Median: stat.Quantile(0.5, stat.Empirical, x, w),
		P95:    stat.Quantile(0.95, stat.Empirical, x, w),
	}
}
