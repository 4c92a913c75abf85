package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	assert.Equal(t, []string{"the", "u.s", "said", "1.5", "million", "don't", "2031", "03", "11", "été"},
		Words("The U.S. said 1.5 million; don't 2031-03-11 Été!"))
	assert.Equal(t, []string{"fi", "123"}, Words("ﬁ １２３"), "compatibility forms are folded")
	assert.Equal(t, []string{"người", "ủng", "hộ"}, Words("Người ủng hộ"))
	assert.Equal(t, []string{"l'été", "o'neil's", "aujourd'hui"}, Words("L’été ‘O’Neil’s’ aujourd\u00ad’hui"))
	assert.Empty(t, Words(" … — !"))
}

// wordsByLibrary is what Words promises, without a shorter way for ASCII: the words
// of the library, and pairs of the units of scripts without spaces.
func wordsByLibrary(s string) []string {
	list := []string{}
	s = Normal(s)
	for s != "" {
		n := 0
		var units []string
		for n < len(s) && unspacedAt(s, n) {
			end, silent := cluster(s, n)
			if unit := s[n:end]; silent && len(units) > 0 {
				units[len(units)-1] += unit
			} else {
				units = append(units, unit)
			}
			n = end
		}
		if n == 0 {
			tokens := words.FromString(s)
			tokens.Next()
			if n = tokens.End(); strings.ContainsFunc(tokens.Value(), inWord) {
				list = append(list, tokens.Value())
			}
		}
		for i, unit := range units {
			switch {
			case len(units) == 1:
				list = append(list, unit)
			case i > 0:
				list = append(list, units[i-1]+unit)
			}
		}
		s = s[n:]
	}
	return list
}

func checkWords(t assert.TestingT, s string) {
	list := Words(s)
	assert.Equal(t, wordsByLibrary(s), list, "%q", s)
	inPieces := []string{}
	for piece := range strings.FieldsSeq(s) {
		inPieces = append(inPieces, Words(piece)...)
	}
	assert.Equal(t, list, inPieces, "%q", s)
	assert.Equal(t, list, Words(Normal(s)), "%q", s)
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
	"カ", "\uff76\uff9e", "\u3099", "北", "京", "の", "ー", "ก", "เ", "\u0e33", "\u0e4c", "\u0e33", "ສ", "ေ", "မ",
	"\u103a", "\u1039", "ក", "\u17d2",
	"\u09be", "\u0600", "\u064e", "\u0640", "\u05b8", "١", "\u3164", "\u200b", "‘", "`", "״",
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

func TestWordsWithoutSpaces(t *testing.T) {
	for s, want := range map[string]string{
		"东京都":             "东京 京都",
		"水":               "水",
		"IT企业5人, Apple公司": "it 企业 5 人 apple 公司",
		"東\u00ad京都":       "東京 京都",
		"トランプ大統領は訪米した":    "トランプ 大統 統領 領は は訪 訪米 米し した",
		"ラーメンとらーめん":       "ラーメン とらー らーめ めん",
		"ｳｸﾗｲﾅ・ﾄﾙｺ":       "ウクライナ トルコ",
		"人々の":             "人々 々の",
		"การเมือง":        "การ รเมื เมือ อง",
		"น้ำ 2 ปี":        "น้ํา 2 ปี",
		"จันทร์":          "จัน นทร์", // the last letter is silent
		"မြန်မာနိုင်ငံ":   "မြန်မာ မာနိုင် နိုင်ငံ",
		"ពាក្យខ្មែរ":      "ពាក្យ ក្យខ្មែ ខ្មែរ",
		"ປະເທດ":           "ປະເທ ເທດ",
		"한국어 문장":          "한국어 문장",
		"١٢٣ घर १२":       "123 घर 12",
	} {
		assert.Equal(t, want, strings.Join(Words(s), " "), s)
	}
}

func TestTerms(t *testing.T) {
	for s, want := range map[string]string{
		"AI 东京都、水 การเมือง":   "ai 东京 京都 东 京 都 水 การ รเมื เมือ อง",
		"東京都の・トランプ水 การเมือง": "東京 京都 トランプ 水 การ รเมื เมือ อง",
		"港湾橋が閉鎖、トラックは迂回へ 北京。": "港湾 湾橋 閉鎖 トラック 迂回 北京",
		"すし、らーめんの店として有名な町":    "すし らーめ めん んの 店 とし して 有名 町",
		"〜三〇年": "三〇 〇年 三 〇 年",
	} {
		assert.Equal(t, want, strings.Join(slices.Collect(TermsSeq(s)), " "), s)
	}
	for range TermsSeq("東京都") {
		break
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"The U.S. said 1.5 million; don't_2031 Été!", "a\u0301.b", "Người ủng hộ", "\xe2\x80a ",
		"“Mr. O’Neil’s” 1,000:30", "\xf2ˣ\x00", "x\xe1\u017f\xf0", "東京都は３日 การเมือง မြန်မာ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkWords(t, s) })
}

func BenchmarkWords(b *testing.B) {
	for name, sentence := range map[string]string{
		"ascii":   "The council voted 7-2 on Monday to close Mr. Orr's bridge, at a cost of $1.5 million. ",
		"curly":   "“We can’t wait,” said the council’s chair, who voted to close the bridge — until spring. ",
		"chinese": "市议会周一以七比二的票数决定关闭河上的旧桥，直到春天，费用为一百五十万元。",
		"thai":    "สภาเมืองลงมติเมื่อวันจันทร์ให้ปิดสะพานเก่าข้ามแม่น้ำจนถึงฤดูใบไม้ผลิ ",
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
