package pages

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
)

func TestKiteFolder(t *testing.T) {
	b := builder(t)
	b.Attribute = Attributed
	d, err := b.Gold(t.Context(), open(t, "newsroom"))
	require.NoError(t, err)
	dir := t.TempDir()
	index, err := WriteFolder(dir, kiteFormat, d)
	require.NoError(t, err)
	assert.Equal(t, "kite.json", kiteFormat.IndexFile())
	k, err := format.ReadKite(t.Context(), dir)
	require.NoError(t, err)
	require.Len(t, k.Pages, len(d.Stories))
	pages := map[string]format.KitePage{}
	for _, p := range k.Pages {
		pages[p.ID] = p
	}
	cited := 0
	for _, want := range d.Stories {
		got := pages[want.ID]
		assert.Equal(t, want.Title, got.Title)
		assert.Equal(t, want.KeyPoints, got.KeyPoints)
		assert.Equal(t, want.Summary, got.Text())
		require.Len(t, got.Articles, len(want.Articles))
		for i, a := range want.Articles {
			assert.Equal(t, a.ID, k.Corpus.Articles[got.Articles[i]].ID)
		}
		for _, s := range got.Summary {
			if s.Article >= 0 {
				cited++
			}
		}
	}
	assert.Positive(t, cited)

	_, err = WriteFolder(dir, jsonFormat, d)
	require.NoError(t, err, "another format takes the place of the files")
	assert.NoFileExists(t, filepath.Join(dir, "kite.json"))
	require.NotEmpty(t, index.Days)
}
