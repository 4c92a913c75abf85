// Package diversity measures how many outlets cover a story, and how much
// clustering errors distort that. The measures are functions of counts: the
// articles of each outlet. Zeros in the counts do not matter; negative counts are
// not allowed. A measure that does not exist for its counts is NaN, and its
// comment says when; without any article only Richness exists.
package diversity

import (
	"math"
	"slices"
)

// Richness is the number of outlets.
func Richness(counts []int) float64 { return float64(len(positive(counts))) }

// Shannon is the entropy of the shares in nats: 0 for one outlet, ln S at most.
func Shannon(counts []int) float64 {
	return sum(counts, func(p float64) float64 { return -p * math.Log(p) })
}

// Hill is the effective number of outlets of order q ≥ 0, (Σ p^q)^(1/(1-q)): as
// many outlets of equal size would be as diverse. q = 0 is the richness, q = 1 the
// exponential of the entropy, q = 2 the inverse of the concentration (Hill 1973;
// Jost 2006). It falls with q, from S to 1 over the largest share.
func Hill(counts []int, q float64) float64 {
	if q == 1 {
		return math.Exp(Shannon(counts))
	}
	if math.Abs(q-1) < 0.01 {
		// Σ p^q - 1 = Σ p (p^(q-1) - 1), without the cancellation near q = 1.
		excess := sum(counts, func(p float64) float64 { return p * math.Expm1((q-1)*math.Log(p)) })
		return math.Exp(math.Log1p(excess) / (1 - q))
	}
	// Shares relative to the largest, so that no power of all of them zeroIfEmpty.
	most := BergerParker(counts)
	powers := sum(counts, func(p float64) float64 { return math.Pow(p/most, q) })
	return math.Exp((q*math.Log(most) + math.Log(powers)) / (1 - q))
}

// HHI is the concentration Σ p² (Herfindahl–Hirschman): 1/S to 1, the chance that
// two articles drawn with replacement are of one outlet.
func HHI(counts []int) float64 {
	return sum(counts, func(p float64) float64 { return p * p })
}

// GiniSimpson is 1 - HHI: 0 for one outlet.
func GiniSimpson(counts []int) float64 { return 1 - HHI(counts) }

// UnbiasedSimpson is the chance that two of the articles, drawn without
// replacement, are of different outlets: 1 - Σ x(x-1)/(n(n-1)). NaN for one
// article (Simpson 1949).
func UnbiasedSimpson(counts []int) float64 {
	n, same := total(counts), 0.0
	if n < 2 {
		return math.NaN()
	}
	for _, x := range counts {
		same += float64(x) * float64(x-1)
	}
	return 1 - same/(n*(n-1))
}

// BergerParker is the share of the largest outlet.
func BergerParker(counts []int) float64 {
	if total(counts) == 0 {
		return math.NaN()
	}
	return float64(slices.Max(counts)) / total(counts)
}

// Pielou is the evenness H / ln S: 0 to 1. NaN for one outlet, which is neither
// even nor uneven.
func Pielou(counts []int) float64 {
	s := Richness(counts)
	if s < 2 {
		return math.NaN()
	}
	return Shannon(counts) / math.Log(s)
}

// Gini is the inequality of the outlets' counts: 0 if all are equal, and for
// one outlet; below 1 - 1/S.
func Gini(counts []int) float64 {
	x := positive(counts)
	slices.Sort(x)
	s, n, ranked := float64(len(x)), 0.0, 0.0
	for i, v := range x {
		n += float64(v)
		ranked += float64(i+1) * float64(v)
	}
	return 2*ranked/(s*n) - (s+1)/s
}

// total is the number of articles.
func total(counts []int) float64 {
	n := 0
	for _, x := range counts {
		n += x
	}
	return float64(n)
}

func positive(counts []int) []int {
	list := make([]int, 0, len(counts))
	for _, x := range counts {
		if x > 0 {
			list = append(list, x)
		}
	}
	return list
}

// sum adds up a function of the outlets' shares; NaN without articles.
func sum(counts []int, f func(p float64) float64) float64 {
	n, s := total(counts), 0.0
	if n == 0 {
		return math.NaN()
	}
	for _, x := range positive(counts) {
		s += f(float64(x) / n)
	}
	return s
}
