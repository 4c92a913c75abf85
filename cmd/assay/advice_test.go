package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// What a message advises is taken by the command that gave it.
func TestAdviceIsTaken(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{
		"encoding.csv":  "id,title,text,story\n1,Caf\xe9 ouvert,Le caf\xe9 est ouvert,a\n2,Zwei,drei vier,b\n",
		"dates.csv":     "id,title,text,published,story\n1,a,b c,03/04/2025,x\n2,d,e f,05/06/2025,y\n",
		"several.jsonl": `{"id":"1","text":"a b","labels":["x","y"]}` + "\n" + `{"id":"2","text":"c d","labels":["x"]}` + "\n",
		"both.csv":      "id,text,gold,label\n1,a b,x,y\n2,c d,x,z\n",
		"names.csv":     "id,foo,bar,story\n1,a b,c d,x\n2,e f,g h,y\n",
		"news.csv":      "id,text,story\n1,a b,x\n2,c d,x\n3,e f,y\n",
		"lang.csv":      "id,text,story,lang\n1,a b,x,en\n2,c d,x,en\n3,e f,y,en\n",
		"few.csv":       "id,label\n1,0\n2,0\n",
		"more.csv":      "id,label\n1,0\n2,0\n3,1\n9,1\n",
		"a b/few.csv":   "id,label\n1,0\n2,0\n3,1\n",
		"times.csv":     "id,text,published,story\n1,a b,2025-01-01,x\n2,c d,2025-01-02,x\n3,e f,2025-01-03,y\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
	}
	bench := "bench --algorithm one --replicates 10 --metric b3.f1"
	for _, c := range []struct{ first, advice, then string }{
		{"corpus stats encoding.csv", "set another with encoding=", "corpus stats csv(encoding=iso-8859-2):encoding.csv"},
		{"corpus stats dates.csv", "choose with dates=dmy or dates=mdy", "corpus stats csv(dates=dmy):dates.csv"},
		{"corpus stats dates.csv", "dates=mdy", "corpus stats dates.csv --map dates=mdy"},
		{"corpus stats several.jsonl", "choose with labels=first", "corpus stats jsonl(labels=first):several.jsonl"},
		{"corpus stats several.jsonl", "choose with labels=first or labels=majority", "corpus stats jsonl(labels=majority):several.jsonl"},
		{"corpus stats both.csv", "csv(story=gold)", "corpus stats csv(story=gold):both.csv"},
		{"score both.csv few.csv", "csv(story=label)", "score csv(story=label):both.csv few.csv"},
		{"corpus stats names.csv", "name them with csv(title=…,text=…)", "corpus stats csv(title=foo,text=bar):names.csv"},
		{"corpus stats news.csv", "give them the field lang", "corpus stats lang.csv"},
		{"score news.csv few.csv", "missing=singletons", "score news.csv few.csv --missing singletons"},
		{"score news.csv more.csv", "unknown=ignore", "score news.csv more.csv --unknown ignore"},
		{"compare --gold news.csv few.csv more.csv", "missing=singletons",
			"compare --gold news.csv few.csv more.csv --missing singletons --unknown ignore"},
		{"cluster news.csv --algorithm labels(few.csv)", "missing=singletons",
			"cluster news.csv --algorithm labels(few.csv,missing=singletons)"},
		{"cluster news.csv --algorithm labels(more.csv)", "unknown=ignore",
			"cluster news.csv --algorithm labels(more.csv,unknown=ignore)"},
		{"cluster news.csv --algorithm labels(a_b/few.csv)", "quotation marks", `cluster news.csv --algorithm labels("a_b/few.csv")`},
		{"cluster news.csv --algorithm leiden(neighbours=0)", "a threshold above 0",
			"cluster news.csv --algorithm leiden(neighbours=0,threshold=0.1)"},
		{bench + " --corpus news.csv --protocol stream(window=7d) --out out", "give them the field published",
			bench + " --corpus times.csv --protocol stream(window=7d) --out out"},
		{bench + " --corpus news.csv --protocol stream(window=7d) --out out", "run without --protocol", bench + " --corpus news.csv --out out"},
		{"report out --columns ari", "choose among b3.f1", "report out --columns b3.f1"},
		{"report out --columns ari", "run the bench with --metric ari", bench + ",ari --corpus news.csv --out out"},
		{"score tiny --metric keypoints.recall(summarizer=gold,of=points)", "try of=summary",
			"score tiny --metric keypoints.recall(summarizer=gold,of=summary)"},
		{"check --floor 0.1", "give it with --update", "check --update --floor 0.1 --again 0 --corpus news.csv --algorithm one"},
		{"corpus stats news.csv --map titel=text", "", "corpus stats news.csv --map title=text"},
		{"list metrcs", "", "list metrics"},
	} {
		words := func(line string) []string {
			args := strings.Fields(line)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "a_b", "a b")
			}
			return args
		}
		_, _, said := assay(t, words(c.first)...)
		assert.Contains(t, said, c.advice, c.first)
		assert.NotEmpty(t, said, c.first)
		code, _, said := assay(t, words(c.then)...)
		assert.Zero(t, code, "%s: %s", c.then, said)
		if c.advice != "" {
			assert.NotContains(t, said, c.advice, c.then)
		}
	}
}

// Each thing that labels do not show has one note: fewer clusters than asked for, and empty
// vectors.
func TestNotesOfClusters(t *testing.T) {
	var twice, empty strings.Builder
	for i := range 20 {
		text := []string{"quake hits town hard", "storm sinks boats fast"}[i%2]
		twice.WriteString(`{"id":"` + string(rune('a'+i)) + `","lang":"en","text":"` + text + "\"}\n")
		empty.WriteString(`{"id":"` + string(rune('a'+i)) + `","lang":"en","text":"` + []string{text, "the of and"}[i/2%2] + "\"}\n")
	}
	for _, c := range []struct{ path, algorithm, want string }{
		{file(t, "twice.jsonl", twice.String()), "kmeans(k=5)", "found 2 of 5 clusters"},
		{file(t, "twice.jsonl", twice.String()), "kmeans(k=50)", "found 2 of 50 clusters"},
		{file(t, "twice.jsonl", twice.String()), "kmeans(k=2)", ""},
		{file(t, "empty.jsonl", empty.String()), "kmeans(k=3)", "articles with an empty vector, which is like no other: 10 of 20"},
		{file(t, "empty.jsonl", empty.String()), "agglomerative(k=2)", "articles with an empty vector, which is like no other: 10 of 20"},
		{file(t, "empty.jsonl", empty.String()), "one", ""},
	} {
		code, _, said := assay(t, "cluster", c.path, "--algorithm", c.algorithm)
		require.Zero(t, code, said)
		if c.want == "" {
			assert.Empty(t, said, c.algorithm)
			continue
		}
		assert.Equal(t, 1, strings.Count(said, c.want), "%s: %s", c.algorithm, said)
		_, _, said = assay(t, "cluster", c.path, "--algorithm", c.algorithm, "--quiet")
		assert.Empty(t, said)
	}
	out := filepath.Join(t.TempDir(), "out")
	gold := file(t, "gold.jsonl", strings.ReplaceAll(twice.String(), `"lang"`, `"story":"x","lang"`))
	table := succeeds(t, "bench", "--corpus", gold, "--algorithm", "kmeans(k=5),kmeans(k=2)", "--metric", "b3.f1", "--out", out, "--quiet")
	assert.Equal(t, 1, strings.Count(table, "found 2 of 5 clusters"), table)
}

func TestCaseOfFewerClusters(t *testing.T) {
	path := filepath.Join(testfiles.Path(t, "cases", "17-fewer-clusters-than-asked"), "news.jsonl")
	for _, k := range []string{"5", "50"} {
		_, _, said := assay(t, "cluster", path, "--algorithm", "kmeans(k="+k+")")
		assert.Equal(t, 1, strings.Count(said, "found 2 of "+k+" clusters"), said)
	}
}
