package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/reports/reference"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// mainVariable makes the test program the command itself.
const mainVariable = "ASSAY_TEST_MAIN"

var update = flag.Bool("update", false, "write the lists and outputs in the README anew")

// The bench starts its own program for every trial: here that is this one.
func TestMain(m *testing.M) {
	bench.ServeIfChild(bench.Rows{})
	if os.Getenv(mainVariable) != "" {
		main()
	}
	os.Exit(withCache(m.Run))
}

// withCache runs the tests with a cache of their own.
func withCache(run func() int) int {
	dir, err := os.MkdirTemp("", "assay-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv(features.CacheVariable, dir)
	return run()
}

// assay runs a command line and returns its exit code, standard output and error.
func assay(t *testing.T, args ...string) (int, string, string) {
	var out, err bytes.Buffer
	code := run(t.Context(), args, flags.Streams{In: strings.NewReader(""), Out: &out, Err: &err})
	return code, out.String(), err.String()
}

func succeeds(t *testing.T, args ...string) string {
	code, out, err := assay(t, args...)
	require.Zero(t, code, err)
	return out
}

func file(t *testing.T, name, content string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

// scores runs score with --format json and returns its values by metric.
func scores(t *testing.T, args ...string) map[string]float64 {
	var r struct {
		Schema string
		Scores []struct {
			Metric string
			Value  *float64
		}
	}
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, append([]string{"score", "--format", "json"}, args...)...)), &r))
	assert.Equal(t, "assay/score/2", r.Schema)
	values := map[string]float64{}
	for _, s := range r.Scores {
		if s.Value != nil {
			values[s.Metric] = *s.Value
		}
	}
	return values
}

func TestScoreGoldenFixture(t *testing.T) {
	gold := file(t, "gold.csv", "id,label\na,1\nb,1\nc,1\nd,2\ne,2\nf,3\ng,3\nh,3\n")
	pred := file(t, "pred.tsv", "label\tid\n4\th\n1\ta\n1\tb\n2\tc\n3\td\n2\te\n4\tf\n4\tg\n")
	got := scores(t, gold, pred, "--metric", "all")
	for metric, want := range map[string]float64{
		"purity": .875, "inverse_purity": .75, "b3.p": .875, "b3.r": .7083333333, "b3.f1": .7828947368, "ecs": .7083333333,
		"pair.p": .8, "pair.r": .5714285714, "rand": .8571428571, "ari": .5789473684, "nmi(avg=arithmetic)": .7564519450,
		"nmi(avg=geometric)": .7602113607, "nmi(avg=min)": .8398747820, "nmi(avg=max)": .6881041381,
		"ami(avg=arithmetic)": .5600453384, "homogeneity": .8398747820, "completeness": .6881041381, "v": .7564519450, "fmi": .6761234038,
	} {
		assert.InDelta(t, want, got[metric], 1e-9, metric)
	}
}

func TestScoreSeedStory(t *testing.T) {
	page := testfiles.Path(t, "corpora", "seed", "2025-04-25.txt")
	got := scores(t, page, "--metric",
		"source.*,source.hill(q=1),source.chao1(corrected=true),source.rarefied(m=3),"+
			"extractive.coverage(summarizer=gold),extractive.density(summarizer=gold),extractive.compression(summarizer=gold)")
	for metric, want := range map[string]float64{
		"source.richness": 6, "source.shannon": 1.7201934592, "source.hill(q=1)": 5.5856089473, "source.hill(q=2)": 5.2608695652,
		"source.gini_simpson": .8099173554, "source.hhi": .1900826446, "source.simpson.unbiased": .8909090909,
		"source.berger_parker": .2727272727, "source.pielou": .9600582493, "source.gini": .1969696970, "source.chao1": 6.6060606061,
		"source.chao1(corrected=true)": 6.2272727273, "source.sample_coverage": .8601398601, "source.rarefied(m=3)": 2.6787878788,
		"source.rarefied(m=5)": 3.9696969697,
	} {
		assert.InDelta(t, want, got[metric], 1e-9, metric)
	}
	assert.InDelta(t, .9647, got["extractive.coverage(summarizer=gold)"], 5e-5)
	assert.InDelta(t, 7.55, got["extractive.density(summarizer=gold)"], 5e-3)
	assert.InDelta(t, 15.05, got["extractive.compression(summarizer=gold)"], 5e-3)
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestDigestSeedStory(t *testing.T) {
	page := testfiles.Path(t, "corpora", "seed", "2025-04-25.txt")
	want, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, fold(string(want)), fold(succeeds(t, "digest", page)))
}

// The table of outlets of the documentation fits newsroom, changes what asks for it
// and nothing else, and is part of a trial's key.
func TestOutlets(t *testing.T) {
	table := filepath.Join("..", "..", "docs", "outlets.csv")
	with := scores(t, "newsroom", "--metric", "source.hill,source.hill(by=owner),source.rao", "--outlets", table)
	without := scores(t, "newsroom", "--metric", "source.hill")
	assert.Equal(t, without["source.hill(q=2)"], with["source.hill(q=2)"])
	assert.Less(t, with["source.hill(by=owner,q=2)"], with["source.hill(q=2)"])
	assert.Positive(t, with["source.rao(distance=lean)"])
	assert.NotContains(t, scores(t, "newsroom", "--metric", "source.*"), "source.rao(distance=lean)")

	bad := filepath.Join(t.TempDir(), "outlets.csv")
	require.NoError(t, os.WriteFile(bad, []byte("outlet,lean\na.example,far\n"), 0o644))
	args := []string{"bench", "--corpus", "tiny", "--algorithm", "one", "--metric", "source.hill(by=owner)", "--list", "--out", t.TempDir()}
	plain := succeeds(t, args...)
	assert.NotEqual(t, plain, succeeds(t, append(args, "--outlets", table)...))
	for _, command := range [][]string{append(args, "--outlets", bad), {"score", "tiny", "--outlets", bad}} {
		code, _, message := assay(t, command...)
		assert.Equal(t, 2, code)
		assert.Contains(t, message, "outlets.csv:2: lean \"far\" is unknown: write a number")
	}
	out := succeeds(t, "bench", "--corpus", "newsroom", "--algorithm", "one", "--metric", "source.hill(by=owner)", "--outlets", table,
		"--out", t.TempDir(), "--quiet", "--format", "csv")
	assert.NotContains(t, out, "--outlets FILE")
}

func TestScoreStories(t *testing.T) {
	labels := filepath.Join(t.TempDir(), "one.csv")
	succeeds(t, "cluster", "tiny", "--algorithm", "one", "-o", labels)
	raw := succeeds(t, "score", "tiny", labels, "--metric", "b3.p,b3.r,source.richness.error", "--stories", "2", "--format", "json")
	var r struct {
		Worst []struct {
			Metric, Story string
			Value         float64
		}
	}
	require.NoError(t, json.Unmarshal([]byte(raw), &r))
	var metrics []string
	for i, w := range r.Worst {
		metrics = append(metrics, w.Metric)
		assert.NotEmpty(t, w.Story)
		if i%2 == 1 && w.Metric == "b3.p" {
			assert.GreaterOrEqual(t, w.Value, r.Worst[i-1].Value)
		}
	}
	assert.Equal(t, []string{"b3.p", "b3.p", "source.richness.error", "source.richness.error"}, metrics, "recall is perfect")
	assert.Contains(t, succeeds(t, "score", "tiny", labels, "--limit", "1"), "Stories that score worst")
}

func TestClusterScoreDigest(t *testing.T) {
	labels := filepath.Join(t.TempDir(), "labels.csv")
	succeeds(t, "cluster", "tiny", "--algorithm", "agglomerative(distance=0.95)", "-o", labels)
	first := succeeds(t, "cluster", "tiny", "--algorithm", "kmeans(k=3)", "--workers", "1")
	assert.Equal(t, first, succeeds(t, "cluster", "tiny", "--algorithm", "kmeans(k=3)", "--workers", "4"))
	got := scores(t, "tiny", labels)
	assert.Greater(t, got["b3.f1"], 0.0)
	assert.Contains(t, got, "rouge2.r(summarizer=news)")

	pages := succeeds(t, "digest", "tiny", "--labels", labels)
	assert.Equal(t, int(got["clusters"]), strings.Count(pages, "Articles in this Cluster"))
	path := file(t, "pages.txt", pages)
	assert.Contains(t, succeeds(t, "corpus", "stats", path), "articles       12")
	assert.Contains(t, succeeds(t, "digest", "tiny", "--algorithm", "one", "--summarizer", "lead(sentences=1)"), "Key Points")
}

func TestCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spaces")
	t.Setenv(features.CacheVariable, dir)
	held := func() int {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		return len(entries)
	}
	cluster := []string{"cluster", "tiny", "--algorithm", "kmeans(k=3)"}
	first := succeeds(t, cluster...)
	require.Equal(t, 1, held())
	assert.Equal(t, first, succeeds(t, cluster...))
	assert.Equal(t, first, succeeds(t, append(cluster, "--no-cache")...))
	assert.Equal(t, 1, held())
	silhouette := []string{"score", "tiny", "--metric", "silhouette", "--replicates", "10"}
	want := succeeds(t, append(silhouette, "--no-cache")...)
	assert.Equal(t, 1, held())
	assert.Equal(t, want, succeeds(t, silhouette...))
	require.Equal(t, 2, held())
	bench := []string{"bench", "--corpus", "tiny", "--algorithm", "kmeans(k=3),kmeans(k=3,space=tfidf)", "--replicates", "10", "--quiet",
		"--format", "csv", "--columns", "b3.f1"}
	succeeds(t, append(bench, "--out", t.TempDir())...)
	assert.Equal(t, 2, held(), "the same spaces")
	require.NoError(t, os.RemoveAll(dir))
	succeeds(t, append(bench, "--no-cache", "--out", t.TempDir())...)
	assert.NoDirExists(t, dir)

	t.Setenv(features.CacheVariable, filepath.Join(file(t, "plain", ""), "below"))
	code, _, err := assay(t, cluster...)
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, err, "ASSAY_CACHE: ")
	succeeds(t, append(cluster, "--no-cache")...)
	t.Setenv(features.CacheVariable, "")
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	assert.Equal(t, first, succeeds(t, cluster...), "nobody asked for a cache")
}

func TestScorePolicies(t *testing.T) {
	pred := file(t, "pred.csv", "id,label\na,1\nb,1\nc,-1\nd,-1\n")
	gold := file(t, "gold.csv", "id,label\na,1\nb,1\nc,2\nd,2\n")
	assert.Equal(t, .75, scores(t, gold, pred, "--metric", "b3.r")["b3.r"])
	assert.Equal(t, 1.0, scores(t, gold, pred, "--metric", "b3.r", "--noise", "one")["b3.r"])
	out := succeeds(t, "score", gold, pred, "--noise", "drop")
	assert.Contains(t, out, "policy: noise=drop, unlabelled=within, distractors=within; missing=error, unknown=error")
	assert.Contains(t, out, "left out by the policy: 50.0 % of the articles")
	raw := succeeds(t, "score", "newsroom", "--metric", "b3.p,psi,nca", "--min-story", "2", "--format", "json")
	assert.Contains(t, raw, `"min_story": 2`)
	assert.Contains(t, raw, `"policy": "distractors=ignore"`)
	assert.Contains(t, raw, `"name": "singletons"`)
	part := file(t, "part.csv", "id,label\na,1\n")
	assert.Equal(t, 1.0, scores(t, gold, part, "--metric", "b3.p", "--missing", "singletons")["b3.p"])
	assert.Equal(t, 1.0, scores(t, part, gold, "--metric", "b3.p", "--unknown", "ignore")["b3.p"])
}

func TestCompare(t *testing.T) {
	dir := t.TempDir()
	succeeds(t, "bench", "--corpus", "newsroom", "--algorithm", "agglomerative(linkage=complete,distance=0.9),minhash,one", "--metric",
		"b3.f1,ari", "--out", dir, "--quiet")
	out := succeeds(t, "compare", dir, "--metric", "b3.f1,ari", "--replicates", "500")
	assert.Contains(t, out, "newsroom: b3.f1")
	assert.Contains(t, out, "newsroom: ari")
	assert.Contains(t, out, "baseline: agglomerative(distance=0.9,linkage=complete)")
	assert.Contains(t, out, "p from 500 random flips of stories")
	assert.Contains(t, out, "stories that moved most in b3.f1")
	assert.Equal(t, out, succeeds(t, "compare", dir, "--metric", "b3.f1,ari", "--replicates", "500", "--workers", "1"))

	first, second := filepath.Join(t.TempDir(), "first.csv"), filepath.Join(t.TempDir(), "second.csv")
	succeeds(t, "cluster", "tiny", "--algorithm", "kmeans(k=3)", "-o", first)
	succeeds(t, "cluster", "tiny", "--algorithm", "singletons", "-o", second)
	out = succeeds(t, "compare", "--gold", "tiny", first, second, "--format", "csv")
	assert.Contains(t, out, "difference")
	assert.Contains(t, succeeds(t, "compare", "--gold", "tiny", first, second, "--baseline", second), "3 stories: differences in b3.f1 under")
}

func TestCorpusCommands(t *testing.T) {
	assert.Contains(t, succeeds(t, "corpus", "list"), "newsroom  version 1, en, gold level story")
	assert.Contains(t, succeeds(t, "corpus", "check", "tiny"), "0 errors, 0 warnings")

	bad := file(t, "bad.jsonl", "{\"id\":\"1\",\"title\":\"x\"}\n{\"id\":\"1\",\"title\":\"y\"}\n")
	code, out, _ := assay(t, "corpus", "check", bad)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, out, "bad.jsonl:2: error: the id \"1\" is that of the article in line 1")
	assert.Contains(t, out, "1 × duplicate id\n  effect: one article would be counted twice")

	dir := filepath.Join(t.TempDir(), "copy")
	succeeds(t, "corpus", "convert", "tiny", dir)
	assert.Equal(t, succeeds(t, "corpus", "stats", "tiny"), strings.Replace(succeeds(t, "corpus", "stats", dir), dir, "tiny", 1))
	part := filepath.Join(t.TempDir(), "part")
	succeeds(t, "corpus", "sample", "tiny", part, "--stories", "2")
	assert.Contains(t, succeeds(t, "corpus", "stats", part, "--format", "json"), `"stories": 2`)
}

func TestBenchResumesAndReports(t *testing.T) {
	dir := t.TempDir()
	args := []string{"bench", "--corpus", "tiny", "--algorithm", "kmeans(k=gold),agglomerative(distance=0.9),one", "--out", dir, "--format",
		"csv"}
	code, first, progress := assay(t, args...)
	require.Zero(t, code, progress)
	assert.Contains(t, progress, "3/3  tiny  one")
	code, second, progress := assay(t, args...)
	require.Zero(t, code, progress)
	assert.Equal(t, first, second, "resumed results are the same, times included")
	assert.Empty(t, progress)
	assert.Equal(t, first, succeeds(t, "report", dir, "--format", "csv"))
	assert.Contains(t, succeeds(t, "report", dir, "--columns", "ecs,v", "--format", "md"), "| algorithm | ecs ↑ | v ↑ |\n",
		"no column but those asked for")
	assert.Equal(t, 3, strings.Count(succeeds(t, append(args, "--list")...), "tiny  seed 1"))
}

// Every mistake gets one line, and exit code 2.
func TestMistakes(t *testing.T) {
	labels := file(t, "labels.csv", "id,label\nt001,a\n")
	unlabelled := file(t, "u.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n")
	for _, c := range []struct {
		want string
		args []string
	}{
		{"unknown command \"scor\"; did you mean score?", []string{"scor"}},
		{"unknown command \"chek\"; did you mean check?", []string{"corpus", "chek"}},
		{"unknown flag --algoritm; did you mean --algorithm?", []string{"bench", "--algoritm", "one"}},
		{"did you mean kmeans?", []string{"cluster", "tiny", "--algorithm", "kmean(k=2)"}},
		{"cluster needs --algorithm", []string{"cluster", "tiny"}},
		{"nowhere.csv", []string{"score", "nowhere.csv", labels}},
		{"no such file or folder", []string{"digest", "nowhere"}},
		{"11 of 12 articles have no label", []string{"score", "tiny", labels}},
		{"no gold to score against", []string{"score", unlabelled, labels}},
		{"no gold to score against", []string{"bench", "--corpus", unlabelled, "--out", t.TempDir()}},
		{"give a number instead of gold", []string{"cluster", unlabelled, "--algorithm", "kmeans(k=gold)"}},
		{"has no gold stories", []string{"digest", unlabelled}},
		{"--format: unknown format \"xml\"", []string{"score", "tiny", "--format", "xml"}},
		{"did you mean lexrank?", []string{"digest", "tiny", "--summarizer", "lexrnk"}},
		{"--memory=lots: must be an amount of memory", []string{"bench", "--memory", "lots"}},
		{"score takes a gold and a prediction: 3 given", []string{"score", "a", "b", "c"}},
		{"did you mean ari?", []string{"score", "tiny", "--metric", "arj"}},
		{"not both", []string{"digest", "tiny", "--labels", labels, "--algorithm", "one"}},
		{"--images is for pages that show pictures", []string{"digest", "tiny", "--format", "md", "--images", "link"}},
		{"sample needs --stories N", []string{"corpus", "sample", "tiny", "x"}},
		{"it lists algorithms, features", []string{"list", "things"}},
		{"no system is called nobody",
			[]string{"compare", "--gold", "tiny", filepath.Join("..", "..", "corpus", "gold", "tiny", "articles.jsonl"),
				filepath.Join("..", "..", "corpus", "gold", "tiny", "articles.jsonl"), "--baseline", "nobody"}},
		{"--alpha 2", []string{"compare", "x", "--alpha", "2"}},
		{"noise=sink: must be one of", []string{"score", "tiny", "--noise", "sink"}},
		{"sampled=days", []string{"bench", "--sampled", "days"}},
		{"seed_s", []string{"bench", file(t, "plan.yaml", "seed_s: 1\n")}},
	} {
		code, out, err := assay(t, c.args...)
		assert.Equal(t, exitUsage, code, c.args)
		assert.Empty(t, out, c.args)
		assert.Contains(t, err, c.want, c.args)
		if !strings.Contains(c.want, "seed_s") { // YAML errors show the place in the file
			assert.Equal(t, 1, strings.Count(err, "\n"), err)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, err bytes.Buffer
	s := flags.Streams{In: strings.NewReader(""), Out: &out, Err: &err}
	code := run(ctx, []string{"bench", "--corpus", "tiny", "--out", t.TempDir()}, s)
	assert.Equal(t, exitInterrupted, code)
	assert.Empty(t, out.String())
}

func TestCompletion(t *testing.T) {
	out := succeeds(t, "__complete", "bench", "--algorithm", "kmeans,agg")
	assert.Contains(t, out, "kmeans,agglomerative\n")
	assert.Contains(t, succeeds(t, "__complete", "score", "--format", ""), "json\n")
	assert.Contains(t, succeeds(t, "__complete", "bench", "--corpus", ""), "newsroom\n")
}

func TestListShowsEverything(t *testing.T) {
	require.Len(t, reference.Kinds(), 9)
	for _, k := range reference.Kinds() {
		kind := k.Name
		assert.Contains(t, succeeds(t, "list"), kind)
		assert.NotContains(t, succeeds(t, "list", kind), k.Entries[0].Doc, "a line each")
		out := succeeds(t, "list", kind, "-v")
		for _, l := range k.Entries {
			assert.Contains(t, out, l.Name)
			assert.NotEmpty(t, l.Doc, l.Name)
			if kind == "metrics" {
				assert.NotEmpty(t, l.Blind, l.Name)
				assert.NotEmpty(t, l.Better, l.Name)
			}
			one := succeeds(t, "list", kind, l.Name)
			assert.Contains(t, one, l.Title)
		}
	}
}
