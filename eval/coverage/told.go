package coverage

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// toldShare is the share of a text's content words that another text has to have to tell it.
const toldShare = 0.6

// A teller finds texts whose facts another text has.
type teller struct {
	casing *text.Casing
	lang   string
}

// A said is what one text says.
type said struct {
	words          []content
	places         map[string][]content // the words by their stems or values
	names, numbers []detail
	named, counted mentions
}

func (t teller) read(s string) *said {
	w := &said{words: contents(s, t.lang), places: map[string][]content{},
		names: distinct(namesOf(s, t.casing, t.lang)), numbers: distinct(numbersOf(s, nil, t.lang))}
	for _, c := range w.words {
		w.places[c.word] = append(w.places[c.word], c)
	}
	w.named, w.counted = lookup(w.names), lookup(w.numbers)
	return w
}

func lookup(list []detail) mentions {
	m := mentions{details: map[string][]*detail{}}
	for i := range list {
		m.details[list[i].group] = append(m.details[list[i].group], &list[i])
	}
	return m
}

// told reports whether a text tells another one: it has all names and numbers of the other
// and at least 60 % of its content words. A text without content words is never told.
func (w *said) told(by *said) bool {
	for i := range w.numbers {
		if !by.counted.has(&w.numbers[i]) {
			return false
		}
	}
	for i := range w.names {
		if !by.named.has(&w.names[i]) {
			return false
		}
	}
	shared := 0
	for _, c := range w.words {
		if slices.ContainsFunc(by.places[c.word], c.same) {
			shared++
		}
	}
	return len(w.words) > 0 && float64(shared) >= toldShare*float64(len(w.words))
}

// ToldShare is the share of the texts that one sentence among others tells: it has all their
// names, as casing finds them, and numbers, and at least 60 % of their content words, by stem
// and, of amounts, by value. It is NaN without texts. Cost: the texts times the sentences.
func ToldShare(texts, sentences []string, casing *text.Casing, lang string) float64 {
	t := teller{casing, lang}
	by := make([]*said, len(sentences))
	for i, s := range sentences {
		by[i] = t.read(s)
	}
	found := 0.0
	for _, s := range texts {
		if slices.ContainsFunc(by, t.read(s).told) {
			found++
		}
	}
	return found / float64(len(texts))
}

// RepeatedShare is the share of the sentences but the first that an earlier one tells, by the
// rule of [ToldShare]. It is NaN without a second sentence. Cost: quadratic in the sentences.
func RepeatedShare(sentences []string, casing *text.Casing, lang string) float64 {
	t := teller{casing, lang}
	var earlier []*said
	found := 0.0
	for _, s := range sentences {
		w := t.read(s)
		if slices.ContainsFunc(earlier, w.told) {
			found++
		}
		earlier = append(earlier, w)
	}
	return found / float64(max(len(sentences)-1, 0))
}
