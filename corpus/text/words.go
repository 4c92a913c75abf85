package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"
)

// Words returns the words and numbers of a text in order, in NFKC and lower case, split
// by UAX #29. No word contains a space or a control character of ASCII.
func Words(s string) []string {
	list := make([]string, 0, len(s)/6)
	for w := range WordsSeq(s) {
		list = append(list, w)
	}
	return list
}

// WordsSeq is Words as a sequence. The words are parts of one string; clone those to
// keep.
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
				end, word = from+tokens.End(), strings.ContainsFunc(tokens.Value(), inWord)
			}
			if to = end; word && !yield(s[from:to]) {
				return
			}
		}
	}
}

// normal returns the text in NFKC and lower case. NFKC does not change ASCII, except
// that a character combines with one after it, such as an accent.
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

// A class is the UAX #29 class of a character of ASCII.
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

// asciiToken returns the end of the token that begins at from and whether it is a word,
// by UAX #29. It is not ok unless the token and the character after it are ASCII.
// White space and punctuation are tokens of one character.
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

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
