package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/reports"
)

func names(t *testing.T, dir string) string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestChartsOfABench(t *testing.T) {
	out, dir := filepath.Join(t.TempDir(), "results"), filepath.Join(t.TempDir(), "charts")
	succeeds(t, "bench", "--corpus", "tiny", "--algorithm", "agglomerative(distance=0.7..0.9/3),kmeans(k=gold),one", "--metric",
		"b3.f1,clusters,giant", "--replicates", "50",
		"--out", out, "--charts", dir, "--chart-format", "svg", "--quiet")
	wanted := "tiny-bars-b3-f1.svg tiny-profiles.svg tiny-sizes.svg tiny-sweep-agglomerative-distance.svg tiny-time-b3-f1.svg"
	assert.Equal(t, wanted, names(t, dir))

	again := t.TempDir()
	code, text, said := assay(t, "report", out, "--charts", again, "--chart-format", "svg", "--format", "json")
	require.Zero(t, code, said)
	assert.Contains(t, said, "wrote "+filepath.Join(again, "tiny-sizes.svg"))
	assert.Contains(t, said, "left out: heat map")
	assert.Contains(t, said, "left out: critical-difference diagram")
	var r reports.Document
	require.NoError(t, json.Unmarshal([]byte(text), &r))
	assert.Len(t, r.Charts, 5)
	for _, name := range strings.Fields(wanted) {
		first, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		second, err := os.ReadFile(filepath.Join(again, name))
		require.NoError(t, err)
		assert.Equal(t, string(first), string(second), name)
	}

	code, _, said = assay(t, "compare", out, "--charts", again)
	require.Zero(t, code, said)
	assert.Contains(t, said, "left out: the critical-difference diagram: it takes 3 corpora or more")
	code, _, said = assay(t, "report", out, "--charts", again, "--chart-format", "gif")
	assert.Equal(t, 2, code)
	assert.Contains(t, said, `unknown format "gif" (one of png, svg, pdf)`)
}

func TestDendrogramOfACorpus(t *testing.T) {
	for _, name := range []string{"tree.png", "tree.svg", "tree.PDF"} {
		path := filepath.Join(t.TempDir(), name)
		labels := succeeds(t, "cluster", "tiny", "--algorithm", "agglomerative(k=3)", "--dendrogram", path)
		assert.Contains(t, labels, "id,label")
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Greater(t, info.Size(), int64(3000))
	}
	code, _, said := assay(t, "cluster", "tiny", "--algorithm", "kmeans(k=3)", "--dendrogram", filepath.Join(t.TempDir(), "a.svg"))
	assert.Equal(t, 2, code)
	assert.Contains(t, said, "kmeans(k=3) makes no tree: only agglomerative does")
	code, _, said = assay(t, "cluster", "tiny", "--algorithm", "agglomerative(k=3)", "--dendrogram", "tree.txt")
	assert.Equal(t, 2, code)
	assert.Contains(t, said, "name a file that ends with .png, .svg, .pdf")
}
