package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The README is one screen after another, not a book.
func TestReadmeIsShort(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	assert.LessOrEqual(t, len(raw), 12288)
}

// The outputs in the README and in docs are what the commands in their comments print,
// one after the other in one folder.
func TestOutputsInDocs(t *testing.T) {
	docs, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	for _, name := range []string{"README.md", filepath.Join("docs", "example.md")} {
		path := filepath.Join(docs, name)
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		found := 0
		got := outputs.ReplaceAllStringFunc(string(raw), func(whole string) string {
			found++
			command := outputs.FindStringSubmatch(whole)[1]
			_, out, message := assay(t, words(t, command)[1:]...)
			require.NotEmpty(t, out, message)
			made := "<!-- " + command + " -->\n```text\n" + out + "```\n<!-- end -->"
			if masked(made) == masked(whole) {
				return whole // times alone are no reason to write it anew
			}
			return made
		})
		assert.Positive(t, found, name)
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			continue
		}
		want, have := strings.Split(masked(string(raw)), "\n"), strings.Split(masked(got), "\n")
		for i := range min(len(want), len(have)) {
			require.Equal(t, have[i], want[i], "%s is not what the program prints: go test ./cmd/assay -update writes it anew", name)
		}
		require.Len(t, have, len(want))
	}
}

var outputs = regexp.MustCompile(`(?s)<!-- (assay [^\n]+) -->\n.*?<!-- end -->`)

var measured = regexp.MustCompile(`[0-9.]+ (s|MB)\b[* ]?`)

// masked takes out what differs from run to run: times, memory, and the marks
// and the space that hang on them, the version and the host.
func masked(s string) string {
	s = measured.ReplaceAllString(s, "# $1")
	s = regexp.MustCompile(`made by assay .*`).ReplaceAllString(s, "made by assay #")
	return regexp.MustCompile(`[ ─]+`).ReplaceAllString(s, " ")
}
