package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReferences(t *testing.T) {
	for s, want := range map[string]string{
		"AT&amp;T": "AT&T", "AT&T": "AT&T", "R&D; and more": "R&D; and more", "a &amp;amp;lt; b": "a < b",
		"&#8217;s &#x2019;s &rsquo;s": "’s ’s ’s", "&notit; &;": "&notit; &;", "&semi;": ";", "don&amp;#39;t": "don't",
		"&": "&", "&&amp;": "&&", "& amp;": "& amp;", "&amp": "&amp", "no&shy;tice": "no\u00adtice", "&amp;&amp;": "&&",
		strings.Repeat("&amp", 9) + ";": strings.Repeat("&amp", 8) + "&", "": "",
	} {
		assert.Equal(t, want, unescaped(s), s)
	}
}

// A text with references reads as the text without.
func TestEscapedText(t *testing.T) {
	plain := "“Rock & roll” band “The Larks Two” won’t tour; Anna Lar’s voice is gone, says Åsa Öst of AT&T Arena: 1\u00a0500 seats."
	escaped := strings.NewReplacer("&", "&amp;", "“", "&ldquo;", "”", "&rdquo;", "’", "&#8217;", "Å", "&Aring;", "Ö", "&#214;",
		"\u00a0", "&nbsp;").Replace(plain)
	assert.Equal(t, Words(plain), Words(escaped))
	var keys, written [2][]string
	for i, s := range []string{plain, escaped} {
		for _, e := range Entities(s, "en") {
			keys[i] = append(keys[i], e.Key)
			written[i] = append(written[i], unescaped(s[e.From:e.To]))
		}
		for _, q := range Quotes(s) {
			written[i] = append(written[i], unescaped(s[q.From:q.To]))
		}
		for _, n := range Numbers(s, "en") {
			keys[i] = append(keys[i], n.Key())
			written[i] = append(written[i], unescaped(s[n.From:n.To]))
		}
	}
	assert.Equal(t, keys[0], keys[1])
	assert.Equal(t, written[0], written[1])
	assert.Contains(t, keys[1], "1500 seats")
	assert.Contains(t, written[1], "Åsa Öst")
}
