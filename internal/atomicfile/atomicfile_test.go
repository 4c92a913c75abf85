package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.txt")
	require.NoError(t, Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "one")
		return err
	}))
	failed := errors.New("failed")
	assert.ErrorIs(t, Write(path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return failed
	}), failed)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "one", string(got))
	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, files, 1, "no temporary file is left")
	assert.Error(t, Write(filepath.Join(path, "below"), nil))
}
