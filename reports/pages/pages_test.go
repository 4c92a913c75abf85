package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func written(t *testing.T, f Format, p *Digest) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b, p))
	return b.String()
}

func open(t *testing.T, name string) *corpus.Corpus {
	c, err := format.Open(t.Context(), name)
	require.NoError(t, err)
	return c
}

func builder(t *testing.T) Builder {
	s, err := summarize.Named("news")
	require.NoError(t, err)
	return Builder{Summarizer: s}
}

// small is a page with everything on it.
func small(t *testing.T) *Digest {
	p, err := builder(t).Gold(t.Context(), open(t, "tiny"))
	require.NoError(t, err)
	p.Summarizer = "news"
	s := &p.Stories[0]
	s.Image = &corpus.Image{URL: "https://pictures.example/bridge.jpg?a=1&b=2", Source: "shirewire.example",
		Content: "A stone bridge & its cracked arch."}
	s.Sentences[0].Sources = []Support{{0, s.Articles[0].Outlet, .75}, {2, s.Articles[2].Outlet, .25}}
	s.Sentences[1].Sources = []Support{{1, s.Articles[1].Outlet, .4}}
	s.Conflicts = []Conflict{{About: "metres, the crack", Values: []Value{{"2.4", []int{0}}, {"three", []int{1, 2}}}, Sentences: []int{0}}}
	s.Developments = []Development{{About: "workers injured", Figures: []Figure{
		{"about 1,200", 1200, "2031-05-06T21:10:00Z", []int{2, 1}}, {"at least 9", 9, "2031-05-06", []int{0}}, {"12", 12, "2031-05-05", []int{1}},
	}}}
	s.Articles[0].URL = "https://shirewire.example/bridge?x=(1)&y=<2>"
	s.Articles[1].URL = "javascript:alert(1)"
	return p
}

func TestFormats(t *testing.T) {
	p := small(t)
	for _, f := range Formats {
		ext := f.Ext
		if f.Name == "kite" { // JSON as well
			ext = "kite.json"
		}
		golden(t, "tiny."+ext, written(t, f, p))
		var b bytes.Buffer
		days := p.days(f.Ext)
		require.NoError(t, f.index(&b, p.index(days)))
		golden(t, "index."+ext, b.String())
		golden(t, days[0].file(ext), written(t, f, days[0]))
	}
	_, err := Named("htm")
	assert.ErrorContains(t, err, `did you mean html?`)
}

func TestOrder(t *testing.T) {
	at := func(id, day, story string) corpus.Article {
		m, err := corpus.ParseMoment(day)
		require.NoError(t, err)
		return corpus.Article{ID: id, Title: id, Text: "The council met and decided on it.", Published: m, Story: story}
	}
	c := &corpus.Corpus{Card: corpus.Card{Name: "made up"}, Articles: []corpus.Article{
		at("a", "", "undated"), at("b", "2031-05-07", "late"), at("c", "2031-05-06T23:30:00-04:00", "early"), at("d", "2031-05-07", "large"),
		at("e", "2031-05-09", "large"), at("f", "2031-05-01", ""),
	}}
	c.AddMissingStories()
	p, err := builder(t).Gold(t.Context(), c)
	require.NoError(t, err)
	ids := func(p *Digest) (list []string) {
		for _, s := range p.Stories {
			list = append(list, s.ID)
		}
		return list
	}
	assert.Equal(t, []string{"large", "late", "early", "undated"}, ids(p), "the day 7 May begins before 03:30 UTC on it")
	days := p.days("md")
	require.Len(t, days, 3)
	assert.Equal(t, [][]string{{"late", "early"}, {"large"}, {"undated"}}, [][]string{ids(days[0]), ids(days[1]), ids(days[2])})
	assert.Equal(t, []string{"2031-05-07.md", "2031-05-09.md", "undated.md"},
		[]string{days[0].file("md"), days[1].file("md"), days[2].file("md")})
	assert.Equal(t, &Links{Index: "index.md", Earlier: "2031-05-07.md", Later: "undated.md"}, days[1].Links)

	found, err := builder(t).Clusters(t.Context(), c, corpus.Labels{2, 1, 1, 0, 0, corpus.None}, "labels x.csv")
	require.NoError(t, err)
	assert.Equal(t, []string{"cluster-1", "cluster-2", "cluster-3"}, ids(found))
	assert.Equal(t, "b", found.Stories[0].Articles[0].ID, "as large as the other, and earlier")
	assert.Equal(t, "labels x.csv", found.Grouping)
	assert.Equal(t, "a", found.Stories[2].Articles[0].ID)

	c.Articles = c.Articles[5:]
	_, err = builder(t).Gold(t.Context(), c)
	assert.ErrorContains(t, err, "no gold stories")
}

func TestAttribution(t *testing.T) {
	c := open(t, "tiny")
	b := builder(t)
	p, err := b.Clusters(t.Context(), c, c.Gold(), "gold")
	require.NoError(t, err)
	for _, s := range p.Stories {
		for _, sentence := range s.Sentences {
			require.Len(t, sentence.Sources, 1)
			from := s.Articles[sentence.Sources[0].Article]
			assert.Contains(t, strings.Join(strings.Fields(from.Text), " "), sentence.Text)
			assert.Equal(t, Support{sentence.Sources[0].Article, from.Outlet, 1}, sentence.Sources[0])
		}
	}
	gold, err := b.Gold(t.Context(), c)
	require.NoError(t, err)
	assert.Empty(t, gold.Stories[0].Sentences[0].Sources, "nobody says what gold rests on")

	b.Attribute = func(_ context.Context, articles []corpus.Article, summary []corpus.Sentence) (Attribution, error) {
		found := Attribution{Sources: make([][]Support, len(summary)), Conflicts: []Conflict{{About: "deaths"}}}
		found.Sources[0] = []Support{{Article: 1, Share: .25}, {Article: len(articles) - 1, Share: .5}}
		return found, nil
	}
	p, err = b.Gold(t.Context(), c)
	require.NoError(t, err)
	s := p.Stories[0]
	last := len(s.Articles) - 1
	assert.Equal(t, []Support{{last, s.Articles[last].Outlet, .5}, {1, s.Articles[1].Outlet, .25}}, s.Sentences[0].Sources)
	assert.Equal(t, "deaths", s.Conflicts[0].About)
}

func TestJSONKeepsThePage(t *testing.T) {
	p := small(t)
	var got Digest
	require.NoError(t, json.Unmarshal([]byte(written(t, jsonFormat, p)), &got))
	for i := range p.Stories {
		p.Stories[i].Extra = nil
		for k := range p.Stories[i].Articles {
			p.Stories[i].Articles[k].Text, p.Stories[i].Articles[k].Extra = "", nil
		}
	}
	assert.Equal(t, *p, got)
	assert.Equal(t, "assay/digest/2", got.Schema)
	assert.NotContains(t, written(t, jsonFormat, p), "[]string(nil)")
}

func TestTextIsACorpus(t *testing.T) {
	c := open(t, "tiny")
	p, err := builder(t).Gold(t.Context(), c)
	require.NoError(t, err)
	path := t.TempDir() + "/page.txt"
	require.NoError(t, os.WriteFile(path, []byte(written(t, textFormat, p)), 0o644))
	back := open(t, path)
	require.Len(t, back.Articles, len(c.Articles))
	again, err := builder(t).Gold(t.Context(), back)
	require.NoError(t, err)
	assert.Equal(t, written(t, textFormat, p), written(t, textFormat, again))
	for i, s := range p.Stories {
		assert.Equal(t, s.Summary, again.Stories[i].Summary)
		assert.Equal(t, s.Sources, again.Stories[i].Sources)
	}
}

func TestExtract(t *testing.T) {
	assert.Equal(t, "", extract(" \n", "en"))
	assert.Equal(t, "One here. Two here.", extract(" One  here.\n\nTwo here.", "en"))
	sentence := "A " + strings.Repeat("word ", 49) + "end."
	assert.Equal(t, sentence+" "+sentence, extract(sentence+" "+sentence+"\n\n"+sentence, "en"), "a third one goes over the limit")
	long := extract(strings.Repeat("wörter ", 500), "en")
	assert.LessOrEqual(t, len([]rune(long)), extractLength)
	assert.True(t, strings.HasSuffix(long, "wörter…"))
	assert.Equal(t, extractLength, len([]rune(extract(strings.Repeat("漢", 10000), "en"))))
}

func TestLink(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/x?y=1&z=2#f": "https://a.example/x?y=1&z=2#f", "http://a.example": "http://a.example",
		" HTTP://a.example ":  "http://a.example",
		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "data:text/html,x": "", "//a.example": "", "/x": "", "a.example": "", "": "",
		"ftp://a.example": "",
		"https:":          "", "https:///x": "", "http://a b/": "", "java\nscript:x": "",
		"https://bank.example@evil.example/": "https://evil.example/", "file:///etc/passwd": "",
	} {
		assert.Equal(t, want, link(address), address)
	}
}

// The pages are written one by one, to the bytes of the whole encoded at once.
func TestJSONIsOneDocument(t *testing.T) {
	for _, stories := range [][]Page{{}, {{ID: "a [] <b>"}}, {{ID: "a", KeyPoints: []string{"]"}}, {ID: "b", Conflicts: []Conflict{{}}}}} {
		for _, also := range [][]Brief{nil, {{Title: `"stories": [`, Articles: []BriefArticle{{}}}}} {
			p := &Digest{Schema: Schema, Corpus: Corpus{Name: `"stories": []`}, Day: "[]", Stories: stories, Also: also}
			var want bytes.Buffer
			require.NoError(t, writeJSON(&want, p))
			assert.Equal(t, want.String(), written(t, jsonFormat, p))
		}
	}
}
