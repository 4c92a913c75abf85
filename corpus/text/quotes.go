package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quote is what stands between quotation marks, without them.
type Quote struct {
	From, To int // it stands at s[From:To]
}

// closing are the marks that end a quotation, by the mark that begins it.
var closing = map[rune]string{
	'"': `"`, '“': "”\"", '„': "“”", '«': "»", '»': "«", '‘': "’", '\'': "'", '「': "」", '『': "』",
}

// Quotes returns the quotations of a text in their order; of one within another
// the outer one. A mark begins one behind a blank, an opening bracket or a dash
// and before anything but a blank; it ends at its partner before no letter and no
// digit, so that apostrophes end none. One that is not closed in its paragraph,
// or that holds no letter, is none. Cost: linear in the text but for marks that
// nothing closes.
func Quotes(s string) []Quote {
	var list []Quote
	before := ' '
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if marks, ok := closing[r]; ok && opens(before) {
			if n := closed(s[i+size:], marks); n > 0 {
				list = append(list, Quote{i + size, i + size + n})
				i += size + n
				continue // the closing mark comes next, and opens nothing behind a letter
			}
		}
		before = r
		i += size
	}
	return list
}

func opens(before rune) bool {
	return unicode.IsSpace(before) || strings.ContainsRune("([{—–-", before)
}

// closed returns the length of what stands before the closing mark, 0 where there
// is none.
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
