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
