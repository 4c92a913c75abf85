package coverage

import (
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A kind is what a text may tell: names, numbers or quotations.
type kind struct {
	name, title, thing string
	of                 func(s string, casing *text.Casing, lang string) []fact
}

var (
	names   = kind{"entities", "Name", "names", namesOf}
	numbers = kind{"numbers", "Number", "numbers", numbersOf}
	quotes  = kind{"quotes", "Quotation", "quotations", quotesOf}
)

// A fact is something that one text tells and another may tell too.
type fact struct {
	text  string   // as it is written
	group string   // equal for all that could be the same
	words []string // of a name
}

// same says whether two facts of one group are one. Names are where the words of
// one are among those of the other: Trump is Donald Trump.
func (f *fact) same(other *fact) bool {
	return within(f.words, other.words) || within(other.words, f.words)
}

// told is what a text tells, for looking up.
type told struct {
	facts map[string][]*fact
	row   string // of quotations: all words of the text, blanks between and around them
}

// tell reads a text for one kind of fact.
func (k *kind) tell(s string, casing *text.Casing, lang string) told {
	t := told{facts: map[string][]*fact{}}
	if k == &quotes {
		t.row = " " + strings.Join(text.Words(s), " ") + " "
		return t
	}
	for _, f := range k.of(s, casing, lang) {
		t.facts[f.group] = append(t.facts[f.group], &f)
	}
	return t
}

func (t *told) has(f *fact) bool {
	return slices.ContainsFunc(t.facts[f.group], f.same) || strings.Contains(t.row, " "+f.group+" ")
}

// distinct drops what a text tells again.
func distinct(list []fact) []fact {
	var out []fact
	seen := told{facts: map[string][]*fact{}}
	for i := range list {
		if f := &list[i]; !seen.has(f) {
			seen.facts[f.group] = append(seen.facts[f.group], f)
			out = append(out, *f)
		}
	}
	return out
}

// namesOf lists the names in a text, grouped by their heads. Heads that differ in
// doubled letters, or in i and y, are the same, as Zelensky, Zelenskyy and
// Zelenskiy are.
func namesOf(s string, casing *text.Casing, _ string) []fact {
	var list []fact
	for _, e := range casing.Entities(s) {
		words := strings.Fields(e.Key)
		for i := range words {
			words[i] = spelling(words[i])
		}
		list = append(list, fact{text: s[e.From:e.To], group: spelling(e.Head), words: words})
	}
	return list
}

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

// spelling folds what transliterations differ in.
func spelling(word string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range word {
		if r == 'i' {
			r = 'y'
		}
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// numbersOf lists the amounts in a text. Two are the same where their values are
// and, for money, shares and measures, their units.
func numbersOf(s string, _ *text.Casing, lang string) []fact {
	var list []fact
	for _, n := range text.Numbers(s, lang) {
		bare := n
		if !n.Measured() {
			bare.Unit = ""
		}
		list = append(list, fact{text: s[n.From:n.To], group: bare.Key()})
	}
	return list
}

// quotesOf lists the quotations of two words or more; one is told where all its
// words stand in a row, with marks or without.
func quotesOf(s string, _ *text.Casing, _ string) []fact {
	var list []fact
	for _, q := range text.Quotes(s) {
		if words := text.Words(s[q.From:q.To]); len(words) > 1 {
			list = append(list, fact{text: s[q.From:q.To], group: strings.Join(words, " ")})
		}
	}
	return list
}
