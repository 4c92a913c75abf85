package stats

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
)

func mean(values ...float64) eval.Terms {
	t := eval.Terms{Combine: func(s []float64) float64 { return s[0] / s[1] }}
	for _, v := range values {
		t.Rows = append(t.Rows, []float64{v, 1})
	}
	return t
}

func intervals(t testing.TB, b Bootstrap, values ...eval.Terms) []Interval {
	list, err := b.Intervals(t.Context(), values)
	require.NoError(t, err)
	return list
}

func TestIntervalOfAMean(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	values := make([]float64, 400)
	for i := range values {
		values[i] = random.NormFloat64()
	}
	terms := mean(values...)
	got := intervals(t, Bootstrap{Replicates: 4000, Level: 0.95, Seed: 1}, terms)[0]
	m, sd := terms.Value().Value, 0.0
	for _, v := range values {
		sd += (v - m) * (v - m) / float64(len(values))
	}
	half := 1.96 * math.Sqrt(sd/float64(len(values)))
	assert.InDelta(t, m-half, got.Low, 0.1*half)
	assert.InDelta(t, m+half, got.High, 0.1*half)
}

func TestIntervalsDoNotDependOnWorkersNorOnCompany(t *testing.T) {
	a, b := mean(1, 2, 3, 4, 9), mean(5, 3, 3, 1, 0)
	one := intervals(t, Bootstrap{Replicates: 500, Level: 0.9, Seed: 7, Workers: 1}, a, b)
	many := intervals(t, Bootstrap{Replicates: 500, Level: 0.9, Seed: 7, Workers: 8}, a, b)
	alone := intervals(t, Bootstrap{Replicates: 500, Level: 0.9, Seed: 7}, b)
	assert.Equal(t, one, many)
	assert.Equal(t, one[1], alone[0])
}

func TestNoInterval(t *testing.T) {
	for _, terms := range []eval.Terms{{}, mean(3)} {
		got := intervals(t, Bootstrap{Replicates: 100, Level: 0.95}, terms)[0]
		assert.True(t, math.IsNaN(got.Low) && math.IsNaN(got.High))
	}
	same := intervals(t, Bootstrap{Replicates: 100, Level: 0.95}, mean(2, 2, 2))[0]
	assert.Equal(t, Interval{2, 2}, same)
}

func TestStoriesWithoutTermsAreNoUnits(t *testing.T) {
	with := mean(1, 2, 3, 4)
	padded := with
	padded.Rows = append([][]float64{{0, 0}}, with.Rows...)
	b := Bootstrap{Replicates: 200, Level: 0.95, Seed: 1}
	assert.Equal(t, intervals(t, b, with), intervals(t, b, padded))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Bootstrap{Replicates: 10, Level: 0.95}.Intervals(ctx, []eval.Terms{mean(1, 2)})
	assert.ErrorIs(t, err, context.Canceled)
}

// The jackknife error of a difference of means is that of the paired differences.
func TestDifferenceError(t *testing.T) {
	a, b := mean(1, 5, 2, 8), mean(2, 3, 1, 9)
	d := []float64{-1, 2, 1, -1}
	m, sd := 0.25, 0.0
	for _, x := range d {
		sd += (x - m) * (x - m) / 3
	}
	assert.InDelta(t, math.Sqrt(sd/4), DifferenceError(a, b), 1e-12)
	assert.True(t, math.IsNaN(DifferenceError(mean(1), mean(2))))
	assert.InDelta(t, 2.8016, Detectable(1, 0.05, 0.8), 1e-4)
}

func BenchmarkIntervals(b *testing.B) {
	stories, replicates := 1000, 2000
	values := make([]float64, stories)
	for i := range values {
		values[i] = float64(i % 17)
	}
	list := []eval.Terms{mean(values...), mean(values...), mean(values...)}
	b.Run(fmt.Sprintf("stories=%d/replicates=%d/metrics=%d", stories, replicates, len(list)), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			intervals(b, Bootstrap{Replicates: replicates, Level: 0.95, Seed: 1}, list...)
		}
	})
}
