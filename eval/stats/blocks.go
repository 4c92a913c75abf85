package stats

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// MinOverlaps is the length that a series needs for an interval of its mean, in overlaps:
// a shorter one does not show how far its values vary.
const MinOverlaps = 10

// SeriesMean returns the interval of the mean of a series in which overlap successive
// values measure the same articles, as scores of overlapping windows do, and the length
// of the blocks. It is the circular block bootstrap (Künsch 1989; Politis & Romano
// 1992): blocks are successive values, the first after the last. The autocorrelations
// of the series determine their length (Politis & White 2004, corrected by Patton,
// Politis & White 2009), at least the overlap and at most a third of the series. A
// series shorter than MinOverlaps overlaps has no interval, and blocks of 0.
//
// The interval is the middle part of the replicates, widened by the ratio of Student's t
// for as many values as there are blocks to the normal distribution (Hesterberg 2015).
// In simulations of means over 7 steps, 95 % intervals contain the truth in 89 % of runs
// for a series of 10 overlaps, in 92 % for 20 and in 94 % for 100, also if the windows
// see an AR(1) process with 0.5. No interval contains a level that drifts more slowly
// than the series is long.
func (b Bootstrap) SeriesMean(ctx context.Context, series []float64, overlap int) (Interval, int, error) {
	n := len(series)
	overlap = max(overlap, 1)
	if n < MinOverlaps*overlap || b.Replicates < 1 {
		return none, 0, ctx.Err()
	}
	length := min(max(blockLength(series), overlap), n/3)
	sums := make([]float64, 2*n+1) // of the steps before each, twice round
	for i := range 2 * n {
		sums[i+1] = sums[i] + series[i%n]
	}
	samples := make([]float64, b.Replicates)
	err := parallel.Each(ctx, b.Replicates, b.Workers, func(r int) {
		random := rand.New(rand.NewPCG(b.Seed, uint64(r)))
		sum := 0.0
		for left := n; left > 0; left -= length {
			from := random.IntN(n)
			sum += sums[from+min(length, left)] - sums[from]
		}
		samples[r] = sum / float64(n)
	})
	if err != nil {
		return none, 0, err
	}
	tail := widened((1-b.Level)/2, float64(n)/float64(length))
	return between(ascending(samples), tail, 1-tail), length, nil
}

// widened is the tail of a normal distribution at the quantile that Student's t has for
// the given tail, for a mean of that many values whose deviations are from that mean.
func widened(tail, values float64) float64 {
	t := distuv.StudentsT{Sigma: 1, Nu: values - 1}.Quantile(tail)
	return distuv.UnitNormal.CDF(t * math.Sqrt(values/(values-1)))
}

// blockLength is the length of the blocks of a circular bootstrap that minimises the
// squared error of the variance of the mean. Autocovariances count up to twice the lag
// after which several in a row are no more than chance.
func blockLength(series []float64) int {
	n := float64(len(series))
	apart := make([]float64, len(series)) // from the mean
	copy(apart, series)
	floats.AddConst(-stat.Mean(series, nil), apart)
	row := int(max(5, math.Ceil(math.Log10(n))))
	most := min(int(math.Ceil(math.Sqrt(n)))+row, len(series)-1)
	covariance := make([]float64, most+1)
	for lag := range covariance {
		covariance[lag] = floats.Dot(apart[lag:], apart[:len(apart)-lag]) / n
	}
	chance := 2 * math.Sqrt(math.Log10(n)/n) * covariance[0]
	last, quiet := 0, 0
	for lag := 1; lag <= most && quiet < row; lag++ {
		if quiet++; math.Abs(covariance[lag]) >= chance {
			last, quiet = lag, 0
		}
	}
	reach := min(2*max(last, 1), most)
	sum, slope := covariance[0], 0.0 // of the flat-top kernel of Politis & Romano 1995
	for lag := 1; lag <= reach; lag++ {
		part := 2 * min(1, 2*(1-float64(lag)/float64(reach))) * covariance[lag]
		sum += part
		slope += float64(lag) * part
	}
	if slope == 0 { // as in a series of one value
		return 1
	}
	length := math.Cbrt(1.5 * slope * slope / (sum * sum) * n)
	return int(math.Ceil(min(length, n)))
}
