package text

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/stretchr/testify/assert"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	assert.Equal(t, []string{"the", "u.s", "said", "1.5", "million", "don't", "2031", "03", "11", "été"},
		Words("The U.S. said 1.5 million; don't 2031-03-11 Été!"))
	assert.Equal(t, []string{"fi", "123"}, Words("ﬁ １２３"), "compatibility forms are folded")
	assert.Equal(t, []string{"người", "ủng", "hộ"}, Words("Người ủng hộ"))
	assert.Empty(t, Words(" … — !"))
}

// wordsByLibrary is what Words promises, without a shorter way for ASCII.
func wordsByLibrary(s string) []string {
	list := []string{}
	for tokens := words.FromString(strings.ToLower(norm.NFKC.String(s))); tokens.Next(); {
		if w := tokens.Value(); strings.ContainsFunc(w, inWord) {
			list = append(list, w)
		}
	}
	return list
}

func checkWords(t assert.TestingT, s string) {
	assert.Equal(t, strings.ToLower(norm.NFKC.String(s)), normal(s), "%q", s)
	list := Words(s)
	assert.Equal(t, wordsByLibrary(s), list, "%q", s)
	for _, w := range list {
		assert.False(t, strings.ContainsFunc(w, func(r rune) bool { return r <= ' ' }), "%q in %q", w, s)
	}
}

// pieces have a say in each other: every class of UAX #29 in ASCII and beyond it,
// what NFKC composes, decomposes and reorders, letters whose case is odd, bytes
// that are no UTF-8.
var pieces = []string{
	"a", "Z", "é", "0", "9", "_", ".", ":", "'", ",", ";", "\"", " ", "  ", "\r", "\n", "\t", "-", "\x00", "\x1f", "$", "ab", "12",
	"\u0301", "\u0327", "\u00ad", "\u200d", "\u200c", "\ufe0f", "\u2019", "\u00b7", "\u05f3", "א",
	"カ", "\uff76\uff9e", "\u3099", "北", "ก", "\u09be", "\u0600",
	"Σ", "ß", "İ", "Ⱥ", "ﬁ", "１", "ℹ", "Ⓜ", "©", "👩", "🇫", "½", "…", "\u2003",
	"\u3000", "\u2028", "\u0085", "\u00a8", "\u1100", "\u1161", "\u0130",
	"\xff", "\xe2\x80", "\xc3", "\ufffd", "\u2024", "\ufe13", "\uff0e",
}

func TestWordsOfASCIIAreThoseOfTheLibrary(t *testing.T) {
	for _, a := range pieces {
		for _, b := range pieces {
			checkWords(t, "x "+a+b+"1")
			for _, c := range pieces {
				checkWords(t, a+b+c)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		checkWords(t, strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), ""))
		checkWords(t, rapid.String().Draw(t, "text"))
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"The U.S. said 1.5 million; don't_2031 Été!", "a\u0301.b", "Người ủng hộ", "\xe2\x80a ",
		"“Mr. O’Neil’s” 1,000:30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkWords(t, s) })
}

func BenchmarkWords(b *testing.B) {
	for name, sentence := range map[string]string{
		"ascii":   "The council voted 7-2 on Monday to close Mr. Orr's bridge, at a cost of $1.5 million. ",
		"curly":   "“We can’t wait,” said the council’s chair, who voted to close the bridge — until spring. ",
		"outside": "Hội đồng đã bỏ phiếu hôm thứ Hai để đóng cửa cây cầu cũ bắc qua sông cho đến mùa xuân. ",
	} {
		text := strings.Repeat(sentence, 10_000/len(sentence))
		b.Run(fmt.Sprintf("%s/bytes=10000", name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range WordsSeq(text) {
				}
			}
		})
	}
}
