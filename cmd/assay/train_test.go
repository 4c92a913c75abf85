package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTrainCommand(t *testing.T) {
	dir := t.TempDir()
	weights := filepath.Join(dir, "ours.json")
	args := []string{"train", "storyline", "--corpus", "newsroom", "--corpus", "tiny", "--channel", "tfidf(min_df=2)", "--channel", "time",
		"--weights", weights,
		"--replicates", "50", "--out", filepath.Join(dir, "out")}
	code, first, progress := assay(t, args...)
	assert.Zero(t, code, progress)
	for _, want := range []string{"newsroom: 231 articles, 39 stories", "tfidf(min_df=2)", "nearest cosine",
		"of storyline on corpora left out", "weights learnt on the other corpora",
		"The weights are in " + weights} {
		assert.Contains(t, strings.Join(strings.Fields(first), " "), want)
	}
	file, err := os.ReadFile(weights)
	assert.NoError(t, err)
	assert.Contains(t, string(file), `"schema": "assay/storyline/2"`)
	code, second, _ := assay(t, args...)
	assert.Zero(t, code)
	assert.Equal(t, first, second)

	out := succeeds(t, "bench", "--corpus", "newsroom", "--algorithm",
		`storyline(weights="`+weights+`"),storyline-online(weights="`+weights+`")`, "--metric", "b3.f1",
		"--replicates", "50", "--out", filepath.Join(dir, "bench"), "--quiet")
	assert.Contains(t, out, "ours.json")
}

func TestTrainCommandErrors(t *testing.T) {
	for want, args := range map[string][]string{
		"train takes the algorithm storyline": {"train", "--corpus", "tiny"},
		"train takes corpora":                 {"train", "storyline"},
		"only storyline has weights":          {"train", "kmeans", "--corpus", "tiny"},
		"did you mean tfidf":                  {"train", "storyline", "--corpus", "newsroom", "--channel", "tfid"},
		"tfidf(":                              {"train", "storyline", "--corpus", "newsroom", "--channel", "tfidf("},
		"unknown format":                      {"train", "storyline", "--corpus", "tiny", "--format", "xls"},
	} {
		path := filepath.Join(t.TempDir(), "w.json")
		code, _, err := assay(t, append(args, "--out", t.TempDir(), "--weights", path)...)
		assert.Equal(t, 2, code)
		assert.Contains(t, err, want)
		assert.NoFileExists(t, path)
	}
	code, _, err := assay(t, "train", "storyline", "--corpus", "newsroom", "--out", t.TempDir(), "--weights",
		filepath.Join(file(t, "occupied", ""), "w.json"))
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "--weights: writing ")
}
