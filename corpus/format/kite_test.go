package format

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func TestOriginalKite(t *testing.T) {
	dir := testfiles.Path(t, "originals", "kite")
	type line struct {
		File                                                string
		Stories, Articles, Links, Resolved, Common, Dropped int
		TalkingPoints                                       int    `json:"talking_points"`
		FirstTitle                                          string `json:"first_title"`
		FirstArticles                                       int    `json:"first_articles"`
	}
	for _, want := range expected[line](t, filepath.Join(dir, "expected.jsonl")) {
		k, err := ReadKite(t.Context(), filepath.Join(dir, want.File))
		require.NoError(t, err, want.File)
		assert.Len(t, k.Pages, want.Stories, want.File)
		assert.Equal(t, want.FirstTitle, k.Pages[0].Title)
		articles, points := 0, 0
		for _, p := range k.Pages {
			articles += len(p.Articles)
			points += len(p.KeyPoints)
			assert.NotEmpty(t, p.Summary)
			for _, s := range p.Summary {
				assert.NotRegexp(t, citation, s.Text)
			}
		}
		assert.Equal(t, want.Articles, articles, want.File)
		if want.Links == 0 {
			continue
		}
		assert.Len(t, k.Corpus.Articles, want.Links)
		assert.Len(t, k.Labels, want.Links)
		assert.Equal(t, want.TalkingPoints, points)
		assert.Len(t, k.Pages[0].Articles, want.FirstArticles)
	}
	whole, err := ReadKite(t.Context(), filepath.Join(dir, "rebuilt-2025-12-24"))
	require.NoError(t, err)
	assert.Len(t, whole.Pages, 27)
}

const kiteDay = `{"category":"Harbour","timestamp":1930000000,"read":3,"clusters":[
 {"cluster_number":1,"title":"Ferry stops [dock#1]",
  "short_summary":"The ferry stopped [dock.example#1][quay#1]. It will sail on Monday [common]. Nobody minds [x.example#9].",
  "talking_points":["Cause: A rope broke [quay.example#2]."],"unique_domains":2,
  "perspectives":[{"text":"Crew: it was old [quay#2]","sources":[]}],
  "articles":[{"title":"Ferry stops","link":"https://www.dock.example/1","domain":"dock.example","date":"2031-03-11T07:42:00+00:00"},
   {"title":"No ferry","link":"https://quay.example/1","domain":"quay.example","date":"2031-03-11T08:00:00Z",
    "image":"https://quay.example/p.jpg","image_caption":"The quay"},
   {"title":"Rope broke","link":"https://quay.example/2","domain":"quay.example","date":"2031-03-12"}]},
 {"cluster_number":2,"title":"Old","short_summary":"Old.",
  "articles":[{"title":"Ferry stops","link":"https://www.dock.example/1","domain":"dock.example","date":""}]}]}`

func TestKite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "harbour.json")
	require.NoError(t, os.WriteFile(path, []byte(kiteDay), 0o600))
	k, err := ReadKite(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 0, 0}, k.Labels)
	p := k.Pages[0]
	assert.Equal(t, "Harbour/1", p.ID)
	assert.Equal(t, "Ferry stops", p.Title)
	assert.Equal(t, []corpus.Sentence{{Text: "The ferry stopped.", Article: 0}, {Text: "It will sail on Monday.", Article: -1},
		{Text: "Nobody minds.", Article: -1}}, p.Summary)
	assert.Equal(t, []string{"Cause: A rope broke."}, p.KeyPoints)
	assert.Equal(t, [][]int{{2}}, p.Points)

	src, err := locate(t.Context(), path)
	require.NoError(t, err)
	labels, err := new(kiteReader).ReadLabels(t.Context(), src, strict(t.Context()))
	require.NoError(t, err)
	assert.Equal(t, []string{"Harbour/1", "Harbour/1", "Harbour/1"}, labels.Groups)

	c, faults, err := Check(t.Context(), path)
	require.NoError(t, err)
	assert.False(t, c.Labelled(), "found clusters are no gold")
	var messages []string
	for _, f := range faults {
		messages = append(messages, f.Message)
	}
	assert.Contains(t, messages, "citations: 5 name an article, 1 common knowledge, 1 cannot be resolved and are left out")
	assert.Contains(t, messages, "an article is in two clusters: it is counted to the first")
	c, err = Open(t.Context(), "kite(clusters=gold):"+path)
	require.NoError(t, err)
	assert.Equal(t, "The ferry stopped. It will sail on Monday. Nobody minds.", c.Stories[0].Summary)
	c, err = Open(t.Context(), path+"@cluster")
	require.NoError(t, err)
	assert.Equal(t, 1, c.Gold().Groups())
}

func TestKiteReadsBack(t *testing.T) {
	c, err := Open(t.Context(), "newsroom")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "day.kite.json")
	require.NoError(t, Write(path, c))
	again, err := Open(t.Context(), "kite(clusters=gold):"+path)
	require.NoError(t, err)
	articles := map[string]corpus.Article{}
	for _, a := range c.Articles {
		articles[a.ID] = a
	}
	labelled := 0
	for _, a := range c.Articles {
		if a.Story != "" {
			labelled++
		}
	}
	assert.Len(t, again.Articles, labelled)
	for _, a := range again.Articles {
		was := articles[a.ID]
		assert.Equal(t, was.Title, a.Title)
		assert.Equal(t, was.Story, a.Story)
		assert.Equal(t, was.Published.String(), a.Published.String())
	}
	stories := map[string]corpus.Story{}
	for _, s := range c.Stories {
		stories[s.ID] = s
	}
	for _, s := range again.Stories {
		assert.Equal(t, stories[s.ID].Title, s.Title)
		assert.Equal(t, stories[s.ID].KeyPoints, s.KeyPoints)
		assert.Equal(t, stories[s.ID].Summary, s.Summary)
	}
}

func TestWriteKiteCites(t *testing.T) {
	k, err := ReadKite(t.Context(), writeTemp(t, "harbour.json", kiteDay))
	require.NoError(t, err)
	var groups []KiteGroup
	for _, p := range k.Pages[:1] {
		g := KiteGroup{ID: p.ID, Page: p.Page, Points: p.Points}
		for _, i := range p.Articles {
			g.Articles = append(g.Articles, k.Corpus.Articles[i])
		}
		groups = append(groups, g)
	}
	var b bytes.Buffer
	require.NoError(t, WriteKite(&b, "Harbour", groups))
	assert.Contains(t, b.String(), "The ferry stopped [dock.example#1].")
	assert.Contains(t, b.String(), "Cause: A rope broke [quay.example#2].")
	again, err := ReadKite(t.Context(), writeTemp(t, "again.json", b.String()))
	require.NoError(t, err)
	assert.Equal(t, k.Pages[0].Page, again.Pages[0].Page)
	assert.Equal(t, k.Pages[0].Points, again.Pages[0].Points)
}

// writeTemp writes a file for a test and returns its path.
func writeTemp(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestKiteProperty(t *testing.T) {
	word := rapid.StringMatching(`[A-ZÄ][a-zé]{1,8}( [a-zö]{2,8}){0,4}`)
	rapid.Check(t, func(r *rapid.T) {
		var groups []KiteGroup
		for g := range rapid.IntRange(1, 3).Draw(r, "groups") {
			group := KiteGroup{ID: "g" + strconv.Itoa(g), Page: corpus.Page{Title: word.Draw(r, "title")}}
			n := rapid.IntRange(1, 5).Draw(r, "articles")
			for i := range n {
				host := rapid.SampledFrom([]string{"quay.example", "mast.example", "tug.co.uk"}).Draw(r, "host")
				id := "https://www." + host + "/" + strconv.Itoa(g) + "/" + strconv.Itoa(i)
				group.Articles = append(group.Articles, corpus.Article{ID: id, URL: id, Title: word.Draw(r, "headline"), Source: host})
			}
			for range rapid.IntRange(1, 3).Draw(r, "sentences") {
				s := corpus.Sentence{Text: word.Draw(r, "sentence") + ".", Article: rapid.IntRange(-1, n-1).Draw(r, "cited")}
				group.Page.Summary = append(group.Page.Summary, s)
			}
			for range rapid.IntRange(1, 3).Draw(r, "points") {
				group.Page.KeyPoints = append(group.Page.KeyPoints, word.Draw(r, "head")+": "+word.Draw(r, "point")+".")
				group.Points = append(group.Points, rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID[int]).Draw(r, "places"))
			}
			groups = append(groups, group)
		}
		var b bytes.Buffer
		require.NoError(r, WriteKite(&b, "Harbour", groups))
		src := Source{fstest.MapFS{"day.json": {Data: b.Bytes()}}, "day.json", "day.json"}
		head, err := src.head()
		require.NoError(r, err)
		require.True(r, kite.Detect(src, head))
		k, err := readKite(t.Context(), src, strict(t.Context()))
		require.NoError(r, err)
		require.Len(r, k.Pages, len(groups))
		for i, g := range groups {
			p := k.Pages[i]
			assert.Equal(r, g.ID, p.ID)
			assert.Equal(r, g.Page.Title, p.Title)
			assert.Equal(r, g.Page.Text(), p.Text())
			assert.Equal(r, g.Page.KeyPoints, p.KeyPoints)
			require.Len(r, p.Points, len(g.Points))
			for j := range g.Points {
				assert.ElementsMatch(r, g.Points[j], p.Points[j])
			}
			for j, a := range g.Articles {
				got := k.Corpus.Articles[p.Articles[j]]
				assert.Equal(r, []string{a.ID, a.Title, a.Source}, []string{got.ID, got.Title, got.Source})
			}
		}
	})
}
