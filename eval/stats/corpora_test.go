package stats

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRanks(t *testing.T) {
	assert.Equal(t, []float64{3, 1, 4.5, 2, 4.5}, ranks([]float64{5, 1, 7, 2, 7}))
	assert.Empty(t, ranks(nil))
}

// Five wins of five: 2/2⁵. A corpus without a difference takes the rank 1.
func TestWilcoxonByHand(t *testing.T) {
	w, err := Wilcoxon([]float64{0, 0, 0, 0, 0}, []float64{1, 2, 3, 4, 5})
	require.NoError(t, err)
	assert.Equal(t, SignedRanks{Positive: 15, N: 5, P: 2.0 / 32, Exact: true}, w)
	w, err = Wilcoxon([]float64{1, 1, 1}, []float64{1, 3, 0})
	require.NoError(t, err)
	assert.Equal(t, SignedRanks{Positive: 3, Negative: 2, N: 2, P: 1, Exact: true}, w)
	w, err = Wilcoxon([]float64{1, 1}, []float64{1, 1})
	require.NoError(t, err)
	assert.Equal(t, SignedRanks{P: 1, Exact: true}, w)
	_, err = Wilcoxon([]float64{1}, nil)
	assert.ErrorContains(t, err, "one system has 1 scores, the other 0")
	_, err = Wilcoxon([]float64{1, 2}, []float64{1, math.NaN()})
	assert.ErrorContains(t, err, "corpus 2 has no score")
}

func TestWilcoxonIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "n")
		scores := rapid.SliceOfN(rapid.Float64Range(0, 1), n, n)
		a, b := scores.Draw(t, "a"), scores.Draw(t, "b")
		one, err := Wilcoxon(a, b)
		require.NoError(t, err)
		other, err := Wilcoxon(b, a)
		require.NoError(t, err)
		assert.Equal(t, one.P, other.P)
		assert.Equal(t, one.Positive, other.Negative)
		assert.True(t, one.P >= 0 && one.P <= 1)
	})
}

func TestFriedmanEdges(t *testing.T) {
	same, err := Friedman([][]float64{{1, 1}, {2, 2}})
	require.NoError(t, err)
	assert.Equal(t, RankTest{Ranks: []float64{1.5, 1.5}, PChiSquare: 1, PF: 1}, same)
	// All corpora agree: χ² = n(k−1).
	clear, err := Friedman([][]float64{{3, 2, 1}, {9, 8, 0}, {.3, .2, .1}})
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 2, 3}, clear.Ranks)
	assert.InDelta(t, 6, clear.ChiSquare, 1e-12)
	assert.InDelta(t, math.Exp(-3), clear.PChiSquare, 1e-12)
	assert.True(t, math.IsInf(clear.F, 1))
	assert.Zero(t, clear.PF)
	for want, scores := range map[string][][]float64{
		"two of each":                        {{1, 2}},
		"corpus 2 has 1 scores":              {{1, 2}, {1}},
		"no score on corpus 2":               {{1, 2}, {1, math.NaN()}},
		"over corpora takes at least two of": nil,
	} {
		_, err := Friedman(scores)
		assert.ErrorContains(t, err, want)
	}
}

// The values printed by Demšar 2006, table 5.
func TestCriticalDifferenceAgreesWithDemsar(t *testing.T) {
	for i, want := range []float64{1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164} {
		k := float64(i + 2)
		assert.InDelta(t, want*math.Sqrt(k*(k+1)/60), CriticalDifference(i+2, 10, 0.05), 0.0006*k, i+2)
	}
	for i, want := range []float64{1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920} {
		k := float64(i + 2)
		assert.InDelta(t, want*math.Sqrt(k*(k+1)/60), CriticalDifference(i+2, 10, 0.10), 0.0006*k, i+2)
	}
	assert.True(t, math.IsNaN(CriticalDifference(1, 10, 0.05)))
	assert.True(t, math.IsNaN(CriticalDifference(3, 0, 0.05)))
	assert.True(t, math.IsNaN(CriticalDifference(3, 5, 0)))
}

func TestSignedRankProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		scores := rapid.SliceOfN(rapid.Float64Range(0, 1), n, n)
		a, b := scores.Draw(t, "a"), scores.Draw(t, "b")
		test := SignedRank{ROPE: rapid.Float64Range(0, 0.5).Draw(t, "rope"), Samples: 500, Seed: 3}
		p, err := test.Compare(t.Context(), a, b)
		require.NoError(t, err)
		assert.InDelta(t, 1, p.A+p.Rope+p.B, 1e-9)
		swapped, err := test.Compare(t.Context(), b, a)
		require.NoError(t, err)
		assert.InDelta(t, p.A, swapped.B, 1e-9)
		test.Workers = 1
		alone, err := test.Compare(t.Context(), a, b)
		require.NoError(t, err)
		assert.Equal(t, p, alone)
	})
}

func TestSignedRankEdges(t *testing.T) {
	p, err := SignedRank{ROPE: 0.01}.Compare(t.Context(), []float64{.5, .6}, []float64{.5, .6})
	require.NoError(t, err)
	assert.InDelta(t, 1, p.Rope, 1e-9)
	_, err = SignedRank{}.Compare(t.Context(), nil, nil)
	assert.ErrorContains(t, err, "scores on 0 corpora")
	_, err = SignedRank{}.Compare(t.Context(), []float64{math.NaN()}, []float64{1})
	assert.ErrorContains(t, err, "corpus 1 has no score")
}
