package coverage

import (
	"slices"
	"unicode/utf8"
)

// A content is a content word with its different pairs of neighbouring letters,
// ascending, with a blank before and behind it; nil for those that must match exactly:
// words with digits, or of fewer than four letters.
type content struct {
	word  string
	pairs [][2]rune
}

func newContent(word string) content {
	if utf8.RuneCountInString(word) < 4 || hasDigit(word) {
		return content{word: word}
	}
	var pairs [][2]rune
	last := ' '
	for _, r := range word {
		pairs = append(pairs, [2]rune{last, r})
		last = r
	}
	pairs = append(pairs, [2]rune{last, ' '})
	slices.SortFunc(pairs, comparePairs)
	return content{word, slices.Compact(pairs)}
}

func comparePairs(a, b [2]rune) int { return slices.Compare(a[:], b[:]) }

// dice is Dice's coefficient of two ascending lists: twice what both have over
// what each has, 0 to 1.
func dice(a, b [][2]rune) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := comparePairs(a[i], b[j]); {
		case order == 0:
			common++
			i++
			j++
		case order < 0:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(max(len(a)+len(b), 1))
}
