// Package judge estimates how good a clustering is from what people said of pairs of its
// articles, in place of a gold standard.
package judge

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Pair is two articles that were judged, and how a clustering has them.
type Pair struct {
	A, B  int32 // positions of the articles
	Same  bool  // of one story, as judged
	Found bool  // in one cluster

	Stratum int // that it was drawn from, as of corpus.Pair
}

// kind is which of the four kinds a pair is: same or not, found or not.
func (p Pair) kind() (k int) {
	if p.Same {
		k |= 2
	}
	if p.Found {
		k |= 1
	}
	return k
}

// kinds are what a pair of each kind adds to the sums of eval.PairScorer.
var kinds = [4][4]float64{{0, 0, 0, 1}, {0, 0, 1, 1}, {0, 1, 0, 1}, {1, 1, 1, 1}}

// Shares scores a clustering by judged pairs, each of the measures having an eval.PairScorer.
// The figures are of these pairs: how they were chosen is not known, and so they are not of the
// corpus. Pairs that share an article depend on each other. The variance sums the products of
// the residuals of all such pairs (Aronow, Samii and Assenova 2015), but is never below that of
// independent ones. Centre and variance of an interval are those of the counts with 1.92 pairs
// of each of the four kinds added, as Agresti and Coull 1998 do with two for a share: so the interval
// of a perfect score has a width, too. Time and memory are linear in the pairs.
//
// In a simulation with six pairs an article, of one story, of one cluster or of neither, 95 % intervals
// of 60, 300 and 1,000 pairs contain the value over very many pairs in 93 to 97 % of runs.
func Shares(pairs []Pair, measures []eval.Measure, level float64) []stats.Score {
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	var counts, smooth [4]float64
	for _, p := range pairs {
		counts[p.kind()]++
	}
	for k, n := range counts {
		smooth[k] = n + z*z/2
	}
	scores := make([]stats.Score, len(measures))
	for i, m := range measures {
		value := m.Rounded(ofCounts(m, counts))
		centre := ofCounts(m, smooth)
		var influence [4]float64 // of one pair of each kind
		for k := range influence {
			less := smooth
			less[k]--
			influence[k] = centre - ofCounts(m, less)
		}
		half := z * math.Sqrt(variance(pairs, influence, z*z/2))
		low, high := min(value, max(centre-half, m.Range[0])), max(value, min(centre+half, m.Range[1]))
		scores[i] = stats.Score{
			Metric: m.Spec.String(), Value: stats.Defined(value), Low: stats.Defined(low), High: stats.Defined(high),
			Error: stats.Defined(half / z), Level: level,
		}
	}
	return scores
}

// ofCounts scores counts of pairs of each kind.
func ofCounts(m eval.Measure, counts [4]float64) float64 {
	sums := make([]float64, 4)
	for k, n := range counts {
		for j, x := range kinds[k] {
			sums[j] += n * x
		}
	}
	return m.Scorer.(eval.PairScorer)(sums)
}

// variance is that of a sum of influences over pairs, with added pairs of each kind, which are
// independent.
func variance(pairs []Pair, influence [4]float64, added float64) float64 {
	byArticle := map[int32]float64{}
	independent := 0.0
	for _, p := range pairs {
		x := influence[p.kind()]
		byArticle[p.A] += x
		byArticle[p.B] += x
		independent += x * x
	}
	shared := -independent    // each pair is with itself twice
	for _, p := range pairs { // in their order, so that the sum is always the same
		for _, article := range []int32{p.A, p.B} {
			x := byArticle[article]
			shared += x * x
			byArticle[article] = 0
		}
	}
	sum := max(shared, independent)
	for _, x := range influence {
		sum += added * x * x
	}
	return sum
}
