// Package text cuts text into words, sentences and shingles, in any language
// that Unicode's segmentation rules (UAX #29) serve, and finds the names, numbers
// and dates in it.
package text

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// abbreviations end in a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "prof.": true, "st.": true, "gen.": true, "col.": true, "capt.": true,
	"sen.": true, "rep.": true, "gov.": true, "lt.": true, "sgt.": true, "vs.": true, "no.": true, "jr.": true, "sr.": true,
	"u.s.": true, "u.k.": true, "e.g.": true, "i.e.": true, "jan.": true, "feb.": true, "aug.": true, "sept.": true,
	"oct.": true, "nov.": true, "dec.": true, "mt.": true, "ft.": true,
}

// Sentences returns the sentences of a text in order: cut by UAX #29 and joined
// again after an abbreviation or a single initial; white space is folded. A line
// end is white space, an empty line ends a sentence.
func Sentences(s string) []string {
	var list []string
	for _, at := range sentenceSpans(s) {
		list = append(list, Fold(s[at.from:at.to]))
	}
	return list
}

// A span is a part of a text: s[from:to].
type span struct{ from, to int }

// sentenceSpans says where the sentences of Sentences stand.
func sentenceSpans(s string) []span {
	var list []span
	open := false // the last one goes on
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

// joinLines turns the line ends between two lines that are not blank into spaces,
// byte for byte.
func joinLines(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	out := []byte(s)
	before := ""
	at := 0 // where the line begins
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

// Fold turns every run of white space into one space, and none at the ends.
func Fold(s string) string { return strings.Join(strings.Fields(s), " ") }
