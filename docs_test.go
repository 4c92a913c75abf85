package assay_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Go code in the README and in docs/library.md is from docs/examples, a module that
// is built and tested with this one.
func TestCodeInDocsIsCompiled(t *testing.T) {
	var compiled strings.Builder
	err := filepath.WalkDir(filepath.Join("docs", "examples"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		raw, err := os.ReadFile(path)
		compiled.Write(raw)
		return err
	})
	require.NoError(t, err)
	block := regexp.MustCompile("(?s)```go\n(.*?)```")
	for path, least := range map[string]int{"README.md": 1, filepath.Join("docs", "library.md"): 8} {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		blocks := block.FindAllStringSubmatch(string(raw), -1)
		assert.GreaterOrEqual(t, len(blocks), least, path)
		for _, b := range blocks {
			assert.Contains(t, compiled.String(), b[1], path)
		}
	}
}

// Relative links in the README, CONTRIBUTING.md and docs/*.md point to files that
// exist, and anchors to headings that exist.
func TestLinksInDocsResolve(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("docs", "*.md"))
	require.NoError(t, err)
	links := 0
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md") {
		for _, m := range regexp.MustCompile(`\]\(([^)\s]*)\)`).FindAllStringSubmatch(prose(t, page), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			links++
			path, anchor, _ := strings.Cut(m[1], "#")
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), filepath.FromSlash(path))
			}
			_, err := os.Stat(target)
			assert.NoError(t, err, "%s links to %s", page, m[1])
			if err == nil && anchor != "" {
				assert.Contains(t, anchors(t, target), anchor, "%s links to %s", page, m[1])
			}
		}
	}
	assert.Greater(t, links, 30)
}

// prose returns a Markdown file without its blocks and spans of code.
func prose(t *testing.T, path string) string {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return regexp.MustCompile("(?ms)^```.*?^```|^    .*?$|`[^`\n]+`").ReplaceAllString(string(raw), "")
}

// anchors returns the names by which links reach the headings of a Markdown file.
func anchors(t *testing.T, path string) []string {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	var list []string
	text := regexp.MustCompile("(?ms)^```.*?^```").ReplaceAllString(string(raw), "")
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		list = append(list, strings.ReplaceAll(name, " ", "-"))
	}
	return list
}
