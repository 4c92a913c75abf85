package tune

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/eval/bench"
)

func trained(t *testing.T, s Settings, dir string, channels ...string) *Training {
	s.Plan.Replicates = 50
	got, err := Train(t.Context(), channels, s, bench.Options{Dir: dir})
	require.NoError(t, err)
	return got
}

func TestTrain(t *testing.T) {
	s := Settings{Plan: bench.Plan{Corpora: []string{"newsroom", "tiny"}}}
	dir := t.TempDir()
	got := trained(t, s, dir, "tfidf(min_df=2)", "entities", "time")
	require.Len(t, got.Folds, 2)
	assert.Len(t, got.Weights.Trained, 2)
	for i, other := range []string{"tiny", "newsroom"} {
		fold := got.Folds[i]
		require.Len(t, fold.Weights.Trained, 1, "the corpus left out is not used")
		assert.Equal(t, other, fold.Weights.Trained[0].Corpus)
		require.NotNil(t, fold.Trained, fold.Reason)
		require.NotNil(t, fold.Uniform)
		require.NotNil(t, fold.Gain)
		assert.InDelta(t, *fold.Trained.Value-*fold.Uniform.Value, fold.Gain.Delta, 1e-9)
	}
	learnt, alike := got.Means()
	require.NotNil(t, got.Gain)
	assert.InDelta(t, learnt-alike, got.Gain.Delta, 1e-9)
	again := trained(t, s, dir, "tfidf(min_df=2)", "entities", "time")
	assert.Equal(t, got.Weights, again.Weights)
	assert.Equal(t, got.Gain, again.Gain, "once more, from what is stored")
}

func TestTrainOnOneCorpus(t *testing.T) {
	got := trained(t, Settings{Plan: bench.Plan{Corpora: []string{"newsroom"}}}, t.TempDir())
	require.Len(t, got.Folds, 1)
	assert.Equal(t, got.Weights, got.Folds[0].Weights)
	assert.Equal(t, "newsroom-dev", got.Weights.Trained[0].Corpus, "the later stories are not used")
	assert.NotEqual(t, got.Datasets[0].Dev, got.Datasets[0].Test)
	var channels []string
	for _, c := range got.Weights.Channels {
		channels = append(channels, c.Space)
	}
	built, err := storyline.BuiltIn()
	require.NoError(t, err)
	assert.Equal(t, built.Spaces(), channels, "the channels of storyline, where none are named")
}

func TestTrainErrors(t *testing.T) {
	for want, s := range map[string]Settings{
		"no corpus to train on": {},
		"higher or lower":       {Metric: "clusters", Plan: bench.Plan{Corpora: []string{"tiny"}}},
		"given twice":           {Plan: bench.Plan{Corpora: []string{"tiny", "tiny"}}},
	} {
		_, err := Train(t.Context(), nil, s, bench.Options{Dir: t.TempDir()})
		assert.ErrorContains(t, err, want)
	}
	_, err := Train(t.Context(), []string{"nothing"}, Settings{Plan: bench.Plan{Corpora: []string{"newsroom"}}},
		bench.Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, "nothing")

	failed := Training{Folds: []TrainingFold{{}}}
	learnt, _ := failed.Means()
	assert.True(t, math.IsNaN(learnt))
}
