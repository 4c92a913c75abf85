package corpus

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// scripts are the letters of a language's script, by its ISO 15924 code.
var scripts = map[string][]*unicode.RangeTable{
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

// functionWords are words that are frequent in one language and rare in the others of
// the list.
var functionWords = map[string]string{
	"en": "the of and to that was with for this from have which their would has been were they",
	"de": "der die das und ist nicht mit dem auf eine auch sich wurde werden einen bei nach wird",
	"fr": "les des une est dans pour qui sur pas avec sont aux cette ont été ses mais leur",
	"es": "los las una por con para del que como más pero fue sus ha sobre según este el",
	"it": "il che della per sono non con gli anche delle nel alla una più dei dal è ha",
	"pt": "os uma não com para dos das mais foi em ao pelo pela são que da é ser",
	"nl": "het een van niet met zijn voor ook maar werd wordt naar deze bij aan heeft dat uit",
	"sv": "och att som är inte för med har ett från vid också efter eller var sig sina när",
	"da": "og det er ikke med til har af på som fra også efter blev der hvor være sig",
	"pl": "nie się jest na że jak przez dla oraz był ale jego po które od który tym",
	"tr": "ve bir bu için ile olarak olan daha çok gibi kadar sonra ise değil da de ne en",
	"fi": "ja ei että se oli ovat myös mutta kun joka hän mukaan vuoden sen ole kuin jo",
	"cs": "je se na že jako byl byla pro jsou nebo tak po který jeho už také od",
	"ro": "și de la în este cu nu pentru din mai sunt sau fost ale prin pe un",
	"id": "yang dan di untuk dengan dari ini tidak pada akan itu dalam adalah oleh juga telah bisa kata",
	"hu": "az és hogy nem egy volt ki meg el ez meg már csak mint de még azt lesz szerint",
}

// languagesOf lists for each function word the languages that it is of.
var languagesOf = func() map[string][]string {
	of := map[string][]string{}
	for lang, words := range functionWords {
		for word := range strings.FieldsSeq(words) {
			of[word] = append(of[word], lang)
		}
	}
	return of
}()

// otherLanguage returns what a text is in, a script or a language, where it is plain
// that it is not in the language that a BCP 47 tag says; else "".
func otherLanguage(tag, s string) string {
	if tag == "" || len(s) < 40 {
		return ""
	}
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, sure := t.Base()
	script, _ := t.Script()
	own := scripts[script.String()]
	if sure == language.No || own == nil {
		return ""
	}
	if found := otherScript(own, s); found != "" {
		if strings.Contains(severalScripts, " "+base.String()+" ") {
			return ""
		}
		return found
	}
	if functionWords[base.String()] == "" {
		return ""
	}
	return otherWords(base.String(), s)
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

// otherWords returns the language of which a text has many function words, if it has
// hardly any of its own language, "" else.
func otherWords(own, s string) string {
	words, count, distinct := 0, map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		word = strings.ToLower(word)
		for _, lang := range languagesOf[word] {
			if count[lang]++; !seen[word] {
				distinct[lang]++
			}
		}
		seen[word] = true
		if words++; words == 400 {
			break
		}
	}
	if words < 20 {
		return ""
	}
	best := ""
	for _, lang := range sortedKeys(count) {
		if best == "" || count[lang] > count[best] {
			best = lang
		}
	}
	if best == "" || best == own || distinct[best] < 4 || 100*count[best] < 15*words || count[best] < 4*max(1, count[own]) {
		return ""
	}
	return best
}
