package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// Named files as people have them, with the scores that their makers worked out by hand:
// found groups of each file against the gold beside it.
func TestCasesOfLabels(t *testing.T) {
	for dir, c := range map[string]struct {
		pairs [][2]string
		want  map[string]float64
	}{
		"04-noise-words-in-labels": {[][2]string{{"gold.csv", "found-NA.csv"}, {"gold.csv", "found-None.csv"},
			{"gold.csv", "found-empty.csv"}, {"gold.csv", "found-minus1.csv"}, {"gold.csv", "found-nan.csv"},
			{"gold.csv", "found-nan.jsonl"}, {"gold.csv", "found-savetxt.csv"}, {"gold.csv", "found-sklearn-hdbscan.csv"}},
			map[string]float64{"b3.f1": 1}},
		"05-gold-minus-one-in-articles": {[][2]string{{"gold.csv", "found.csv"}, {"news.jsonl", "found.csv"},
			{"news-null.jsonl", "found.csv"}}, map[string]float64{"b3.f1": 1, "ari": 1}},
		"16-which-column-is-gold": {[][2]string{{"gold.csv", "found.csv"}, {"joined.csv", "found.csv"},
			{"joined.csv", "joined.csv@cluster"}}, map[string]float64{"b3.f1": .4, "ari": -4. / 11}},
		"19-label-file-dialects": {[][2]string{{"gold.csv", "semicolon.csv"}, {"gold.csv", "sep.csv"}, {"gold.csv", "cr.csv"},
			{"gold.csv", "utf16.csv"}, {"gold.csv", "spaces.csv"}, {"gold.csv", "array.json"}, {"gold.csv", "comment.csv"},
			{"gold.csv", "p.csv.bz2"}, {"gold.csv", "p.csv.xz"}, {"gold.csv", "p.zip"}, {"gold.csv", "mixed-floats.jsonl"}},
			map[string]float64{"b3.f1": 1}},
		"21-ids-nfc-nfd": {[][2]string{{"gold.csv", "found.csv"}}, map[string]float64{"b3.f1": 1}},
		"34-gold-column-ignored": {[][2]string{{"gold.csv", "found.csv"}, {"joined.csv@gold", "found.csv"},
			{"csv(story=gold):joined.csv", "joined.csv@label"}}, map[string]float64{"b3.f1": .638}},
	} {
		t.Run(dir, func(t *testing.T) {
			t.Chdir(testfiles.Path(t, "cases", dir))
			for _, pair := range c.pairs {
				got := scores(t, pair[0], pair[1], "--metric", "b3.f1,ari")
				for metric, want := range c.want {
					assert.InDelta(t, want, got[metric], 5e-4, "%s of %v", metric, pair)
				}
			}
		})
	}
}

// A file with two columns that may be gold is refused, in either place, and both are named.
func TestCasesOfTwoColumns(t *testing.T) {
	t.Chdir(testfiles.Path(t, "cases", "34-gold-column-ignored"))
	for _, args := range [][]string{{"joined.csv", "found.csv"}, {"gold.csv", "joined.csv"}, {"joined.csv", "joined.csv"}} {
		assert.Contains(t, fails(t, append([]string{"score"}, args...)...), "both gold and label may hold", args)
	}
	t.Chdir(testfiles.Path(t, "cases", "16-which-column-is-gold"))
	for _, args := range [][]string{{"gold.csv", "joined.csv"}, {"joined.csv", "joined.csv"}} {
		assert.Contains(t, fails(t, append([]string{"score"}, args...)...), "both story and cluster may hold", args)
	}
}

// Articles whose story is -1 or null have none, and corpus stats counts them so.
func TestCaseOfGoldMinusOne(t *testing.T) {
	t.Chdir(testfiles.Path(t, "cases", "05-gold-minus-one-in-articles"))
	for _, name := range []string{"news.jsonl", "news-null.jsonl"} {
		assert.Regexp(t, `unlabelled +4\b`, succeeds(t, "corpus", "stats", name), name)
	}
	assert.Contains(t, succeeds(t, "corpus", "check", "news.jsonl"), `read as no group: "-1" (4)`)
}

// Every file is read, or corpus check names its fault and the mend.
func TestCaseOfHiddenCauses(t *testing.T) {
	dir := testfiles.Path(t, "cases", "10-corpus-check-hides-the-cause")
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	require.NoError(t, err)
	require.Len(t, files, 6)
	for _, path := range files {
		code, out, said := assay(t, "corpus", "check", path)
		assert.NotContains(t, out+said, "there are no articles in it", path)
		assert.Zero(t, code, "%s: %s%s", path, out, said)
		succeeds(t, "corpus", "stats", path)
	}
}

// References to characters in texts are told by corpus check, and are read as the
// characters in comparisons.
func TestCaseOfEntities(t *testing.T) {
	dir := testfiles.Path(t, "cases", "18-html-entities-unnoticed", "c")
	_, out, _ := assay(t, "corpus", "check", dir)
	assert.Contains(t, out, "markup")
	scores := succeeds(t, "score", dir, "--metric", "rouge2.r,entities.recall,keypoints.recall,quotes.recall", "--format", "json")
	assert.Equal(t, 4, strings.Count(scores, `"value": 1,`), scores)
}
