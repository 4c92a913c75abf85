package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/reports"
)

func repeatIn(t *testing.T, out string) *reports.Provenance {
	var r struct{ Provenance *reports.Provenance }
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.NotNil(t, r.Provenance)
	return r.Provenance
}

// The commands that reports of score and compare give make the same reports.
func TestRepeatOfScoreAndCompare(t *testing.T) {
	hostile := filepath.Join(t.TempDir(), "it's $x | \u202e.csv")
	succeeds(t, "cluster", "tiny", "--algorithm", "minhash(threshold=0.1)", "-o", hostile)
	one := filepath.Join(t.TempDir(), "one.csv")
	succeeds(t, "cluster", "tiny", "--algorithm", "one", "-o", one)
	for _, args := range [][]string{
		{"score", "tiny"},
		{"score", "tiny", hostile, "--metric", "b3.*", "--metric", "nmi(avg=max),ari", "--noise", "one", "--min-story", "2", "--seed", "4",
			"--workers", "1"},
		{"compare", "--gold", "tiny", hostile, one, "--baseline", one, "--replicates", "100", "--quiet"},
	} {
		out := succeeds(t, append(args, "--format", "json")...)
		r := repeatIn(t, out)
		require.Len(t, r.Commands, 1)
		list := words(t, r.Commands[0])
		assert.NotContains(t, list, "--format")
		assert.NotContains(t, list, "--workers")
		again := succeeds(t, append(list[1:], "--format", "json")...)
		assert.Equal(t, out, again, r.Commands[0])
		assert.Equal(t, "tiny", r.Corpora[0].Name)
	}
	r := repeatIn(t, succeeds(t, "compare", "--gold", "tiny", hostile, one, "--format", "json"))
	assert.Len(t, r.Labels, 2)
	assert.Len(t, r.Labels[0].Fingerprint, 16)
	assert.NotEqual(t, r.Labels[0].Fingerprint, r.Labels[1].Fingerprint)
	assert.Equal(t, []int{10_000}, r.Replicates)
	for _, f := range flags.ReportFormats() {
		assert.Contains(t, succeeds(t, "compare", "--gold", "tiny", one, one, "--format", f), r.Corpora[0].Fingerprint[:12], f)
	}
}

// A comparison of a bench gives the commands of both.
func TestRepeatOfCompareWithBench(t *testing.T) {
	t.Chdir(t.TempDir())
	succeeds(t, "bench", "--quiet", "--corpus", "tiny", "--algorithm", "one,random(sizes=gold)", "--seeds", "2", "--metric", "ari",
		"--replicates", "20", "--out", "mine")
	out := succeeds(t, "compare", "mine", "--format", "json", "--replicates", "100")
	r := repeatIn(t, out)
	require.Len(t, r.Commands, 2)
	assert.Equal(t, "assay bench --corpus tiny --algorithm 'one,random(sizes=gold)' --metric ari --seeds 2 --replicates 20 --out mine",
		r.Commands[0])
	assert.Equal(t, "assay compare mine --replicates 100", r.Commands[1])
	assert.Equal(t, []uint64{1, 2}, r.Seeds)
	assert.Equal(t, []string{"b3.f1"}, r.Metrics)

	t.Chdir(t.TempDir())
	succeeds(t, append(words(t, r.Commands[0])[1:], "--quiet")...)
	assert.Equal(t, out, succeeds(t, append(words(t, r.Commands[1])[1:], "--format", "json")...))
}
