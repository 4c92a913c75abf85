// Package text splits text into words, sentences and shingles by Unicode's segmentation
// rules (UAX #29), and finds names, numbers, dates, quotations and outlets in it.
package text

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
	"golang.org/x/text/unicode/bidi"
)

// Sentences returns the sentences of a text in a language (its BCP 47 tag; empty if
// unknown) in order, with folded white space: split by UAX #29 and joined again after
// an abbreviation or a single initial. A line end is white space; a blank line ends a
// sentence.
func Sentences(s, lang string) []string {
	var list []string
	for _, at := range sentenceSpans(s, lang) {
		list = append(list, Fold(s[at.from:at.to]))
	}
	return list
}

// A span is a part of a text: s[from:to].
type span struct{ from, to int }

func sentenceSpans(s, lang string) []span {
	var list []span
	open := false // the last sentence continues
	at := 0
	for tokens := sentences.FromString(joinLines(s)); tokens.Next(); {
		from := at
		at += len(tokens.Value())
		part := strings.TrimSpace(s[from:at])
		if part == "" {
			continue
		}
		if open {
			list[len(list)-1].to = at
		} else {
			list = append(list, span{from, at})
		}
		open = endsInAbbreviation(part)
	}
	return list
}

// joinLines replaces line ends between two lines that are not blank by spaces; the
// length stays the same.
func joinLines(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	out := []byte(s)
	before := ""
	at := 0 // the beginning of the line
	for line := range strings.SplitSeq(s, "\n") {
		if at > 0 && strings.TrimSpace(before) != "" && strings.TrimSpace(line) != "" {
			out[at-1] = ' '
			if at > 1 && out[at-2] == '\r' {
				out[at-2] = ' '
			}
		}
		before = line
		at += len(line) + 1
	}
	return string(out)
}

func endsInAbbreviation(s string) bool {
	last := strings.TrimLeftFunc(s[max(strings.LastIndexFunc(s, unicode.IsSpace), 0):], unicode.IsSpace)
	runes := []rune(last)
	initial := len(runes) == 2 && unicode.IsUpper(runes[0]) && runes[1] == '.'
	return initial || abbreviations[strings.ToLower(last)]
}

// Fold replaces runs of white space by one space and trims the ends.
func Fold(s string) string { return strings.Join(strings.Fields(s), " ") }

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
