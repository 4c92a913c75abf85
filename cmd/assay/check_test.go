package main

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/gate"
)

const steady = "agglomerative(distance=0.8,linkage=average)"

// baseline makes one of newsroom.
func baseline(t *testing.T, args ...string) string {
	path := filepath.Join(t.TempDir(), "baseline.json")
	succeeds(t, append([]string{"check", path, "--update", "--corpus", "newsroom", "--again", "0", "--algorithm", steady}, args...)...)
	return path
}

func edit(t *testing.T, path, from, to string) {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	text := strings.Replace(string(raw), from, to, 1)
	require.NotEqual(t, string(raw), text)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("GITHUB_ACTIONS", "")
	code, _, err := assay(t, "check")
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "there is no baseline assay-baseline.json: make one with assay check --update")

	out := succeeds(t, "check", "--update", "--corpus", "newsroom", "--algorithm", steady)
	assert.Contains(t, out, "newsroom: new baseline")
	assert.Contains(t, out, "deterministic=order: equal clusters for equal input, in any order")
	out = succeeds(t, "check")
	assert.Contains(t, out, "Verdict: pass")
	assert.Equal(t, out, succeeds(t, "check", "--quiet", "--workers", "1"))

	code, out, _ = assay(t, "check", "--algorithm", "agglomerative(distance=0.7)")
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "Verdict: fail: b3.f1 on newsroom, b3.r on newsroom.")
	assert.Contains(t, out, "22 stories got worse")
	assert.Contains(t, out, "The baseline is of another system: "+steady)

	code, out, _ = assay(t, "check", "--algorithm", "agglomerative(distance=0.795)")
	assert.Equal(t, 3, code, out)
	assert.Contains(t, out, "the verdict hangs on these stories")

	before, readErr := os.ReadFile(defaultBaseline)
	require.NoError(t, readErr)
	out = succeeds(t, "check", "--update", "--algorithm", "agglomerative(distance=0.7)")
	assert.Contains(t, out, "22 stories got worse", "an update shows what it accepts")
	after, readErr := os.ReadFile(defaultBaseline)
	require.NoError(t, readErr)
	assert.NotEqual(t, string(before), string(after))
	assert.Contains(t, succeeds(t, "check"), "Verdict: pass")
}

// A system that depends on its seed is run with several, and can follow one that does
// not, or go before it.
func TestCheckSeeds(t *testing.T) {
	path := baseline(t)
	const seeded = "kmeans(k=45,n_init=1)"
	_, out, err := assay(t, "check", path, "--update", "--algorithm", seeded, "--runs", "3", "--calibrate", "--again", "3")
	assert.Contains(t, out, "seeds 1 to 3")
	assert.Contains(t, out, "stories got worse", "one run is held against each of three")
	assert.NotContains(t, err, "Nothing to compare")
	assert.Contains(t, err, "constraint deterministic does not hold: runs on the articles in two orders differ")
	edit(t, path, `"deterministic": "order"`, `"deterministic": "rerun"`)
	assert.Contains(t, succeeds(t, "check", path), "Verdict: pass")
	assert.NotContains(t, succeeds(t, "check", path, "--seed", "1"), "got worse")
	_, out, _ = assay(t, "check", path, "--seed", "101")
	assert.Contains(t, out, "seeds 101 to 103")
	_, out, err = assay(t, "check", path, "--update", "--algorithm", steady)
	assert.Contains(t, out, "seeds 1\n")
	assert.Contains(t, err, "--calibrate makes them anew")
	assert.Contains(t, succeeds(t, "check", path), "Verdict: pass")
}

// Constraints are edited by hand in the file, and an update keeps them.
func TestCheckConstraints(t *testing.T) {
	path := baseline(t)
	edit(t, path, `"nothing_lost": true,`, `"nothing_lost": true, "cannot_link": [{"articles": ["n001", "n002"], "why": "two elections"}],`)
	code, out, _ := assay(t, "check", path)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "(why: two elections)")
	assert.Contains(t, out, "Verdict: fail: cannot_link n001, n002 on newsroom.")
	succeeds(t, "check", path, "--update")
	code, _, _ = assay(t, "check", path)
	assert.Equal(t, 1, code)
	edit(t, path, `"n002"],"why"`, `"n999"],"why"`)
	code, _, err := assay(t, "check", path)
	assert.Equal(t, 2, code)
	assert.Regexp(t, `baseline.json:\d+: cannot_link names article "n999", which no corpus here has`, err)
}

func TestCheckLabels(t *testing.T) {
	dir := t.TempDir()
	labels, path := filepath.Join(dir, "labels.csv"), filepath.Join(dir, "baseline.json")
	succeeds(t, "cluster", "newsroom", "--algorithm", steady, "-o", labels)
	succeeds(t, "check", path, "--update", "--corpus", "newsroom", "--labels", labels)
	assert.Contains(t, succeeds(t, "check", path), "Verdict: pass")

	raw, readErr := os.ReadFile(labels)
	require.NoError(t, readErr)
	lines := strings.SplitAfter(string(raw), "\n")
	fewer := file(t, "fewer.csv", strings.Join(append(lines[:1:1], lines[2:]...), ""))
	code, out, _ := assay(t, "check", path, "--labels", fewer)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "1 of 255 articles have no label: n001")
	code, _, err := assay(t, "check", path, "--update", "--labels", fewer)
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "have no label")
	more := file(t, "more.csv", string(raw)+"stranger,7\n")
	code, _, err = assay(t, "check", path, "--labels", more)
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "stranger")
	succeeds(t, "check", path, "--labels", more, "--unknown", "ignore")
}

// The embedded program runs like any other algorithm.
func TestCheckExternal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "baseline.json")
	together := `external("sed -E 's/^\\{\"id\":(\"[^\"]*\").*/{\"id\":\\1,\"cluster\":1}/'")`
	out := succeeds(t, "check", path, "--update", "--corpus", "tiny", "--again", "2", "--algorithm", together)
	assert.Contains(t, out, "tiny: new baseline")
	assert.Contains(t, succeeds(t, "check", path), "Verdict: pass")
}

func TestCheckUsage(t *testing.T) {
	path := baseline(t)
	for want, args := range map[string][]string{
		"--metric belongs to the baseline: give it with --update": {path, "--metric", "ari"},
		"--noise belongs to the baseline":                         {path, "--noise", "one"},
		"give one of them":                                        {path, "--algorithm", "one", "--labels", "x.csv"},
		"2 labels files for 1 corpora":                            {path, "--labels", "x.csv", "--labels", "y.csv"},
		"2 corpora, and the baseline has 1":                       {path, "--corpus", "newsroom", "--corpus", "tiny"},
		"its articles are not those of the baseline":              {path, "--corpus", "tiny"},
		"write FORMAT=FILE":                                       {path, "--also", "junit"},
		"unknown format":                                          {path, "--format", "xml"},
		"--floor 0: must be over 0":                               {path, "--update", "--floor", "0"},
		"--again 1: must be 0, or at least 2":                     {path, "--update", "--again", "1"},
		"where do the clusters come from?":                        {"other.json", "--update", "--corpus", "newsroom"},
		"which corpora?":                                          {"other.json", "--update", "--algorithm", "one"},
		"clusters only describes":                                 {path, "--update", "--metric", "clusters"},
	} {
		code, _, err := assay(t, append([]string{"check"}, args...)...)
		assert.Equal(t, 2, code, want)
		assert.Contains(t, err, want)
	}
}

func TestCheckFormats(t *testing.T) {
	path := baseline(t)
	dir := t.TempDir()
	junit, summary := filepath.Join(dir, "junit.xml"), filepath.Join(dir, "summary.md")
	worse := []string{"check", path, "--algorithm", "agglomerative(distance=0.7)"}
	code, out, _ := assay(t, append(worse, "--format", "json", "--also", "junit="+junit, "--also", "md="+summary)...)
	assert.Equal(t, 1, code)
	var r gate.Result
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	assert.Equal(t, "assay/check/2", r.Schema)
	assert.Equal(t, gate.Fail, r.Verdict)
	assert.Len(t, r.Corpora[0].Changes, 22)

	raw, err := os.ReadFile(junit)
	require.NoError(t, err)
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	require.NoError(t, xml.Unmarshal(raw, &suites))
	assert.Equal(t, 5, suites.Tests)
	assert.Equal(t, 2, suites.Failures)
	assert.Equal(t, "b3.f1", suites.Cases[0].Name)
	assert.Contains(t, suites.Cases[0].Failure.Text, "Earthquake in Varnia's Tessaly valley kills 21 (20 articles")

	markdown, err := os.ReadFile(summary)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(markdown), "## assay check: fail\n"))
}

// In GitHub Actions the log has annotations and the job a summary, without a flag.
func TestCheckInGitHub(t *testing.T) {
	path := baseline(t)
	summary := file(t, "summary.md", "Before.\n")
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	code, out, _ := assay(t, "check", path, "--algorithm", "agglomerative(distance=0.7)")
	assert.Equal(t, 1, code)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	assert.Regexp(t, `^::stop-commands::assay-[0-9a-f]{16}$`, lines[0])
	assert.Contains(t, out, "\n::"+strings.TrimPrefix(lines[0], "::stop-commands::")+"::\n")
	last := lines[len(lines)-1]
	assert.True(t, strings.HasPrefix(last, "::error file="+path+",title=fail%3A b3.r on newsroom::b3.r: 0.668 → 0.412"), last)
	assert.Contains(t, last, "%0AEarthquake in Varnia's Tessaly valley kills 21")
	raw, err := os.ReadFile(summary)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(raw), "Before.\n## assay check: fail\n"))
}

// The recipes are YAML, and their commands are known to this assay.
func TestRecipes(t *testing.T) {
	recipes, err := filepath.Glob(filepath.Join("..", "..", "docs", "ci", "*.yml"))
	require.NoError(t, err)
	require.Len(t, recipes, 2)
	for _, path := range recipes {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var recipe map[string]any
		require.NoError(t, yaml.UnmarshalWithOptions(raw, &recipe, yaml.Strict()), path)
		commands := 0
		for line := range strings.SplitSeq(string(raw), "\n") {
			if command, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(line), "- "), "assay "); ok {
				commands++
				cmd, args, err := rootCommand(flags.Streams{}).Find(strings.Fields(command))
				require.NoError(t, err, line)
				assert.NoError(t, cmd.ParseFlags(args), line)
			}
		}
		assert.Positive(t, commands, path)
	}
}

// What asks for a table of outlets is gated with one, which the baseline remembers.
func TestCheckOutlets(t *testing.T) {
	documented, err := os.ReadFile(filepath.Join("..", "..", "docs", "outlets.csv"))
	require.NoError(t, err)
	table := file(t, "outlets.csv", string(documented))
	path := baseline(t, "--metric", "b3.f1,source.hill.error(by=owner)", "--outlets", table)
	b, err := gate.Read(path, allmetrics.Metrics)
	require.NoError(t, err)
	assert.Equal(t, table, b.Outlets.Path)
	require.NotNil(t, b.Corpora[0].Scores[1].Value)

	edit(t, path, `"deterministic":`, `"at_most": {"source.berger_parker(by=owner)": 0.9}, "deterministic":`)
	out := succeeds(t, "check", path)
	assert.Contains(t, out, "0 of 39  pass", "of source.hill.error, too")
	assert.Regexp(t, `source\.berger_parker`, out)
	assert.NotContains(t, out, "The table of outlets is not")

	// Another table scores both sides; none is a mistake.
	other := file(t, "other.csv", string(documented[:strings.LastIndex(strings.TrimSpace(string(documented)), "\n")+1]))
	assert.Contains(t, succeeds(t, "check", path, "--outlets", other),
		"The table of outlets is not that of the baseline: both sides are scored by the new one.")
	code, _, message := assay(t, "check", path, "--outlets", "")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, message, "the baseline has a table of outlets, which was "+table)
	require.NoError(t, os.Remove(table))
	code, _, _ = assay(t, "check", path)
	assert.Equal(t, exitUsage, code)

	succeeds(t, "check", path, "--update", "--outlets", "", "--metric", "b3.f1")
	b, err = gate.Read(path, allmetrics.Metrics)
	require.NoError(t, err)
	assert.Nil(t, b.Outlets)
	code, _, message = assay(t, "check", path, "--update", "--metric", "source.hill.error(by=owner)")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, message, "source.hill.error(by=owner,q=2) is undefined on every corpus here")
}
