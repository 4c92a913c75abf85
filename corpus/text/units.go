package text

import (
	"cmp"
	"strings"
)

// unit reads the unit of a number that ends before item i, and returns it and its end.
func (r *reader) unit(i int, value float64) (string, int) {
	if u, end := r.measure(i); end > i {
		return u, end
	}
	if (r.at(i) == "-" || r.at(i) == "\u2010") && r.glued(i) && r.glued(i+1) { // 45-year-old
		if u := cmp.Or(r.pounds(i+1, value), r.noun(i+1)); u != "" {
			return u, i + 2
		}
		return "", i
	}
	from := i
	if of := r.at(i); of == "of" || of == "de" || of == "di" {
		i++
	}
	for j := i; j < min(i+4, len(r.items)); j++ {
		if u, end := r.money(j); end > j {
			return u, end
		}
		if u := r.pounds(j, value); u != "" {
			return u, j + 1
		}
		if r.lang == "en" && r.capitalised(j) && plural(r.at(j)) { // 60 Palestinians
			return cmp.Or(measures[r.at(j)], r.at(j)), j + 1
		}
		switch u := r.noun(j); {
		case u != "":
			return u, j + 1
		case r.items[j].kind != letter || !moreOf[r.at(j)] && (r.items[j].glued || !r.capitalised(j)):
			return "", from
		}
	}
	return "", from
}

// measure reads a share in one word or two, or a measure.
func (r *reader) measure(i int) (unit string, end int) {
	for _, two := range [][2]string{{"per", "cent"}, {"por", "ciento"}, {"por", "cento"}, {"per", "cento"}, {"pour", "cent"},
		{"phần", "trăm"}, {"في", "المئة"}, {"في", "المائة"}} {
		if r.at(i) == two[0] && r.at(i+1) == two[1] {
			return "%", i + 2
		}
	}
	if unit = measures[r.at(i)]; unit != "" {
		return unit, i + 1
	}
	return "", i
}

// money reads the name or the sign of a currency: euros, US dollars, U.S. dollars, 美元.
func (r *reader) money(i int) (code string, end int) {
	first := r.at(i)
	if first == "" || first == "rs" {
		return "", i
	}
	if first == "u.s" && r.at(i+1) == "." {
		if code = currencies["u.s "+r.at(i+2)]; code != "" {
			return code, i + 3
		}
	}
	if code = currencies[first+" "+r.at(i+1)]; code != "" {
		return code, i + 2
	}
	if first >= "\u3000" { // characters that are tokens of their own
		joined := first
		for j := i + 1; j < min(i+4, len(r.items)) && r.glued(j); j++ {
			if joined += r.at(j); currencies[joined] != "" {
				code, end = currencies[joined], j+1
			}
		}
		if code != "" {
			return code, end
		}
	}
	if code = currencies[first]; code != "" {
		return code, i + 1
	}
	return "", i
}

// pounds returns the unit of words that are money or something else, empty for other
// words. Pounds are a weight after a hyphen, before "of" and near a word for weighing;
// a hundred thousand of them are money in any case.
func (r *reader) pounds(i int, value float64) string {
	word := r.at(i)
	if code := largeMoney[word]; code != "" && value >= 1000 {
		return code
	}
	if word != "pound" && word != "pounds" {
		return ""
	}
	near := false
	for j := i + 1; j < min(i+4, len(r.items)) && r.items[j].kind != mark; j++ {
		near = near || weighing[r.at(j)]
	}
	for j := i - 2; j > i-7; j-- {
		near = near || weighing[r.at(j)]
	}
	if value < 1e5 && (near || r.at(i-1) == "-" || r.at(i+1) == "of") {
		return "lb"
	}
	return "GBP"
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
	if code, end := r.money(i); end == i+1 {
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
		StopWord(word, r.lang) || contracted(word) || isNumberWord(word, r.lang) || word == "per" || word == "one" || word == "others" {
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
	if q.spelled || q.power > 0 || before.kind != letter || q.numeral.whole && !q.numeral.plain {
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

// Money reports whether the unit is a currency.
func (n Number) Money() bool { return money[n.Unit] }

var money = func() map[string]bool {
	set := map[string]bool{}
	for _, table := range []map[string]string{currencies, largeMoney} {
		for _, code := range table {
			set[code] = true
		}
	}
	return set
}()

var measuring = func() map[string]bool {
	set := map[string]bool{}
	for _, table := range []map[string]string{currencies, largeMoney, measures} {
		for _, unit := range table {
			set[unit] = unit != "people"
		}
	}
	return set
}()
