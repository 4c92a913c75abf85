package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unspaced are the blocks of the scripts that are written without spaces and that UAX
// #29 does not split into words.
var unspaced = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0E01, Hi: 0x0EFF, Stride: 1}, // Thai, Lao
		{Lo: 0x1000, Hi: 0x109F, Stride: 1}, // Myanmar
		{Lo: 0x1780, Hi: 0x17DF, Stride: 1}, // Khmer
		{Lo: 0x1950, Hi: 0x19DF, Stride: 1}, // Tai Le, New Tai Lue
		{Lo: 0x1A20, Hi: 0x1AAF, Stride: 1}, // Tai Tham
		{Lo: 0x3005, Hi: 0x3007, Stride: 1}, // 々, 〆, 〇
		{Lo: 0x3021, Hi: 0x303C, Stride: 1}, // Hangzhou numerals, signs of repetition
		{Lo: 0x3041, Hi: 0x309F, Stride: 1}, // Hiragana
		{Lo: 0x3400, Hi: 0x4DBF, Stride: 1}, // Han
		{Lo: 0x4E00, Hi: 0x9FFF, Stride: 1},
		{Lo: 0xA9E0, Hi: 0xA9FF, Stride: 1}, // Myanmar
		{Lo: 0xAA60, Hi: 0xAADF, Stride: 1}, // Myanmar, Tai Viet
		{Lo: 0xF900, Hi: 0xFAFF, Stride: 1}, // Han
	},
	R32: []unicode.Range32{
		{Lo: 0x11700, Hi: 0x1174F, Stride: 1}, // Ahom
		{Lo: 0x1B001, Hi: 0x1B152, Stride: 1}, // Hiragana
		{Lo: 0x20000, Hi: 0x3FFFD, Stride: 1}, // Han
	},
}

// isUnspaced reports whether a character is a letter of a script without spaces.
func isUnspaced(r rune) bool {
	return r >= 0x0E01 && unicode.Is(unspaced, r) && (unicode.IsLetter(r) || unicode.Is(unicode.Nl, r))
}

func unspacedAt(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return isUnspaced(r)
}

// unspacedWords yields the pairs of neighbouring units in the run of a script without
// spaces that begins at from, or its only unit, and returns the end of the run. It is
// not ok if yield wants no more. A Japanese run is of Hiragana, or has none; short ones are passed over.
func unspacedWords(s string, from int, japanese bool, yield func(string) bool) (end int, ok bool) {
	second := -1 // where the second unit of a pair begins
	hiragana := japanese && scriptAt(s, from, unicode.Hiragana)
	if hiragana {
		if end = endingOfWord(s, from); end > from {
			return end, true
		}
	}
	end, _ = cluster(s, from)
	for end < len(s) && unspacedAt(s, end) && (!japanese || scriptAt(s, end, unicode.Hiragana) == hiragana) {
		to, silent := cluster(s, end)
		if !silent { // a unit begins
			if second >= 0 {
				if !yield(s[from:end]) {
					return end, false
				}
				from = second
			}
			second = end
		}
		end = to
	}
	return end, yield(s[from:end])
}

func scriptAt(s string, at int, script *unicode.RangeTable) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return unicode.Is(script, r)
}

// endingOfWord returns the end of a run of one or two characters of Hiragana with another script
// of Japanese beside it, or from if there is no such run at from.
func endingOfWord(s string, from int) int {
	end := from
	for count := 0; scriptAt(s, end, unicode.Hiragana); count++ {
		if count == 2 {
			return from
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	behind, _ := utf8.DecodeRuneInString(s[end:])
	if ideographic(before) || before == 'ー' || ideographic(behind) {
		return end
	}
	return from
}

// hasKana reports whether a text has letters of Hiragana or Katakana, as Japanese alone does.
func hasKana(s string) bool {
	const lead = 0xe3 // the first byte of those
	for at := strings.IndexByte(s, lead); at >= 0; {
		if scriptAt(s, at, unicode.Hiragana) || scriptAt(s, at, unicode.Katakana) {
			return true
		}
		next := strings.IndexByte(s[at+1:], lead)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// hanCharacters yields the Han characters of a run of more than one character. It is
// not ok if yield wants no more.
func hanCharacters(run string, yield func(string) bool) bool {
	for i, r := range run {
		size := utf8.RuneLen(r)
		if size < len(run) && unicode.Is(unicode.Han, r) && !yield(run[i:i+size]) {
			return false
		}
	}
	return true
}

// cluster returns the end of the letter at from with what belongs to it: vowels written
// before it, marks, letters stacked below it, and the vowels written behind it. It is
// silent if a mark takes its vowel away: it then ends the syllable before.
func cluster(s string, from int) (end int, silent bool) {
	r, size := utf8.DecodeRuneInString(s[from:])
	end = from + size
	goesOn := unicode.Is(unicode.Logical_Order_Exception, r) // the next letter belongs to it
	for end < len(s) {
		r, size = utf8.DecodeRuneInString(s[end:])
		switch {
		case unicode.IsMark(r):
			silent = silent || silences(r)
			goesOn = goesOn || stacks(r)
		case goesOn && isUnspaced(r):
			goesOn = unicode.Is(unicode.Logical_Order_Exception, r)
		case !follows(r):
			return end, silent
		}
		end += size
	}
	return end, silent
}

// silences reports whether a mark takes the vowel or the sound of its letter away.
func silences(r rune) bool {
	switch r {
	case 0x0E3A, 0x0E4C, 0x0ECC, 0x103A, 0x17CD, 0x17D1, 0x1A7A, 0x1172B: // phinthu, thanthakhat, asat and the like
		return true
	}
	return false
}

// stacks reports whether a mark puts the next letter below this one.
func stacks(r rune) bool {
	switch r {
	case 0x1039, 0x17D2, 0x1A60: // the viramas of Myanmar, Khmer and Tai Tham
		return true
	}
	return false
}

// follows reports whether a letter is a vowel written behind its consonant, or makes
// the vowel before it long.
func follows(r rune) bool {
	switch r {
	case 'ะ', 'า', 'ๅ', 'ະ', 'າ', 'ー':
		return true
	}
	return false
}
