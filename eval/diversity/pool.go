package diversity

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// mixing is the share of each distribution that is mixed into the other, so that
// logarithms exist (Vrijenhoek et al. 2022).
const mixing = 0.001

// Divergence is how far a list is from a pool that it might have been taken from:
// the square root of the Jensen–Shannon divergence to base 2, 0 to 1, between the
// shares of groups in the pool and in the list, where place r of the list weighs
// 1/r (RADio: Vrijenhoek et al. 2022, RecSys). list holds the group of each place,
// in order; pool the number of articles of each group. NaN if either
// is empty.
func Divergence(list []int32, pool []int) float64 {
	if len(list) == 0 || total(pool) == 0 {
		return math.NaN()
	}
	p, q := shares(pool), make([]float64, len(pool))
	weights := 0.0
	for place := range list {
		weights += 1 / float64(place+1)
	}
	for place, group := range list {
		q[group] += 1 / float64(place+1) / weights
	}
	d := 0.0
	for g := range p {
		a, b := (1-mixing)*p[g]+mixing*q[g], (1-mixing)*q[g]+mixing*p[g]
		if mean := (a + b) / 2; mean > 0 {
			d += (a*math.Log2(a/mean) + b*math.Log2(b/mean)) / 2
		}
	}
	return math.Sqrt(max(d, 0))
}

// Blindspot finds the group that a story misses most against its share of the
// window: p is the chance that as few of the story's outlets, or fewer, are of that
// group when each is of it with the share that the group has in the baseline, the
// one-sided binomial tail, times the number of groups that the baseline has, since
// the lowest of as many tails was taken (Bonferroni); 1 at most. outlets and
// baseline count by group. Over many stories p is to be corrected again, as by
// stats.Holm, or read as a rate: of stories that choose outlets blindly, at most
// the share alpha has p < alpha. group is -1 and p NaN if the story has no
// outlet or the baseline fewer than two groups.
func Blindspot(outlets, baseline []int) (p float64, group int) {
	n, all := total(outlets), total(baseline)
	groups := Richness(baseline)
	if n == 0 || groups < 2 {
		return math.NaN(), -1
	}
	p, group = math.Inf(1), -1
	for g, b := range baseline {
		if b == 0 {
			continue
		}
		tail := distuv.Binomial{N: n, P: float64(b) / all}.CDF(float64(outlets[g]))
		if tail < p {
			p, group = tail, g
		}
	}
	return min(1, p*groups), group
}
