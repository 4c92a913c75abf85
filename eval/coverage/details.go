package coverage

import (
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A kind of details: names, numbers or quotations.
type kind struct {
	name, title, thing string
	of                 func(s string, casing *text.Casing, lang string) []detail
}

var (
	names   = kind{"entities", "Name", "names", namesOf}
	numbers = kind{"numbers", "Number", "numbers", numbersOf}
	quotes  = kind{"quotes", "Quotation", "quotations", quotesOf}
)

// A detail is something that one text mentions and another may mention too.
type detail struct {
	text   string   // as it is written
	group  string   // equal for all that could be the same
	words  []string // of a name
	weight int      // in recall
}

// same reports whether two details of one group are equal. Names are if the words of
// one are among those of the other: Trump is Donald Trump.
func (f *detail) same(other *detail) bool {
	return within(f.words, other.words) || within(other.words, f.words)
}

// mentions are the details of a text, for looking up.
type mentions struct {
	details map[string][]*detail
	row     string // of quotations: all words of the text, blanks between and around them
}

// read finds the details of one kind in a text.
func (k *kind) read(s string, casing *text.Casing, lang string) mentions {
	t := mentions{details: map[string][]*detail{}}
	if k == &quotes {
		t.row = " " + strings.Join(text.Words(s), " ") + " "
		return t
	}
	for _, f := range k.of(s, casing, lang) {
		t.details[f.group] = append(t.details[f.group], &f)
	}
	return t
}

func (t *mentions) has(f *detail) bool {
	return slices.ContainsFunc(t.details[f.group], f.same) || strings.Contains(t.row, " "+f.group+" ")
}

// distinct drops details that a text repeats.
func distinct(list []detail) []detail {
	var out []detail
	seen := mentions{details: map[string][]*detail{}}
	for i := range list {
		if f := &list[i]; !seen.has(f) {
			seen.details[f.group] = append(seen.details[f.group], f)
			f.weight = 1
			out = append(out, *f)
		}
	}
	return out
}

// namesOf lists the names in a text, grouped by their heads. Heads that differ in
// doubled letters, or in i and y, are the same, as Zelensky, Zelenskyy and
// Zelenskiy are.
func namesOf(s string, casing *text.Casing, _ string) []detail {
	var list []detail
	for _, e := range casing.Entities(s) {
		words := strings.Fields(e.Key)
		for i := range words {
			words[i] = spelling(words[i])
		}
		list = append(list, detail{text: s[e.From:e.To], group: spelling(e.Head), words: words})
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

// numbersOf lists the amounts in a text. Two are equal if their values are
// and, for money, shares and measures, their units.
func numbersOf(s string, _ *text.Casing, lang string) []detail {
	var list []detail
	for _, n := range text.Numbers(s, lang) {
		bare := n
		if !n.Measured() {
			bare.Unit = ""
		}
		list = append(list, detail{text: s[n.From:n.To], group: bare.Key()})
	}
	return list
}

// quotesOf lists the quotations of two words or more; one is mentioned if all its
// words occur in a row, with marks or without.
func quotesOf(s string, _ *text.Casing, _ string) []detail {
	var list []detail
	for _, q := range text.Quotes(s) {
		if words := text.Words(s[q.From:q.To]); len(words) > 1 {
			list = append(list, detail{text: s[q.From:q.To], group: strings.Join(words, " ")})
		}
	}
	return list
}
