package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Words returns the words and numbers of a text in order, in the form of Normal, split
// by UAX #29. No word contains a space or a control character of ASCII. A text cut at
// white space has the same words as the whole. Character references of HTML, such as
// &amp;, are read as the characters that they stand for.
//
// UAX #29 leaves scripts without spaces to dictionaries. Here a run of such a script is
// its overlapping pairs of characters: 東京都 is 東京 and 京都, a single character is
// itself. This holds for Han and Hiragana together, and for Thai, Lao, Khmer, Burmese
// and the scripts of the Tai languages, whose characters are whole units of writing,
// such as a consonant with its vowels and marks. A run of Katakana is one word, since
// most are one loan word or one foreign name; Hangul has spaces. One rule without a
// dictionary serves all of these alike, knows no word better than another, and gives
// the same words on every machine and in every release: the dictionaries at hand know
// one or two of the scripts, and weigh more than the rest of the program.
func Words(s string) []string {
	list := make([]string, 0, len(s)/6)
	for w := range WordsSeq(s) {
		list = append(list, w)
	}
	return list
}

// WordsSeq is Words as a sequence. The words are parts of one string; clone those to
// keep.
func WordsSeq(s string) iter.Seq[string] { return wordsSeq(s, false) }

// TermsSeq is WordsSeq for weighing what a text is about. In a text without Kana, it has each
// Han character of a run alone behind the pairs of it: such a character has a meaning, and short
// texts on one subject share more characters than pairs. In a text with Kana, which is Japanese,
// no pair is of both Han and Hiragana, and one or two of Hiragana beside another script are left
// out: they are particles and endings of words, and as frequent on one subject as on any other.
func TermsSeq(s string) iter.Seq[string] { return wordsSeq(s, true) }

func wordsSeq(s string, characters bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		s := Normal(unescaped(s))
		japanese := characters && hasKana(s)
		var tokens *words.Iterator[string]
		for from, to := 0, 0; from < len(s); from = to {
			if to = from + 1; s[from] == ' ' && to < len(s) && s[to] < utf8.RuneSelf {
				continue
			}
			end, word, ok := asciiToken(s, from)
			if !ok {
				if unspacedAt(s, from) {
					to, ok = unspacedWords(s, from, japanese, yield)
					if !ok || characters && !japanese && !hanCharacters(s[from:to], yield) {
						return
					}
					continue
				}
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
