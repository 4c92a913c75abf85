package markup

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  one\t two ":                          "one two",
		"<p>One.</p><p>Two &amp; three<br>four": "One.\nTwo & three\nfour",
		"a<script>var x = '<p>';</script>b":     "ab",
		"&lt;p&gt;Item&lt;/p&gt;":               "Item",
		"<pre>&lt;b&gt;word&lt;b&gt;</pre>":     "<b>word<b>",
		"&amp;quot;x&amp;quot;":                 `"x"`,
		"don\u0092t":                            "don’t",
		"profit < loss & tax":                   "profit < loss & tax",
		"<p>One\ntwo</p>":                       "One two",
		"one\ntwo &amp; three":                  "one\ntwo & three",
		"Apple <Pay is here":                    "Apple <Pay is here",
		"&nbsp;x":                               "x",
	} {
		assert.Equal(t, want, Plain(in), in)
	}
}

const page = `<html lang="de"><head><title>Fähre fährt wieder | Hafenblatt</title>
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2031-03-11T08:00:00+01:00"}]}</script></head>
<body><nav><p>Start</p></nav><article><h1>Fähre fährt wieder</h1><time>11.03.2031</time><p>Die Fähre fährt seit Montag wieder.</p>
<p>Der Hafen ist offen.</p></article>
<aside><p>Meistgelesen</p></aside><footer><p>© Hafenblatt</p></footer></body></html>`

func TestReadPage(t *testing.T) {
	p, err := ReadPage(page, "https://hafenblatt.example/1")
	require.NoError(t, err)
	assert.Equal(t, Page{Title: "Fähre fährt wieder", Text: "Die Fähre fährt seit Montag wieder.\nDer Hafen ist offen.", Lang: "de",
		Published: "2031-03-11T08:00:00+01:00"}, p)
}

func FuzzMarkup(f *testing.F) {
	f.Add([]byte(page))
	f.Add([]byte("\xff\xfe<\x00"))
	f.Add([]byte("<div><div><p>&#146;&amp;lt;"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := charset.Decode(raw, charset.Declared(raw))
		assert.True(t, utf8.ValidString(Plain(d.Text)))
		_, err := ReadPage(d.Text, "https://a.example/")
		_ = err
	})
}
