package stats

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reference holds what testdata/reference.py computed with SciPy.
type reference struct {
	Wilcoxon []struct {
		A, B  []float64
		P     float64
		Exact bool
	}
	Friedman []struct {
		Scores           [][]float64
		Ranks            []float64
		Chi, PChi, F, PF float64
	}
	Range []struct {
		K        int
		Alpha, Q float64
	}
	Bayes []struct {
		A, B []float64
		Rope float64
		P    []float64
	}
	Bootstrap []struct {
		Values    []float64
		Method    string
		Low, High float64
	}
}

func readReference(t *testing.T) reference {
	data, err := os.ReadFile("testdata/reference.json")
	require.NoError(t, err)
	var r reference
	require.NoError(t, json.Unmarshal(data, &r))
	return r
}

func TestWilcoxonAgreesWithSciPy(t *testing.T) {
	list := readReference(t).Wilcoxon
	require.NotEmpty(t, list)
	for i, want := range list {
		got, err := Wilcoxon(want.A, want.B)
		require.NoError(t, err)
		assert.InEpsilon(t, want.P, got.P, 1e-9, i)
		assert.Equal(t, want.Exact, got.Exact, i)
	}
}

func TestFriedmanAgreesWithSciPy(t *testing.T) {
	list := readReference(t).Friedman
	require.NotEmpty(t, list)
	for i, want := range list {
		got, err := Friedman(want.Scores)
		require.NoError(t, err)
		assert.InDeltaSlice(t, want.Ranks, got.Ranks, 1e-12, i)
		assert.InEpsilon(t, want.Chi, got.ChiSquare, 1e-9, i)
		assert.InEpsilon(t, want.PChi, got.PChiSquare, 1e-9, i)
		assert.InEpsilon(t, want.F, got.F, 1e-9, i)
		assert.InEpsilon(t, want.PF, got.PF, 1e-9, i)
	}
}

func TestStudentisedRangeAgreesWithSciPy(t *testing.T) {
	list := readReference(t).Range
	require.NotEmpty(t, list)
	for _, want := range list {
		assert.InEpsilon(t, want.Q, rangeQuantile(want.K, 1-want.Alpha), 1e-8, want)
	}
}

// Both sides are simulations: 400,000 samples there, 100,000 here.
func TestSignedRankAgreesWithSimulation(t *testing.T) {
	list := readReference(t).Bayes
	require.NotEmpty(t, list)
	for i, want := range list {
		got, err := SignedRank{ROPE: want.Rope, Samples: 100_000, Seed: 1}.Compare(t.Context(), want.A, want.B)
		require.NoError(t, err)
		assert.InDeltaSlice(t, want.P, []float64{got.A, got.Rope, got.B}, 0.008, i)
	}
}

func TestIntervalsAgreeWithSciPy(t *testing.T) {
	list := readReference(t).Bootstrap
	require.NotEmpty(t, list)
	for _, want := range list {
		b := Bootstrap{Replicates: 100_000, Level: 0.9, Seed: 1, Method: want.Method}
		got := intervals(t, b, mean(want.Values...))[0]
		width := want.High - want.Low
		assert.InDelta(t, want.Low, got.Low, 0.01*width, want.Method)
		assert.InDelta(t, want.High, got.High, 0.01*width, want.Method)
	}
}
