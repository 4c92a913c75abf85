package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What init prints can be run, line by line.
func TestInit(t *testing.T) {
	t.Chdir(t.TempDir())
	printed := succeeds(t, "init", "tiny", "--algorithm", "leiden(threshold=0.2)")
	ran := 0
	for line := range strings.Lines(printed) {
		if args := strings.Fields(line); args[0] != "#" {
			succeeds(t, append(args[1:], "--quiet")...)
			ran++
		}
	}
	assert.Equal(t, 2, ran)
	for _, name := range []string{planFile, defaultBaseline, workflowFile} {
		assert.Contains(t, printed, "# "+name+": ")
	}
	made, err := os.ReadFile(planFile)
	require.NoError(t, err)
	code, _, message := assay(t, "init", "tiny")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, message, "plan.yaml is there already")
	after, err := os.ReadFile(planFile)
	require.NoError(t, err)
	assert.Equal(t, string(made), string(after))
}

// A corpus without gold leaves nothing behind.
func TestInitWithoutGold(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("news.csv", []byte("id,title\n1,Ferry stops\n2,Crane lifts\n"), 0o644))
	code, _, message := assay(t, "init", "news.csv")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, message, "news.csv")
	left, err := os.ReadDir(".")
	require.NoError(t, err)
	assert.Len(t, left, 1)
}

func TestWorkflowInDocs(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci", "github-actions.yml"))
	require.NoError(t, err)
	assert.Equal(t, string(raw), string(workflow))
}

func TestMan(t *testing.T) {
	dir := t.TempDir()
	succeeds(t, "man", dir)
	page, err := os.ReadFile(filepath.Join(dir, "man1", "assay-corpus-check.1"))
	require.NoError(t, err)
	assert.Contains(t, string(page), ".SH EXAMPLE")
	for _, name := range []string{"assay.bash", "_assay", "assay.fish", "assay.ps1"} {
		assert.FileExists(t, filepath.Join(dir, "completions", name))
	}
}

// The shell completes names of the lists, embedded corpora and the choices of flags.
func TestCompletionOfArguments(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"digest ", "newsroom"}, {"list ", "summarizers"}, {"list metrics b3", "b3.f1"}, {"bench --noise ", "singletons"},
		{"bench --metric ari,b3", "ari,b3.f1"}, {"score ", "tiny"},
	} {
		assert.Contains(t, succeeds(t, append([]string{"__complete"}, strings.Split(c.args, " ")...)...), c.want+"\n", c.args)
	}
}

// Words of other programs lead to the names here.
func TestSynonymsOfCommands(t *testing.T) {
	for written, want := range map[string]string{"run": "bench", "evaluate": "score", "gate": "check", "diff": "compare"} {
		_, _, message := assay(t, written)
		assert.Contains(t, message, "did you mean "+want+"?")
	}
	_, _, message := assay(t, "bench", "--algorithm", "hierarchical")
	assert.Contains(t, message, "did you mean agglomerative?")
	_, _, message = assay(t, "score", "tiny", "tiny", "--metric", "f1")
	assert.Contains(t, message, "did you mean b3.f1?")
}
