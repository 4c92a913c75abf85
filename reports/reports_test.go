package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
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
	r := results.Result{Schema: results.Schema, Family: family, Status: results.OK, PeakMemory: 20e6, Seconds: results.Seconds{Features: 0.5, Cluster: 1}}
	r.Trial = results.Trial{Corpus: results.Corpus{Name: "made_up", Fingerprint: "0123456789abcdef", Level: "story", Articles: 9, Stories: 3, Distractors: 1}, Algorithm: s, Seed: seed,
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
func withoutAssets(page string) string {
	return contentPolicyTag.ReplaceAllString(strings.NewReplacer(htmlStyle, "", htmlScript, "").Replace(page), "")
}

func TestFormats(t *testing.T) {
	r, err := Bench(stored(t), nil)
	require.NoError(t, err)
	for _, f := range Formats {
		var b bytes.Buffer
		require.NoError(t, Write(&b, r, f.Name))
		golden(t, "bench."+f.Name, withoutAssets(b.String()))
	}
	assert.ErrorContains(t, Write(&bytes.Buffer{}, r, "markdown"), `unknown format "markdown"`)
}

func TestBenchTable(t *testing.T) {
	r, err := Bench(stored(t), nil)
	require.NoError(t, err)
	table := r.Tables[0]
	require.Len(t, table.Groups, 3, "algorithms, oracles, controls")
	rows := table.Groups[0].Rows
	assert.False(t, rows[0].Cells[0].Best || rows[1].Cells[0].Best, "all print the same")
	better := append(stored(t), result(t, "one", algorithms.Centroid, 1, .7002, .6, .8), result(t, "kmeans(k=2)", algorithms.Centroid, 1, .65, .6, .7))
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
	assert.False(t, table.Groups[1].Rows[0].Cells[0].Best, "an oracle is no contender")
	assert.Contains(t, strings.Join(table.Notes, "\n"), "left out: rouge2.r(summarizer=lexrank) (no story has a reference summary)")
	assert.Contains(t, strings.Join(table.Facts, "\n"), "3 stories: this corpus cannot resolve differences in b3.f1 under")
	assert.Contains(t, table.texts(rows[1].Notes), "mean of 2 seeds (1–2); the interval's ends are means too")
	assert.Contains(t, table.texts(rows[2].Notes), "seed 1: failed: labels a|b.csv: no such file")

	repeated := append(stored(t), result(t, "minhash", algorithms.Duplicates, 2, .9, .8, 1))
	again, err := Bench(repeated, nil)
	require.NoError(t, err)
	assert.InDelta(t, .75, *again.Tables[0].Groups[0].Rows[1].Cells[0].Value, 1e-9, "a later result of the same seed counts")

	_, err = Bench(stored(t), []string{"ari"})
	assert.ErrorContains(t, err, "no result has the metric ari")
	_, err = Bench(stored(t), []string{"b3.f"})
	assert.ErrorContains(t, err, "did you mean b3.f1?")
}

// Names that would break a table must not.
func TestHostileNames(t *testing.T) {
	name := "a|b <script> \\ $x$ `c` *d* [e](f)\n# g"
	v := 0.5
	r := &Report{Schema: Schema, Tables: []Table{{Title: name, Head: "x", Columns: []Column{{Name: name, Title: name}},
		Groups: []Group{{Title: name, Rows: []Row{{Name: name, Cells: []Cell{{Value: &v}}}, {Name: name, Text: name}}}}}}}
	var b bytes.Buffer
	require.NoError(t, Write(&b, r, "md"))
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(line, "|") {
			bars := strings.Count(line, "|") - strings.Count(line, `\|`)
			assert.Equal(t, 3, bars, line)
		}
		assert.NotContains(t, line, "<script>")
	}
	b.Reset()
	require.NoError(t, Write(&b, r, "csv"))
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, name, rows[1][2])
	b.Reset()
	require.NoError(t, Write(&b, r, "json"))
	var back Report
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	assert.Equal(t, name, back.Tables[0].Title)
	require.NoError(t, Write(&bytes.Buffer{}, r, "text"))
}

func TestNumbers(t *testing.T) {
	for want, v := range map[string]float64{"0.500": .5, "0.000": -0.00001, "12.3": 12.34, "-0.250": -.25} {
		assert.Equal(t, want, Plain.print(v))
	}
	for want, v := range map[string]float64{".50": .5, "1.00": 1, "−.25": -.25, ".00": -.001, "−1.50": -1.5, "12.34": 12.34} {
		assert.Equal(t, want, short(v, 2))
	}
	assert.Equal(t, "20 MB", Byte.print(20e6))
	assert.Equal(t, "3", Count.print(3))
}

func TestNarrowTerminals(t *testing.T) {
	r, err := Bench(stored(t), nil)
	require.NoError(t, err)
	for _, width := range []int{50, 60, 80} {
		r.Width = width
		var b bytes.Buffer
		require.NoError(t, Write(&b, r, "text"))
		assert.Contains(t, b.String(), "memory ↓")
		tables, _, _ := strings.Cut(b.String(), "To repeat:") // a command does not break inside of a word
		for _, line := range strings.Split(tables, "\n") {
			if !strings.HasPrefix(line, "─") {
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
	r, err := Bench(list, nil)
	require.NoError(t, err)
	same, err := Project(r, "corpus", "algorithm")
	require.NoError(t, err)
	assert.Equal(t, r, same)

	byMetric, err := Project(r, "metric", "algorithm")
	require.NoError(t, err)
	assert.Equal(t, []string{"b3.f1", "time", "memory"}, []string{byMetric.Tables[0].Title, byMetric.Tables[1].Title, byMetric.Tables[2].Title})
	f1 := byMetric.Tables[0]
	assert.Equal(t, "made_up", f1.Columns[0].Name)
	assert.Equal(t, "second", f1.Columns[1].Name)
	assert.Len(t, f1.Groups, 3, "controls and oracles stay apart")
	assert.Equal(t, r.Tables[1].Groups[0].Rows[1].Cells[0], f1.Groups[0].Rows[1].Cells[1])
	assert.Contains(t, strings.Join(byMetric.Notes, "\n"), "second: 9 articles")

	byAlgorithm, err := Project(r, "algorithm", "metric")
	require.NoError(t, err)
	assert.Equal(t, "b3.f1 ↑", byAlgorithm.Tables[0].Groups[0].Rows[0].Name)
	assert.Equal(t, "20 MB", byAlgorithm.Tables[0].Groups[0].Rows[2].Cells[1].Text)
	for _, f := range Formats {
		require.NoError(t, Write(&bytes.Buffer{}, byAlgorithm, f.Name))
	}
	_, err = Project(r, "metric", "metric")
	assert.ErrorContains(t, err, "cannot both be metric")
	_, err = Project(r, "day", "metric")
	assert.ErrorContains(t, err, "table=day: must be one of corpus, algorithm, metric")
}
