package layers

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Files and lines of Go stay short enough to read.
func TestLimits(t *testing.T) {
	const file, testFile, line = 400, 500, 140
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
		most := file
		if strings.HasSuffix(path, "_test.go") {
			most = testFile
		}
		assert.LessOrEqual(t, len(lines), most, path)
		for n, text := range lines {
			if !strings.Contains(text, "`spec:") { // a struct tag cannot be wrapped
				assert.LessOrEqual(t, utf8.RuneCountInString(text), line, "%s:%d", path, n+1)
			}
		}
		return nil
	})
	require.NoError(t, err)
}
