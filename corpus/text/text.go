// Package text cuts text into words, sentences and shingles, in any language
// that Unicode's segmentation rules (UAX #29) serve.
package text

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// abbreviations end in a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "prof.": true, "st.": true, "gen.": true, "col.": true, "capt.": true,
	"sen.": true, "rep.": true, "gov.": true, "lt.": true, "sgt.": true, "vs.": true, "no.": true, "jr.": true, "sr.": true,
	"u.s.": true, "u.k.": true, "e.g.": true, "i.e.": true, "jan.": true, "feb.": true, "aug.": true, "sept.": true,
	"oct.": true, "nov.": true, "dec.": true,
}

var singleLineEnd = regexp.MustCompile(`([^\n])\r?\n([^\r\n])`)

// Sentences returns the sentences of a text in order: cut by UAX #29 and joined
// again after an abbreviation or a single initial; white space is folded. A line
// end is white space, an empty line ends a sentence.
func Sentences(s string) []string {
	s = singleLineEnd.ReplaceAllString(s, "$1 $2")
	var list []string
	open := ""
	for tokens := sentences.FromString(s); tokens.Next(); {
		part := Fold(tokens.Value())
		if part == "" {
			continue
		}
		if open != "" {
			part = open + " " + part
			open = ""
		}
		if endsInAbbreviation(part) {
			open = part
			continue
		}
		list = append(list, part)
	}
	if open != "" {
		list = append(list, open)
	}
	return list
}

func endsInAbbreviation(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	runes := []rune(last)
	initial := len(runes) == 2 && unicode.IsUpper(runes[0]) && runes[1] == '.'
	return initial || abbreviations[strings.ToLower(last)]
}

// Fold turns every run of white space into one space, and none at the ends.
func Fold(s string) string { return strings.Join(strings.Fields(s), " ") }
