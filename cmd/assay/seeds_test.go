package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// firstValues are the values of the first column by row of the first table.
func firstValues(t *testing.T, out string) map[string]*float64 {
	var d reports.Document
	require.NoError(t, json.Unmarshal([]byte(out), &d))
	values := map[string]*float64{}
	for _, g := range d.Tables[0].Groups {
		for _, row := range g.Rows {
			values[row.Name] = nil
			if len(row.Cells) > 0 {
				values[row.Name] = row.Cells[0].Value
			}
		}
	}
	return values
}

// bench, report and compare show the same mean over five seeds; once the last line of a
// trial says that it failed, none of them shows an earlier one.
func TestSeedsAndLastLines(t *testing.T) {
	dir := t.TempDir()
	bench := firstValues(t, succeeds(t, "bench", "--corpus", "newsroom", "--algorithm", "kmeans(k=20),singlepass,one",
		"--seeds", "5", "--metric", "b3.f1", "--replicates", "50", "--out", dir, "--format", "json", "--quiet"))
	compare := func() map[string]*float64 {
		return firstValues(t, succeeds(t, "compare", dir, "--replicates", "100", "--format", "json", "--quiet"))
	}
	compared := compare()
	require.Len(t, bench, 3)
	for name, v := range bench {
		require.NotNil(t, v, name)
		assert.InDelta(t, *v, *compared[name], 1e-9, name)
	}
	list, err := results.Read(dir)
	require.NoError(t, err)
	var failed []byte
	for _, r := range list {
		if r.Algorithm.Name == "singlepass" {
			r.Status, r.Error, r.Scores, r.Terms, r.Labels = results.Failed, "disk full", nil, nil, ""
			line, err := json.Marshal(r)
			require.NoError(t, err)
			failed = append(line, '\n')
		}
		if r.Algorithm.Name == "kmeans" && r.Seed == 1 {
			assert.NotEqual(t, *bench["kmeans(k=20)"], *r.Score("b3.f1").Value, "the mean is not seed 1")
		}
	}
	path := filepath.Join(dir, "results.jsonl")
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, append(raw, failed...), 0o644))
	var single string
	for name := range bench {
		if bytes.HasPrefix([]byte(name), []byte("singlepass")) {
			single = name
		}
	}
	report := firstValues(t, succeeds(t, "report", dir, "--format", "json"))
	assert.Contains(t, report, single)
	assert.Nil(t, report[single], "report says that it failed")
	assert.NotContains(t, compare(), single)
	charts := t.TempDir()
	succeeds(t, "report", dir, "--charts", charts, "--chart-format", "svg")
	bars, err := filepath.Glob(filepath.Join(charts, "*bars*"))
	require.NoError(t, err)
	require.Len(t, bars, 1)
	drawn, err := os.ReadFile(bars[0])
	require.NoError(t, err)
	assert.NotContains(t, string(drawn), "singlepass")
	assert.Contains(t, string(drawn), "kmeans")
}
