// Package topic models articles as mixtures of topics, and gives each article to
// its strongest.
package topic

// strongest is the index of the largest weight above 0, the first of several; 0 if
// there is none.
func strongest(weights []float64) int32 {
	best := 0
	for t, w := range weights {
		if w > weights[best] {
			best = t
		}
	}
	return int32(best)
}
