package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quote is a quotation without its marks.
type Quote struct {
	From, To int // its place: s[From:To]
}

// closing are the marks that end a quotation, by the mark that begins it.
var closing = map[rune]string{
	'"': `"`, '“': "”\"", '„': "“”", '«': "»", '»': "«", '‘': "’", '\'': "'", '「': "」", '『': "』",
}

// Quotes returns the outermost quotations of a text in order. A quotation begins with a
// mark after white space, an opening bracket or a dash and before anything but white
// space. It ends at the partner mark not followed by a letter or a digit, so that an
// apostrophe does not end it. It must be closed in its paragraph and contain a letter.
// It takes time linear in the text, except for marks that are never closed.
func Quotes(s string) []Quote {
	var list []Quote
	s, gaps := readable(s)
	before := ' '
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if marks, ok := closing[r]; ok && (unicode.IsSpace(before) || strings.ContainsRune("([{—–-", before)) {
			if n := closed(s[i+size:], marks); n > 0 {
				list = append(list, Quote{gaps.place(i + size), gaps.place(i+size+n-1) + 1})
				i += size + n
				continue // at the closing mark, which cannot open after a letter
			}
		}
		before = r
		i += size
	}
	return list
}

// closed returns the length of the quotation up to its closing mark, 0 if there is
// none.
func closed(s, marks string) int {
	var last rune
	letters := false
	for i, r := range s {
		if r == '\n' && last == '\n' || i == 0 && unicode.IsSpace(r) {
			return 0
		}
		if strings.ContainsRune(marks, r) {
			next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.IsSpace(last) {
				if letters {
					return i
				}
				return 0
			}
		}
		letters = letters || unicode.IsLetter(r)
		last = r
	}
	return 0
}
