package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A token is a piece s[from:to] of a text, by UAX #29.
type token struct {
	from, to int
	kind     kind
}

// A kind is the class of a token by its first character.
type kind uint8

const (
	mark   kind = iota // punctuation and anything else
	blank              // white space
	letter             // of a word
	digit              // 0 to 9, of a figure: 1,234.5 or 2.5m or 12th
)

func tokens(s string, from, to int) []token {
	list := make([]token, 0, (to-from)/3)
	for t := words.FromString(s[from:to]); t.Next(); {
		part := t.Value()
		list = append(list, token{from, from + len(part), kindOf(part)})
		from += len(part)
	}
	return list
}

func kindOf(part string) kind {
	r, _ := utf8.DecodeRuneInString(part)
	switch {
	case unicode.IsSpace(r):
		return blank
	case '0' <= r && r <= '9':
		return digit
	case unicode.IsLetter(r):
		return letter
	}
	return mark
}
