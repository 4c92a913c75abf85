package compressed

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRoundTrip(t *testing.T) {
	content := strings.Repeat("many words, ", 1000)
	for _, path := range []string{"a.jsonl", "a.jsonl.gz", "a.jsonl.zst"} {
		var b bytes.Buffer
		require.NoError(t, Write(&b, path, func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		}))
		whole := b.Bytes()
		r, err := NewReader(bytes.NewReader(whole))
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		assert.Equal(t, content, string(got))
		if path == "a.jsonl" {
			continue
		}
		assert.Less(t, len(whole), len(content)/10)
		r, err = NewReader(bytes.NewReader(whole[:len(whole)/2]))
		require.NoError(t, err)
		_, err = io.ReadAll(r)
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF, path)
	}
}

func TestShort(t *testing.T) {
	for _, content := range []string{"", "a", "\x1f"} {
		r, err := NewReader(strings.NewReader(content))
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, content, string(got))
	}
}
