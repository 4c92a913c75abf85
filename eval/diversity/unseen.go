package diversity

import "math"

// Chao1 estimates how many outlets there are, the unseen ones among them, from
// those seen once (f1) and twice (f2): S + (n-1)/n · f1²/(2 f2), or with
// f1(f1-1)/2 for the last factor if f2 is 0; corrected, S + (n-1)/n ·
// f1(f1-1)/(2(f2+1)) (Chao 1984, 2005). A lower bound. NaN without articles.
func Chao1(counts []int, corrected bool) float64 {
	n, f1, f2 := seen(counts)
	if n == 0 {
		return math.NaN()
	}
	unseen := f1 * (f1 - 1) / (2 * (f2 + 1))
	if !corrected && f2 > 0 {
		unseen = f1 * f1 / (2 * f2)
	}
	return Richness(counts) + (n-1)/n*unseen
}

// SampleCoverage estimates which share of a story's coverage comes from the
// outlets seen: 1 - f1/n · (n-1)f1/((n-1)f1 + 2 f2), and if f2 is 0,
// 1 - f1/n · (n-1)(f1-1)/((n-1)(f1-1) + 2) (Chao & Jost 2012). NaN for fewer than
// two articles, which say nothing about what was missed.
func SampleCoverage(counts []int) float64 {
	n, f1, f2 := seen(counts)
	switch {
	case n < 2:
		return math.NaN()
	case f1 == 0:
		return 1
	case f2 > 0:
		return 1 - f1/n*(n-1)*f1/((n-1)*f1+2*f2)
	}
	return 1 - f1/n*(n-1)*(f1-1)/((n-1)*(f1-1)+2)
}

// Rarefied is the number of outlets to be expected among m of the articles, drawn
// without replacement: Σ 1 - C(n-x, m)/C(n, m) (Hurlbert 1971). With one m,
// stories of different sizes can be compared. NaN if m is larger than the
// number of articles, since nothing is known about more. Cost: m a count.
func Rarefied(counts []int, m int) float64 {
	n := total(counts)
	if m < 0 || float64(m) > n || n == 0 {
		return math.NaN()
	}
	expected := 0.0
	for _, x := range positive(counts) {
		missed := 1.0 // the chance that none of the m is of this outlet
		for k := range m {
			missed *= max(n-float64(x)-float64(k), 0) / (n - float64(k))
		}
		expected += 1 - missed
	}
	return expected
}

// seen returns the number of articles, of outlets with one, and with two.
func seen(counts []int) (n, f1, f2 float64) {
	for _, x := range counts {
		n += float64(x)
		switch x {
		case 1:
			f1++
		case 2:
			f2++
		}
	}
	return n, f1, f2
}
