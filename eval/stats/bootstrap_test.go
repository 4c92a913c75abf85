package stats

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
)

func mean(values ...float64) eval.Terms {
	counts := slices.Repeat([]float64{1}, len(values))
	return eval.Terms{Columns: [][]float64{values, counts}, Combine: func(s []float64) float64 { return s[0] / s[1] }}
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
	padded.Columns = [][]float64{append([]float64{0}, with.Columns[0]...), append([]float64{0}, with.Columns[1]...)}
	b := Bootstrap{Replicates: 200, Level: 0.95, Seed: 1}
	assert.Equal(t, intervals(t, b, with), intervals(t, b, padded))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Bootstrap{Replicates: 10, Level: 0.95}.Intervals(ctx, []eval.Terms{mean(1, 2)})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestTermsOfOtherStoriesAreRefused(t *testing.T) {
	_, err := Bootstrap{Replicates: 10, Level: 0.95}.Intervals(t.Context(), []eval.Terms{mean(1, 2), mean(1, 2, 3)})
	assert.ErrorContains(t, err, "terms of 3 stories beside terms of 2")
	_, err = Bootstrap{Replicates: 10, Level: 0.95, Method: "normal"}.Intervals(t.Context(), []eval.Terms{mean(1, 2)})
	assert.ErrorContains(t, err, `unknown interval method "normal"`)
}

// Values that share columns get what they would get alone, and what weights drawn
// and summed one by one give.
func TestSamplesAreSumsOfDrawnStories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(1, 9), 3, 3), 2, 30).Draw(t, "rows")
		values := []eval.Terms{
			{Columns: eval.Transpose(rows), Combine: func(s []float64) float64 { return s[0] / s[1] }},
			{},
			{Columns: eval.Transpose(rows), Combine: func(s []float64) float64 { return s[2] - s[0] }},
		}
		b := Bootstrap{Replicates: 20, Level: 0.9, Seed: rapid.Uint64().Draw(t, "seed")}
		m, err := layOut(values)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(m.columns), 3)
		samples, err := b.samples(context.Background(), m, values)
		require.NoError(t, err)
		for r := range b.Replicates {
			random := rand.New(rand.NewPCG(b.Seed, uint64(r)))
			sum := make([]float64, 3)
			for range rows {
				for k, x := range rows[random.IntN(len(rows))] {
					sum[k] += x
				}
			}
			assert.InDelta(t, sum[0]/sum[1], samples[0][r], 1e-12)
			assert.InDelta(t, sum[2]-sum[0], samples[2][r], 1e-9)
		}
		assert.Nil(t, samples[1])
	})
}

// More stories than one block takes.
func TestBlocksOfStories(t *testing.T) {
	values := make([]float64, 3*storyBlock+7)
	for i := range values {
		values[i] = float64(i)
	}
	m, err := layOut([]eval.Terms{mean(values...)})
	require.NoError(t, err)
	ones := func(_ int, weights []uint8) {
		for i := range weights {
			weights[i] = 1
		}
	}
	n := float64(len(values))
	seen := make([]float64, 300)
	require.NoError(t, m.weigh(t.Context(), len(seen), 3, ones, func(r int, sums []float64) {
		seen[r]++
		assert.Equal(t, []float64{n * (n - 1) / 2, n}, m.pick(nil, 0, sums))
	}))
	assert.NotContains(t, seen, 0.0)
}

// A perfect grouping stays perfect in every resample, whatever the metric.
func TestPerfectStaysPerfect(t *testing.T) {
	gold, _ := messy(50, 3)
	for _, method := range []string{Percentile, BCa} {
		b := Bootstrap{Replicates: 200, Level: 0.95, Seed: 1, Method: method}
		for i, terms := range partitionTerms(t, gold, gold) {
			if terms.Value().Value == 1 {
				assert.Equal(t, Interval{1, 1}, intervals(t, b, terms)[0], i)
			}
		}
	}
}
