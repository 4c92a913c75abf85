package format

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// named brings clusters into one order, and those of mentions m1, m2, … too.
func named(clusters [][]string) [][]string {
	for _, c := range clusters {
		slices.Sort(c)
	}
	slices.SortFunc(clusters, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return clusters
}

// mentionClusters names the mentions of a key by their places, then those that only the
// response has, as the cases do.
func mentionClusters(c *corpus.Corpus, found corpus.Labels) (key, response [][]string) {
	names := make([]string, len(c.Articles))
	gold := c.Gold()
	for i := range names {
		names[i] = "m" + strconv.Itoa(i+1)
	}
	collect := func(l corpus.Labels) (list [][]string) {
		for _, members := range l.Members() {
			var group []string
			for _, i := range members {
				group = append(group, names[i])
			}
			list = append(list, group)
		}
		return named(list)
	}
	return collect(gold), collect(found)
}

func TestOriginalCoNLL(t *testing.T) {
	dir := testfiles.Path(t, "originals", "conll")
	raw, err := os.ReadFile(filepath.Join(dir, "cases.json"))
	require.NoError(t, err)
	var cases []struct {
		ID, Key, Response string
		KeyClusters       [][]string `json:"key_clusters"`
		ResponseClusters  [][]string `json:"response_clusters"`
	}
	require.NoError(t, json.Unmarshal(raw, &cases))
	require.NotEmpty(t, cases)
	for _, want := range cases {
		c, found, err := ReadCoNLL(t.Context(), filepath.Join(dir, want.Key), want.Response)
		require.NoError(t, err, want.ID)
		key, response := mentionClusters(c, found)
		assert.Equal(t, named(want.KeyClusters), key, want.ID)
		assert.Equal(t, named(want.ResponseClusters), response, want.ID)
		if name := filepath.Join(dir, "corefud", want.Key); len(want.ID) == 2 && want.ID <= "A4" {
			c, found, err := ReadCoNLL(t.Context(), name, want.Response)
			require.NoError(t, err, name)
			key, response := mentionClusters(c, found)
			assert.Equal(t, named(want.KeyClusters), key, want.ID)
			assert.Equal(t, named(want.ResponseClusters), response, want.ID)
		}
	}
	c, found, err := ReadCoNLL(t.Context(), filepath.Join(dir, "corefud", "TC-O.key"), "TC-O-1.response")
	require.NoError(t, err)
	var sizes []int
	for _, m := range found.Members() {
		sizes = append(sizes, len(m))
	}
	assert.Equal(t, 1, c.Gold().Groups())
	assert.ElementsMatch(t, []int{3, 2}, sizes)
	whole, err := Open(t.Context(), dir)
	require.NoError(t, err)
	assert.Len(t, whole.Articles, 66, "responses are left out")
}

const conllKey = `#begin document (harbour/a); part 000
harbour/a 0 0 The (1
harbour/a 0 1 old (2)|(3
harbour/a 0 2 ferry 1)3)
harbour/a 0 3 it (1)

#end document
#begin document (harbour/a); part 001
harbour/a 1 0 She (1)
#end document
`

func TestCoNLL(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "a.key")
	require.NoError(t, os.WriteFile(key, []byte(conllKey), 0o600))
	c, err := Open(t.Context(), key)
	require.NoError(t, err)
	var ids, stories, words []string
	for _, a := range c.Articles {
		ids, stories, words = append(ids, a.ID), append(stories, a.Story), append(words, a.Title)
	}
	assert.Equal(t, []string{"harbour/a/000:0-2", "harbour/a/000:1-2", "harbour/a/000:1-1", "harbour/a/000:3-3", "harbour/a/001:0-0"}, ids)
	assert.Equal(t, []string{"harbour/a/000:1", "harbour/a/000:3", "harbour/a/000:2", "harbour/a/000:1", "harbour/a/001:1"}, stories)
	assert.Equal(t, []string{"The old ferry", "old ferry", "old", "it", "She"}, words)

	for content, message := range map[string]string{
		"#begin document (a);\na\t(1\n#end document\n": "a.response:2: the mention of entity 1 that begins here never ends",
		"#begin document (a);\na\t1)\n#end document\n": "a.response:2: a mention of entity 1 ends here and never began",
		"#begin document (a);\na\t((\n":                `a.response:2: "((" is no list of mentions`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a.response"), []byte(content), 0o600))
		_, err := Open(t.Context(), filepath.Join(dir, "a.response"))
		assert.ErrorContains(t, err, message)
	}
}

const conllUniversal = `# newdoc id = harbour
# global.Entity = etype-eid-head
# sent_id = 1
1	The	_	_	_	_	0	_	_	Entity=(x-e1-1|SpaceAfter=No
2-3	oldferry	_	_	_	_	0	_	_	_
2	old	_	_	_	_	0	_	_	_
3	ferry	_	_	_	_	0	_	_	Entity=e1)(y-e2[1/2]-1)
3.1	_	_	_	_	_	_	_	_	Entity=(x-e1-1)

1	boat	_	_	_	_	0	_	_	Entity=(y-e2[2/2]-1)
`

func TestCoNLLU(t *testing.T) {
	c, faults, err := Check(t.Context(), writeTemp(t, "a.conllu", conllUniversal))
	require.NoError(t, err)
	var got []string
	for _, a := range c.Articles {
		got = append(got, a.ID+" "+a.Story+" "+a.Title)
	}
	assert.Equal(t, []string{"harbour:0-2 harbour:e1 The old ferry", "harbour:2-4 harbour:e2 ferry boat", "harbour:3-3 harbour:e1 "}, got)
	assert.Contains(t, faults[0].Message, "a mention in several parts")
}
