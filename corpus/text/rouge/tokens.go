package rouge

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// Options are the tokens to compare. The zero value is words of any script, unstemmed.
type Options struct {
	Standard     bool                     // tokens of ROUGE-1.5.5; see Standard
	Stop         func(word string) bool   // reports words to leave out, before stemming (-s); nil = none
	Stem         func(word string) string // applied to each word (-m, with Stem); nil = no stemming
	Words, Bytes int                      // maximum read of the text (-l, -b); 0 = no limit
}

// A Text is the tokens of a text by sentence.
type Text [][]string

// Text splits the sentences of a text into tokens. The limits count words between
// spaces, or bytes, of the sentences as given.
func (o Options) Text(sentences []string) Text {
	t := make(Text, 0, len(sentences))
	cut := Tokens
	if o.Standard {
		cut = Standard
	}
	for _, s := range o.limit(sentences) {
		tokens := cut(s)
		if o.Stop != nil {
			tokens = slices.DeleteFunc(tokens, o.Stop)
		}
		if o.Stem != nil {
			for i, w := range tokens {
				tokens[i] = o.Stem(w)
			}
		}
		t = append(t, tokens)
	}
	return t
}

// limit returns the sentences within the limits, the last one cut.
func (o Options) limit(sentences []string) []string {
	if o.Words > 0 {
		return first(sentences, o.Words, func(s string, most int) (string, int) {
			words := strings.Fields(s)
			if len(words) > most {
				s, words = strings.Join(words[:most], " "), words[:most]
			}
			return s, len(words)
		})
	}
	if o.Bytes > 0 {
		return first(sentences, o.Bytes, func(s string, most int) (string, int) {
			if len(s) <= most {
				return s, len(s)
			}
			at := most
			for at > 0 && !utf8.RuneStart(s[at]) {
				at--
			}
			return s[:at], most
		})
	}
	return sentences
}

// first returns sentences of a total size of left; cut returns the part of a sentence
// that fits and its size.
func first(sentences []string, left int, cut func(s string, most int) (string, int)) []string {
	var list []string
	for _, s := range sentences {
		if left == 0 {
			break
		}
		part, size := cut(s, left)
		list = append(list, part)
		left -= size
	}
	return list
}

func (t Text) flat() []string { return slices.Concat(t...) }

// Tokens returns the words of text.Words, split at every character other than a letter,
// mark or digit. For ASCII these are the tokens of Standard; other scripts keep their
// letters, and in those without spaces pairs of characters are the words.
func Tokens(s string) []string {
	tokens := make([]string, 0, len(s)/6)
	for field := range strings.FieldsSeq(s) {
		if isASCII(field) && strings.IndexByte(field, '&') < 0 { // nothing to segment: much faster
			tokens = appendRuns(tokens, lower(field))
			continue
		}
		for w := range text.WordsSeq(field) {
			tokens = append(tokens, strings.FieldsFunc(w, outside)...)
		}
	}
	return tokens
}

// Standard returns the tokens of ROUGE-1.5.5: the runs of a-z and 0-9 in lower case.
// Every other byte separates, including those of letters outside ASCII.
func Standard(s string) []string {
	return appendRuns(make([]string, 0, len(s)/6), lower(s))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lower replaces A-Z by a-z and leaves every other byte.
func lower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
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

func outside(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
