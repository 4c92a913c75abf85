package tune

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

func TestTheTestSplitNeverChooses(t *testing.T) {
	line := func(id, split string) string {
		return fmt.Sprintf(`{"id":%q,"story":%q,"split":%q}`, id, "s"+id, split)
	}
	path := corpusOf(t, `"train","val","test"`, line("1", "train"), line("2", "val"), line("3", "test"))
	for name, want := range map[string][2]string{
		path:            {path + "#val", path + "#test"},
		path + "#test":  {path + "#val", path + "#test"},
		path + "#val":   {path + "#val", path + "#val"},
		path + "#train": {path + "#train", path + "#train"},
	} {
		for _, names := range [][]string{{name, "tiny"}, {"tiny", name}} {
			list, err := datasets(t.Context(), names, t.TempDir())
			require.NoError(t, err)
			for _, p := range list {
				if p.Name != "tiny" {
					assert.Equal(t, want, [2]string{p.Dev, p.Test})
				}
			}
		}
	}
	list, err := devDatasets(t.Context(), []string{path + "#test", "tiny"})
	require.NoError(t, err)
	assert.Equal(t, []Dataset{{Name: "c#val", Dev: path + "#val", Test: path + "#val"}, {Name: "tiny", Dev: "tiny", Test: "tiny"}}, list)
	_, err = devDatasets(t.Context(), []string{path + "#test", path})
	assert.ErrorContains(t, err, "twice")
	_, err = datasets(t.Context(), []string{path + "#test", path + "#val"}, t.TempDir())
	assert.ErrorContains(t, err, "twice")

	only := corpusOf(t, `"test"`, line("1", "test"))
	for _, name := range []string{only, only + "#test"} {
		_, err = datasets(t.Context(), []string{name, "tiny"}, t.TempDir())
		assert.ErrorContains(t, err, "nothing is tuned on a test split")
	}
}

// members are the ids of a corpus, by story.
func members(t *testing.T, path string) map[string][]string {
	c, err := format.Open(t.Context(), path)
	require.NoError(t, err)
	out := map[string][]string{}
	for _, a := range c.Articles {
		out[a.Story] = append(out[a.Story], a.ID)
	}
	return out
}

func TestHalvesByTime(t *testing.T) {
	path := corpusOf(t, "",
		`{"id":"1","story":"late","published":"2030-01-04"}`,
		`{"id":"2","story":"early","published":"2030-01-01"}`,
		`{"id":"3","story":"early","published":"2030-01-09"}`,
		`{"id":"4","story":"second","published":"2030-01-02"}`,
		`{"id":"5","story":"third","published":"2030-01-03T12:00:00Z"}`,
		`{"id":"6","story":"third"}`,
		`{"id":"7","published":"2030-01-03"}`,
		`{"id":"8","published":"2030-01-05","distractor":true}`,
	)
	list, err := datasets(t.Context(), []string{path}, t.TempDir())
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"early": {"2", "3"}, "second": {"4"}, "": {"7"}}, members(t, list[0].Dev))
	assert.Equal(t, map[string][]string{"late": {"1"}, "third": {"5", "6"}, "": {"8"}}, members(t, list[0].Test))
	assert.Contains(t, list[0].Split, "2 stories that began first, before 2030-01-03 12:00")
}

// Halves by hash hold each story once, and what joins the corpus later moves nothing.
func TestHalvesByHash(t *testing.T) {
	dir := t.TempDir()
	at := func(stories int) (where map[string]string) {
		var lines []string
		for i := range 3 * stories {
			lines = append(lines, fmt.Sprintf(`{"id":"a%d","story":"s%d"}`, i, i%stories))
		}
		list, err := datasets(t.Context(), []string{corpusOf(t, "", lines...)}, dir)
		require.NoError(t, err)
		where = map[string]string{}
		for part, path := range map[string]string{"dev": list[0].Dev, "test": list[0].Test} {
			for story, ids := range members(t, path) {
				assert.Empty(t, where[story], "in both halves")
				assert.Len(t, ids, 3)
				where[story] = part
			}
		}
		assert.Len(t, where, stories)
		return where
	}
	small, large := at(20), at(40)
	for story, part := range small {
		assert.Equal(t, part, large[story])
	}
}

func TestHalvesOfAnEmbeddedCorpus(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // the second time they are there
		list, err := datasets(t.Context(), []string{"newsroom"}, dir)
		require.NoError(t, err)
		dev, test := members(t, list[0].Dev), members(t, list[0].Test)
		for story := range dev {
			if story != "" {
				assert.NotContains(t, test, story)
			}
		}
		whole, err := format.Open(t.Context(), "newsroom")
		require.NoError(t, err)
		n := 0
		for _, half := range []map[string][]string{dev, test} {
			for _, ids := range half {
				n += len(ids)
			}
		}
		assert.Len(t, whole.Articles, n)
	}
}

func TestStoriesWithoutATimeAreHashed(t *testing.T) {
	c := &corpus.Corpus{Articles: []corpus.Article{{ID: "1", Story: "a"}}}
	dev, _ := byTime(c)
	assert.Nil(t, dev)
}
