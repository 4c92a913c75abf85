package language

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// scriptLetters are the letters of a language's script, by its ISO 15924 code.
var scriptLetters = map[string][]*unicode.RangeTable{
	"Latn": {unicode.Latin}, "Cyrl": {unicode.Cyrillic}, "Grek": {unicode.Greek}, "Arab": {unicode.Arabic},
	"Hebr": {unicode.Hebrew}, "Deva": {unicode.Devanagari}, "Beng": {unicode.Bengali}, "Taml": {unicode.Tamil},
	"Telu": {unicode.Telugu}, "Knda": {unicode.Kannada}, "Mlym": {unicode.Malayalam}, "Gujr": {unicode.Gujarati},
	"Guru": {unicode.Gurmukhi}, "Sinh": {unicode.Sinhala}, "Thai": {unicode.Thai}, "Laoo": {unicode.Lao},
	"Khmr": {unicode.Khmer}, "Mymr": {unicode.Myanmar}, "Geor": {unicode.Georgian}, "Armn": {unicode.Armenian},
	"Ethi": {unicode.Ethiopic}, "Hans": {unicode.Han}, "Hant": {unicode.Han}, "Kore": {unicode.Hangul, unicode.Han},
	"Jpan": {unicode.Hiragana, unicode.Katakana, unicode.Han},
}

// severalScripts are languages that are written in more than one script.
const severalScripts = " az bs kk ku ky mn ms pa sd sh sr tg tk tt ug uz "

// Other returns what a text is in, a script or a language, where it is plain that it is not
// in the language that a BCP 47 tag declares; else "". The text needs twenty words.
func Other(tag, s string) string {
	code := Code(tag)
	if code == "" || len(s) < 40 {
		return ""
	}
	t, err := language.Parse(tag)
	if err != nil {
		t = language.Make(code)
	}
	base, sure := t.Base()
	script, _ := t.Script()
	own := scriptLetters[script.String()]
	if sure == language.No || own == nil {
		return ""
	}
	if found := otherScript(own, s); found != "" {
		if strings.Contains(severalScripts, " "+base.String()+" ") {
			return ""
		}
		return found
	}
	if own[0] == unicode.Latin && functionWords[code] == "" {
		return "" // Of does not know it, and may take it for another
	}
	s = beginning(s)
	w := countWords(s)
	if w.all < 20 || w.count[code] > 0 && w.count[code] >= w.most() {
		return ""
	}
	if found := Of(s); found != "" && !Related(found, code) {
		return found
	}
	return ""
}

// Doubtful reports whether the words of a text, however short, speak for another language
// more than for the one with a code.
func Doubtful(code, s string) bool {
	if functionWords[code] != "" {
		w := countWords(beginning(s))
		if own, most := w.count[code], w.most(); most > 0 {
			return own < most
		}
	}
	return Other(code, s) != ""
}

// otherScript returns the name of the script that nine of ten letters are in, if it is
// another one, "" else.
func otherScript(own []*unicode.RangeTable, s string) string {
	letters, foreign := 0, 0
	var first rune
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if letters++; !unicode.In(r, own...) {
			if foreign++; foreign == 1 {
				first = r
			}
		}
		if letters == 2000 {
			break
		}
	}
	if letters < 20 || 10*foreign < 9*letters {
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, first) {
			return name + " letters"
		}
	}
	return ""
}
