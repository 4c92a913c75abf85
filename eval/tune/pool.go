package tune

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
)

// pool makes one metric of the same metric on several corpora: the mean of their
// values, in which each corpus weighs the same, as a function of sums over all their
// stories. So the tests and intervals over stories serve for it. A corpus that a
// resample leaves without a value is left out of the mean.
func pool(parts []eval.Terms) eval.Terms {
	parts = slices.Clone(parts)
	stories := 0
	for i, t := range parts {
		parts[i] = t.ForResampling()
		stories += t.Stories()
	}
	var out eval.Terms
	first := 0
	for _, t := range parts {
		for _, column := range t.Columns {
			whole := make([]float64, stories)
			copy(whole[first:], column)
			out.Columns = append(out.Columns, whole)
		}
		first += t.Stories()
	}
	out.Combine = func(sum []float64) float64 {
		total, n, from := 0.0, 0.0, 0
		for _, t := range parts {
			to := from + len(t.Columns)
			if v := t.Combine(sum[from:to]); !math.IsNaN(v) {
				total, n = total+v, n+1
			}
			from = to
		}
		return total / n
	}
	return out
}
