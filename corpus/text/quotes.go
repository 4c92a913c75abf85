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
// It takes time linear in the text.
func Quotes(s string) []Quote {
	var list []Quote
	ends := map[rune]*quoteEnd{}
	s, gaps := readable(s)
	before := ' '
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if marks, ok := closing[r]; ok && (unicode.IsSpace(before) || strings.ContainsRune("([{—–-", before)) {
			if ends[r] == nil {
				ends[r] = &quoteEnd{at: -1}
			}
			if to, ok := ends[r].of(s, i+size, marks); ok {
				list = append(list, Quote{gaps.place(i + size), gaps.place(to-1) + 1})
				i = to
				continue // at the closing mark, which cannot open after a letter
			}
		}
		before = r
		i += size
	}
	return list
}

// A quoteEnd is where the quotations that one mark begins end. Whether a mark closes one
// depends on its neighbours alone, so that the place also holds for a quotation that
// begins later before it.
type quoteEnd struct {
	at     int  // of the closing mark, or of the end of the paragraph; before it no mark closes
	closed bool // there is a mark
	letter int  // where the last letter before it is
}

// of returns the end of the quotation that begins at from; not ok if it is none.
func (e *quoteEnd) of(s string, from int, marks string) (to int, ok bool) {
	if first, _ := utf8.DecodeRuneInString(s[from:]); unicode.IsSpace(first) {
		return 0, false
	}
	if from > e.at {
		e.find(s, from, marks)
	}
	return e.at, e.closed && e.letter >= from
}

func (e *quoteEnd) find(s string, from int, marks string) {
	*e = quoteEnd{at: len(s), letter: -1}
	var last rune
	for i, r := range s[from:] {
		if r == '\n' && last == '\n' {
			e.at = from + i
			return
		}
		if strings.ContainsRune(marks, r) {
			next, _ := utf8.DecodeRuneInString(s[from+i+utf8.RuneLen(r):])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.IsSpace(last) {
				e.at, e.closed = from+i, true
				return
			}
		}
		if unicode.IsLetter(r) {
			e.letter = from + i
		}
		last = r
	}
}
