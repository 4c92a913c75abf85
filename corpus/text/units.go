package text

import (
	"cmp"
	"strings"
)

// unit reads the unit of a number that ends before item i, and returns it and its end.
func (r *reader) unit(i int) (string, int) {
	next := r.at(i)
	if r.lang == "vi" && next == "phần" && r.at(i+1) == "trăm" {
		return "%", i + 2
	}
	if next == "per" && r.at(i+1) == "cent" || (next == "por" || next == "pour") && (r.at(i+1) == "ciento" || r.at(i+1) == "cent") {
		return "%", i + 2
	}
	if (next == "-" || next == "\u2010") && r.glued(i) && r.glued(i+1) { // 45-year-old
		if u := r.noun(i + 1); u != "" {
			return u, i + 2
		}
		return "", i
	}
	if next == "of" {
		i++
	}
	for j := i; j < min(i+4, len(r.items)); j++ {
		if r.lang == "en" && r.capitalised(j) && plural(r.at(j)) { // 60 Palestinians
			return cmp.Or(measures[r.at(j)], r.at(j)), j + 1
		}
		switch u := r.noun(j); {
		case u != "":
			return u, j + 1
		case r.items[j].kind != letter || r.items[j].glued || !moreOf[r.at(j)] && !r.capitalised(j):
			if next == "of" {
				i--
			}
			return "", i
		}
	}
	if next == "of" {
		i--
	}
	return "", i
}

func plural(word string) bool {
	return len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us")
}

func (r *reader) capitalised(i int) bool { return shapeOf(r.items[i].text) == capital }

// noun returns the unit that item i is; empty if it is none.
func (r *reader) noun(i int) string {
	word := r.at(i)
	if word == "" {
		return ""
	}
	if code := currencies[word]; code != "" && word != "rs" {
		return code
	}
	if unit := measures[word]; unit != "" {
		return unit
	}
	for _, elided := range []string{"d'", "d’"} {
		if rest, ok := strings.CutPrefix(word, elided); ok {
			return cmp.Or(currencies[rest], measures[rest], rest)
		}
	}
	if r.items[i].kind != letter || shapeOf(r.items[i].text) >= capital && r.lang != "de" || moreOf[word] ||
		StopWord(word, r.lang) || contracted(word) || small[word] > 0 || word == "per" || word == "one" || word == "others" {
		return ""
	}
	return word
}

// isLabel reports whether a number is a name instead of an amount: after a word such
// as page, or in brackets; or a small one after a capitalised word without a plural
// unit.
func (r *reader) isLabel(q *quantity, unit string) bool {
	if q.from == 0 || q.unit != "" {
		return false
	}
	before := r.items[q.from-1]
	if before.text == "." && before.glued && labels[r.at(q.from-2)] || before.text == "[" || labels[before.fold] {
		return true
	}
	if q.words > 0 || q.power > 0 || before.kind != letter || q.numeral.whole && !q.numeral.plain {
		return false
	}
	if q.numeral.whole && (people[unit] || plural(unit)) || measures[strings.ToLower(unit)] != "" ||
		len(unit) == 3 && unit == strings.ToUpper(unit) {
		return false
	}
	return shapeOf(before.text) >= capital && !StopWord(before.fold, r.lang) && r.lang != "vi"
}

// Measured reports whether the unit is money, a share or a measure. Other units are
// words for what is counted, which may differ between texts.
func (n Number) Measured() bool { return measuring[n.Unit] }

var measuring = func() map[string]bool {
	set := map[string]bool{}
	for _, table := range []map[string]string{currencies, measures} {
		for _, unit := range table {
			set[unit] = unit != "people"
		}
	}
	return set
}()
