package markup

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, raw, declared, text, encoding string
		noted, guessed                      bool
	}{
		{name: "ASCII", raw: "quay", declared: "koi8-r", text: "quay", encoding: "utf-8"},
		{name: "UTF-8", raw: "Brücke", text: "Brücke", encoding: "utf-8"},
		{name: "marked", raw: "\xef\xbb\xbfBrücke", text: "Brücke", encoding: "utf-8"},
		{name: "UTF-16", raw: "\xff\xfeB\x00\xfc\x00", text: "Bü", encoding: "utf-16le"},
		{name: "UTF-16 without a mark", raw: "\x00<\x00a", text: "<a", encoding: "utf-16be"},
		{name: "declared", raw: "\xe3\xee\xe4", declared: "windows-1251", text: "год", encoding: "windows-1251"},
		{name: "declared falsely", raw: "Brücke", declared: "iso-8859-1", text: "Brücke", encoding: "utf-8", noted: true},
		{name: "undeclared", raw: "Br\xfccke \x93\x94", text: "Brücke “”", encoding: "windows-1252", noted: true, guessed: true},
		{name: "Korean that is valid UTF-8", raw: "\xc7\xa5", declared: "euc-kr", text: "표", encoding: "euc-kr"},
		{name: "one bad byte", raw: "für für für für für \xff", declared: "utf-8",
			text: "für für für für für \ufffd", encoding: "utf-8", noted: true},
		{name: "declared UTF-8 in vain", raw: "Br\xfccke", declared: "utf-8", text: "Brücke", encoding: "windows-1252", noted: true,
			guessed: true},
	} {
		d := Decode([]byte(c.raw), c.declared)
		assert.Equal(t, c.text, d.Text, c.name)
		assert.Equal(t, c.encoding, d.Encoding, c.name)
		assert.Equal(t, c.noted, d.Note != "", c.name)
		assert.Equal(t, c.guessed, d.Guessed, c.name)
	}
}

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
		d := Decode(raw, Declared(raw))
		assert.True(t, utf8.ValidString(d.Text))
		assert.True(t, utf8.ValidString(Plain(d.Text)))
		_, err := ReadPage(d.Text, "https://a.example/")
		_ = err
	})
}

func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"KÃ¤lte": "Kälte", "Kälte": "Kälte", "â\u0080\u0093": "–", "cold": "cold", "isnâ€™t": "isnâ€™t",
	} {
		got, ok := Repair(in)
		assert.Equal(t, want, got)
		assert.Equal(t, in != want, ok, in)
	}
}
