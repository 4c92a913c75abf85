package format

import (
	"bytes"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// fuzzReader reads any bytes as a file of a format: whatever they are, there is no
// panic, and what is read is a corpus.
func fuzzReader(f *testing.F, format Format, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		src := Source{fstest.MapFS{name: &fstest.MapFile{Data: raw}}, name, name}
		if head, err := src.head(); err == nil {
			format.Detect(src, head)
		}
		c, err := format.New().Read(t.Context(), src, func(fault corpus.Fault) error {
			require.NotEmpty(t, fault.Message)
			return nil
		})
		if err == nil {
			requireCorpus(t, c)
		}
	})
}

// requireCorpus requires what holds of every corpus: articles with ids of their own,
// and valid text.
func requireCorpus(t *testing.T, c *corpus.Corpus) {
	t.Helper()
	require.NotEmpty(t, c.Articles)
	ids := map[string]bool{}
	for _, a := range c.Articles {
		require.NotEmpty(t, a.ID)
		require.False(t, ids[a.ID], a.ID)
		ids[a.ID] = true
		for _, s := range []string{a.ID, a.Title, a.Text, a.URL, a.Source, a.Story, a.Lang} {
			require.True(t, utf8.ValidString(s), "%q", s)
		}
		_, err := a.MarshalJSON()
		require.NoError(t, err)
	}
}

func FuzzFeed(f *testing.F) {
	fuzzReader(f, feed, "feed.xml",
		`<rss><channel><language>de</language><item><guid>1</guid><title>A &amp; b</title>
<pubDate>Tue, 11 Mar 2031 07:42:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="html">a</title>
<link href="https://www.google.com/url?url=http://a.example/"/></entry></feed>`,
		`<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>y</title></item></rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_html":"<p>x","tags":["a"]}]}`,
		`<opml><body><outline xmlUrl="feed.xml"/><outline xmlUrl="../x"/></body></opml>`,
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00")
}

func FuzzKite(f *testing.F) {
	fuzzReader(f, kite, "day.json", kiteDay, `[{"short_summary":"a [x#1]","articles":[{"link":"l","domain":"x"}]}]`,
		`{"categories":[{"name":"a","file":"day.json"}]}`)
}

func FuzzReuters(f *testing.F) { fuzzReader(f, reuters, "reut2-000.sgm", reutersDay) }

func FuzzECB(f *testing.F) {
	fuzzReader(f, ecbplus, "1_1ecb.xml", ecbDocument("1_1ecb.xml", "A ferry sails .", "It sails ."), ecbDocument("1_1ecbplus.xml",
		"http : / / a . b", "Tug ."))
}

func FuzzNewsML(f *testing.F) {
	fuzzReader(f, newsML, "item.xml",
		`<newsItem guid="a" version="2"><contentMeta><contentCreated>2031-03-11</contentCreated><headline>H</headline>
</contentMeta><contentSet><inlineXML><nitf><body><body.content><p>x</p></body.content></body></nitf></inlineXML></contentSet></newsItem>`,
		`<nitf><head><title>T</title></head><body><body.content>x</body.content></body></nitf>`)
}

func FuzzCoNLL(f *testing.F) { fuzzReader(f, conll, "a.key", conllKey, conllUniversal) }

func FuzzMIND(f *testing.F) {
	fuzzReader(f, mind, "news.tsv", "N1\tboats\tferries\tThe ferry\tIt sails.\thttps://a.example/1\t[]\t[]\n")
}

func FuzzGDELT(f *testing.F) {
	fuzzReader(f, gdelt, "a.csv", "URL,MobileURL,Date,Title\nhttps://a.example/3,,2031-03-11 05:20:00,\"A\"\n",
		`{"articles":[{"url":"u","title":"t","seendate":"20310311T093000Z","language":"Spanish"}]}`,
		"20310311074200-1\t20310311074200\t1\ta.example\thttps://a.example/1\t\t\n",
		"1\t20310310\t203103\t2031\t2031.1900\t\t\n")
}

func FuzzWARC(f *testing.F) {
	fuzzReader(f, warc, "a.warc", warcRecord("response", "https://a.example/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x"),
		warcRecord("conversion", "https://a.example/", "T\nx")+"WARC/1.0\r\n")
}

func FuzzClustbench(f *testing.F) { fuzzReader(f, clustbench, "x.data", "1 2\n3 4\n", "# x\n1,2\n") }

func FuzzFolder(f *testing.F) {
	for _, s := range []string{"From: a@b.example\nSubject: =?utf-8?q?x?=\nContent-Transfer-Encoding: base64\n\neA==",
		"T\n\ntext\xe9", "<html><p>x"} {
		f.Add([]byte(s), []byte("other"))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		src := Source{fstest.MapFS{"x/1": {Data: a}, "y/1": {Data: b}}, ".", "set"}
		folder.Detect(src, nil)
		c, err := folder.New().Read(t.Context(), src, func(corpus.Fault) error { return nil })
		if err == nil {
			requireCorpus(t, c)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte("PK\x05\x06"))
	f.Add(bytes.Repeat([]byte{0}, 1024))
	f.Fuzz(func(t *testing.T, raw []byte) {
		src := Source{fstest.MapFS{"a": {Data: raw}}, "a", "a"}
		inner, err := src.unpack(func(corpus.Fault) error { return nil })
		if err == nil && inner.Dir() {
			_, _, err = inner.files(0)
			assert.NoError(t, err)
		}
	})
}
