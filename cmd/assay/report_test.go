package main

import (
	"encoding/csv"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// words takes a command line apart as a shell does.
func words(t *testing.T, command string) []string {
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "for w in "+command+`; do printf '%s\0' "$w"; done`).Output()
	if err != nil {
		t.Skip("needs sh")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// The commands that a report gives are those of its trials, all of them and no others.
func TestRepeat(t *testing.T) {
	for _, args := range [][]string{
		{"--corpus", "tiny", "--algorithm", "minhash(threshold=0.3),kmeans(k=gold),one", "--metric", "b3.f1,rouge2.r(summarizer=lead)",
			"--seeds", "3", "--seed", "2"},
		{"--corpus", "tiny", "--algorithm", "hdbscan,one,external(\"exit 3\")", "--replicates", "50", "--orders", "1", "--noise", "one",
			"--min-story", "2"},
	} {
		dir := t.TempDir()
		succeeds(t, append([]string{"bench", "--quiet", "--allow-failures", "--out", dir, "--format", "json"}, args...)...)
		stored, err := results.Read(dir)
		require.NoError(t, err)
		var want, got []string
		for _, r := range stored {
			want = append(want, r.Key)
		}
		var report reports.Document
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "report", dir, "--format", "json")), &report))
		for _, command := range report.Provenance.Commands {
			list := words(t, command)
			require.Equal(t, "assay", list[0])
			for line := range strings.Lines(succeeds(t, append(list[1:], "--list")...)) {
				key, _, _ := strings.Cut(line, " ")
				got = append(got, key)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		assert.Equal(t, want, got, "%s", report.Provenance.Commands)
	}
}

func TestReportViews(t *testing.T) {
	dir := t.TempDir()
	succeeds(t, "bench", "--quiet", "--out", dir, "--corpus", "tiny", "--algorithm", "affinity,minhash,one", "--metric", "b3.*,ari",
		"--sort", "b3.f1", "--precision", "2")
	out := succeeds(t, "report", dir, "--rows", "minhash,aff*", "--columns", "b3.f1", "--sort", "b3.f1", "--precision", "4",
		"--spread", "none", "--group", "none", "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"tiny", "", "affinity", "b3.f1", "1", "1", "1", "true"}, rows[1][:8], "data keeps the interval")
	assert.Equal(t, "minhash", rows[2][2], "b3.f1 is the only column")
	assert.Contains(t, succeeds(t, "report", dir, "--precision", "4"), "0.5155")
	assert.Contains(t, succeeds(t, "report", dir, "--format", "latex"), `\toprule`)

	for want, args := range map[string][]string{
		"--precision=0: must be at least 1":                                    {"--precision", "0"},
		"rows: no result is of leiden: choose among affinity, minhash, one":    {"--rows", "leiden"},
		"--group=x: must be one of role, family, none":                         {"--group", "x"},
		"name \"minhash\": write ALGORITHM=NAME":                               {"--name", "minhash"},
		"name \"lda=LDA\": no result is of lda(k=gold): choose among affinity": {"--name", "lda=LDA"},
		"sort=nmi: no such column is shown: choose among b3.p, ":               {"--sort", "nmi", "--columns", "b3.*"},
	} {
		code, _, message := assay(t, append([]string{"report", dir}, args...)...)
		assert.Equal(t, exitUsage, code)
		assert.Contains(t, message, want)
	}
}

// A wrong name is found before a trial runs.
func TestBenchChecksTheViewFirst(t *testing.T) {
	for want, args := range map[string][]string{
		"columns: no result has the metric muc.f1: run the bench with --metric muc.f1, or choose among ari": {"--columns", "muc.f1"},
		`unknown metric "arri"; did you mean ari?`:                                                          {"--columns", "arri"},
		"sort=b3.f1: no such column is shown: choose among ari, time":                                       {"--sort", "b3.f1"},
	} {
		dir := filepath.Join(t.TempDir(), "out")
		code, _, message := assay(t,
			append([]string{"bench", "--corpus", "tiny", "--algorithm", "one", "--metric", "ari", "--out", dir}, args...)...)
		assert.Equal(t, exitUsage, code)
		assert.Contains(t, message, want)
		assert.NoDirExists(t, dir)
	}
}
