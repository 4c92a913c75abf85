package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTune(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	args := []string{"tune", "--corpus", "newsroom", "--corpus", "tiny", "--algorithm",
		"agglomerative(linkage=average|single,distance=0.7..0.9/2),one,kmeans(k=gold)",
		"--replicates", "50", "--out", dir}
	code, first, progress := assay(t, args...)
	assert.Zero(t, code, progress)
	for _, want := range []string{
		"b3.f1 where it was not tuned", "settings chosen on the other corpus, scored on the corpus left out",
		"what to take: chosen on all corpora", "12 trials", "for orientation: not chosen from", "a control",
		"an oracle: it is told the gold's sizes", "untuned is the middle",
		"policy: noise=singletons",
	} {
		assert.Contains(t, strings.Join(strings.Fields(first), " "), want)
	}
	assert.Contains(t, progress, "12/12")
	assert.Contains(t, succeeds(t, append(args, "--format", "md")...), "by (not attainable)")
	code, second, progress := assay(t, args...)
	assert.Zero(t, code)
	assert.Equal(t, first, second)
	assert.Empty(t, progress, "all trials were there")
	for _, format := range []string{"json", "csv", "md", "latex", "html"} {
		assert.Contains(t, succeeds(t, append(args, "--format", format)...), "newsroom", format)
	}
}

func TestTuneOnOneCorpus(t *testing.T) {
	out := succeeds(t, "tune", "--corpus", "newsroom", "--algorithm", "agglomerative(distance=0.7..0.9/2)", "--out", t.TempDir(), "--quiet")
	assert.Contains(t, out, "stories that began first, before 2031")
	assert.NotContains(t, out, "optimism")
}

func TestAblateCommand(t *testing.T) {
	out := succeeds(t, "ablate", "singlepass(space=tfidf(ngrams=2))", "--corpus", "newsroom", "--corpus", "tiny", "--out", t.TempDir(),
		"--quiet")
	for _, want := range []string{"nothing: the whole", "ngrams of tfidf (ngrams=1)", "whole: singlepass(space=tfidf(ngrams=2))",
		"difference"} {
		assert.Contains(t, out, want)
	}
}

func TestTuneErrors(t *testing.T) {
	for want, args := range map[string][]string{
		"tune takes corpora":          {"tune", "--algorithm", "kmeans"},
		"tune takes algorithms":       {"tune", "--corpus", "tiny"},
		"--most 0":                    {"tune", "--corpus", "tiny", "--algorithm", "kmeans", "--most", "0"},
		"--metric":                    {"tune", "--corpus", "tiny", "--algorithm", "kmeans", "--metrics", "x"},
		"unknown format":              {"tune", "--corpus", "tiny", "--algorithm", "kmeans", "--format", "xls"},
		"higher or lower":             {"tune", "--corpus", "newsroom", "--algorithm", "kmeans", "--metric", "clusters"},
		"ablate takes one algorithm":  {"ablate", "--corpus", "tiny"},
		"ablate takes corpora":        {"ablate", "storyline"},
		"no part that can be left":    {"ablate", "by(day)", "--corpus", "tiny"},
		"must be an amount of memory": {"tune", "--corpus", "tiny", "--algorithm", "kmeans", "--memory", "much"},
		"must be at least 1":          {"ablate", "storyline", "--corpus", "tiny", "--replicates", "-1"},
		"flags alone":                 {"tune", "newsroom"},
		"did you mean agglomerative?": {"tune", "--corpus", "newsroom", "--algorithm", "aglomerative"},
	} {
		code, _, err := assay(t, append(args, "--out", t.TempDir())...)
		assert.Equal(t, 2, code)
		assert.Contains(t, err, want)
	}
}
