package coverage

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// letterPairs lists the different pairs of neighbouring letters of a word in
// ascending order, with a blank before and behind it; nil for a word with digits,
// or of fewer letters than given.
func letterPairs(word string, least int) [][2]rune {
	if utf8.RuneCountInString(word) < least || hasDigit(word) {
		return nil
	}
	var pairs [][2]rune
	last := ' '
	for _, r := range word {
		pairs = append(pairs, [2]rune{last, r})
		last = r
	}
	pairs = append(pairs, [2]rune{last, ' '})
	slices.SortFunc(pairs, comparePairs)
	return slices.Compact(pairs)
}

func comparePairs(a, b [2]rune) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

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
