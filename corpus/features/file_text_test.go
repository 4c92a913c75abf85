package features

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestTextMatrix(t *testing.T) {
	articles := []corpus.Article{{ID: "1"}, {ID: "2"}}
	for content, want := range map[string][]float32{
		"1.5e+000\t-2\n3 4.25\n": {1.5, -2, 3, 4.25},
		"1,2\r\n3;4":             {1, 2, 3, 4},
		" 7\n\n 8\n":             {7, 8},
	} {
		path := filepath.Join(t.TempDir(), "rows.data")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		s, err := (&File{Path: path}).Build(t.Context(), &Input{Articles: articles})
		require.NoError(t, err, content)
		assert.Equal(t, want, s.Dense.Data)
	}
	for content, message := range map[string]string{"1 2\n3\n": "line 2 has 1 numbers", "1\n2\n3\n": "3 rows for 2 articles",
		"1\nx\n": `"x" is no number`, "1\nnan\n": "row"} {
		path := filepath.Join(t.TempDir(), "rows.data")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, err := (&File{Path: path}).Build(t.Context(), &Input{Articles: articles})
		assert.ErrorContains(t, err, message)
	}
}
