package format

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// An id that comes twice is found wherever it is, whether ids ascend or not.
func TestDuplicateIDs(t *testing.T) {
	for name, ids := range map[string][]string{
		"ascending, then the last again":  {"1", "2", "10", "10"},
		"ascending, then the first again": {"1", "2", "10", "1"},
		"descending":                      {"c", "b", "a", "b"},
		"first two":                       {"x", "x"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.csv")
			require.NoError(t, os.WriteFile(path, []byte("id,title\n"+strings.Join(ids, ",A title\n")+",A title\n"), 0o666))
			_, err := Open(t.Context(), path)
			assert.ErrorContains(t, err, fmt.Sprintf("%s:%d", path, len(ids)+1))
			assert.ErrorContains(t, err, fmt.Sprintf("%q", ids[len(ids)-1]))
		})
	}
}

// Stories are listed in the order of their first articles, as AddMissingStories lists them.
func TestStoriesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stories := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "3", "3.0", "", "-1", "c#a"}), 1, 20).Draw(t, "stories")
		var text strings.Builder
		text.WriteString("id,title,story\n")
		for i, s := range stories {
			fmt.Fprintf(&text, "%d,A title,%s\n", i, s)
		}
		src := Memory("a.csv", []byte(text.String()))
		c, err := csvTable.New().Read(t.Context(), src, func(corpus.Fault) error { return nil })
		require.NoError(t, err)
		want := *c
		want.Stories = nil
		want.AddMissingStories()
		assert.ElementsMatch(t, want.Stories, c.Stories)
		for i := range c.Stories {
			assert.Equal(t, want.Stories[i].ID, c.Stories[i].ID)
		}
	})
}
