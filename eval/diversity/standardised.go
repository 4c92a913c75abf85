package diversity

import (
	"math"
	"slices"
)

// Standardised is the Hill number of order q (0, 1 or 2) that a story would have
// in a sample of the given coverage: stories of different sizes are compared at the
// same completeness, which keeps ratios that equal sizes distort. If the
// coverage is below that of all articles it is rarefied to the size of that
// coverage, linearly between whole sizes; if it is above, extrapolated to at
// most twice the size (Chao & Jost 2012, Ecology 93; Chao et al. 2014, Ecological
// Monographs 84, table 1). Extrapolated values of few articles may rise with q, and
// q = 0 stays a lower bound. NaN for fewer than two articles, another q, and where
// twice the size does not reach the coverage. Cost: as many steps as articles,
// times the logarithm of their number.
func Standardised(counts []int, q, coverage float64) float64 {
	x := positive(counts)
	n, f1, f2 := seen(x)
	if n < 2 || q != 0 && q != 1 && q != 2 || !(coverage > 0 && coverage < 1) {
		return math.NaN()
	}
	if coverage > SampleCoverage(x) {
		a := deficit(n, f1, f2)
		extra := max(math.Log((1-coverage)*n/f1)/math.Log(a)-1, 0)
		if extra > n {
			return math.NaN()
		}
		return extrapolated(x, extra, q)
	}
	kinds := distinct(x)
	low, high := 1, int(n)
	if coverage <= coverageAt(kinds, n, 1) {
		return hillAt(kinds, n, 1, q)
	}
	for high-low > 1 { // the coverage lies above that of low, at most at that of high
		if m := (low + high) / 2; coverageAt(kinds, n, m) < coverage {
			low = m
		} else {
			high = m
		}
	}
	from, to := coverageAt(kinds, n, low), coverageAt(kinds, n, high)
	t := (coverage - from) / (to - from)
	return (1-t)*hillAt(kinds, n, low, q) + t*hillAt(kinds, n, high, q)
}

// A kind is the outlets with the same count.
type kind struct{ x, outlets float64 }

// distinct lists the counts with how often each occurs: √2n at most.
func distinct(x []int) []kind {
	x = slices.Sorted(slices.Values(x))
	var list []kind
	for i, v := range x {
		if i == 0 || v != x[i-1] {
			list = append(list, kind{x: float64(v)})
		}
		list[len(list)-1].outlets++
	}
	return list
}

// deficit is the factor A by which an article more lowers the share that the
// outlets seen leave uncovered; 0 if no outlet is seen once, or only one and
// none twice.
func deficit(n, f1, f2 float64) float64 {
	switch {
	case f1 == 0:
		return 0
	case f2 > 0:
		return (n - 1) * f1 / ((n-1)*f1 + 2*f2)
	}
	return (n - 1) * (f1 - 1) / ((n-1)*(f1-1) + 2)
}

// coverageAt estimates the coverage of m of the n articles.
func coverageAt(kinds []kind, n float64, m int) float64 {
	size, uncovered := float64(m), 0.0
	if size >= n {
		var f1, f2 float64
		for _, k := range kinds {
			switch k.x {
			case 1:
				f1 = k.outlets
			case 2:
				f2 = k.outlets
			}
		}
		return 1 - f1/n*deficit(n, f1, f2)
	}
	for _, k := range kinds {
		if n-k.x >= size {
			uncovered += k.outlets * k.x / n * math.Exp(logChoose(n-k.x, size)-logChoose(n-1, size))
		}
	}
	return 1 - uncovered
}

// hillAt is the Hill number to be expected among m of the n articles, from the
// numbers of outlets that are expected to have j of them.
func hillAt(kinds []kind, n float64, m int, q float64) float64 {
	size, sum := float64(m), 0.0
	all := logChoose(n, size)
	for _, k := range kinds {
		for j := max(1, k.x+size-n); j <= min(k.x, size); j++ {
			outlets := k.outlets * math.Exp(logChoose(k.x, j)+logChoose(n-k.x, size-j)-all)
			p := j / size
			switch q {
			case 0:
				sum += outlets
			case 1:
				sum -= outlets * p * math.Log(p)
			default:
				sum += outlets * p * p
			}
		}
	}
	switch q {
	case 0:
		return sum
	case 1:
		return math.Exp(sum)
	}
	return 1 / sum
}

func logChoose(n, k float64) float64 {
	if k == 0 || k == n {
		return 0
	}
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}

// extrapolated is the Hill number to be expected with as many extra articles.
func extrapolated(x []int, extra, q float64) float64 {
	n, f1, _ := seen(x)
	switch q {
	case 0:
		unseen := Chao1(x, false) - Richness(x)
		if unseen == 0 {
			return Richness(x)
		}
		return Richness(x) + unseen*(1-math.Pow(1-f1/(n*unseen+f1), extra))
	case 1:
		return math.Exp((n*Shannon(x) + extra*entropy(x)) / (n + extra))
	}
	same := 1 - UnbiasedSimpson(x)
	return 1 / (1/(n+extra) + (n+extra-1)/(n+extra)*same)
}

// entropy estimates the entropy of all coverage, the unseen part included (Chao,
// Wang & Jost 2013, Methods in Ecology and Evolution 4).
func entropy(x []int) float64 {
	n, f1, f2 := seen(x)
	harmonic := make([]float64, int(n)) // 1 + 1/2 + … + 1/i
	for i := 1; i < len(harmonic); i++ {
		harmonic[i] = harmonic[i-1] + 1/float64(i)
	}
	h := 0.0
	for _, v := range x {
		h += float64(v) / n * (harmonic[len(harmonic)-1] - harmonic[v-1])
	}
	rest := deficit(n, f1, f2) // 1 - A of the paper's A
	if f1 == 0 || rest == 0 {
		return h
	}
	// (1-A)^(1-n) (-ln A - Σ_{r<n} (1-A)^r/r) without the cancellation: the tail
	// of the series of the logarithm.
	tail, power := 0.0, rest
	for r := n; ; r++ {
		term := power / r
		tail += term
		if term*rest < 1e-17*tail*(1-rest) {
			break
		}
		power *= rest
	}
	return h + f1/n*tail
}
