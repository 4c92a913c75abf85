package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each program in docs/external clusters vectors that assay wrote, where Python has its packages.
func TestProgramsInDocs(t *testing.T) {
	folder, err := filepath.Abs(filepath.Join("..", "..", "docs", "external"))
	require.NoError(t, err)
	arguments := map[string]string{"community.py": "0.5 2", "bertopic.py": "2", "fast_hdbscan_leaf.py": "2", "evoc_layer.py": "2"}
	files, err := filepath.Glob(filepath.Join(folder, "*.py"))
	require.NoError(t, err)
	require.Len(t, files, len(arguments))
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	vectors := filepath.Join(t.TempDir(), "vectors.npy")
	succeeds(t, "features", "newsroom", "lsa(dims=50)", "-o", vectors, "--quiet")
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			require.Contains(t, arguments, name)
			code, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.LessOrEqual(t, bytes.Count(code, []byte("\n")), 30)
			imports := bytes.Join(regexp.MustCompile(`(?m)^(?:import|from) .*`).FindAll(code, -1), []byte("\n"))
			if exec.Command(python, "-c", string(imports)).Run() != nil {
				t.Skipf("python3 has not the packages of %s", name)
			}
			labels := filepath.Join(t.TempDir(), "labels.csv")
			command := "external(\"python3 " + file + " " + vectors + " " + arguments[name] + "\")"
			succeeds(t, "cluster", "newsroom", "--algorithm", command, "-o", labels)
			assert.Greater(t, scores(t, "newsroom", labels)["b3.f1"], 0.5)
			stderr := fails(t, "cluster", "tiny", "--algorithm", command)
			assert.Contains(t, stderr, "has 255 rows for 12 articles")
		})
	}
}
