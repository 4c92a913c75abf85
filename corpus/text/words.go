package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"
)

// Words returns the words of a text in order: cut by UAX #29 after NFKC, in
// lower case; numbers stay, punctuation and white space do not. No word holds a
// space or a control character of ASCII.
func Words(s string) []string {
	list := make([]string, 0, len(s)/6)
	for w := range WordsSeq(s) {
		list = append(list, w)
	}
	return list
}

// WordsSeq is Words without the list. The words are parts of one string: clone
// those that are kept.
func WordsSeq(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		s := normal(s)
		var tokens *words.Iterator[string]
		for from, to := 0, 0; from < len(s); from = to {
			if to = from + 1; s[from] == ' ' && to < len(s) && s[to] < utf8.RuneSelf {
				continue
			}
			end, word, ok := asciiToken(s, from)
			if !ok {
				if tokens == nil {
					tokens = words.FromString(s)
				}
				tokens.SetText(s[from:])
				tokens.Next()
				end, word = from+tokens.End(), hasWord(tokens.Value())
			}
			if to = end; word && !yield(s[from:to]) {
				return
			}
		}
	}
}

// normal is the text in NFKC and lower case. Most text is ASCII, where NFKC
// changes nothing; a character of ASCII can be changed by what follows it, as an
// accent, but not by what precedes it.
func normal(s string) string {
	at := 0
	for at < len(s) && s[at] < utf8.RuneSelf && !isUpper(s[at]) {
		at++
	}
	if at == len(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for at = 0; at < len(s); {
		from := at
		for at < len(s) && s[at] < utf8.RuneSelf {
			at++
		}
		if from < at && at < len(s) {
			at--
		}
		writeLower(&out, s[from:at])
		from = at
		for at < len(s) && (s[at] >= utf8.RuneSelf || at+1 < len(s) && s[at+1] >= utf8.RuneSelf) {
			at++
		}
		out.WriteString(strings.ToLower(norm.NFKC.String(s[from:at])))
	}
	return out.String()
}

func writeLower(out *strings.Builder, ascii string) {
	from := 0
	for i := range len(ascii) {
		if isUpper(ascii[i]) {
			out.WriteString(ascii[from:i])
			out.WriteByte(ascii[i] + 'a' - 'A')
			from = i + 1
		}
	}
	out.WriteString(ascii[from:])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// A class is what UAX #29 makes of a character of ASCII.
type class uint8

const (
	aLetter      class = 1 << iota
	numeric            // Numeric
	connector          // ExtendNumLet
	joinsLetters       // MidLetter, MidNumLet, Single_Quote
	joinsDigits        // MidNum, MidNumLet, Single_Quote
	outside            // not of ASCII
)

var classes = func() (table [256]class) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = outside
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			table[c] = aLetter
		case c >= '0' && c <= '9':
			table[c] = numeric
		}
	}
	table['_'] = connector
	table[':'] = joinsLetters
	table['.'], table['\''] = joinsLetters|joinsDigits, joinsLetters|joinsDigits
	table[','], table[';'] = joinsDigits, joinsDigits
	return table
}()

// asciiToken returns the end of the token that begins at from and whether it is a
// word: what UAX #29 says where there is nothing but ASCII, up to the character
// after the token. It is not ok where a character outside ASCII may have a say.
// White space and punctuation come one by one.
func asciiToken(s string, from int) (to int, word, ok bool) {
	var seen class
	for to = from; to < len(s); to++ {
		c := classes[s[to]]
		if c&(aLetter|numeric|connector) != 0 {
			seen |= c
			continue
		}
		next := class(0)
		if to+1 < len(s) {
			next = classes[s[to+1]]
		}
		if c == outside || next == outside && (to == from || c != 0) {
			return 0, false, false
		}
		if to == from {
			return to + 1, false, true
		}
		last := classes[s[to-1]]
		if !(c&joinsLetters != 0 && last&next&aLetter != 0) && !(c&joinsDigits != 0 && last&next&numeric != 0) {
			break
		}
	}
	return to, seen&(aLetter|numeric) != 0, true
}

func hasWord(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
	}
	return false
}
