package text

import (
	"cmp"
	"strconv"
	"strings"
)

// A Number is an amount in a text with its unit.
type Number struct {
	From, To  int     // its place, the unit included: s[From:To]
	End       int     // of the number without the unit; To for money, shares and measures
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
// Digits are the decimal digits of every script, with the separators of the language: 1,234.5 in
// English is 1.234,5 in German and 1 234,5 in French. 1’234 and 1٬234٫5 are the same in
// every language, and so is a no-break or thin space between groups. Where only the
// language decides, as in 1.500, a text in a language that is empty or not known is read as
// English; no number words are known of it. Words of magnitude (in English, Arabic, Dutch, French, German, Hindi,
// Italian, Portuguese, Russian, Spanish and Vietnamese, and 万 億 兆 and 만 억 조 in every
// language) multiply them; so do bn, m and k: m is the metre
// unless money, what is counted (1.5m people) or an amount in the same sentence says
// otherwise.
//
// Number words are read in English, Dutch, French, German, Italian, Portuguese, Spanish
// and Vietnamese, up to trillions, with a dozen and half a million; a word for
// one counts only before a magnitude or a share. Numbers in Chinese characters alone
// count before a counter or a currency: 三百人. 10-15, 10 to 15, 10 or 15 and between
// 10 and 15 are ranges; from 10 to 15 are two numbers; 2-1 is none. Left out are dates
// and years (see [Dates]), times of day, ordinals, decades, fractions, results of games,
// addresses of the net, telephone numbers, character references, names (Flight 370,
// page 3, COVID-19, 2026-000123, version 1.2) and more than nine digits without
// separators.
//
// The unit is the next word in lower case after at most three that are capitalised or
// words such as "more"; in English also a capitalised plural (60 Palestinians), in
// German any noun. A stop word other than of ends the search. Units are the weakest
// part: that of 66 ballistic missiles is ballistic. Pounds are money unless they weigh
// something. It takes time linear in the text.
func Numbers(s, lang string) []Number {
	r := newReader(s, lang)
	var list []Number
	for i := 0; i < len(r.items); {
		if end := r.skip(i); end > i {
			i = end
			continue
		}
		found, end := r.amounts(i)
		for _, n := range found {
			n.From, n.End, n.To = r.form.from(n.From), r.form.to(n.End), r.form.to(n.To)
			if len(list) == 0 || list[len(list)-1].To <= n.From {
				list = append(list, n)
			}
		}
		i = max(end, i+1)
	}
	return list
}

// skip returns the end of a date, a time of day or another figure that is no amount.
func (r *reader) skip(i int) int {
	if _, end := r.date(i); end > i {
		return end
	}
	if end := r.clock(i); end > i {
		return end
	}
	if end := r.eastAsianDate(i); end > i {
		return end
	}
	return r.telephone(i)
}

// A quantity is an amount before its unit is known.
type quantity struct {
	from, to int // items
	numeral  numeral
	spelled  bool
	words    float64 // if spelled out
	power    int
	unit     string // a currency, or a unit without a space before it
	metre    bool   // the unit is a letter m
}

func (q *quantity) value() float64 {
	if q.spelled {
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
		return nil, r.chain(b.to)
	}
	if end := r.chain(max(a.to, b.to)); end > max(a.to, b.to) {
		return nil, end // 3-2-1
	}
	n := Number{From: r.items[a.from].from, Low: a.value(), High: a.value(), Unit: a.unit}
	end := a.to
	if how != alone {
		n.High, end, n.Unit = b.value(), b.to, cmp.Or(a.unit, b.unit)
	}
	last := end
	if n.Unit == "" {
		n.Unit, end = r.unit(end, n.High)
	}
	n.End, n.To = r.items[last-1].to, r.items[end-1].to
	if how == ends && r.isResult(&a, n) {
		return nil, end
	}
	if r.isLabel(&a, n.Unit) || n.High > 1e18 {
		return nil, end
	}
	if n.Measured() {
		n.End = n.To
	}
	if how != two {
		return []Number{n}, end
	}
	first, second := n, n
	first.To, first.High = r.items[a.to-1].to, n.Low
	first.End = first.To
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
	switch {
	case a.spelled:
		if p := magnitude(r.at(b.to-1), r.lang); p > 0 && a.words < 1000 {
			larger.words *= pow10(p)
		}
	case a.metre && b.unit == "" && b.power == 6: // from 1m to 1.5m people
		larger.unit, larger.power = "", 6
	case a.power == 0:
		larger.power = b.power
	}
	if a.metre && larger.unit == "" || larger.value() < b.value() {
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
	case hanNumber(r.at(j)) || r.items[j].kind == digit && hanNumber(r.at(j+1)):
		if q.words, q.to = r.han(j); q.to > j {
			q.spelled = true
			return q, true
		}
		if r.items[j].kind == digit {
			return r.figure(q, j)
		}
	case r.items[j].kind == digit:
		return r.figure(q, j)
	case r.items[j].kind == letter && !perWords[r.at(i-1)]:
		if q.words, q.to = r.spelled(j); q.to == j && r.isOne(j) {
			q.words, q.to = 1, j+1
		}
		q.spelled = q.to > j
		return q, q.spelled
	}
	return q, false
}

// perWords come before a word for hundred that is part of "percent".
var perWords = map[string]bool{"pour": true, "por": true, "per": true}

// isOne reports whether a word for one counts because a share follows.
func (r *reader) isOne(i int) bool {
	w, ok := numberWords[r.lang][r.at(i)]
	unit, end := r.measure(i + 1)
	return ok && w.kind == oneWord && end > i+1 && unit == "%"
}

// currency reads $, US$ or USD before a figure.
func (r *reader) currency(i int) (code string, end int) {
	it := &r.items[i]
	if code = currencies[it.fold+"$"]; code != "" && r.at(i+1) == "$" && r.glued(i+1) {
		return code, i + 2
	}
	code = currencies[it.fold]
	if code == "" || it.kind == letter && it.text != "Rs" && (len(it.text) != 3 || it.text != strings.ToUpper(it.text)) {
		return "", i
	}
	if it.text == "¥" && r.lang == "zh" {
		code = "CNY"
	}
	if end = i + 1; r.at(end) == "." && r.glued(end) && it.text == "Rs" {
		end++
	}
	return code, end
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
	n, ok := numeralOf(r.items[j].text, r.comma)
	if ok {
		q.to, ok = r.spaced(&n, q.to)
	}
	if next := r.at(q.to); !ok || (next == "/" || next == ":") && r.glued(q.to) && r.glued(q.to+1) && r.items[q.to+1].kind == digit {
		return q, false
	}
	if n.plain && len(n.digits) > 9 || n.whole && len(n.digits) > 1 && n.digits[0] == '0' || r.isCode(q.to) {
		return q, false
	}
	q.numeral = n
	if n.suffix != "" {
		return q, r.suffix(&q, n.suffix)
	}
	if part := vulgar[r.at(q.to)]; part != "" && n.whole && r.glued(q.to) {
		q.numeral.digits += "." + part
		q.to++
	}
	r.multiply(&q)
	return q, true
}

// isCode reports whether a hyphen and capitals or further groups follow a figure: 747-ER.
func (r *reader) isCode(i int) bool {
	return r.at(i) == "-" && r.glued(i) && r.glued(i+1) && r.items[i+1].kind == letter && shapeOf(r.items[i+1].text) == upper &&
		currencies[r.at(i+1)] == ""
}

// multiply reads the words or letters of magnitude after a figure: $2.7-million.
func (r *reader) multiply(q *quantity) {
	i := q.to
	if r.at(i) == "-" && r.glued(i) && r.glued(i+1) && magnitude(r.at(i+1), r.lang) > 0 {
		i++
	}
	p := magnitude(r.at(i), r.lang)
	if _, letters := letterPowers[r.at(i)]; p == 0 && letters && len(r.at(i)) == 1 {
		longer := *q
		if longer.to++; r.suffix(&longer, r.items[i].text) && longer.power > 0 {
			*q = longer
		}
		return
	}
	if p == 0 {
		return
	}
	q.power, q.to = p, i+1
	if next := magnitude(r.at(q.to), r.lang); p < 6 && next > p { // mil millones, lakh crore
		q.power += next
		q.to++
	}
	if abbreviatedPowers[r.at(q.to-1)] && r.at(q.to) == "." && r.glued(q.to) {
		q.to++
	}
}

// abbreviatedPowers are words of magnitude before a full stop that belongs to them.
var abbreviatedPowers = map[string]bool{"mrd": true, "mio": true, "mill": true, "tsd": true,
	"млн": true, "млрд": true, "тыс": true, "трлн": true}

// suffix reads the letters directly after a figure as a magnitude or a unit, and reports
// whether they are one.
func (r *reader) suffix(q *quantity, letters string) bool {
	money := q.unit != ""
	fold := strings.ToLower(letters)
	if power := letterPowers[fold]; power > 0 {
		_, after := r.money(q.to)
		switch {
		case money || len(fold) > 1 || after > q.to,
			fold == "m" && r.millions(q), fold != "m" && r.counted(q.to) != "":
			q.power = power
			return true
		}
	}
	if len(letters) == 1 && letters[0] < 'a' || money || measures[fold] == "" {
		return false // 4G
	}
	q.unit, q.metre = measures[fold], fold == "m"
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
	if i+1 >= len(r.items) || r.clock(i+1) > i+1 || r.telephone(i+1) > i+1 {
		return q, sign, false
	}
	q, ok = r.quantity(i + 1)
	return q, sign, ok
}
