package coverage

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A content is a content word, or an amount.
type content struct {
	word    string // its stem, or the value of the amount: equal for words that are the same
	written string // its stem, or the amount as the text has it
	unit    string // of an amount of money or a measure
	counted string // the unit of any amount
	exact   bool   // must not be missing: words and amounts with digits
	// pairs are its different pairs of neighbouring letters, ascending, with a blank
	// before and behind it; nil for those that must match exactly: words with digits, or
	// of fewer than four letters.
	pairs [][2]rune
}

func newContent(word string) content {
	c := content{word: word, written: word, exact: strings.ContainsFunc(word, unicode.IsDigit)}
	if utf8.RuneCountInString(word) < 4 || c.exact {
		return c
	}
	last := ' '
	for _, r := range word {
		c.pairs = append(c.pairs, [2]rune{last, r})
		last = r
	}
	c.pairs = append(c.pairs, [2]rune{last, ' '})
	slices.SortFunc(c.pairs, comparePairs)
	c.pairs = slices.Compact(c.pairs)
	return c
}

// same reports whether two words are equal: amounts by value, and by unit if both are
// money or measures.
func (c content) same(o content) bool {
	return c.word == o.word && (c.unit == o.unit || c.unit == "" || o.unit == "")
}

// contradicts reports whether two amounts count the same and differ.
func (c content) contradicts(o content) bool {
	return c.counted != "" && c.counted == o.counted && c.word != o.word
}

// contents lists the different content words and amounts of a text in order.
func contents(s, lang string) []content {
	var list []content
	seen := map[[2]string]bool{}
	add := func(c content) {
		key := [2]string{c.word, c.unit}
		if !seen[key] {
			seen[key] = true
			list = append(list, c)
		}
	}
	words := func(part string) {
		for _, w := range text.Words(part) {
			if !text.StopWord(w, lang) {
				add(newContent(text.Stem(w, lang)))
			}
		}
	}
	from := 0
	for _, n := range text.Numbers(s, lang) {
		words(s[from:n.From])
		c := content{written: s[n.From:n.End], counted: text.Stem(n.Unit, lang), exact: strings.ContainsFunc(s[n.From:n.End], unicode.IsDigit)}
		if n.Measured() {
			c.unit = n.Unit
		}
		if n.Measured() && !n.Money() && n.Unit != "%" {
			add(newContent(text.Stem(n.Unit, lang))) // in its normal form; signs stand for the others
		}
		n.Unit = ""
		for _, end := range []float64{n.Low, n.High} { // of a range both
			n.Low, n.High = end, end
			c.word = n.Key()
			add(c)
		}
		from = n.End
	}
	words(s[from:])
	return list
}

// contentWords lists the content words of a text, and its amounts by value and unit.
func contentWords(s, lang string) []string {
	var list []string
	for _, c := range contents(s, lang) {
		list = append(list, strings.TrimSpace(c.word+" "+c.unit))
	}
	return list
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
