package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// Found groups beside gold ones are never passed over, whatever holds them.
func TestGoldBesideFound(t *testing.T) {
	graph := `<graphml><key id="d0" for="node" attr.name="story"/><key id="d1" for="node" attr.name="community"/><graph>` +
		`<node id="a"><data key="d0">x</data><data key="d1">0</data></node>` +
		`<node id="b"><data key="d0">y</data><data key="d1">0</data></node></graph></graphml>`
	for _, test := range []struct{ name, content, found string }{
		{"gold.csv", "id,story,cluster\na,x,0\nb,y,0\n", "cluster"},
		{"gold.graphml", graph, "community"},
		{"columns.json", `{"ids": ["a", "b"], "clusters": [0, 0], "story": ["x", "y"]}`, "clusters"},
		{"networkx.json", `{"nodes": [{"id": "a", "story": "x", "community": 0}, {"id": "b", "story": "y", "community": 0}]}`, "community"},
		{"folder/articles.jsonl", `{"id":"a","title":"A","story":"x","cluster":"0"}` + "\n" +
			`{"id":"b","title":"B","story":"y","cluster":"0"}`, "cluster"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), test.name)
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
			require.NoError(t, os.WriteFile(path, []byte(test.content), 0o666))
			path, _ = strings.CutSuffix(path, "/articles.jsonl")
			ids := []string{"a", "b"}
			_, _, err := LabelsOf(t.Context(), ids, path, corpus.IDPolicy{})
			assert.ErrorContains(t, err, "both story and "+test.found)
			for level, apart := range map[string]bool{"story": true, test.found: false} {
				labels, _, err := LabelsOf(t.Context(), ids, path+"@"+level, corpus.IDPolicy{})
				require.NoError(t, err, level)
				assert.Equal(t, apart, labels[0] != labels[1], level)
			}
		})
	}
}

// A file of labels alone is gold without a note that it has no texts.
func TestGoldOfLabelsAlone(t *testing.T) {
	for content, note := range map[string]bool{"id,story\na,x\nb,y\n": false, "id,story,contnt\na,x,One\nb,y,Two\n": true} {
		path := filepath.Join(t.TempDir(), "gold.csv")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o666))
		var notes []string
		_, texts, err := OpenGold(Noting(t.Context(), func(f corpus.Fault) { notes = append(notes, f.Message) }), path)
		require.NoError(t, err)
		assert.False(t, texts)
		assert.Equal(t, note, strings.Contains(strings.Join(notes, "\n"), "no field is known as title"), notes)
	}
}
