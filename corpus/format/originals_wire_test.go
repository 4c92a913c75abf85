package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// flat is a text with its white space collapsed.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func counts(c *corpus.Corpus) (texts, titles, dated, groups int) {
	for _, a := range c.Articles {
		if a.Text != "" {
			texts++
		}
		if a.Title != "" {
			titles++
		}
		if !a.Published.IsZero() {
			dated++
		}
	}
	return texts, titles, dated, c.Gold().Groups()
}

func TestOriginalArchives(t *testing.T) {
	for file, want := range map[string][3]int{ // articles, groups, articles with titles
		"20news-bydate-test.tar.gz": {7532, 20, 7532},
		"bbc.tar.gz":                {2225, 5, 2225},
		"reut2-021.sgm.gz":          {578, 16, 575},
	} {
		c, _, err := Check(t.Context(), testfiles.Path(t, "originals", file))
		require.NoError(t, err, file)
		_, titles, _, groups := counts(c)
		assert.Equal(t, want, [3]int{len(c.Articles), groups, titles}, file)
	}
	c, err := Open(t.Context(), "reuters(labels=first):"+testfiles.Path(t, "originals", "reut2-021.sgm.gz")+"#test")
	require.NoError(t, err)
	assert.Len(t, c.Articles, 330, "the test part of ModApte in this file")
}

func TestOriginalNewsXML(t *testing.T) {
	dir := testfiles.Path(t, "originals", "news-xml")
	type line struct {
		File, Label, GUID, Version, Language                      string
		Articles, Tokens, Mentions, Chains, Sentences, Paragraphs int
		FirstSHA                                                  string   `json:"first_sentence_sha"`
		Headline                                                  []string `json:"headline"`
		Items                                                     int
	}
	for _, want := range expected[line](t, filepath.Join(dir, "expected.jsonl")) {
		path := filepath.Join(dir, want.File)
		c, _, err := Check(t.Context(), path)
		if want.Articles == 0 && len(want.Headline) == 0 {
			require.ErrorContains(t, err, "an item is a stub", want.File)
			continue
		}
		require.NoError(t, err, want.File)
		require.Len(t, c.Articles, 1)
		a := c.Articles[0]
		if want.Articles == 0 {
			assert.Equal(t, want.Headline[0], a.Title)
			if want.GUID != "" {
				assert.Equal(t, want.GUID, a.ID)
			}
			assert.Equal(t, want.Language, a.Lang)
			assert.Equal(t, want.Paragraphs > 0, a.Text != "", want.File)
			continue
		}
		assert.Equal(t, want.Label, a.Story)
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		tree, _, err := parseXML(raw)
		require.NoError(t, err)
		doc := tree.first("Document")
		sentences := ecbSentences(doc)
		assert.Len(t, doc.all("token"), want.Tokens, want.File)
		assert.Len(t, sentences, want.Sentences, want.File)
		assert.Len(t, ecbChains(doc), want.Chains, want.File)
		mentions := 0
		for _, m := range doc.first("Markables").children {
			if len(m.all("token_anchor")) > 0 {
				mentions++
			}
		}
		assert.Equal(t, want.Mentions, mentions, want.File)
		assert.Equal(t, want.FirstSHA, sha(strings.Join(sentences[0], " ")), want.File)
	}
	c, err := Open(t.Context(), filepath.Join(dir, "ecbplus")+"@topic")
	require.NoError(t, err)
	assert.Len(t, c.Articles, 6)
	assert.Equal(t, 2, c.Gold().Groups())
}

func TestOriginalMINDAndGDELT(t *testing.T) {
	dir := testfiles.Path(t, "originals", "mind-gdelt")
	type line struct {
		File             string
		Articles, Labels int
		Rows             int
		WithoutAbstract  int  `json:"without_abstract"`
		Dated, Titles    *int `json:",omitempty"`
	}
	for _, want := range expected[line](t, filepath.Join(dir, "expected.jsonl")) {
		c, _, err := Check(t.Context(), filepath.Join(dir, want.File))
		if want.Rows > 0 {
			require.ErrorContains(t, err, "holds what users read, and no articles", want.File)
			continue
		}
		require.NoError(t, err, want.File)
		texts, titles, dated, groups := counts(c)
		assert.Len(t, c.Articles, want.Articles, want.File)
		assert.Equal(t, want.Labels, groups, want.File)
		if want.WithoutAbstract > 0 {
			assert.Equal(t, want.Articles-want.WithoutAbstract, texts, want.File)
		}
		if want.Dated != nil {
			assert.Equal(t, *want.Dated, dated, want.File)
		}
		if want.Titles != nil {
			assert.Equal(t, *want.Titles, titles, want.File)
		}
	}
}

func TestOriginalWARC(t *testing.T) {
	dir := testfiles.Path(t, "originals", "warc")
	type record struct{ URI, Title string }
	type line struct {
		File     string
		Articles int
		Fault    string
		Records  []record
	}
	for _, want := range expected[line](t, filepath.Join(dir, "expected.jsonl")) {
		c, _, err := Check(t.Context(), filepath.Join(dir, want.File))
		require.NoError(t, err, want.File)
		if want.Fault != "" { // which the witness refuses
			want.Articles, want.Records = 1, nil
		}
		assert.Len(t, c.Articles, want.Articles, want.File)
		for _, r := range want.Records {
			if r.Title != "" {
				assert.Equal(t, []string{r.URI, r.Title}, []string{c.Articles[0].URL, c.Articles[0].Title}, want.File)
			}
		}
	}
	type page struct{ URI, Title, Published, Crawled, Lang, Source, Text string }
	c, _, err := Check(t.Context(), filepath.Join(dir, "made", "cc-news.warc.gz"))
	require.NoError(t, err)
	pages := expected[page](t, filepath.Join(dir, "made", "cc-news.expected.jsonl"))
	require.Len(t, c.Articles, len(pages))
	for i, want := range pages {
		a := c.Articles[i]
		want.Published = strings.ReplaceAll(want.Published, "+00:00", "Z")
		got := page{a.URL, a.Title, a.Published.String(), strings.Trim(string(a.Extra["crawled"]), `"`), a.Lang, a.Source, flat(a.Text)}
		assert.Equal(t, want, got)
	}
}

func TestOriginalClustbench(t *testing.T) {
	dir := testfiles.Path(t, "reference", "clustbench")
	for name, want := range map[string][2]int{"fcps/atom.data.gz": {800, 2}, "fcps/engytime.data.gz@1": {4096, 2},
		"graves/fuzzyx.data.gz@2": {1000, 4}, "graves/zigzag_noisy.data.gz": {300, 3}} {
		c, err := Open(t.Context(), filepath.Join(dir, name))
		require.NoError(t, err, name)
		assert.Equal(t, want, [2]int{len(c.Articles), c.Gold().Groups()}, name)
	}
}
