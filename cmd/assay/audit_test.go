package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/audit"
)

func TestAudit(t *testing.T) {
	labels := filepath.Join(t.TempDir(), "labels.csv")
	succeeds(t, "cluster", "newsroom", "--algorithm", "kmeans(k=8)", "-o", labels)
	var a audit.Audit
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "audit", "newsroom", labels, "--format", "json")), &a))
	assert.Equal(t, "assay/audit/1", a.Schema)
	assert.Equal(t, []string{"newsroom", labels}, a.Paths)
	assert.Equal(t, "bridges", a.Findings[0].Check)
	assert.NotEmpty(t, a.Findings[0].Sides[1].Sample[0].Title)
	assert.NotEmpty(t, a.Findings[0].Sides[1].Cluster)
	for _, f := range flags.ReportFormats() {
		assert.NotEmpty(t, succeeds(t, "audit", "newsroom", labels, "--only", "bridges,strays", "--limit", "1", "--format", f), f)
	}
	out := succeeds(t, "audit", labels, "--last", labels)
	assert.Contains(t, out, "10 of 11 checks could not be made")
	assert.Contains(t, out, "their b3.f1 is 1.000")

	judged := file(t, "judged.csv", "id_a,id_b,same\n")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"audit", "newsroom", labels, "--limit", "0"}, "--limit 0: must be at least 1"},
		{[]string{"audit", "newsroom", labels, "--only", "twin"}, `unknown audit "twin"; did you mean twins?`},
		{[]string{"audit"}, "audit takes a corpus and its labels, or labels alone: 0 given"},
		{[]string{"audit", "newsroom", labels, "--judged", judged}, "judged.csv"},
		{[]string{"audit", "newsroom", labels, "--last", "absent.csv"}, "absent.csv"},
	} {
		code, _, message := assay(t, c.args...)
		assert.Equal(t, exitUsage, code, c.args)
		assert.Contains(t, message, c.want)
	}
}
