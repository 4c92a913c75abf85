package text

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestStopWord(t *testing.T) {
	for _, w := range [][2]string{{"the", "en"}, {"the", "en-GB"}, {"dans", "fr-CA"}, {"los", "es"}, {"ikke", "no"},
		{"ikke", "nb"},
		{"och", "sv"}, {"и", "ru"}, {"hogy", "HU"}, {"der", "de"}, {"the", "eng"}, {"the", "English"}, {"non", "it"}, {"não", "pt_BR"},
		{"het", "nl"}, {"ikke", "da"}, {"että", "fi"}, {"și", "ro"}, {"için", "tr"}, {"في", "ar"}} {
		assert.True(t, StopWord(w[0], w[1]), w)
	}
	for _, w := range [][2]string{{"quake", "en"}, {"the", "de"}, {"the", "fr"}, {"the", ""}, {"the", "xx"}, {"the", "vi"}} {
		assert.False(t, StopWord(w[0], w[1]), w)
	}
}

func TestStem(t *testing.T) {
	for lang, words := range map[string][2]string{
		"en": {"rises", "rise"}, "": {"rises", "rises"}, "vi": {"rises", "rises"}, "fr": {"continuellement", "continuel"}, "es": {"torneos",
			"torne"},
		"no": {"havnedistriktene", "havnedistrikt"}, "sv": {"klostrens", "klostr"}, "ru": {"важного", "важн"}, "hu": {"babakocsijáért",
			"babakocs"},
		"de": {"überschwemmungen", "uberschwemm"}, "it": {"intestazioni", "intest"}, "pt": {"simbólicas", "simból"},
		"nl": {"opheldering", "ophelder"}, "da": {"højreklikoperationerne", "højreklikoperation"}, "fi": {"segmentti", "segment"},
		"ro": {"înregistrări", "înregistrăr"}, "tr": {"biçimini", "biçim"}, "ar": {"المدرسة", "مدرس"},
	} {
		assert.Equal(t, words[1], Stem(words[0], lang), lang)
	}
	assert.Equal(t, "having", Stem("having", "en"), "stop words stay as they are")
}

func FuzzStem(f *testing.F) {
	for _, w := range []string{"", "a", "'s", "yyy", "œuvre", "ыыы", "ссс", "aé\xff", "ő", "кто-то"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, word string) {
		for lang := range languages {
			if utf8.ValidString(word) {
				assert.True(t, utf8.ValidString(Stem(word, lang)), "%s %q", lang, word)
			}
		}
	})
}
