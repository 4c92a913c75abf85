package features

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Spaces that are as large as the limit together all stay; with one byte more the
// oldest goes.
func TestPruneAtTheLimit(t *testing.T) {
	c := &Cache{Dir: t.TempDir(), Limit: 30}
	for _, name := range []string{"a", "b", "c"} {
		require.NoError(t, os.WriteFile(filepath.Join(c.Dir, name+entrySuffix), make([]byte, 10), 0o644))
	}
	kept := filepath.Join(c.Dir, "c"+entrySuffix)
	c.prune(kept)
	assert.Len(t, files(t, c.Dir), 3)
	c.Limit = 29
	c.prune(kept)
	assert.Equal(t, []string{"b" + entrySuffix, "c" + entrySuffix}, files(t, c.Dir))
}
