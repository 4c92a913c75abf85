package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
)

// Runs that are alike differ by nothing; the rest is the error of a mean.
func TestRunsThatAreAlike(t *testing.T) {
	values := []float64{1, 4, 2, 8, 5, 7, 3, 3}
	b := Bootstrap{Replicates: 20_000, Seed: 1}
	v, err := b.Decompose(t.Context(), []eval.Terms{mean(values...), mean(values...), mean(values...)})
	require.NoError(t, err)
	assert.Equal(t, 3, v.Count)
	assert.InDelta(t, 33.0/8, v.Mean, 1e-12)
	assert.InDelta(t, 0, v.Runs, 1e-12)
	assert.InDelta(t, 0, v.Interaction, 1e-12)
	squares := 0.0
	for _, x := range values {
		squares += (x - v.Mean) * (x - v.Mean)
	}
	assert.InEpsilon(t, squares/64, v.Stories, 0.05)
	assert.InDelta(t, math.Sqrt(v.Stories), v.StandardError(), 1e-9)

	single, err := b.Decompose(t.Context(), []eval.Terms{mean(values...)})
	require.NoError(t, err)
	assert.InDelta(t, v.Stories, single.Stories, 1e-9)
	assert.True(t, math.IsNaN(single.Runs) && math.IsNaN(single.Interaction))
	assert.InDelta(t, v.StandardError(), single.StandardError(), 1e-9)
}

// Scores made of a story's, a run's and their own part: the parts come back, on
// the mean over corpora.
func TestDecomposeFindsTheParts(t *testing.T) {
	const stories, runs, corpora = 60, 6, 60
	const sdStory, sdRun, sdBoth = 3.0, 0.5, 2.0
	random := rand.New(rand.NewPCG(1, 2))
	var sum Variance
	for range corpora {
		values := make([][]float64, runs)
		for r := range values {
			values[r] = make([]float64, stories)
			shift := sdRun * random.NormFloat64()
			for s := range values[r] {
				values[r][s] = shift + sdBoth*random.NormFloat64()
			}
		}
		for s := range stories {
			x := sdStory * random.NormFloat64()
			for r := range values {
				values[r][s] += x
			}
		}
		var terms []eval.Terms
		for _, v := range values {
			terms = append(terms, mean(v...))
		}
		v, err := Bootstrap{Replicates: 500, Seed: 1}.Decompose(t.Context(), terms)
		require.NoError(t, err)
		sum.Runs += v.Runs / corpora
		sum.Stories += v.Stories / corpora
		sum.Interaction += v.Interaction / corpora
	}
	assert.InEpsilon(t, sdStory*sdStory/stories, sum.Stories, 0.15)
	assert.InEpsilon(t, sdBoth*sdBoth/stories, sum.Interaction, 0.15)
	assert.InEpsilon(t, sdRun*sdRun, sum.Runs, 0.3)
}

func TestDecomposeRefuses(t *testing.T) {
	b := Bootstrap{Replicates: 100}
	_, err := b.Decompose(t.Context(), nil)
	assert.ErrorContains(t, err, "there is no variance to see")
	_, err = b.Decompose(t.Context(), []eval.Terms{mean(1, 2), {}})
	assert.ErrorContains(t, err, "run 2 has no terms of stories")
	_, err = b.Decompose(t.Context(), []eval.Terms{mean(1, 2), mean(1, 2, 3)})
	assert.ErrorContains(t, err, "terms of 3 stories beside terms of 2")
}
