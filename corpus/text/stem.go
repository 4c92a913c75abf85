package text

import (
	"strings"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// A language is one that Snowball has rules for.
type language struct {
	stem func(word string, stopWordsToo bool) string
	stop func(word string) bool
}

// languages are keyed by the first part of the BCP 47 tag.
var languages = map[string]language{
	"en": {english.Stem, english.IsStopWord},
	"es": {spanish.Stem, spanish.IsStopWord},
	"fr": {french.Stem, french.IsStopWord},
	"hu": {hungarian.Stem, hungarian.IsStopWord},
	"nb": {norwegian.Stem, norwegian.IsStopWord},
	"no": {norwegian.Stem, norwegian.IsStopWord},
	"ru": {russian.Stem, russian.IsStopWord},
	"sv": {swedish.Stem, swedish.IsStopWord},
}

// languageOf returns the rules for a BCP 47 tag; empty = English.
func languageOf(tag string) (language, bool) {
	if tag == "" {
		tag = "en"
	}
	first, _, _ := strings.Cut(tag, "-")
	l, ok := languages[strings.ToLower(first)]
	return l, ok
}

// StopWord reports whether a word in lower case is one of the most common words of the
// language. It knows English, French, Hungarian, Norwegian (Bokmål), Russian, Spanish
// and Swedish; other languages have no stop words.
func StopWord(word, lang string) bool {
	l, ok := languageOf(lang)
	return ok && l.stop(word)
}

// Stem returns the stem of a word in lower case, by the Snowball rules of the language
// (Porter 2001). It knows the languages of StopWord. Stop words, and words of other
// languages, are their own stems.
func Stem(word, lang string) string {
	l, ok := languageOf(lang)
	if !ok || l.stop(word) {
		return word
	}
	return l.stem(word, true)
}
