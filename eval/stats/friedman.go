package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// A RankTest is a test whether any of several systems differs over several corpora.
type RankTest struct {
	Ranks      []float64 // mean rank of each system; 1 is best
	ChiSquare  float64   // Friedman's, corrected for ties
	PChiSquare float64
	F          float64 // Iman and Davenport's, less conservative; +Inf if all corpora agree
	PF         float64
}

// Friedman ranks systems within each corpus. scores has a row for each corpus and a
// column for each system; larger is better (Friedman 1937; Iman & Davenport 1980;
// Demšar 2006, JMLR 7). If no system differs anywhere, both P are 1.
func Friedman(scores [][]float64) (RankTest, error) {
	if len(scores) < 2 || len(scores[0]) < 2 {
		return RankTest{}, fmt.Errorf("ranking systems over corpora takes at least two of each")
	}
	n, k := float64(len(scores)), float64(len(scores[0]))
	t := RankTest{Ranks: make([]float64, len(scores[0])), PChiSquare: 1, PF: 1}
	squares := 0.0
	for c, row := range scores {
		if len(row) != len(t.Ranks) {
			return RankTest{}, fmt.Errorf("corpus %d has %d scores, corpus 1 has %d", c+1, len(row), len(t.Ranks))
		}
		for s, v := range row {
			if math.IsNaN(v) {
				return RankTest{}, fmt.Errorf("system %d has no score on corpus %d", s+1, c+1)
			}
		}
		for s, r := range ranks(row) {
			r = k + 1 - r
			t.Ranks[s] += r / n
			squares += r * r
		}
	}
	middle := (k + 1) / 2
	within := squares - n*k*middle*middle // 0 where all are tied
	if within < 1e-9 {
		return t, nil
	}
	for _, r := range t.Ranks {
		t.ChiSquare += (r - middle) * (r - middle)
	}
	t.ChiSquare *= n * n * (k - 1) / within
	t.PChiSquare = distuv.ChiSquared{K: k - 1}.Survival(t.ChiSquare)
	rest := n*(k-1) - t.ChiSquare
	if rest < 1e-9*n*k {
		t.F, t.PF = math.Inf(1), 0
		return t, nil
	}
	t.F = (n - 1) * t.ChiSquare / rest
	// The upper tail of F(d1, d2), by the beta function: gonum's own loses small tails.
	d1, d2 := k-1, (k-1)*(n-1)
	t.PF = mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*t.F))
	return t, nil
}

// CriticalDifference is the smallest significant difference between the mean ranks of two
// of the systems over this many corpora at level alpha (Nemenyi 1963; Demšar 2006, JMLR
// 7): q/√2 · √(k(k+1)/6n), q from the studentised range with infinite degrees of freedom.
// NaN for fewer than two systems or no corpus.
func CriticalDifference(systems, corpora int, alpha float64) float64 {
	if systems < 2 || corpora < 1 || !(alpha > 0 && alpha < 1) {
		return math.NaN()
	}
	k := float64(systems)
	return rangeQuantile(systems, 1-alpha) / math.Sqrt2 * math.Sqrt(k*(k+1)/(6*float64(corpora)))
}

// rangeQuantile is the quantile of the range of k standard normal values.
func rangeQuantile(k int, p float64) float64 {
	low, high := 0.0, 1.0
	for rangeCDF(k, high) < p {
		low, high = high, 2*high
	}
	for high-low > 1e-12*high {
		middle := (low + high) / 2
		if rangeCDF(k, middle) < p {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// rangeCDF is k ∫ φ(z) (Φ(z) − Φ(z−q))^(k−1) dz, over the largest value z. On so smooth a
// function the trapezoid rule converges faster than any power of the step.
func rangeCDF(k int, q float64) float64 {
	const step, reach = 1.0 / 16, 9.0
	sum := 0.0
	for z := -reach; z <= reach; z += step {
		sum += distuv.UnitNormal.Prob(z) * math.Pow(distuv.UnitNormal.CDF(z)-distuv.UnitNormal.CDF(z-q), float64(k-1))
	}
	return min(1, float64(k)*step*sum)
}
