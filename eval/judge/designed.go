package judge

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Designed scores any clustering by judged pairs that were drawn from strata: each pair stands for as many as its stratum has for
// each judged one (Horvitz and Thompson 1952), and a score is that of the estimated totals, less its bias to the second order. Far
// strata are left out, and so the figures are of the pairs that look alike. The variance is that of the design, strata drawn without
// replacement, in which half a pair of either answer is added to each stratum, so that one without a yes has a variance, too.
// Intervals of scores between 0 and 1 are made on the scale of log odds. unjudged is the number of pairs, far ones aside, in strata
// of which none is judged: they count as if there were none.
func Designed(pairs []Pair, strata []corpus.PairStratum, measures []eval.Measure, level float64) (scores []stats.Score, unjudged int64) {
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	counts := make([][4]float64, len(strata))
	for _, p := range pairs {
		if p.Stratum > 0 && p.Stratum <= len(strata) {
			counts[p.Stratum-1][p.kind()]++
		}
	}
	var total, smooth [4]float64 // pairs of each kind, estimated
	var covariance [4][4]float64
	for h, s := range strata {
		judged := counts[h][0] + counts[h][1] + counts[h][2] + counts[h][3]
		switch {
		case s.Far:
			continue
		case judged == 0:
			unjudged += s.Pairs
			continue
		}
		size := float64(s.Pairs)
		share := withHalves(counts[h])
		for k := range total {
			total[k] += size * counts[h][k] / judged
			smooth[k] += size * share[k]
			for l := range total {
				v := -share[k] * share[l]
				if k == l {
					v += share[k]
				}
				covariance[k][l] += size * size * v / judged * max(0, 1-judged/size)
			}
		}
	}
	for _, m := range measures {
		scores = append(scores, designed(m, total, smooth, covariance, z, level))
	}
	return scores, unjudged
}

// withHalves are the shares of the kinds in a stratum, with half a pair of the same and half of different ones added, found as the
// stratum's are.
func withHalves(counts [4]float64) (share [4]float64) {
	n := counts[0] + counts[1] + counts[2] + counts[3]
	found := (counts[1] + counts[3]) / n
	for k, by := range [4]float64{1 - found, found, 1 - found, found} {
		share[k] = (counts[k] + by/2) / (n + 1)
	}
	return share
}

// designed is the score of estimated totals by one measure.
func designed(m eval.Measure, total, smooth [4]float64, covariance [4][4]float64, z, level float64) stats.Score {
	first, second := derivatives(m, smooth)
	variance, bias := 0.0, 0.0
	for k := range first {
		for l := range first {
			variance += first[k] * covariance[k][l] * first[l]
			bias += second[k][l] * covariance[k][l] / 2
		}
	}
	sd := math.Sqrt(max(0, variance))
	value, centre := m.Rounded(ofCounts(m, total)-bias), ofCounts(m, smooth)
	value = min(max(value, m.Range[0]), m.Range[1])
	low, high := centre-z*sd, centre+z*sd
	if m.Range == [2]float64{0, 1} {
		low, high = logitInterval(centre, sd, z)
	}
	low, high = max(m.Range[0], min(low, value)), min(m.Range[1], max(high, value))
	return stats.Score{
		Metric: m.Spec.String(), Value: stats.Defined(value), Low: stats.Defined(low), High: stats.Defined(high), Error: stats.Defined(sd),
		Level: level,
	}
}

// derivatives are those of a score by the number of pairs of each kind.
func derivatives(m eval.Measure, at [4]float64) (first [4]float64, second [4][4]float64) {
	step := 0.0
	for _, n := range at {
		step += 1e-3 * n
	}
	moved := func(k, l int, a, b float64) float64 {
		to := at
		to[k] += a * step
		to[l] += b * step
		for i := range to {
			to[i] = max(0, to[i])
		}
		return ofCounts(m, to)
	}
	for k := range first {
		first[k] = (moved(k, k, .5, .5) - moved(k, k, -.5, -.5)) / (2 * step)
		for l := range first {
			second[k][l] = (moved(k, l, 1, 1) - moved(k, l, 1, -1) - moved(k, l, -1, 1) + moved(k, l, -1, -1)) / (4 * step * step)
		}
	}
	return first, second
}
