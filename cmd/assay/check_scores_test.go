package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/gate"
)

// scoreTable writes a table in which every nth answer is wrong.
func scoreTable(t *testing.T, name string, items, every int) string {
	var b strings.Builder
	b.WriteString("id,part,acc\n")
	for i := range items {
		right := 1
		if i%every == 0 {
			right = 0
		}
		fmt.Fprintf(&b, "<script>%d,p%d,%d\n", i, i%20, right)
	}
	return file(t, name, b.String())
}

func TestCheckScores(t *testing.T) {
	old, worse, few := scoreTable(t, "old.csv", 300, 10), scoreTable(t, "worse.csv", 300, 3), scoreTable(t, "few.csv", 4, 2)
	code, out, _ := assay(t, "check", old, worse, "--limit", "2")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, out, "Verdict: fail: acc on worse.csv.")
	assert.Contains(t, out, "and 88 more (--limit shows them)")
	assert.Contains(t, out, "a loss of 0.02, the margin, would be missed in")

	assert.Contains(t, succeeds(t, "check", old, old), "all 300 items tie")
	code, out, _ = assay(t, "check", few, scoreTable(t, "few2.csv", 4, 1), "--unit", "part", "--margin", "acc=0.5")
	assert.Equal(t, exitInconclusive, code)
	assert.Contains(t, out, "too few items to tell for acc")

	junit := filepath.Join(t.TempDir(), "report.xml")
	code, out, _ = assay(t, "check", old, worse, "--unit", "part", "--format", "json", "--also", "junit="+junit, "--repeat", old)
	assert.Equal(t, exitFailed, code)
	var r gate.Result
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	assert.Equal(t, gate.Fail, r.Verdict)
	assert.Equal(t, 20, r.Corpora[0].Stories)
	assert.Equal(t, "part", r.Corpora[0].Scored.Unit)
	raw, err := os.ReadFile(junit)
	require.NoError(t, err)
	assert.Contains(t, string(raw), `failures="1"`)
	_, out, _ = assay(t, "check", old, worse, "--format", "html")
	assert.NotContains(t, out, "<script>1")

	for want, args := range map[string][]string{
		"--unit is for files of scores: assay check OLD NEW":       {"--unit", "part"},
		"--corpus is for clusters: files of scores do not take it": {old, worse, "--corpus", "newsroom"},
		"--metric belongs to the baseline: give it with --update":  {"--metric", "b3.f1"},
		"at most one baseline, or two files of scores: 3 given":    {old, worse, old},
		"no such file": {old, "gone.csv"},
		"--alpha=2":    {old, worse, "--alpha", "2"},
		"it is a baseline of clusters, and no scores of items": {baseline(t), worse},
		`unknown metric "ac"; did you mean acc?`:               {old, worse, "--metric", "ac"},
		"296 of the 300 items of " + old + " are not in":       {old, few},
	} {
		code, _, message := assay(t, append([]string{"check"}, args...)...)
		assert.Equal(t, exitUsage, code, want)
		assert.Contains(t, message, want)
	}
}
