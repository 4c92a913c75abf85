package pages

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// extractLength is how much of an article a page prints, in characters.
const extractLength = 600

// extract is the start of a text as one paragraph of whole sentences; if the
// first one is too long, as much of it as fits.
func extract(s, lang string) string {
	start := truncate(s, 8*extractLength) // white space counts for nothing
	var b strings.Builder
	length := 0
	for _, sentence := range text.Sentences(start, lang) {
		n := utf8.RuneCountInString(sentence)
		switch {
		case length == 0 && n > extractLength:
			return shorten(sentence, extractLength)
		case length == 0:
			b.WriteString(sentence)
		case length+1+n > extractLength:
			return b.String()
		default:
			b.WriteString(" " + sentence)
			n++
		}
		length += n
	}
	return b.String()
}

// shorten cuts a text behind a word so that it has at most limit characters, the
// ellipsis that it then ends in among them.
func shorten(s string, limit int) string {
	s = text.Fold(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := truncate(s, limit-1)
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return cut + "…"
}

// truncate keeps the first n characters.
func truncate(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
