package fingerprint

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSum(t *testing.T) {
	write := func(content string) string {
		path := filepath.Join(t.TempDir(), "f")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		return path
	}
	sum := func(contents ...string) string {
		var paths []string
		for _, c := range contents {
			paths = append(paths, write(c))
		}
		s, err := Sum(paths)
		require.NoError(t, err)
		return s
	}
	assert.Empty(t, sum())
	assert.Len(t, sum("a"), 16)
	assert.Equal(t, sum("ab", "c"), sum("ab", "c"), "names do not enter")
	assert.NotEqual(t, sum("ab", "c"), sum("a", "bc"))
	assert.NotEqual(t, sum("ab", "c"), sum("c", "ab"))
	assert.NotEqual(t, sum(""), sum())
	_, err := Sum([]string{filepath.Join(t.TempDir(), "none")})
	assert.ErrorIs(t, err, os.ErrNotExist)
}
