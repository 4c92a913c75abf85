// Package language finds the language of a text by its content, and reads the names and
// codes of languages.
package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"
	"golang.org/x/text/language"
)

// Code returns the code of a language in its shortest form: en for en-US, en_GB.UTF-8,
// EN, eng, English and English (US). It is empty if s names no language, as und, mul, zxx
// and unknown do; nan and na are what programs write for no value, not Min Nan and Nauru.
func Code(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.IndexAny(s, "-_(.@"); i >= 0 {
		s = strings.TrimSpace(s[:i])
	}
	if code := names[s]; code != "" {
		return code
	}
	if undeclared[s] {
		return ""
	}
	base, err := language.ParseBase(s)
	if err != nil {
		return ""
	}
	return base.String()
}

// Misdeclared reports whether s, which was given as the language of a text, is not
// understood: it is neither blank, nor a code or a name that Code knows, nor a word for an
// unknown language or for several.
func Misdeclared(s string) bool {
	word := strings.ToLower(strings.TrimSpace(s))
	return word != "" && !undeclared[word] && Code(word) == ""
}

// undeclared are the words that say that the language is unknown, or that there are several.
var undeclared = wordSet("und mul mis zxx unknown undefined undetermined unspecified none null nil na n/a <na> nan <nan> " +
	"other multiple multilingual mixed ? -")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

var names = map[string]string{"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
	"spanish": "es", "español": "es",
	"italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl",
	"polish": "pl", "polski": "pl", "russian": "ru", "русский": "ru",
	"ukrainian": "uk", "turkish": "tr", "arabic": "ar", "hebrew": "he", "hindi": "hi", "chinese": "zh", "中文": "zh",
	"japanese": "ja", "日本語": "ja", "korean": "ko",
	"vietnamese": "vi", "indonesian": "id", "thai": "th", "swedish": "sv", "danish": "da", "norwegian": "no",
	"finnish": "fi", "czech": "cs", "greek": "el",
	"romanian": "ro", "hungarian": "hu", "bulgarian": "bg", "croatian": "hr", "serbian": "sr", "slovak": "sk",
	"slovenian": "sl", "persian": "fa", "farsi": "fa", "فارسی": "fa", "العربية": "ar", "עברית": "he", "हिन्दी": "hi", "한국어": "ko",
	"ไทย": "th", "українська": "uk", "türkçe": "tr", "svenska": "sv", "dansk": "da", "norsk": "no", "suomi": "fi", "čeština": "cs",
	"română": "ro", "magyar": "hu", "ελληνικά": "el", "tiếng việt": "vi", "bahasa indonesia": "id", "mandarin": "zh", "bengali": "bn",
	"tamil": "ta", "telugu": "te", "urdu": "ur", "malay": "ms", "tagalog": "tl", "filipino": "tl", "swahili": "sw", "catalan": "ca",
	"galician": "gl", "basque": "eu", "estonian": "et", "latvian": "lv", "lithuanian": "lt", "albanian": "sq", "macedonian": "mk",
	"bosnian": "bs", "belarusian": "be", "georgian": "ka", "armenian": "hy", "burmese": "my", "khmer": "km", "lao": "lo",
	"icelandic": "is", "irish": "ga", "welsh": "cy", "afrikaans": "af", "amharic": "am",
	// The bibliographic codes of ISO 639-2.
	"alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr", "geo": "ka", "ger": "de",
	"gre": "el", "ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa", "rum": "ro", "slo": "sk", "tib": "bo", "wel": "cy"}

const (
	// sample is how many bytes of a text are read to find its language.
	sample = 1000
	// minLetters is how many letters a text needs for the language to be found by
	// the sequences of letters.
	minLetters = 20
	// sure is the confidence from which the library's answer is taken.
	sure = .8
)

// Of returns the language in which a text begins, found by its content, as a code
// such as "en"; empty if that is not certain, as of most single headlines. The script
// decides where it is of one language; else the sequences of three letters do (Cavnar
// and Trenkle 1994).
func Of(s string) string {
	s = beginning(s)
	script, letters := mainScript(s)
	switch {
	case script == nil:
		return ""
	case script.language != "":
		return script.language
	case letters < minLetters:
		return ""
	}
	found := whatlanggo.Detect(s)
	if found.Confidence < sure || found.Script != script.letters {
		return ""
	}
	code := Code(found.Lang.Iso6391())
	if script == &latin {
		return confirm(code, s)
	}
	return confirmScript(code, s)
}

// beginning returns the part of a text that is read.
func beginning(s string) string {
	if len(s) <= sample {
		return s
	}
	return strings.ToValidUTF8(s[:sample], "")
}

// Likely returns the language that a text most resembles, however unsure that is; empty
// if its script is unknown.
func Likely(s string) string {
	s = beginning(s)
	switch script, _ := mainScript(s); {
	case script == nil:
		return ""
	case script.language != "":
		return script.language
	}
	return Code(whatlanggo.Detect(s).Lang.Iso6391())
}

// A script is the letters of one language, or of several.
type script struct {
	letters  *unicode.RangeTable
	language string // empty if there are several
}

var latin = script{letters: unicode.Latin}

// scripts are those other than Latin, the most frequent in news first. Chinese
// characters and Kana are told apart by mainScript.
var scripts = []script{
	{unicode.Cyrillic, ""}, {unicode.Arabic, ""}, {unicode.Han, "zh"}, {unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"},
	{unicode.Hangul, "ko"}, {unicode.Devanagari, ""}, {unicode.Thai, "th"}, {unicode.Greek, "el"}, {unicode.Hebrew, ""},
	{unicode.Bengali, "bn"}, {unicode.Tamil, "ta"}, {unicode.Telugu, "te"}, {unicode.Kannada, "kn"}, {unicode.Malayalam, "ml"},
	{unicode.Gujarati, "gu"}, {unicode.Gurmukhi, "pa"}, {unicode.Oriya, "or"}, {unicode.Sinhala, "si"}, {unicode.Lao, "lo"},
	{unicode.Khmer, "km"}, {unicode.Myanmar, "my"}, {unicode.Georgian, "ka"}, {unicode.Armenian, "hy"}, {unicode.Ethiopic, ""},
	{unicode.Tibetan, "bo"}, {unicode.Thaana, "dv"},
}

// Places in scripts.
const han, hiragana, katakana, hangul = 2, 3, 4, 5

// mainScript returns the script of a text and the number of its letters: the one with the
// most letters. Texts in any script have names in Latin letters, and the reverse is rare:
// Latin has to have three quarters of all letters. It is nil if no script is certain.
func mainScript(s string) (*script, int) {
	counts := make([]int, len(scripts))
	roman, all, last := 0, 0, 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				roman++
			}
			continue
		}
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			roman++
		case unicode.Is(scripts[last].letters, r): // most often
			counts[last]++
		default:
			for i := range scripts {
				if unicode.Is(scripts[i].letters, r) {
					counts[i]++
					last = i
					break
				}
			}
		}
	}
	kana := counts[hiragana] + counts[katakana]
	chinese := counts[han]
	switch {
	case kana >= 2 && 20*kana >= kana+chinese:
		counts[hiragana], counts[katakana], counts[han] = kana+chinese, 0, 0
	case counts[hangul] >= 2 && 5*counts[hangul] >= chinese:
		counts[hangul], counts[han] = counts[hangul]+chinese, 0
	}
	best := 0
	for i, n := range counts {
		if all += n; n > counts[best] {
			best = i
		}
	}
	all += roman
	switch n := counts[best]; {
	case 4*roman >= 3*all && roman > 0:
		return &latin, roman
	case n < 3 || 2*n < all-roman, best == han && n < 16: // so few may be Japanese
		return nil, 0
	default:
		return &scripts[best], n
	}
}
