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
	width := 0
	for i, t := range parts {
		parts[i] = t.ForResampling()
		width += len(t.Rows[0])
	}
	var out eval.Terms
	from := 0
	for _, t := range parts {
		for _, row := range t.Rows {
			wide := make([]float64, width)
			copy(wide[from:], row)
			out.Rows = append(out.Rows, wide)
		}
		from += len(t.Rows[0])
	}
	out.Combine = func(sum []float64) float64 {
		total, n, from := 0.0, 0.0, 0
		for _, t := range parts {
			to := from + len(t.Rows[0])
			if v := t.Combine(sum[from:to]); !math.IsNaN(v) {
				total, n = total+v, n+1
			}
			from = to
		}
		return total / n
	}
	return out
}
