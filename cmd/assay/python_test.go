package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The Python code in docs/python.md runs unchanged.
func TestPythonInDocs(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import pandas, sklearn").Run() != nil {
		t.Skip("python3 with pandas and scikit-learn is not installed")
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "python.md"))
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)```python\n(.*?)```").FindAllStringSubmatch(string(raw), -1)
	require.Len(t, code, 3)

	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(dir, "assay")))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv(mainVariable, "1")

	score := exec.Command(python, "-c", `import pandas
frame = pandas.DataFrame({"id": ["a", "b", "c"], "story": ["x", "x", "y"], "cluster": [1, 1, 1]})
`+code[0][1]+code[1][1]+"print(round(scores.value['b3.f1'], 6), scores.value['b3.r'])\n")
	score.Dir = dir
	out, err := score.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Contains(t, string(out), "0.714286 1")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "cluster.py"), []byte(code[2][1]), 0o644))
	t.Chdir(dir)
	table := succeeds(t, "bench", "--corpus", "newsroom", "--algorithm", `external("python3 cluster.py")`, "--columns", "b3.f1",
		"--out", filepath.Join(dir, "out"), "--quiet")
	assert.Regexp(t, `external[^\n]*0\.[5-9]|cluster\.py[^\n]*0\.[5-9]`, table)
}
