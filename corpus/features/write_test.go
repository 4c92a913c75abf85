package features

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// What is written reads back to the same bits; forms with ids also in another order.
func TestWriteVectors(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		m := &Dense{Rows: rapid.IntRange(1, 7).Draw(t, "rows"), Cols: rapid.IntRange(1, 5).Draw(t, "cols")}
		m.Data = rapid.SliceOfN(rapid.Float32Range(-1e30, 1e30), m.Rows*m.Cols, m.Rows*m.Cols).Draw(t, "data")
		articles := make([]corpus.Article, m.Rows)
		for i := range articles {
			articles[i].ID = string(rune('a'+i)) + "é\""
		}
		for _, ending := range []string{".npy", ".safetensors", ".parquet"} {
			path := filepath.Join(dir, "vectors"+ending)
			var out bytes.Buffer
			require.NoError(t, WriteVectors(&out, path, &Space{Dense: m}, articles))
			require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
			got, err := (&File{Path: path}).Build(t.Context(), &Input{Articles: articles})
			require.NoError(t, err, ending)
			assert.Equal(t, m, got.Dense, ending)
			if ending == ".npy" || m.Rows == 1 {
				continue
			}
			articles[0], articles[1] = articles[1], articles[0]
			got, err = (&File{Path: path}).Build(t.Context(), &Input{Articles: articles})
			require.NoError(t, err, ending)
			assert.Equal(t, m.Row(1), got.Dense.Row(0), ending)
			articles[0], articles[1] = articles[1], articles[0]
		}
	})
	assert.ErrorContains(t, WriteVectors(nil, "v.npy", &Space{Name: "tfidf", Sparse: &CSR{}}, nil), "lsa(space=tfidf)")
	assert.ErrorContains(t, CheckVectors("v.csv"), "ends in .npy, .safetensors or .parquet")
}
