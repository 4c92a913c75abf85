package tune

import "math"

// A scoreMatrix is how good each candidate is on each dataset; a row a candidate, NaN where
// a trial failed, larger is better.
type scoreMatrix [][]float64

// choose returns the candidate with the best mean over the datasets on, and that mean;
// ties are broken by order. It is −1 if none has a value everywhere. Other datasets have
// no effect.
func (b scoreMatrix) choose(on []int) (best int, mean float64) {
	best, mean = -1, math.NaN()
	for c := range b {
		if m := b.mean(c, on); !math.IsNaN(m) && (best < 0 || m > mean) {
			best, mean = c, m
		}
	}
	return best, mean
}

// mean of a candidate over datasets, each of which weighs the same.
func (b scoreMatrix) mean(candidate int, on []int) float64 {
	sum := 0.0
	for _, p := range on {
		sum += b[candidate][p]
	}
	return sum / float64(len(on))
}

// others are the datasets that choose where one is left out: all but it, or where it
// is the only one, itself, by its dev part.
func others(places, left int) []int {
	if places == 1 {
		return []int{0}
	}
	var list []int
	for p := range places {
		if p != left {
			list = append(list, p)
		}
	}
	return list
}
