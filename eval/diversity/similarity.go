package diversity

import "math"

// Rao is the distance to be expected between two articles drawn with replacement,
// Σ d p p, where distance gives that of two outlets, by their places in counts: 0
// to 1, 0 for an outlet and itself, symmetric (Rao 1982, Theoretical Population
// Biology 21). With distance 1 between all it is the Gini–Simpson index. NaN
// without articles. Cost: outlets squared.
func Rao(counts []int, distance func(i, j int) float64) float64 {
	p, q := shares(counts), 0.0
	if total(counts) == 0 {
		return math.NaN()
	}
	for i := range p {
		for j := range p {
			if p[i] > 0 && p[j] > 0 {
				q += p[i] * p[j] * distance(i, j)
			}
		}
	}
	return q
}

// LeinsterCobbold is the effective number of outlets of order q where similarity
// is that of two of them, 0 to 1, 1 for an outlet and itself, symmetric:
// (Σ p (Zp)^(q-1))^(1/(1-q)) (Leinster & Cobbold 2012, Ecology 93). With similarity
// 0 between all it is the Hill number; with q = 2 it is 1/(1 - Rao) for the distance
// 1 - similarity. NaN without articles. Cost: outlets squared.
func LeinsterCobbold(counts []int, similarity func(i, j int) float64, q float64) float64 {
	if total(counts) == 0 {
		return math.NaN()
	}
	p := shares(counts)
	ordinary, most := make([]float64, len(p)), 0.0 // which share of the story is like outlet i
	for i := range p {
		for j := range p {
			if p[i] > 0 && p[j] > 0 {
				ordinary[i] += similarity(i, j) * p[j]
			}
		}
		most = max(most, ordinary[i])
	}
	excess, powers, entropy := 0.0, 0.0, 0.0
	for i := range p {
		if p[i] > 0 {
			entropy -= p[i] * math.Log(ordinary[i])
			excess += p[i] * math.Expm1((q-1)*math.Log(ordinary[i]))
			powers += p[i] * math.Pow(ordinary[i]/most, q-1)
		}
	}
	switch {
	case q == 1:
		return math.Exp(entropy)
	case math.Abs(q-1) < 0.01: // the sum is near 1, and its logarithm near 0
		return math.Exp(math.Log1p(excess) / (1 - q))
	}
	return math.Pow(powers, 1/(1-q)) / most
}

// shares are the counts over their sum.
func shares(counts []int) []float64 {
	n := total(counts)
	p := make([]float64, len(counts))
	for i, x := range counts {
		if x > 0 {
			p[i] = float64(x) / n
		}
	}
	return p
}
