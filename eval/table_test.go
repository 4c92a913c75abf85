package eval

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// Two stories of two articles each in one cluster: the majority is exactly half, and
// the tie goes to the first story, so that the second one bears the whole error.
func TestErrorsAreAttributedFromHalfOn(t *testing.T) {
	v, err := Score(corpus.Labels{0, 0, 1, 1}, corpus.Labels{0, 0, 0, 0}, "b3.p")
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 2, 2}, v.Terms.Row(0, nil))
	assert.Equal(t, []float64{2, 2, 2}, v.Terms.ForResampling().Row(0, nil))
	assert.Equal(t, []float64{0, 2, 2}, v.Terms.ForResampling().Row(1, nil))
	assert.Equal(t, v.Terms.Sum(), v.Terms.ForResampling().Sum())

	// Under half nobody strayed: 2 of 5 articles.
	v, err = Score(corpus.Labels{0, 0, 1, 1, 2}, corpus.Labels{0, 0, 0, 0, 0}, "b3.p")
	require.NoError(t, err)
	assert.Equal(t, v.Terms.Columns, v.Terms.Resampling)
}

func TestMajorityStories(t *testing.T) {
	gold := corpus.Labels{1, 1, 0, 0, 2, corpus.None, corpus.None}
	table := NewTable(gold, corpus.Labels{0, 0, 0, 0, 1, 1, 2})
	assert.Equal(t, []majority{{0, 2}, {2, 1}, {0, 0}}, table.majorityStories(), "ties go to the smaller number")
}

func TestScoreAll(t *testing.T) {
	gold, found := corpus.Labels{0, 0, 1}, corpus.Labels{0, 1, 1}
	values, err := ScoreAll(gold, found, "ari", "b3.f1")
	require.NoError(t, err)
	for i, metric := range []string{"ari", "b3.f1"} {
		one, err := Score(gold, found, metric)
		require.NoError(t, err)
		assert.Equal(t, one.Value, values[i].Value)
	}
	_, err = ScoreAll(gold, found, "ari", "arj")
	assert.ErrorContains(t, err, "did you mean ari?")
	_, err = ScoreAll(gold, found[:2], "ari")
	assert.ErrorContains(t, err, "gold has 3 articles")
}

func TestZeroValues(t *testing.T) {
	_, err := Measure{}.Score(&Case{})
	assert.ErrorContains(t, err, "eval.Named")
	m, err := Named("b3.r")
	require.NoError(t, err)
	v, err := m.Score(&Case{Gold: corpus.Labels{0, 0}, Pred: corpus.Labels{0, 1}})
	require.NoError(t, err)
	assert.Equal(t, 0.5, v.Value, "a case made by hand can be scored")
}
