package stats

import (
	"cmp"
	"slices"
)

// ascendingOrder lists the positions of the values in ascending order; ties keep their
// order.
func ascendingOrder(values []float64) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	return order
}

// ranks numbers the values from 1 for the smallest; ties share the mean of their ranks.
func ranks(values []float64) []float64 {
	order := ascendingOrder(values)
	out := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return out
}
