// Package text splits text into words, sentences and shingles by Unicode's segmentation
// rules (UAX #29), and finds names, numbers, dates, quotations and outlets in it.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Fold replaces runs of white space by one space and trims the ends.
func Fold(s string) string {
	if folded(s) {
		return s // most often
	}
	return strings.Join(strings.Fields(s), " ")
}

// folded reports whether Fold changes nothing.
func folded(s string) bool {
	space := true
	for _, r := range s {
		if unicode.IsSpace(r) && (space || r != ' ') {
			return false
		}
		space = r == ' '
	}
	return !space || s == ""
}

// Line folds a text from outside for display: without the characters that drop
// reports, and with U+FFFD in place of bytes that are not UTF-8.
func Line(s string, drop func(rune) bool) string {
	return Fold(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case drop(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// Invisible reports whether a character is a control, such as those of a terminal and
// of the direction of writing.
func Invisible(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// Isolate keeps a text that is written from right to left from turning what is around
// it.
func Isolate(s string) string {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL, bidi.AN:
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}
