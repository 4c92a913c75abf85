package diversity

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Bootstrap estimates how a measure of one story would vary if the story were covered
// again. That of package stats estimates how a mean would vary with other stories.
type Bootstrap struct {
	Replicates int     // 200 are enough for a standard error
	Level      float64 // such as 0.95
	Seed       uint64
}

// Interval is the interval of a measure of the counts: its value more and less the
// normal quantile times the standard error over samples of the same size from the
// estimated shares of all outlets, the unseen ones included (Chao & Jost 2012,
// appendix; Chao et al. 2014). Replicates for which the measure does not exist are
// left out. NaN for fewer than two articles, or two replicates.
func (b Bootstrap) Interval(counts []int, measure func(counts []int) float64) (low, high float64) {
	p := assemblage(counts)
	value := measure(counts)
	if p == nil || math.IsNaN(value) {
		return math.NaN(), math.NaN()
	}
	bounds := make([]float64, len(p))
	at := 0.0
	for i, share := range p {
		at += share
		bounds[i] = at
	}
	random := rand.New(rand.NewPCG(b.Seed, 0x6f75746c657473))
	n, mean, squares := 0.0, 0.0, 0.0
	sample := make([]int, len(p))
	for range b.Replicates {
		clear(sample)
		for range int(total(counts)) {
			i, _ := slices.BinarySearch(bounds, random.Float64()*at)
			sample[min(i, len(p)-1)]++
		}
		if v := measure(sample); !math.IsNaN(v) {
			n++
			delta := v - mean
			mean += delta / n
			squares += delta * (v - mean)
		}
	}
	if n < 2 {
		return math.NaN(), math.NaN()
	}
	half := distuv.UnitNormal.Quantile((1+b.Level)/2) * math.Sqrt(squares/(n-1))
	return value - half, value + half
}

// assemblage estimates the shares of all outlets: those seen lowered to the sample
// coverage, most if the count is small, and the rest in equal parts to as many
// unseen ones as Chao1 estimates. nil for fewer than two articles.
func assemblage(counts []int) []float64 {
	n, coverage := total(counts), SampleCoverage(counts)
	if n < 2 {
		return nil
	}
	p := shares(positive(counts))
	lowered := 0.0
	for _, share := range p {
		lowered += share * math.Pow(1-share, n)
	}
	unseen := math.Ceil(Chao1(counts, false) - Richness(counts))
	if unseen == 0 || lowered == 0 {
		return p
	}
	for i, share := range p {
		p[i] = share * (1 - (1-coverage)/lowered*math.Pow(1-share, n))
	}
	for range int(unseen) {
		p = append(p, (1-coverage)/unseen)
	}
	return p
}
