package stats

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// autoregressive is a stationary AR(1) series around 0.
func autoregressive(n int, by float64, seed uint64) []float64 {
	random := rand.New(rand.NewPCG(seed, 7))
	series := make([]float64, n)
	before := random.NormFloat64() / math.Sqrt(1-by*by)
	for i := range series {
		before = by*before + random.NormFloat64()
		series[i] = before
	}
	return series
}

// windows are the means of n consecutive values.
func windows(series []float64, width int) []float64 {
	out := make([]float64, len(series)-width+1)
	for i := range out {
		out[i] = stat.Mean(series[i:i+width], nil)
	}
	return out
}

func TestBlockLength(t *testing.T) {
	// The length that is best for AR(1) is known: that of the whole sums over lags.
	for _, by := range []float64{-0.5, 0.3, 0.7} {
		const n = 200_000
		want := math.Cbrt(6*by*by/math.Pow(1-by*by, 2)) * math.Cbrt(n)
		assert.InEpsilon(t, want, blockLength(autoregressive(n, by, 1)), 0.1, "AR(1) with %g", by)
	}
	// Of means over w values too: covariances fall in a line, their sum is w and that of
	// the lags times them (w²−1)/3.
	const n, w = 200_000, 7
	want := math.Cbrt(1.5*math.Pow((w*w-1)/3./w, 2)) * math.Cbrt(n)
	assert.InEpsilon(t, want, blockLength(windows(autoregressive(n+w-1, 0, 1), w)), 0.1)
	assert.Equal(t, 1, blockLength(slices.Repeat([]float64{3}, 50)))
}

func TestSeriesMeanByHand(t *testing.T) {
	b := Bootstrap{Replicates: 500, Level: 0.95, Seed: 1}
	of := func(n, overlap int, at func(i int) float64) (Interval, int) {
		series := make([]float64, n)
		for i := range series {
			series[i] = at(i)
		}
		i, length, err := b.SeriesMean(t.Context(), series, overlap)
		require.NoError(t, err)
		return i, length
	}
	// Ten times a cycle of three: each block of three has the same mean.
	i, length := of(30, 3, func(i int) float64 { return float64(i % 3) })
	assert.Equal(t, 3, length)
	assert.InDelta(t, 1, i.Low, 1e-12)
	assert.InDelta(t, 1, i.High, 1e-12)
	// One step less is too short, and so is no replicate.
	i, length = of(29, 3, func(i int) float64 { return float64(i % 3) })
	assert.Zero(t, length)
	assert.True(t, math.IsNaN(i.Low) && math.IsNaN(i.High))
	b.Replicates = 0
	_, length = of(30, 3, func(i int) float64 { return float64(i % 3) })
	assert.Zero(t, length)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := b.SeriesMean(ctx, make([]float64, 30), 3)
	assert.ErrorIs(t, err, context.Canceled)
}

// With whole numbers the distribution of the replicates is known: sums of blocks that
// begin anywhere, alike and independent.
func TestSeriesMeanAgainstTheWholeDistribution(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 8))
	series := make([]float64, 200)
	for i := range series {
		series[i] = float64(random.IntN(5) + i%40/20)
	}
	got, length, err := Bootstrap{Replicates: 40_000, Level: 0.95, Seed: 1}.SeriesMean(t.Context(), series, 6)
	require.NoError(t, err)
	require.Equal(t, 6, length, "so that the last block is cut")
	chances := []float64{1} // by sum
	for left := len(series); left > 0; left -= length {
		next := make([]float64, 6*len(series))
		for from := range series {
			sum := 0
			for k := range min(length, left) {
				sum += int(series[(from+k)%len(series)])
			}
			for before, p := range chances {
				if p > 0 {
					next[before+sum] += p / float64(len(series))
				}
			}
		}
		chances = next
	}
	tail := widened(0.025, float64(len(series))/float64(length))
	at := func(p float64) float64 {
		sum, until := 0, 0.0
		for until += chances[0]; until < p; until += chances[sum] {
			sum++
		}
		return float64(sum) / float64(len(series))
	}
	assert.InDelta(t, at(tail), got.Low, 1.5/float64(len(series)))
	assert.InDelta(t, at(1-tail), got.High, 1.5/float64(len(series)))
}

// Student's t of four degrees leaves 2.5 % beyond 2.776; of five values, √(5/4) more.
func TestWidened(t *testing.T) {
	assert.InDelta(t, 0.5*math.Erfc(2.7764451*math.Sqrt(1.25/2)), widened(0.025, 5), 1e-9)
	assert.InDelta(t, 0.025, widened(0.025, 1e7), 1e-6)
}

func TestSeriesMeanHoldsTheMeanAndForgetsWhereItBegan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		series := rapid.SliceOfN(rapid.Float64Range(0, 1), 20, 60).Draw(t, "series")
		overlap := rapid.IntRange(1, 2).Draw(t, "overlap")
		b := Bootstrap{Replicates: 200, Level: 0.95, Seed: 3, Workers: rapid.IntRange(1, 3).Draw(t, "workers")}
		got, length, err := b.SeriesMean(context.Background(), series, overlap)
		require.NoError(t, err)
		assert.True(t, length >= overlap && length <= len(series)/3)
		assert.GreaterOrEqual(t, got.Low, slices.Min(series)-1e-12)
		assert.LessOrEqual(t, got.High, slices.Max(series)+1e-12)
		b.Workers = 1
		again, _, err := b.SeriesMean(context.Background(), series, overlap)
		require.NoError(t, err)
		assert.Equal(t, again, got)
	})
}

// seriesCoverage is how often an interval holds 0, the mean of what draw draws.
func seriesCoverage(t *testing.T, runs, overlap int, draw func(seed uint64) []float64) float64 {
	var hits atomic.Int64
	require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
		b := Bootstrap{Replicates: 1000, Level: 0.95, Seed: uint64(r), Workers: 1}
		i, _, err := b.SeriesMean(context.Background(), draw(uint64(r)), overlap)
		assert.NoError(t, err)
		if i.Low <= 0 && 0 <= i.High {
			hits.Add(1)
		}
	}))
	return float64(hits.Load()) / float64(runs)
}

// The figures of docs/streaming.md.
func TestCoverageOfSeries(t *testing.T) {
	testfiles.Long(t, "a simulation")
	const width = 7
	for _, c := range []struct {
		steps  int
		by     float64
		covers float64 // measured
	}{
		{70, 0, 0.89}, {140, 0, 0.93}, {700, 0, 0.94},
		{70, 0.5, 0.89}, {140, 0.5, 0.92}, {700, 0.5, 0.94},
		{70, 0.8, 0.84}, {140, 0.8, 0.89}, {700, 0.8, 0.93},
	} {
		covered := seriesCoverage(t, 1000, width, func(seed uint64) []float64 {
			return windows(autoregressive(c.steps+width-1, c.by, seed), width)
		})
		t.Logf("%d windows over AR(1) with %g: %.3f", c.steps, c.by, covered)
		assert.InDelta(t, c.covers, covered, 0.02)
	}
}

func BenchmarkSeriesMean(b *testing.B) {
	for _, steps := range []int{100, 10_000} {
		series := windows(autoregressive(steps+6, 0.5, 1), 7)
		b.Run(fmt.Sprintf("steps=%d/replicates=2000", steps), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _, err := Bootstrap{Replicates: 2000, Level: 0.95, Seed: 1}.SeriesMean(b.Context(), series, 7)
				require.NoError(b, err)
			}
		})
	}
}
