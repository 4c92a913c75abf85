// Package coverage measures how much of what a reference says a digest says too:
// ROUGE, key points, and how far a digest is copied from its articles.
package coverage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// Tokens returns the tokens that ROUGE and the extractive measures count: the
// words of text.Words, in lower case, cut at every character that is no letter,
// mark or digit. On ASCII text these are the runs of a-z and 0-9, ROUGE's own
// rule; other scripts keep their letters, and those written without spaces are
// cut into words.
func Tokens(s string) []string {
	tokens := make([]string, 0, len(s)/6)
	for field := range strings.FieldsSeq(s) {
		if isASCII(field) { // nothing to segment, which is much the faster
			tokens = appendRuns(tokens, strings.ToLower(field))
			continue
		}
		for _, w := range text.Words(field) {
			tokens = append(tokens, strings.FieldsFunc(w, outside)...)
		}
	}
	return tokens
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// appendRuns appends the runs of a-z and 0-9.
func appendRuns(tokens []string, s string) []string {
	from := 0
	for i := range len(s) + 1 {
		if i < len(s) && ('a' <= s[i] && s[i] <= 'z' || '0' <= s[i] && s[i] <= '9') {
			continue
		}
		if i > from {
			tokens = append(tokens, s[from:i])
		}
		from = i + 1
	}
	return tokens
}

func outside(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// number gives equal tokens of the texts equal numbers.
func number(texts ...[]string) [][]int32 {
	of := map[string]int32{}
	out := make([][]int32, len(texts))
	for i, tokens := range texts {
		out[i] = make([]int32, len(tokens))
		for k, t := range tokens {
			id, ok := of[t]
			if !ok {
				id = int32(len(of))
				of[t] = id
			}
			out[i][k] = id
		}
	}
	return out
}
