package format

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func readPage(page string) (*corpus.Corpus, error) {
	return readStoryPage(context.Background(), strings.NewReader(page), "page.txt", text.Outlets{})
}

func writePage(t require.TestingT, c *corpus.Corpus) string {
	var page bytes.Buffer
	require.NoError(t, writeStoryPage(&page, c))
	return page.String()
}

func file(t testing.TB, path string) string {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(raw)
}

func day(y int, m time.Month, d int) corpus.Moment {
	return corpus.Moment{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Day: true}
}

func TestSeedPage(t *testing.T) {
	page := file(t, testfiles.Path(t, "corpora", "seed", "2025-04-25.txt"))
	c, err := readPage(page)
	require.NoError(t, err)
	require.Len(t, c.Stories, 1)
	require.Len(t, c.Articles, 11)

	outlets := map[string]int{}
	for i, a := range c.Articles {
		outlets[a.Source]++
		assert.Equal(t, fmt.Sprintf("2025-04-25/1/%02d", i+1), a.ID)
		assert.Equal(t, "2025-04-25/1", a.Story)
		assert.Equal(t, day(2025, 4, 25), a.Published)
		assert.NotRegexp(t, `\||Sky News|CBS News|British|New York Times|Fox News|Close icon`, a.Title)
		assert.Greater(t, len(a.Text), 300)
	}
	assert.Equal(t, map[string]int{"news.sky.com": 3, "bbc.com": 2, "cbsnews.com": 2, "edition.cnn.com": 1, "foxnews.com": 1,
		"nytimes.com": 2}, outlets)
	assert.Equal(t, "Russian foreign minister Sergei Lavrov says US and Moscow moving in 'right direction' for Ukraine peace",
		c.Articles[0].Title)
	assert.Equal(t, "Trump says he is 'not happy' with deadly Russian strikes on Kyiv", c.Articles[1].Title)
	assert.Equal(t, "Ukraine may have to give up land for peace - Kyiv Mayor Klitschko", c.Articles[2].Title)
	assert.Equal(t, "Trump’s own strange and tepid wording illustrates his one-sided Ukraine peace plan", c.Articles[5].Title)
	assert.Equal(t, "edition.cnn.com", c.Articles[5].Source)
	assert.Equal(t, "Trump’s Crimea Proposal Would End a Decade of U.S. Resistance", c.Articles[10].Title)
	assert.JSONEq(t, `"Ukrainian authorities blamed Russia for an overnight strike on Kyiv | Fox News"`,
		string(c.Articles[6].Extra[extraHeadline]))
	assert.Equal(t, corpus.Pos{File: "page.txt", Line: 27}, c.Articles[0].Pos)

	s := c.Stories[0]
	assert.Equal(t, "US-Russia Ukraine Peace Talks Amidst Ongoing Conflict", s.Title)
	assert.True(t, strings.HasPrefix(s.Summary, "The Russia-Ukraine conflict continues") && strings.HasSuffix(s.Summary,
		"a 'surrender plan'."))
	assert.Len(t, s.KeyPoints, 4)
	assert.Equal(t, "Recent Russian strikes on Kyiv have killed dozens and injured many, complicating peace talks between Ukraine and Russia.",
		s.KeyPoints[0])
	require.NotNil(t, s.Image)
	assert.Equal(t, "foxnews.com", s.Image.Source)
	assert.Empty(t, s.Image.URL)
	assert.True(t, strings.HasPrefix(s.Image.Content, "The image depicts") && strings.HasSuffix(s.Image.Content, "holding rifles."))
	assert.Equal(t, 3, s.Pos.Line)

	assert.Equal(t, fold(page), fold(writePage(t, c)))
}

func TestTwoStories(t *testing.T) {
	page := file(t, "testdata/two-stories.txt")
	c, err := readPage(page)
	require.NoError(t, err)
	var got [][4]string
	for _, a := range c.Articles {
		got = append(got, [4]string{a.ID, a.Source, a.Title, a.Published.String()})
	}
	assert.Equal(t, [][4]string{
		{"2031-03-11/1/01", "harbourtimes.example", `Orle Bridge shut: "We could not wait a day longer"`, "2031-03-11"},
		{"2031-03-11/1/02", "tidewatch.example", "Ferries every ten minutes while the bridge is closed", "2031-03-11"},
		{"2031-03-11/1/03", "canal-post.example", "What the cracks in the Orle Bridge mean – and who will pay", "2031-03-11"},
		{"2031-03-11/1/04", "harbourtimes.example", "Shopkeepers on the east bank count their losses", "2031-03-11"},
		{"2031-03-12/1/01", "marshnews.example", "After nineteen years, the reed warbler is back", "2031-03-12"},
		{"2031-03-12/1/02", "", "Six nests that nobody had hoped for", "2031-03-12"},
	}, got)
	assert.Nil(t, c.Articles[4].Extra, "the writer would print the same headline")
	assert.Equal(t, `"What the cracks in the Orle Bridge mean – and who will pay"`, string(c.Articles[2].Extra[extraHeadline]))

	require.Len(t, c.Stories, 2)
	assert.Equal(t, corpus.Story{
		ID: "2031-03-12/1", Title: "Reed Warblers Return to the Lund Marshes",
		Summary: "Reed warblers breed in the Lund Marshes again, for the first time in nineteen years.",
		Image:   &corpus.Image{URL: "https://marshnews.example/pictures/warbler.jpg", Source: "Marsh News"},
		Extra:   map[string]json.RawMessage{extraDay: json.RawMessage(`""`), extraCluster: json.RawMessage(`"7"`)},
		Pos:     corpus.Pos{File: "page.txt", Line: 43},
	}, c.Stories[1])
	assert.Len(t, c.Stories[0].KeyPoints, 3)
	assert.Equal(t, page, writePage(t, c), "the page is laid out as the writer does it")
}

func TestPageTolerates(t *testing.T) {
	page := file(t, "testdata/two-stories.txt")
	want, err := readPage(page)
	require.NoError(t, err)
	for name, other := range map[string]string{
		"byte order mark":     "\ufeff" + page,
		"CRLF":                strings.ReplaceAll(page, "\n", "\r\n"),
		"every line doubled":  strings.ReplaceAll(page, "\n", "\n\n"),
		"blank lines of tabs": strings.ReplaceAll(page, "\n\n", "\n \t\n\n"),
		"no end of the file":  strings.TrimSpace(page),
		"head without gaps":   strings.ReplaceAll(page, "\n\nDate:", "\nDate:"),
		"wrapped paragraphs":  strings.ReplaceAll(strings.ReplaceAll(page, " the ", "\nthe "), "Tuesday morning, ", "Tuesday morning,\n  "),
	} {
		c, err := readPage(other)
		require.NoError(t, err, name)
		assert.Equal(t, withoutPos(want), withoutPos(c), name)
	}
}

func TestPageOutlets(t *testing.T) {
	for _, c := range []struct{ sources, first, second, want string }{
		{"bbc.co.uk: 1 | tide.example: 1", "Bridge shut - BBC News", "Ferries run | tide.example", "bbc.co.uk tide.example"},
		{"www.bbc.co.uk: 1 | bbc.com: 1", "Bridge shut | www.bbc.co.uk", "Ferries run - BBC", "www.bbc.co.uk bbc.com"},
		{"bbc.co.uk: 1 | bbc.com: 1", "Bridge shut", "Ferries run - BBC", "bbc.co.uk bbc.com"},
		{"sky.com: 1 | edition.cnn.com: 1", "Bridge shut | World News | Sky News", "Ferries run | CNN PoliticsClose icon",
			"sky.com edition.cnn.com"},
		{"the-daily-tide.example: 1 | go.com: 1", "Bridge shut – The Daily Tide", "Ready, set - Go", "the-daily-tide.example go.com"},
		{"Tide Radio: 2", "Bridge shut", "Ferries run | Tide Radio", "Tide Radio Tide Radio"},
		{"unknown: 1 | tide.example: 1", "Bridge shut - Tide", "Ferries run", "tide.example "},
		{"abc.net.au: 1 | dw.com: 1", "Bridge shut - DW", "Ferries run - ABC", "dw.com abc.net.au"},
	} {
		got, err := readPage(page(map[int]string{6: "Sources: " + c.sources, 22: c.first, 26: c.second}))
		require.NoError(t, err, c.sources)
		assert.Equal(t, c.want, got.Articles[0].Source+" "+got.Articles[1].Source, c.sources)
	}
	_, err := readPage(page(map[int]string{6: "Sources: bbc.co.uk: 1 | bbc.de: 1", 22: "Bridge shut - BBC", 26: "Ferries run"}))
	assert.ErrorContains(t, err, "page.txt:22: the headline \"Bridge shut - BBC\" is of bbc.com, which the Sources line (line 6) lacks")
}

func TestPageReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := readStoryPage(ctx, strings.NewReader(page(nil)), "page.txt", text.Outlets{})
	assert.Equal(t, context.Canceled, err)
	broken := errors.New("the disk is gone")
	_, err = readStoryPage(context.Background(), iotest.ErrReader(broken), "page.txt", text.Outlets{})
	assert.ErrorIs(t, err, broken)
	assert.ErrorContains(t, err, "page.txt")
}

func TestWritePageDerives(t *testing.T) {
	at := func(s string) corpus.Moment {
		m, err := corpus.ParseMoment(s)
		require.NoError(t, err)
		return m
	}
	c := &corpus.Corpus{
		Articles: []corpus.Article{
			{ID: "a", Title: "Bridge  shut", Text: "One.\n\nTwo.", Source: "tide.example", Published: at("2031-03-11T07:42:00Z"), Story: "s"},
			{ID: "b", Title: "Ferries run", Source: "harbour.example", Published: at("2031-03-12T01:00:00+02:00"), Story: "s"},
			{ID: "c", Text: "Only a text.", Source: "tide.example", Story: "s"},
			{ID: "d", Title: "Of no story", Text: "Text.", Source: "tide.example"},
			{ID: "e", Title: "Undated", Text: "Text.", Story: "t"},
			{ID: "f", Title: "Late news - BBC", Text: "Text.", Story: "t"},
		},
		Stories: []corpus.Story{{ID: "empty", Title: "Without articles"}, {ID: "s", KeyPoints: []string{"", "Shut."}}},
	}
	before := len(c.Stories)
	assert.Equal(t, `11-03-2031

Bridge shut

Date: 11-03-2031
Sources: tide.example: 2 | harbour.example: 1

Summary

Key Points

  • Shut.

Articles in this Cluster

Bridge shut | tide.example

One. Two.

Ferries run | harbour.example

Ferries run

| tide.example

Only a text.


unknown

Undated

Date: unknown
Sources: unknown: 2

Summary

Articles in this Cluster

Undated

Text.

Late news - BBC | unknown

Text.
`, writePage(t, c))
	assert.Len(t, c.Stories, before, "the corpus is not changed")
	again, err := readPage(writePage(t, c))
	require.NoError(t, err)
	assert.Equal(t, "undated/1/02", again.Articles[4].ID)
	assert.Equal(t, "Late news - BBC", again.Articles[4].Title)
	assert.Empty(t, again.Articles[2].Title)
	assert.Equal(t, writePage(t, c), writePage(t, again))
}

// What was kept of a page is dropped where the corpus no longer agrees with it.
func TestWritePageForgets(t *testing.T) {
	c, err := readPage(file(t, "testdata/two-stories.txt"))
	require.NoError(t, err)
	c.Articles[0].Source = "tidewatch.example"
	c.Articles[1].Title = "Ferries every five minutes"
	c.Articles[3].Story = ""
	c.Stories = c.Stories[:1]
	written := writePage(t, c)
	assert.Contains(t, written, "Sources: tidewatch.example: 2 | canal-post.example: 1\n")
	assert.Contains(t, written, "\nOrle Bridge shut: \"We could not wait a day longer\" | tidewatch.example\n")
	assert.Contains(t, written, "\nFerries every five minutes | tidewatch.example\n")
	assert.Contains(t, written, "\nWhat the cracks in the Orle Bridge mean – and who will pay\n")
	again, err := readPage(written)
	require.NoError(t, err)
	assert.Equal(t, "canal-post.example", again.Articles[2].Source)

	c.Articles[1].Source = ""
	again, err = readPage(writePage(t, c))
	require.NoError(t, err, "two articles without furniture need some")
	assert.Equal(t, []string{"tidewatch.example", "", "canal-post.example"},
		[]string{again.Articles[0].Source, again.Articles[1].Source, again.Articles[2].Source})
}

func TestWritePageRefuses(t *testing.T) {
	article := corpus.Article{ID: "a", Title: "Bridge shut", Story: "s"}
	for want, c := range map[string]corpus.Corpus{
		"there is no story to write: no article belongs to one": {Stories: []corpus.Story{{ID: "s"}}},
		"story s: article a has neither a title nor a text: a page cannot show it": {Articles: []corpus.Article{{ID: "a",
			Story: "s"}}},
		`story s: a page cannot hold the outlet "a|b" of article a: it looks like a Sources line`: {Articles: []corpus.Article{{ID: "a",
			Story: "s", Source: "a|b"}}},
		`story s: a page cannot hold the outlet "a: 1" of article a: it looks like a Sources line`: {Articles: []corpus.Article{{ID: "a",
			Story: "s", Source: "a: 1"}}},
		`story s: a page cannot hold the summary "Key Points": it is one of the page's headings`: {Articles: []corpus.Article{article},
			Stories: []corpus.Story{{ID: "s", Summary: "Key\nPoints"}}},
	} {
		var page bytes.Buffer
		assert.EqualError(t, writeStoryPage(&page, &c), want)
		assert.Zero(t, page.Len(), "half a page")
	}
}

// Whatever the titles, texts and outlets are, the reader finds them again.
func TestPageRoundTrip(t *testing.T) {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{"Bridge", "shut", "|", " | ", "-", " - ", "•", "’", `"`, ":", "Date:", "Sources:", "a: 1", "Summary",
			"Key Points",
			"Articles in this Cluster", "Image content:", "12-12-2012", "unknown", "Sky News", "World News", "BBC",
			"British Broadcasting Corporation",
			"Close icon", "tide.example", "| tide.example", "Tide", "news.sky.com", "The Guardian", "é", "\u00a0", "日本", "🙂", "\u2028",
			"<b>&amp;", `\`}),
		rapid.String(),
	)
	line := rapid.Custom(func(t *rapid.T) string { return fold(strings.Join(rapid.SliceOfN(part, 1, 5).Draw(t, "parts"), "")) })
	words := line.Filter(func(s string) bool { return s != "" })
	summary := line.Filter(func(s string) bool { return !endsSummary(s) })
	outlet := rapid.SampledFrom([]string{"", "tide.example", "harbour.example", "tide.test", "news.sky.com", "bbc.co.uk", "bbc.com",
		"The Times", "a: b", "go.com"})
	rapid.Check(t, func(t *rapid.T) {
		c := &corpus.Corpus{}
		seen := map[string]int{}
		for range rapid.IntRange(1, 3).Draw(t, "stories") {
			published := rapid.SampledFrom([]corpus.Moment{{}, day(2031, 3, 11), day(1999, 12, 31)}).Draw(t, "day")
			id := published.String()
			if id == "" {
				id = "undated"
			}
			seen[id]++
			s := corpus.Story{ID: fmt.Sprintf("%s/%d", id, seen[id]), Title: words.Draw(t, "title"), Summary: summary.Draw(t, "summary")}
			s.KeyPoints = rapid.SliceOfN(words, 0, 2).Draw(t, "points")
			if len(s.KeyPoints) == 0 {
				s.KeyPoints = nil
			}
			if rapid.Bool().Draw(t, "image") {
				s.Image = &corpus.Image{URL: line.Draw(t, "url"), Source: line.Draw(t, "source"), Content: line.Draw(t, "content")}
			}
			c.Stories = append(c.Stories, s)
			for i := range rapid.IntRange(1, 4).Draw(t, "articles") {
				c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprintf("%s/%02d", s.ID, i+1), Title: line.Draw(t, "headline"),
					Text:   words.Draw(t, "text"),
					Source: outlet.Draw(t, "outlet"), Published: published, Story: s.ID})
			}
		}
		page := writePage(t, c)
		again, err := readPage(page)
		require.NoError(t, err, page)
		assert.Equal(t, c, withoutPos(again), page)
		assert.Equal(t, page, writePage(t, again))
	})
}

func FuzzStoryPage(f *testing.F) {
	f.Add(file(f, "testdata/two-stories.txt"))
	f.Add(page(nil))
	f.Add(page(map[int]string{5: "Date: unknown", 6: "Sources: unknown: 2", 22: "Bridge shut | unknown", 26: "Ferries run"}))
	f.Add(page(map[int]string{1: "-", 22: "Bridge\nshut | Harbour", 26: "Ferries run - BBC", 6: "Sources: bbc.co.uk:1|harbour.example: 1"}))
	f.Fuzz(func(t *testing.T, page string) { readsOrRefuses(t, page) })
}

// Pages with lines lost, doubled and put in the wrong place are read whole or
// not at all.
func TestDamagedPages(t *testing.T) {
	vocabulary := append(strings.Split(file(t, "testdata/two-stories.txt"), "\n"), onePage[1:]...)
	vocabulary = append(vocabulary, "", "", "", "unknown", "Sources: unknown: 1 | bbc.co.uk: 1", "Bridge opens | World News | Sky News",
		"Bridge opens - BBC",
		"| harbour.example", "Key", "Points", "Articles in", "this Cluster", "\ufeff", "•", "Date:", "Image content:",
		"12-12-2012", "Sources: tide.example: 1|tide.test:1",
		"Bridge | Tide", "Bridge - unknown", "Image for cluster 01", "Date: unknown", "Bridge | unknown")
	whole := 0
	rapid.Check(t, func(t *rapid.T) {
		lines := append(append([]string{}, onePage[1:]...),
			onePage...)[:rapid.SampledFrom([]int{len(onePage) - 1, 2*len(onePage) - 1}).Draw(t, "lines")]
		for range rapid.IntRange(1, 3).Draw(t, "damages") {
			at := rapid.IntRange(0, len(lines)-1).Draw(t, "at")
			line := rapid.SampledFrom(vocabulary).Draw(t, "line")
			lines = slices.Replace(slices.Clone(lines), at, at+rapid.IntRange(0, 1).Draw(t, "replace"), line)
		}
		if readsOrRefuses(t, strings.Join(lines, "\n")) {
			whole++
		}
	})
	assert.NotZero(t, whole, "some damages do no harm")
}

// readsOrRefuses checks that a page that can be read is written again as it was.
func readsOrRefuses(t require.TestingT, page string) bool {
	c, err := readPage(page)
	if err != nil {
		assert.Nil(t, c)
		return false
	}
	written := writePage(t, c)
	assert.Equal(t, fold(page), fold(written))
	again, err := readPage(written)
	require.NoError(t, err)
	assert.Equal(t, withoutPos(c), withoutPos(again))
	return true
}

func withoutPos(c *corpus.Corpus) *corpus.Corpus {
	plain := &corpus.Corpus{}
	for _, a := range c.Articles {
		a.Pos = corpus.Pos{}
		plain.Articles = append(plain.Articles, a)
	}
	for _, s := range c.Stories {
		s.Pos = corpus.Pos{}
		plain.Stories = append(plain.Stories, s)
	}
	return plain
}

func BenchmarkReadStoryPage_1000articles(b *testing.B) {
	c := &corpus.Corpus{}
	for i := range 1000 {
		c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(i), Title: fmt.Sprintf("Bridge %d opens - at last", i),
			Text:   strings.Repeat("Ferries run every ten minutes. ", 20),
			Source: fmt.Sprintf("outlet%d.example", i%40), Published: day(2031, 3, 11), Story: fmt.Sprint(i / 10)})
	}
	page := writePage(b, c)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := readPage(page); err != nil {
			b.Fatal(err)
		}
	}
}
