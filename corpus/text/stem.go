package text

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/turkish"
	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"

	"github.com/seed-9405df2f/assay/corpus/language"
)

// rules are those of a language that Snowball has stems for.
type rules struct {
	stem func(word string, stopWordsToo bool) string
	stop func(word string) bool
}

// languages are keyed by the code of the language.
var languages = map[string]rules{
	"ar": {environment(arabic.Stem), stopWordsOf("ar")},
	"da": {environment(danish.Stem), stopWordsOf("da")},
	"de": {environment(german.Stem), stopWordsOf("de")},
	"en": {english.Stem, english.IsStopWord},
	"es": {spanish.Stem, spanish.IsStopWord},
	"fi": {environment(finnish.Stem), stopWordsOf("fi")},
	"fr": {french.Stem, french.IsStopWord},
	"hu": {hungarian.Stem, hungarian.IsStopWord},
	"it": {environment(italian.Stem), stopWordsOf("it")},
	"nb": {norwegian.Stem, norwegian.IsStopWord},
	"nl": {environment(dutch.Stem), stopWordsOf("nl")},
	"no": {norwegian.Stem, norwegian.IsStopWord},
	"pt": {environment(portuguese.Stem), stopWordsOf("pt")},
	"ro": {environment(romanian.Stem), stopWordsOf("ro")},
	"ru": {russian.Stem, russian.IsStopWord},
	"sv": {swedish.Stem, swedish.IsStopWord},
	"tr": {environment(turkish.Stem), stopWordsOf("tr")},
}

// environment calls the rules of a language in a Snowball environment.
func environment(stem func(*snowballstem.Env) bool) func(string, bool) string {
	return func(word string, _ bool) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

func stopWordsOf(lang string) func(string) bool {
	words := language.StopWords(lang)
	return func(word string) bool { return words[word] }
}

// rulesOf returns the rules for the tag of a language.
func rulesOf(tag string) (rules, bool) {
	if len(tag) != 2 || tag[0] < 'a' || tag[1] < 'a' {
		tag = language.Code(tag)
	}
	r, ok := languages[tag]
	return r, ok
}

// StopWord reports whether a word in lower case is one of the most common words of the
// language, which language.Code understands. It knows Arabic, Danish, Dutch, English,
// Finnish, French, German, Hungarian, Italian, Norwegian (Bokmål), Portuguese, Romanian,
// Russian, Spanish, Swedish and Turkish. Other languages, and an unknown one (""), have
// no stop words.
func StopWord(word, lang string) bool {
	r, ok := rulesOf(lang)
	return ok && r.stop(word)
}

// Stem returns the stem of a word in lower case, by the Snowball rules of the language
// (Porter 2001). It knows the languages of StopWord. Stop words, and words of other
// languages, are their own stems.
func Stem(word, lang string) string {
	r, ok := rulesOf(lang)
	if !ok || r.stop(word) {
		return word
	}
	return r.stem(word, true)
}
