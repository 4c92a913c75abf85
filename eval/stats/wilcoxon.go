package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// A SignedRanks is the result of Wilcoxon's signed-rank test.
type SignedRanks struct {
	Positive, Negative float64 // sums of the ranks of the corpora where b is larger, and where a is
	N                  int     // corpora on which they differ
	P                  float64 // two-sided
	Exact              bool
}

// exactRanks is the largest number of differing corpora for which all signs are tried.
const exactRanks = 25

// Wilcoxon tests whether the scores of two systems on the same corpora differ
// (Wilcoxon 1945; for systems over corpora Demšar 2006, JMLR 7). Corpora on which
// both are equal are ranked, as smallest, and then left out (Pratt 1959): leaving them
// out first would give too much weight to small differences.
//
// For up to 25 corpora that differ, P is over all signs of the actual ranks, so that
// ties are exact, too; above, by the normal approximation with the corrections for ties
// and for continuity. P is 1 if no corpus differs. With fewer than six corpora P is
// never below 5 %.
func Wilcoxon(a, b []float64) (SignedRanks, error) {
	if len(a) != len(b) {
		return SignedRanks{}, fmt.Errorf("one system has %d scores, the other %d", len(a), len(b))
	}
	size := make([]float64, len(a))
	for i := range a {
		size[i] = math.Abs(b[i] - a[i])
		if math.IsNaN(size[i]) {
			return SignedRanks{}, fmt.Errorf("corpus %d has no score", i+1)
		}
	}
	var w SignedRanks
	var differing []float64
	for i, r := range ranks(size) {
		switch {
		case b[i] > a[i]:
			w.Positive += r
		case b[i] < a[i]:
			w.Negative += r
		default:
			continue
		}
		differing = append(differing, r)
	}
	w.N = len(differing)
	w.Exact = w.N <= exactRanks
	if w.Exact {
		w.P = min(1, 2*lowerTail(differing, min(w.Positive, w.Negative)))
	} else {
		w.P = normalTail(differing, min(w.Positive, w.Negative))
	}
	return w, nil
}

// lowerTail is the share of the 2ⁿ subsets of the ranks whose sum is at most limit. Ranks
// are whole or half numbers.
func lowerTail(ranks []float64, limit float64) float64 {
	ways := make([]float64, int(2*floats.Sum(ranks))+1) // by twice the sum
	ways[0] = 1
	for _, r := range ranks {
		step := int(2 * r)
		for sum := len(ways) - 1; sum >= step; sum-- {
			ways[sum] += ways[sum-step]
		}
	}
	return floats.Sum(ways[:int(2*limit)+1]) / math.Exp2(float64(len(ranks)))
}

// normalTail is the two-sided tail of a sum below its mean. The variance of the actual
// ranks accounts for ties and zeros already.
func normalTail(ranks []float64, smaller float64) float64 {
	mean := floats.Sum(ranks) / 2
	sd := math.Sqrt(floats.Dot(ranks, ranks)) / 2
	return min(1, 2*distuv.UnitNormal.CDF((min(smaller+0.5, mean)-mean)/sd))
}
