//go:build unix

package format

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A pipe gives its bytes once: detection and reading share them.
func TestPipes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	send := func(content string) {
		go func() {
			if w, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
				_, _ = w.WriteString(content)
				w.Close()
			}
		}()
	}
	send("id,label\na,1\nb,2\n")
	f, err := OpenLabels(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, f.IDs)
	send(`{"id":"a","title":"Ferry stops"}` + "\n")
	c, err := Open(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, c.IDs())
}
