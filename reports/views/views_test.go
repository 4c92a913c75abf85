package views

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func result(t *testing.T, algorithm string, family algorithms.Family, seed uint64, b3, low, high float64) results.Result {
	s, err := spec.Parse(algorithm)
	require.NoError(t, err)
	r := results.Result{Schema: results.Schema, Family: family, Status: results.OK, PeakMemory: 20e6,
		Seconds: results.Seconds{Features: 0.5, Cluster: 1}}
	r.Trial = results.Trial{Corpus: results.Corpus{Name: "made_up", Fingerprint: "0123456789abcdef", Level: "story", Articles: 9,
		Stories: 3, Distractors: 1}, Algorithm: s, Seed: seed,
		Replicates: 2000, Version: "v0.1.0", Metrics: []spec.Spec{{Name: "b3.f1"}}}
	r.Path, r.Host = "made_up", results.Host{OS: "linux", Arch: "amd64", CPUs: 2, Go: "go1.26.0"}
	r.Scores = []stats.Score{
		{Metric: "b3.f1", Value: &b3, Low: &low, High: &high, Level: 0.95},
		{Metric: "rouge2.r(summarizer=lexrank)", Level: 0.95, Reason: "no story has a reference summary"},
	}
	r.Terms = map[string][][]float64{"b3.f1": {{3 * b3, 2, 3}, {2, 3 * b3, 3}, {3, 3 * b3 * b3, 3}}}
	return r
}

func stored(t *testing.T) []results.Result {
	oracle := result(t, "kmeans(k=gold)", algorithms.Centroid, 1, .9, .8, .95)
	oracle.Oracle = true
	failed := result(t, "labels(a|b.csv)", algorithms.Outside, 1, 0, 0, 0)
	failed.Status, failed.Error, failed.Scores, failed.Terms = results.Failed, "labels a|b.csv: no such file", nil, nil
	first, second := result(t, "minhash", algorithms.Duplicates, 1, .6, .5, .7), result(t, "minhash", algorithms.Duplicates, 2, .8007, .6, .9)
	first.Notes, second.Notes = []string{"said once", "7 found"}, []string{"said once", "9 found"}
	return []results.Result{
		result(t, "agglomerative(distance=0.8,linkage=average)", algorithms.Hierarchical, 1, .7004, .61, .8),
		first, second, failed, oracle,
		result(t, "singletons", algorithms.Control, 1, -.0001, -.05, .3),
	}
}

var contentPolicyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>\n`)

// withoutAssets leaves the style and the script of a page out, and the policy that
// names the script.
func withoutAssets(t *testing.T, page string) string {
	style, err := os.ReadFile("../report.css")
	require.NoError(t, err)
	script, err := os.ReadFile("../report.js")
	require.NoError(t, err)
	return contentPolicyTag.ReplaceAllString(strings.NewReplacer(string(style), "", string(script), "").Replace(page), "")
}

func TestFormats(t *testing.T) {
	r, err := View{Columns: []string{"all"}, Spread: "interval"}.Bench(stored(t))
	require.NoError(t, err)
	for _, f := range reports.Formats {
		var b bytes.Buffer
		require.NoError(t, reports.Write(&b, r, f.Name))
		golden(t, "bench."+f.Name, withoutAssets(t, b.String()))
	}
	assert.ErrorContains(t, reports.Write(&bytes.Buffer{}, r, "markdown"), `unknown format "markdown"`)
}

// No command is named for results of algorithms, metrics or summarizers that the
// command assay does not know.
func TestOutsideRowsHaveNoCommand(t *testing.T) {
	assert.NotEmpty(t, ProvenanceOf(stored(t)).Commands)
	for name, change := range map[string]func(*results.Result){
		"algorithm":  func(r *results.Result) { r.Algorithm.Name = "trigrams" },
		"metric":     func(r *results.Result) { r.Metrics = []spec.Spec{{Name: "halves"}} },
		"summarizer": func(r *results.Result) { r.Metrics, _ = spec.ParseAll([]string{"rouge2.r(summarizer=headline)"}) },
	} {
		list := stored(t)
		change(&list[1])
		r, err := Bench(list, []string{"b3.f1"})
		require.NoError(t, err)
		assert.Empty(t, r.Provenance.Commands, name)
		for _, f := range reports.Formats {
			assert.NotContains(t, write(t, r, f.Name), "assay bench", f.Name)
		}
	}
}

func TestBenchTable(t *testing.T) {
	r, err := Bench(stored(t), []string{"all"})
	require.NoError(t, err)
	table := r.Tables[0]
	require.Len(t, table.Groups, 3, "algorithms, oracles, controls")
	rows := table.Groups[0].Rows
	assert.False(t, rows[0].Cells[0].Best || rows[1].Cells[0].Best, "all print the same")
	better := append(stored(t), result(t, "one", algorithms.Centroid, 1, .7002, .6, .8),
		result(t, "kmeans(k=2)", algorithms.Centroid, 1, .65, .6, .7))
	marked, err := Bench(better, nil)
	require.NoError(t, err)
	var best []bool
	for _, row := range marked.Tables[0].Groups[0].Rows {
		if row.Cells != nil {
			best = append(best, row.Cells[0].Best)
		}
	}
	assert.Equal(t, []bool{true, true, true, false}, best, "tied as printed")
	assert.InDelta(t, .70035, *rows[1].Cells[0].Value, 1e-9, "the mean of two seeds")
	assert.Nil(t, rows[2].Cells)
	assert.False(t, table.Groups[1].Rows[0].Cells[0].Best, "an oracle is not ranked")
	assert.Contains(t, strings.Join(table.Notes, "\n"), "left out: rouge2.r(summarizer=lexrank) (no story has a reference summary)")
	assert.Equal(t, "agglomerative(distance=0.8,linkage=average)", table.Verdict.Best)
	assert.Contains(t, table.Verdict.Untested, "with so few stories (3) no test could tell 2 algorithms apart; that takes 6")
	assert.Contains(t, texts(&table, rows[1].Notes), "mean of 2 seeds (1–2); the interval's ends are means too")
	assert.Contains(t, texts(&table, rows[2].Notes), "seed 1: failed: labels a|b.csv: no such file")

	repeated := append(stored(t), result(t, "minhash", algorithms.Duplicates, 2, .9, .8, 1))
	again, err := Bench(repeated, nil)
	require.NoError(t, err)
	assert.InDelta(t, .75, *again.Tables[0].Groups[0].Rows[1].Cells[0].Value, 1e-9, "a later result of the same seed counts")

	_, err = Bench(stored(t), []string{"ari"})
	assert.ErrorContains(t, err, "no result has the metric ari")
	_, err = Bench(stored(t), []string{"b3.f"})
	assert.ErrorContains(t, err, "did you mean b3.f1?")
}

// Memory that was not measured is no number.
func TestUnknownMemory(t *testing.T) {
	list := stored(t)[:1]
	list[0].PeakMemory = 0
	r, err := Bench(list, []string{"b3.f1", "time", "memory"})
	require.NoError(t, err)
	assert.Contains(t, write(t, r, "csv"), ",peak_memory,,")
	assert.Contains(t, write(t, r, "text"), "1.50 s         –\n")
}

func TestNarrowTerminals(t *testing.T) {
	r, err := View{Columns: []string{"all"}, Spread: "interval"}.Bench(stored(t))
	require.NoError(t, err)
	for _, width := range []int{50, 60, 80} {
		r.Width = width
		var b bytes.Buffer
		require.NoError(t, reports.Write(&b, r, "text"))
		assert.Contains(t, b.String(), "memory ↓")
		tables, _, _ := strings.Cut(b.String(), "To repeat:") // a command does not break inside of a word
		for _, line := range strings.Split(tables, "\n") {
			if !strings.HasPrefix(line, "─") && !strings.HasPrefix(line, "Next:") {
				assert.LessOrEqual(t, len([]rune(line)), width, line)
			}
		}
	}
}

func TestProject(t *testing.T) {
	list := stored(t)
	for _, r := range stored(t) {
		r.Corpus.Name, r.Corpus.Fingerprint = "second", "fedcba"
		list = append(list, r)
	}
	r, err := View{Columns: []string{"all"}}.Bench(list)
	require.NoError(t, err)
	same, err := reports.Pivot(r, "corpus", "algorithm")
	require.NoError(t, err)
	assert.Equal(t, r, same)

	byMetric, err := reports.Pivot(r, "metric", "algorithm")
	require.NoError(t, err)
	assert.Equal(t, []string{"b3.f1", "time", "memory"},
		[]string{byMetric.Tables[0].Title, byMetric.Tables[1].Title, byMetric.Tables[2].Title})
	f1 := byMetric.Tables[0]
	assert.Equal(t, "made_up", f1.Columns[0].Name)
	assert.Equal(t, "second", f1.Columns[1].Name)
	assert.Len(t, f1.Groups, 3, "controls and oracles stay apart")
	assert.Equal(t, r.Tables[1].Groups[0].Rows[1].Cells[0], f1.Groups[0].Rows[1].Cells[1])
	assert.Contains(t, strings.Join(byMetric.Notes, "\n"), "second: 9 articles")

	byAlgorithm, err := reports.Pivot(r, "algorithm", "metric")
	require.NoError(t, err)
	assert.Equal(t, "b3.f1 ↑", byAlgorithm.Tables[0].Groups[0].Rows[0].Name)
	assert.Equal(t, "20 MB", byAlgorithm.Tables[0].Groups[0].Rows[2].Cells[1].Text)
	for _, f := range reports.Formats {
		require.NoError(t, reports.Write(&bytes.Buffer{}, byAlgorithm, f.Name))
	}
	_, err = reports.Pivot(r, "metric", "metric")
	assert.ErrorContains(t, err, "cannot both be metric")
	_, err = reports.Pivot(r, "day", "metric")
	assert.ErrorContains(t, err, "table=day: must be one of corpus, algorithm, metric")
}

// What a hostile corpus puts into results comes out of every format.
func TestHostileResults(t *testing.T) {
	for name, text := range hostile {
		list := stored(t)
		for i := range list {
			list[i].Corpus.Name, list[i].Path = text, text
			list[i].Notes = []string{text}
			list[i].Version = text
			if list[i].Status != results.OK {
				list[i].Algorithm, list[i].Error = spec.Spec{Name: "labels", Args: []spec.Arg{{Value: spec.Spec{Name: text}}}}, text
			}
			if len(list[i].Scores) > 0 {
				list[i].Scores[1] = stats.Score{Metric: list[i].Scores[1].Metric, Reason: text}
			}
		}
		r, err := Bench(list, nil)
		require.NoError(t, err, name)
		for _, f := range reports.Formats {
			assert.NotEmpty(t, write(t, r, f.Name), name)
		}
	}
}

func write(t require.TestingT, r *reports.Document, format string) string {
	var b strings.Builder
	require.NoError(t, reports.Write(&b, r, format))
	return b.String()
}

var hostile = testfiles.Hostile()
