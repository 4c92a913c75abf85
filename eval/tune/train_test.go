package tune

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/spec"
)

func trained(t *testing.T, s Settings, dir string, channels ...string) *Training {
	s.Plan.Replicates = 50
	got, err := Train(t.Context(), "storyline", channels, s, bench.Options{Dir: dir})
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
	learnt, alike, _ := got.Means()
	require.NotNil(t, got.Gain)
	assert.InDelta(t, learnt-alike, got.Gain.Delta, 1e-9)
	again := trained(t, s, dir, "tfidf(min_df=2)", "entities", "time")
	assert.Equal(t, got.Weights, again.Weights)
	assert.Equal(t, got.Gain, again.Gain, "once more, from what is stored")
}

// Vectors beside the words are compared with the same weights without them.
func TestTrainWithVectors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.jsonl")
	file, err := os.Create(path)
	require.NoError(t, err)
	for _, name := range []string{"newsroom", "tiny"} {
		c, err := format.Open(t.Context(), name)
		require.NoError(t, err)
		s, err := features.Build(t.Context(), spec.Spec{Name: "lsa"}, &features.Input{Articles: c.Blind(), Seed: 1})
		require.NoError(t, err)
		for i, a := range c.Articles {
			row := make([]float32, 300) // of both corpora alike
			copy(row, s.Vector(i))
			require.NoError(t, json.NewEncoder(file).Encode(map[string]any{"id": a.ID, "vector": row}))
		}
	}
	require.NoError(t, file.Close())
	s := Settings{Plan: bench.Plan{Corpora: []string{"newsroom", "tiny"}, Replicates: 50}}
	got, err := Train(t.Context(), fmt.Sprintf("storyline(dense=file(%q))", path), []string{"tfidf(min_df=2)", "entities"}, s,
		bench.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	assert.Equal(t, "file", got.Dense.Name)
	for _, fold := range got.Folds {
		require.NotNil(t, fold.Weights.DenseWords)
		require.NotNil(t, fold.Dense, fold.Reason)
		assert.InDelta(t, *fold.Dense.Value-*fold.Trained.Value, fold.DenseGain.Delta, 1e-9)
	}
	_, _, with := got.Means()
	learnt, _, _ := got.Means()
	assert.InDelta(t, with-learnt, got.DenseGain.Delta, 1e-9)
	for text, want := range map[string]string{
		"kmeans": "only storyline has weights to learn", "storyline(views=1)": "only dense can be given", "storyline(dense=no)": "no",
	} {
		_, err := Train(t.Context(), text, nil, s, bench.Options{Dir: t.TempDir()})
		assert.ErrorContains(t, err, want)
	}
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
		_, err := Train(t.Context(), "storyline", nil, s, bench.Options{Dir: t.TempDir()})
		assert.ErrorContains(t, err, want)
	}
	_, err := Train(t.Context(), "storyline", []string{"nothing"}, Settings{Plan: bench.Plan{Corpora: []string{"newsroom"}}},
		bench.Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, "nothing")

	failed := Training{Folds: []TrainingFold{{}}}
	learnt, _, _ := failed.Means()
	assert.True(t, math.IsNaN(learnt))
}
