package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNormal(t *testing.T) {
	for form, texts := range map[string][]string{
		"cafe street 12 fi": {"CAFE Street 12 ﬁ", "Ｃａｆｅ ｓｔｒｅｅｔ １２ fi", "ca\u00adfe\u200b \u2066street\u2069 \ufeff12\u2060 fi"},
		"café":              {"CAFÉ", "cafe\u0301", "cafe\u00ad\u0301", "cafe\ufe0f\u0301"},
		"grossbrand":        {"Großbrand", "GROSSBRAND", "GROẞBRAND", "großbrand"},
		"οδοσ σοφιασ":       {"ΟΔΟΣ ΣΟΦΙΑΣ", "οδος σοφιας"},
		"ισταμαι τωι λογωι": {"ΙΣΤΑΜΑΙ ΤΩΙ ΛΟΓΩΙ", "ισταμαι τῳ λογῳ"},
		"istanbul işik":     {"İstanbul ışık", "İSTANBUL IŞIK", "i\u0307stanbul ışık", "ISTANBUL IŞIK"},
		`don't "go" - rock'n'`: {"don’t “go” — rock’n’", "Donʼt «go» – rock‘n’", "don`t „go‟ − rock´n´", "don＇t ＂go＂ \u2011 rock′n′",
			"don't ″go″ ― rock'n'"},
		"كتاب محمد أحمد":      {"كِتَاب مُحَمَّد أحمد", "كتـــاب محمد أحمد", "كتاب محمد ا\u0654حمد", "\u200fكتاب محمد\u200f أحمد"},
		"שלום":                {"שָׁלוֹם", "\ufb2aלום"},
		`צה"ל ג'ורג' תל-אביב`: {"צה״ל ג׳ורג׳ תל־אביב", "צה”ל ג’ורג’ תל-אביב"},
		"می خواهم123":         {"می خواهم۱۲۳", "می خواهم١٢٣", "می \u200cخواهم१२३"},
		"カタカナ ガ":              {"ｶﾀｶﾅ ｶﾞ", "カタカナ カ\u3099"},
		"각":                   {"\u1100\u1161\u11a8", "가\u11a8"},
		"\ufffd\ufffdx":       {"\xff\xf2ˣ", "\xc3\xf2ˣ"},
	} {
		for _, s := range texts {
			assert.Equal(t, form, Normal(s), "%q", s)
		}
		assert.Equal(t, form, Normal(form))
	}
	assert.NotEqual(t, Normal("résumé"), Normal("resume"))
	assert.NotEqual(t, Normal("Người"), Normal("Ngươi"))
	assert.NotEqual(t, Normal("كأس"), Normal("كاس"), "a hamza makes another letter")
	assert.NotEqual(t, Normal("हिन्दी"), Normal("हिनदी"))
}

// caseFolded is Unicode's toNFKC_Casefold, by its definition.
func caseFolded(s string) string {
	visible := strings.Map(func(r rune) rune {
		if ignorable(r) {
			return -1
		}
		return r
	}, string([]rune(s)))
	for range 3 {
		visible = norm.NFKC.String(cases.Fold().String(norm.NFKD.String(visible)))
	}
	return visible
}

func checkNormal(t assert.TestingT, s string) {
	form := Normal(s)
	assert.Equal(t, form, Normal(form), "%q", s)
	assert.True(t, utf8.ValidString(form), "%q", s)
	assert.True(t, norm.NFC.IsNormalString(form), "%q", s)
	assert.Equal(t, form, Normal(norm.NFD.String(string([]rune(s)))), "%q", s)
	assert.NotContains(t, form, "\u034f", "none is added to runs of marks")
}

func TestNormalOfEachCharacter(t *testing.T) {
	for r := range rune(0x40000) { // beyond are private characters, and unseen ones
		s := string(r)
		if form := Normal(s); form != Normal(form) || form != Normal(norm.NFD.String(s)) {
			assert.Fail(t, "not stable", "%U", r)
		}
		// The definition spells ″ by two of ′, and does not fold punctuation and digits.
		if !unicode.IsPunct(r) && !unicode.IsSymbol(r) && !unicode.IsDigit(r) && Normal(s) != Normal(caseFolded(s)) {
			assert.Fail(t, "not as NFKC_Casefold", "%U: %q, %q", r, Normal(s), Normal(caseFolded(s)))
		}
	}
}

func TestNormalOfMixtures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
		checkNormal(t, s)
		checkNormal(t, rapid.String().Draw(t, "text"))
	})
	for _, mark := range []string{"\u0301", "\u0327\u0301", "\u0344", "\u1161", "\u0345\u0301", "\u0307"} {
		for n := range 80 {
			checkNormal(t, "é"+strings.Repeat(mark, n)+"x")
			checkNormal(t, strings.Repeat(mark, n))
			checkNormal(t, "i"+strings.Repeat(mark, n))
		}
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("Straße ‘ΟΔΟΣ’ İ \u1f80\u0345\u0301 كِتَاب \xf2ˣ")
	f.Fuzz(func(t *testing.T, s string) { checkNormal(t, s) })
}

func BenchmarkNormal(b *testing.B) {
	for name, unit := range map[string]string{
		"marks": "\u0301", "joiners": "\u200d", "greek": "ΟΔΟΣ ", "german": "Straße ", "arabic": "كِتَاب ", "hindi": "हिन्दी ",
	} {
		text := strings.Repeat(unit, 1_000_000/len(unit))
		b.Run(fmt.Sprintf("%s/bytes=1000000", name), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Normal(text)
			}
		})
	}
}
