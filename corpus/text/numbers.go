package text

import (
	"cmp"
	"strconv"
	"strings"
)

// A Number is an amount in a text with its unit.
type Number struct {
	From, To  int     // its place, the unit included: s[From:To]
	Low, High float64 // different for ranges only; finite
	// Unit is the ISO 4217 code of a currency, "%", a unit of measure in its normal form
	// (km, t, year), or the word that follows in lower case, such as drones; empty if
	// there is none.
	Unit string
}

// Key returns the normal form of the number, equal for mentions of one amount:
// 2500000 GBP, 12 people, 10–15 %, 66.
func (n Number) Key() string {
	key := strconv.FormatFloat(n.Low, 'f', -1, 64)
	if n.High != n.Low {
		key += "–" + strconv.FormatFloat(n.High, 'f', -1, 64)
	}
	if n.Unit != "" {
		key += " " + n.Unit
	}
	return key
}

// Numbers returns the amounts in a text in order; they do not overlap.
//
// Digits are those of ASCII, with the separators of the language: 1,234.5 in English
// is 1.234,5 in German and 1 234,5 in French. Words of magnitude (in English, French,
// German, Spanish and Vietnamese) multiply them, and so do m, bn and k after money.
// English number words count from two to ninety-nine, with hundred, thousand and so
// on, and a million. 10-15, 10 to 15, 10 or 15 and between 10 and 15 are ranges; from
// 10 to 15 are two numbers; 2-1 is none. Left out are dates and years (see [Dates]),
// times of day, ordinals, decades, fractions, names (Flight 370, page 3, COVID-19) and
// more than nine digits without separators.
//
// The unit is the next word in lower case after at most three that are capitalised or
// words such as "more"; in English also a capitalised plural (60 Palestinians), in
// German any noun. A stop word other than of ends the search. Units are the weakest
// part: that of 66 ballistic missiles is ballistic. It takes time linear in the text.
func Numbers(s, lang string) []Number {
	r := reader{items(s), NewCasing(lang).lang}
	var list []Number
	for i := 0; i < len(r.items); {
		if _, end := r.date(i); end > i {
			i = end
			continue
		}
		if end := r.clock(i); end > i {
			i = end
			continue
		}
		found, end := r.amounts(i)
		list = append(list, found...)
		i = max(end, i+1)
	}
	return list
}

// A quantity is an amount before its unit is known.
type quantity struct {
	from, to int // items
	numeral  numeral
	words    float64 // if spelled out
	power    int
	unit     string // a currency, or a unit without a space before it
}

func (q *quantity) value() float64 {
	if q.words > 0 {
		return q.words
	}
	return q.numeral.value(q.power)
}

// amounts reads the number that begins at item i, or two of them.
func (r *reader) amounts(i int) ([]Number, int) {
	a, ok := r.quantity(i)
	if !ok || r.inside(i) {
		return nil, a.to
	}
	b, how := r.pair(&a)
	if how == score {
		return nil, b.to
	}
	n := Number{From: r.items[i].from, Low: a.value(), High: a.value(), Unit: a.unit}
	end := a.to
	if how != alone {
		n.High, end, n.Unit = b.value(), b.to, cmp.Or(a.unit, b.unit)
	}
	if n.Unit == "" {
		n.Unit, end = r.unit(end)
	}
	n.To = r.items[end-1].to
	if r.isLabel(&a, n.Unit) || n.High > 1e18 {
		return nil, end
	}
	if how != two {
		return []Number{n}, end
	}
	first, second := n, n
	first.To, first.High = r.items[a.to-1].to, n.Low
	second.From, second.Low = r.items[b.from].from, n.High
	return []Number{first, second}, end
}

// A pairing is the relation of a number and the next one.
type pairing uint8

const (
	alone pairing = iota // nothing
	ends                 // the ends of a range
	two                  // the ends of a change, with one unit
	score                // a result, such as 2-1
)

// pair reads the number paired with the one before. The first one takes the magnitude
// of the second: 5 to 10 million.
func (r *reader) pair(a *quantity) (b quantity, how pairing) {
	b, sign, ok := r.second(a)
	if !ok {
		return b, alone
	}
	larger := *a
	if a.words > 0 {
		larger.words *= pow10(magnitudes["en"][r.at(b.to-1)])
	} else if a.power == 0 {
		larger.power = b.power
	}
	if larger.value() < b.value() {
		*a = larger
	}
	switch ascending := a.value() < b.value(); {
	case ascending && sign == "to" && r.at(a.from-1) == "from":
		return b, two
	case ascending:
		return b, ends
	case sign == "-":
		return b, score
	}
	return b, alone
}

// quantity reads a figure or number words, with a currency before and a magnitude or
// a unit directly after.
func (r *reader) quantity(i int) (q quantity, ok bool) {
	q = quantity{from: i, to: i}
	j := i
	q.unit, j = r.currency(i)
	switch {
	case j >= len(r.items):
	case r.items[j].kind == digit:
		return r.figure(q, j)
	case r.items[j].kind == letter && r.lang == "en":
		q.words, q.to = spelled(r.items, j)
		return q, q.to > j
	}
	return q, false
}

// currency reads $, US$ or USD before a figure.
func (r *reader) currency(i int) (code string, end int) {
	if code = currencies[r.at(i)+"$"]; code != "" && r.at(i+1) == "$" && r.glued(i+1) {
		return code, i + 2
	}
	code = currencies[r.at(i)]
	if text := r.items[i].text; code == "" || r.items[i].kind == letter && text != "Rs" && (len(text) != 3 || text != strings.ToUpper(text)) {
		return "", i
	}
	return code, i + 1
}

// inside reports whether item i is part of something that is not a number: the 20 of
// G-20, of 9/20 or of #20.
func (r *reader) inside(i int) bool {
	before := r.at(i - 1)
	return r.glued(i) && (before == "/" || before == ":" || before == "#" || r.glued(i-1) && (before == "-" || before == "." || before == "_"))
}

// figure reads the figure of a quantity at item j with its suffix.
func (r *reader) figure(q quantity, j int) (quantity, bool) {
	if r.items[j].kind != digit {
		return q, false
	}
	q.to = j + 1
	n, ok := numeralOf(r.items[j].text, r.lang)
	for continental(r.lang) && n.plain && len(n.digits) <= 3 && n.suffix == "" && r.threeDigits(q.to) {
		n.digits += r.at(q.to)
		for q.to++; r.threeDigits(q.to); q.to++ {
			n.digits += r.at(q.to)
		}
		n.plain = false
	}
	if next := r.at(q.to); !ok || (next == "/" || next == ":") && r.glued(q.to) && r.glued(q.to+1) && r.items[q.to+1].kind == digit {
		return q, false
	}
	if n.plain && (len(n.digits) > 9 || len(n.digits) > 1 && n.digits[0] == '0') {
		return q, false
	}
	q.numeral = n
	if n.suffix != "" {
		return q, q.hang(n.suffix)
	}
	if r.at(q.to) == "-" && r.glued(q.to) && r.glued(q.to+1) && magnitude(r.at(q.to+1), r.lang) > 0 { // $2.7-million
		q.to++
	}
	if p := magnitude(r.at(q.to), r.lang); p > 0 {
		q.power = p
		if q.to++; r.lang == "es" && magnitude(r.at(q.to), r.lang) == 6 { // mil millones
			q.power += 6
			q.to++
		}
		if r.at(q.to) == "." && r.glued(q.to) && (r.at(q.to-1) == "mrd" || r.at(q.to-1) == "mio") {
			q.to++
		}
	}
	return q, true
}

// threeDigits reports whether an item is a group of thousands after a space.
func (r *reader) threeDigits(i int) bool {
	_, ok := r.number(i, 3)
	return ok && len(r.at(i)) == 3 && !r.glued(i)
}

// hang reads the letters directly after a figure as a magnitude or a unit, and reports
// whether they are one.
func (q *quantity) hang(suffix string) bool {
	money := q.unit != ""
	if len(suffix) == 1 && suffix[0] < 'a' && !money {
		return false // 4G
	}
	suffix = strings.ToLower(suffix)
	switch suffix {
	case "bn", "tn", "mn", "trn":
		q.power = map[string]int{"bn": 9, "tn": 12, "mn": 6, "trn": 12}[suffix]
		return true
	case "m", "k", "b":
		if money {
			q.power = map[string]int{"m": 6, "k": 3, "b": 9}[suffix]
			return true
		}
	}
	if money || measures[suffix] == "" {
		return false
	}
	q.unit = measures[suffix]
	return true
}

// second reads the possible upper end of a range and the sign or word before it.
func (r *reader) second(a *quantity) (q quantity, sign string, ok bool) {
	i := a.to
	sign = r.at(i)
	switch sign {
	case "-", "–":
		if r.glued(i) != r.glued(i+1) {
			return q, sign, false
		}
		sign = "-"
	case "to", "or", "bis", "đến", "à":
	case "and":
		if r.at(a.from-1) != "between" {
			return q, sign, false
		}
	default:
		return q, sign, false
	}
	if i+1 >= len(r.items) || r.clock(i+1) > i+1 {
		return q, sign, false
	}
	q, ok = r.quantity(i + 1)
	return q, sign, ok
}
