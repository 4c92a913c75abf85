package stats

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
)

func compare(t require.TestingT, p Paired, a, b eval.Terms) Comparison {
	c, err := p.Compare(context.Background(), a, b)
	require.NoError(t, err)
	return c
}

var paired = Paired{Replicates: 200, Level: 0.95, Seed: 1}

// Differences 1, 2, 3 and 0: of the eight signs of the three, only two sum to ±6.
func TestPairedByHand(t *testing.T) {
	c := compare(t, paired, mean(1, 1, 1, 5), mean(2, 3, 4, 5))
	assert.Equal(t, 1.5, c.Delta)
	assert.Equal(t, 8, c.Flips)
	assert.True(t, c.Exact)
	assert.Equal(t, 4, c.Stories)
	assert.Equal(t, 2.0/8, c.P)
	sd := math.Sqrt((0.25 + 0.25 + 2.25 + 2.25) / 3)
	assert.InDelta(t, 1.5/sd, c.Effect, 1e-12)
	assert.Less(t, c.Low, 1.5)
	assert.Greater(t, c.High, 1.5)
	// Signs that give the same difference are ties, however they are rounded.
	assert.Equal(t, 1.0, compare(t, paired, mean(0.1, 0.2, 0.3), mean(0.2, 0.1, 0.3)).P)
	assert.Equal(t, 6.0/8, compare(t, paired, mean(0, 0, 0), mean(0.1, -0.2, 0.3)).P)
}

func TestPairedWithItself(t *testing.T) {
	c := compare(t, paired, mean(1, 2, 3), mean(1, 2, 3))
	assert.Equal(t, Comparison{P: 1, Flips: 1, Exact: true, Stories: 3}, c)
}

func TestPairedRefuses(t *testing.T) {
	wide := eval.Terms{Columns: [][]float64{{1}, {2}, {3}}}
	for want, pair := range map[string][2]eval.Terms{
		"no terms of stories":                    {{}, mean(1)},
		"one has 1 stories, the other 2":         {mean(1), mean(1, 2)},
		"they are not scored by the same metric": {mean(1), wide},
	} {
		_, err := paired.Compare(t.Context(), pair[0], pair[1])
		assert.ErrorContains(t, err, "comparing two systems: "+want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := paired.Compare(ctx, mean(1, 2), mean(2, 3))
	assert.ErrorIs(t, err, context.Canceled)
}

// P is what trying all exchanges of whole rows gives; exchanging the systems
// turns the sign only; the goroutines change nothing.
func TestPairedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "n")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 9), func(i int) float64 { return float64(i) }), 2, 2), n, n)
		combine := func(s []float64) float64 { return s[0] / s[1] }
		rowsA, rowsB := rows.Draw(t, "a"), rows.Draw(t, "b")
		terms := func(rows [][]float64) eval.Terms { return eval.Terms{Columns: eval.Transpose(rows), Combine: combine} }
		a, b := terms(rowsA), terms(rowsB)
		c := compare(t, paired, a, b)
		extreme := 0
		for mask := range 1 << n {
			var x, y [][]float64
			for s := range n {
				if mask>>s&1 == 1 {
					x, y = append(x, rowsB[s]), append(y, rowsA[s])
				} else {
					x, y = append(x, rowsA[s]), append(y, rowsB[s])
				}
			}
			if math.Abs(terms(y).Value().Value-terms(x).Value().Value) >= math.Abs(c.Delta)-1e-12 {
				extreme++
			}
		}
		assert.InDelta(t, float64(extreme)/float64(int(1)<<n), c.P, 1e-12)

		back := compare(t, paired, b, a)
		assert.InDelta(t, -c.Delta, back.Delta, 1e-12)
		assert.Equal(t, c.P, back.P)
		assert.InDelta(t, -c.Effect, back.Effect, 1e-9*max(1, math.Abs(c.Effect)))
		alone := paired
		alone.Workers = 1
		assert.Equal(t, c, compare(t, alone, a, b))
	})
}

// A difference on each of 100 stories is found in no random flip.
func TestRandomFlips(t *testing.T) {
	a, b := make([]float64, 100), make([]float64, 100)
	for i := range b {
		b[i] = 1
	}
	c := compare(t, paired, mean(a...), mean(b...))
	assert.False(t, c.Exact)
	assert.Equal(t, 10_000, c.Flips)
	assert.Equal(t, 1.0/10_001, c.P)
}

// With the rows of 21 stories of which one is nearly nothing, exact and random
// flips agree.
func TestRandomFlipsAgreeWithExact(t *testing.T) {
	a, b := make([]float64, 20), make([]float64, 20)
	for i := range b {
		b[i] = math.Sin(float64(i)) + 0.3
	}
	exact := compare(t, Paired{}, mean(a...), mean(b...))
	require.True(t, exact.Exact)
	sampled := compare(t, Paired{Flips: 100_000, Seed: 5}, mean(append(a, 0)...), mean(append(b, 1e-9)...))
	require.False(t, sampled.Exact)
	assert.InDelta(t, exact.P, sampled.P, 0.005)
}
