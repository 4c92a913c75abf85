package text

import (
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/language"
)

// A Date is a calendar date in a text. Year, Month and Day are 0 if the text does not
// give them.
type Date struct {
	From, To         int // its place: s[From:To]
	Year, Month, Day int
}

// Dates returns the calendar dates in a text in order; they do not overlap. It finds
// 2024-03-12, 12.3.2024 and 12/03/2024, months by name with a day, a year or both (12
// March 2024, March 12, mid-March 2024) in English, French, German and Spanish, ngày
// 12 tháng 3 năm 2024 and 12/3 in Vietnamese, and years from 1900 to 2099 that are not
// amounts. In English 03/04/2024 gives the year only. A year of two digits is from
// 2000 on. Weekdays and relative days are not found. It takes time linear in the text.
func Dates(s, lang string) []Date {
	r := newReader(s, lang)
	var list []Date
	for i := 0; i < len(r.items); {
		d, end := r.date(i)
		if end == i {
			i++
			continue
		}
		d.From, d.To = r.form.from(r.items[i].from), r.form.to(r.items[end-1].to)
		list = append(list, d)
		i = end
	}
	return list
}

// A reader reads dates, times of day and numbers from the items of a text. Its methods
// take the position of a possible beginning and return the end, or the same position
// if there is nothing.
type reader struct {
	form  figures
	items []item
	lang  string // the language without a country; empty if it is not known
	comma bool   // before decimals
}

func newReader(s, lang string) *reader {
	f := figuresOf(s)
	base := language.Code(lang)
	tag := strings.ToLower(strings.ReplaceAll(lang, "_", "-"))
	return &reader{form: f, items: items(f.text), lang: base, comma: decimalComma[base] && !decimalPoint[tag]}
}

// at returns the folded text of an item, empty beyond the ends.
func (r *reader) at(i int) string {
	if i < 0 || i >= len(r.items) {
		return ""
	}
	return r.items[i].fold
}

// glued reports whether an item directly follows the one before.
func (r *reader) glued(i int) bool { return i > 0 && i < len(r.items) && r.items[i].glued }

// number reads an item of digits only, at most most of them.
func (r *reader) number(i, most int) (n int, ok bool) {
	text := r.at(i)
	if text == "" || len(text) > most || !digits(text) {
		return 0, false
	}
	n, _ = strconv.Atoi(text)
	return n, true
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// year reads four digits from 1900 to 2099.
func (r *reader) year(i int) (int, bool) {
	n, ok := r.number(i, 4)
	return n, ok && n >= 1900 && n < 2100
}

// day reads 1 to 31, with or without an ordinal ending.
func (r *reader) day(i int) (int, bool) {
	text := r.at(i)
	for _, end := range []string{"st", "nd", "rd", "th", "er"} {
		text = strings.TrimSuffix(text, end)
	}
	n, _ := strconv.Atoi(text)
	return n, digits(text) && n >= 1 && n <= 31
}

func (r *reader) month(i int) int {
	if i < 0 || i >= len(r.items) || r.items[i].kind != letter {
		return 0
	}
	if r.lang == "en" && r.items[i].text == r.items[i].fold {
		return 0 // may and march
	}
	return monthNames[r.lang][r.items[i].fold]
}

func (r *reader) date(i int) (Date, int) {
	if r.items[i].kind == letter {
		if d, end := r.vietnamese(i); end > i {
			return d, end
		}
		return r.monthDay(i)
	}
	if r.items[i].kind != digit {
		return Date{}, i
	}
	if d, end := r.iso(i); end > i {
		return d, end
	}
	if d, end := r.numeric(i); end > i {
		return d, end
	}
	if d, end := r.dayMonth(i); end > i {
		return d, end
	}
	if y, ok := r.year(i); ok && !r.counts(i) {
		return Date{Year: y}, i + 1
	}
	return Date{}, i
}

// counts reports whether a number that could be a year is not one.
func (r *reader) counts(i int) bool {
	next := r.at(i + 1)
	if people[next] || measures[next] != "" || currencies[next] != "" || magnitude(next, r.lang) > 0 || currencies[r.at(i-1)] != "" {
		return true
	}
	before := r.at(i - 1)
	return r.glued(i) && (before == "-" || before == "/" || before == "." || before == ":") ||
		r.glued(i+1) && r.glued(i+2) && (next == "/" || next == ":")
}

// iso reads 2024-03-12.
func (r *reader) iso(i int) (Date, int) {
	y, ok := r.year(i)
	if !ok || r.at(i+1) != "-" || r.at(i+3) != "-" || !r.glued(i+1) || !r.glued(i+2) || !r.glued(i+3) || !r.glued(i+4) {
		return Date{}, i
	}
	m, ok1 := r.number(i+2, 2)
	d, ok2 := r.number(i+4, 2)
	if !ok1 || !ok2 || m < 1 || m > 12 || d < 1 || d > 31 {
		return Date{}, i
	}
	return Date{Year: y, Month: m, Day: d}, i + 5
}

// numeric reads 12.3.2024, 12/3/2024 and, in Vietnamese, 12/3 and 3/2024.
func (r *reader) numeric(i int) (Date, int) {
	if r.glued(i) && (r.at(i-1) == "/" || r.at(i-1) == "-") {
		return Date{}, i
	}
	parts, end := strings.Split(r.at(i), "."), i+1
	if len(parts) == 1 {
		for end+1 < len(r.items) && r.at(end) == "/" && r.glued(end) && r.glued(end+1) && len(parts) < 4 {
			parts = append(parts, r.at(end+1))
			end += 2
		}
	}
	slashed := end > i+1
	n := make([]int, len(parts))
	for k, p := range parts {
		if len(p) > 4 || len(p) == 0 || len(p) == 3 || !digits(p) {
			return Date{}, i
		}
		n[k], _ = strconv.Atoi(p)
	}
	d := Date{}
	switch last := len(parts) - 1; {
	case last == 2 && (len(parts[2]) == 4 || slashed && len(parts[2]) == 2):
		d.Year, d.Month, d.Day = n[2], n[1], n[0]
		if len(parts[2]) == 2 {
			d.Year += 2000
		}
		switch english := slashed && r.lang == "en"; { // either number may be the month
		case english && d.Month > 12:
			d.Month, d.Day = d.Day, d.Month
		case english && d.Day <= 12 && d.Day != d.Month:
			d.Month, d.Day = 0, 0
		}
	case last == 1 && slashed && r.lang == "vi" && len(parts[1]) == 4:
		d.Year, d.Month = n[1], n[0]
	case last == 1 && r.lang == "vi" && (slashed || partsOfDay[r.at(i-1)]):
		d.Month, d.Day = n[1], n[0]
	default:
		return Date{}, i
	}
	if d.Month > 12 || d.Day > 31 || d.Year != 0 && (d.Year < 1900 || d.Year > 2099) || d == (Date{}) {
		return Date{}, i
	}
	return d, end
}
