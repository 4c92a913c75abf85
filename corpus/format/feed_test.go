package format

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func readString(t *testing.T, name, content string) (*corpus.Corpus, []corpus.Fault) {
	t.Helper()
	c, faults, err := Check(t.Context(), writeTemp(t, name, content))
	require.NoError(t, err)
	return c, faults
}

func TestFeedDialects(t *testing.T) {
	for name, f := range map[string]struct {
		content string
		want    corpus.Article // title, text, url, source, lang
	}{
		"RSS 0.91": {`<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Quay</title><language>en-us</language><item><title>Ferry &amp; tug</title>
<link> http://www.quay.example/1 </link><description>It &lt;b&gt;sails&lt;/b&gt;.</description></item></channel></rss>`,
			corpus.Article{ID: "http://www.quay.example/1", Title: "Ferry & tug", Text: "It sails.",
				URL: "http://www.quay.example/1", Source: "quay.example", Lang: "en-US"}},
		"RSS 1.0": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="http://quay.example/"/><item rdf:about="urn:1"><title>Ferry</title><link>http://quay.example/1</link>
<description>Short.</description><content:encoded><![CDATA[<p>Longer</p><p>text.</p>]]></content:encoded></item></rdf:RDF>`,
			corpus.Article{ID: "urn:1", Title: "Ferry", Text: "Longer\ntext.", URL: "http://quay.example/1", Source: "quay.example"}},
		"Atom 0.3": {`<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="de"><entry><id>tag:1</id>
<title mode="escaped">F&#228;hre</title><link rel="alternate" href="http://quay.example/1"/><issued>2031-03-11T07:42:00Z</issued>
<summary>Sie f&#228;hrt.</summary></entry></feed>`,
			corpus.Article{ID: "tag:1", Title: "Fähre", Text: "Sie fährt.", URL: "http://quay.example/1", Source: "quay.example",
				Lang: "de"}},
		"a source of its own": {`<rss version="2.0"><channel><item><title>Ferry - The Quay</title>
<link>https://news.google.com/rss/articles/X</link><guid isPermaLink="false">X</guid>
<source url="https://www.quay.example">The Quay</source></item></channel></rss>`,
			corpus.Article{ID: "X", Title: "Ferry - The Quay", URL: "https://news.google.com/rss/articles/X", Source: "quay.example"}},
		"a proxy": {`<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>
<title>Ferry</title><link>http://feedproxy.google.com/~r/quay/1</link><guid>g</guid>
<feedburner:origLink>http://quay.example/1</feedburner:origLink></item></channel></rss>`,
			corpus.Article{ID: "g", Title: "Ferry", URL: "http://quay.example/1", Source: "quay.example"}},
		"a redirect": {`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>i</id>
<title type="html">The &lt;b&gt;ferry&lt;/b&gt;</title>
<link href="https://www.google.com/url?rct=j&amp;url=https://quay.example/1%3Fa%3Db&amp;ct=ga"/></entry></feed>`,
			corpus.Article{ID: "i", Title: "The ferry", URL: "https://quay.example/1?a=b", Source: "quay.example"}},
		"JSON Feed with numbers": {`{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[{"id":7,
"url":"https://quay.example/7","title":"Ferry","content_text":"It sails.","language":"en"}]}`,
			corpus.Article{ID: "7", Title: "Ferry", Text: "It sails.", URL: "https://quay.example/7", Source: "quay.example",
				Lang: "en"}},
		"a short address": {`<rss><channel><link>https://quay.example/</link><item><title>A&#11;B</title><link>/1</link></item></channel></rss>`,
			corpus.Article{ID: "https://quay.example/1", Title: "AB", URL: "https://quay.example/1", Source: "quay.example"}},
		"bare signs": {`<rss><channel><item><title>Tug & ferry</title><link>http://quay.example/?a=1&b=2</link>
<description>5&nbsp;< 6</description></item></channel></rss>`,
			corpus.Article{ID: "http://quay.example/?a=1&b=2", Title: "Tug & ferry", Text: "5 < 6",
				URL: "http://quay.example/?a=1&b=2", Source: "quay.example"}},
	} {
		c, _ := readString(t, "feed.xml", f.content)
		require.Len(t, c.Articles, 1, name)
		a := c.Articles[0]
		assert.Equal(t, f.want, corpus.Article{ID: a.ID, Title: a.Title, Text: a.Text, URL: a.URL, Source: a.Source, Lang: a.Lang}, name)
	}
}

func TestFeedDates(t *testing.T) {
	c, faults := readString(t, "feed.xml", `<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a10="http://www.w3.org/2005/Atom">
<channel><pubDate>Tue, 11 Mar 2031 07:42:00 GMT</pubDate>
<item><guid>1</guid><title>a</title><pubDate>Tue, 11 Mar 2031 07:42:00 GMT</pubDate><dc:date>never</dc:date></item>
<item><guid>2</guid><title>b</title><a10:updated>2031-03-12T00:00:00Z</a10:updated></item>
<item><guid>3</guid><title>c</title><pubDate>soon</pubDate></item>
<item><guid>4</guid><title>d</title></item></channel></rss>`)
	var dates []string
	for _, a := range c.Articles {
		dates = append(dates, a.Published.String())
	}
	assert.Equal(t, []string{"2031-03-11T07:42:00Z", "2031-03-12T00:00:00Z", "", ""}, dates)
	assert.Equal(t, `"updated"`, string(c.Articles[1].Extra["dated"]))
	assert.Contains(t, messages(faults)[1], `a date cannot be read, so the article has none: "soon"`)
	assert.Equal(t, 5, faults[1].Pos.Line)

	path := writeTemp(t, "feed.xml", "<rss><channel><item><guid>1</guid><title>a</title>\n"+
		"<pubDate>03/04/2031</pubDate></item></channel></rss>")
	_, err := Open(t.Context(), path)
	require.ErrorContains(t, err, "feed.xml:1:")
	require.ErrorContains(t, err, "dates=dmy")
	c, err = Open(t.Context(), "feed(dates=dmy):"+path)
	require.NoError(t, err)
	assert.Equal(t, "2031-04-03", c.Articles[0].Published.String())
}

func TestFeedsThatBreakOff(t *testing.T) {
	c, faults := readString(t, "feed.xml", "<rss><channel><item><guid>1</guid><title>One</title></item>"+
		"<item><guid>2</guid><title><![CDATA[Two & ha")
	assert.Equal(t, []string{"One", "Two & ha"}, []string{c.Articles[0].Title, c.Articles[1].Title})
	assert.Contains(t, faults[0].Message, "the feed breaks off")
	for _, f := range []string{
		"<rss><channel><item><guid>1</guid><title a=>One</title></item><item><guid>2</guid><title>Two</title></item></channel></rss>",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id a=>1</id></entry>\n<entry><id>2</id><title>Two</title></entry></feed>",
	} {
		c, faults = readString(t, "feed.xml", f)
		assert.Equal(t, "2", c.Articles[len(c.Articles)-1].ID, f)
		assert.Equal(t, "Two", c.Articles[len(c.Articles)-1].Title, f)
		_ = faults
	}
	_, err := Open(t.Context(), writeTemp(t, "feed.xml", "<rss><channel><title>empty</title></channel></rss>"))
	assert.ErrorContains(t, err, "there are no articles in it")
}

func TestFeedItemsTwice(t *testing.T) {
	item := func(guid, title, link string) string {
		return "<item><guid isPermaLink='false'>" + guid + "</guid><title>" + title + "</title><link>" + link + "</link></item>"
	}
	c, faults, err := Check(t.Context(), tree{
		"a.xml": "<rss><channel>" + item("1", "Ferry", "http://quay.example/1") +
			item("2", "Tug", "http://quay.example/2") + "</channel></rss>",
		"b.xml": "<rss><channel>" + item("1", "Ferry!", "http://quay.example/1") +
			item("2", "Mast", "http://mast.example/2") + item("9", "Tug", "http://quay.example/2") + "</channel></rss>",
	}.folder(t))
	require.NoError(t, err)
	var ids []string
	for _, a := range c.Articles {
		ids = append(ids, a.ID)
	}
	assert.Equal(t, []string{"1", "2", "b/2"}, ids)
	assert.Contains(t, messages(faults), "an item comes again: the first is kept")
	assert.Contains(t, messages(faults), "an item comes again in another feed: the first is kept")
	assert.Contains(t, messages(faults), "an id is that of another item: the name of the feed is put before it")
}

func TestOPML(t *testing.T) {
	feedOf := func(id string) string {
		return "<rss><channel><item><guid>" + id + "</guid><title>" + id + "</title></item></channel></rss>"
	}
	dir := tree{
		"outside.xml":       feedOf("outside"),
		"list/feeds.opml":   "",
		"list/a.xml":        feedOf("a"),
		"list/more/b c.xml": feedOf("b"),
	}.folder(t)
	require.NoError(t, os.Symlink("../outside.xml", filepath.Join(dir, "list", "link.xml")))
	require.NoError(t, os.Symlink("a.xml", filepath.Join(dir, "list", "inside.xml")))
	list := filepath.Join(dir, "list", "feeds.opml")
	require.NoError(t, os.WriteFile(list, []byte(`<opml version="1.0"><body><outline text="Tugs & masts">
<outline text="a" xmlUrl="a.xml"/><outline xmlUrl="more/b%20c.xml"/><outline xmlUrl="inside.xml"/>
<outline xmlUrl="../outside.xml"/><outline xmlUrl="link.xml"/><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="/etc/passwd"/>
<outline xmlUrl="https://quay.example/feed"/><outline xmlUrl="absent.xml"/></outline></body></opml>`), 0o600))
	c, faults, err := Check(t.Context(), list)
	require.NoError(t, err)
	var ids []string
	for _, a := range c.Articles {
		ids = append(ids, a.ID)
	}
	assert.Equal(t, []string{"a", "b"}, ids)
	assert.Contains(t, messages(faults), "a feed is left out: ../outside.xml: the file is not in the folder of the list (5 times, "+
		"here first)")
	assert.Contains(t, messages(faults), "a feed is listed more than once: it is read once")
	c, err = Open(t.Context(), filepath.Join(dir, "list"))
	require.NoError(t, err, "a folder of feeds")
	assert.Len(t, c.Articles, 2)
}

// Of the pictures of an item the one with a caption is taken before its thumbnail, and what
// an address breaks off in is none.
func TestFeedParts(t *testing.T) {
	const media = `<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<item><title>Ferry</title><link>http://quay.example/1</link><media:thumbnail url="http://quay.example/small.jpg"/><media:group>
<media:content url="http://quay.example/film.mp4" type="video/mp4"/><media:content url="http://quay.example/large.jpg" medium="image">
<media:description>The ferry.</media:description><media:credit>A. Tug</media:credit></media:content></media:group></item>
<item><title>Heard</title><link>http://quay.example/2</link><itunes:summary>About tides.</itunes:summary></item></channel></rss>`
	c, _ := readString(t, "a.xml", media)
	require.Len(t, c.Articles, 2)
	assert.Equal(t, &corpus.Image{URL: "http://quay.example/large.jpg", Content: "The ferry.", Source: "A. Tug"}, c.Articles[0].Image)
	assert.Equal(t, "About tides.", c.Articles[1].Text)

	for cut, want := range map[string]string{
		"<link>http://quay.ex":                     "a#2",
		"<guid>http://quay.example/2</guid><link>": "http://quay.example/2",
		"<pubDate>Tue, 1":                          "a#2",
	} {
		c, faults := readString(t, "a.xml", `<rss><channel><item><title>Ferry</title><link>http://quay.example/1</link></item><item>
<title>Tug</title>`+cut)
		require.Len(t, c.Articles, 2, cut)
		assert.Equal(t, want, c.Articles[1].ID)
		assert.True(t, c.Articles[1].Published.IsZero())
		assert.Contains(t, faults[0].Message, "breaks off")
	}
}
