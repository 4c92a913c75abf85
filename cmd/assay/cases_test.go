package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/score"
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

// Matching metrics of thousands of stories, with their floors.
func TestCaseOfMatching(t *testing.T) {
	t.Chdir(testfiles.Path(t, "cases", "02-matching-metrics-slow"))
	got := scores(t, "gold.csv", "found.csv", "--metric", "match.accuracy,ceaf.m,ceaf.e.f1,psi,nca")
	assert.InDelta(t, .948, got["match.accuracy"], 5e-4)
	assert.Equal(t, got["match.accuracy"], got["ceaf.m"])
	for _, m := range []string{"ceaf.e.f1", "psi", "nca"} {
		assert.True(t, got[m] > 0 && got[m] < 1, "%s is %g", m, got[m])
	}
}

// 100,000 stories of one article in one cluster, the files of make.py, with all metrics of
// groupings and their intervals. docs/limits.md has the time and memory.
func TestCaseOfManyStoriesInOneCluster(t *testing.T) {
	testfiles.Path(t, "cases", "03-score-memory-quadratic", "make.py")
	t.Chdir(t.TempDir())
	const n = 100_000
	var gold, one strings.Builder
	gold.WriteString("id,label\n")
	one.WriteString("id,label\n")
	for i := range n {
		fmt.Fprintf(&gold, "a%d,%d\n", i, i)
		fmt.Fprintf(&one, "a%d,0\n", i)
	}
	require.NoError(t, os.WriteFile("gold.csv", []byte(gold.String()), 0o644))
	require.NoError(t, os.WriteFile("one.csv", []byte(one.String()), 0o644))
	got := scores(t, "gold.csv", "one.csv", "--metric", "b3.p,b3.r,ari,match.accuracy", "--replicates", "50")
	assert.InDelta(t, 1./n, got["b3.p"], 1e-12)
	assert.InDelta(t, 1, got["b3.r"], 1e-12)
	assert.InDelta(t, 0, got["ari"], 1e-12)
	assert.InDelta(t, 1./n, got["match.accuracy"], 1e-12)
}

// Where articles have no gold or all is one group, ami and its floors are numbers in their range.
func TestCasesOfAMI(t *testing.T) {
	for dir, pairs := range map[string][][2]string{
		"25-ami-infinite":   {{"gold.csv", "pred.csv"}, {"gold2.csv", "pred2.csv"}, {"gold3.csv", "pred3.csv"}},
		"33-ami-unlabelled": {{"gold.csv", "found.csv"}, {"one-gold.csv", "one-found.csv"}},
	} {
		t.Run(dir, func(t *testing.T) {
			t.Chdir(testfiles.Path(t, "cases", dir))
			for _, pair := range pairs {
				var r score.Sheet
				out := succeeds(t, "score", pair[0], pair[1], "--metric", "ami,ami(avg=min),ami(avg=max),ami(avg=geometric)", "--format", "json")
				require.NoError(t, json.Unmarshal([]byte(out), &r), out)
				require.Len(t, r.Scores, 4)
				inRange := func(name string, v *float64) {
					require.NotNil(t, v, "%s of %v", name, pair)
					assert.LessOrEqual(t, *v, 1., "%s of %v", name, pair)
					assert.False(t, math.IsInf(*v, 0) || *v < -1 && !strings.Contains(name, "avg=min"), "%s of %v is %g", name, pair, *v)
				}
				for _, s := range r.Scores {
					inRange(s.Metric, s.Value)
					for _, f := range r.Floors {
						if v, ok := f.Values[s.Metric]; ok {
							inRange(f.Name+" "+s.Metric, v)
						}
					}
				}
			}
		})
	}
}
