package corpus

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// dateParser reads a date word by word: the words and the separators give each number its
// meaning, not a list of layouts.
type dateParser struct {
	text, order string
	tokens      []dateToken
	zoned       bool

	month, era           int // by its name; 1 = in the order year, month, day of Chinese, Japanese and Korean
	numbers              []dateToken
	separator            string // between the numbers
	clock                bool
	hour, minute, second int
	nano                 int
	location             *time.Location
}

// A dateToken is a number, a word in lower case, or a sign.
type dateToken struct {
	text   string
	number int  // -1 for what is no number
	after  bool // white space is before it
}

func (p *dateParser) errorf(format string, args ...any) error {
	return fmt.Errorf("%q is no date%s", p.text, fmt.Sprintf(format, args...))
}

func (p *dateParser) unknown() error {
	return p.errorf(": write 2031-03-11 or 2031-03-11T07:42:00Z")
}

func (p *dateParser) parse() (Moment, error) {
	if len(p.text) > 100 || !p.split() {
		return Moment{}, p.unknown()
	}
	p.location = time.UTC
	for len(p.tokens) > 0 {
		if !p.next() {
			return Moment{}, p.unknown()
		}
	}
	year, month, day, err := p.day()
	if err != nil || year == 0 {
		return Moment{}, err
	}
	if !p.clock {
		return Moment{Time: time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), Day: true}, nil
	}
	if p.hour > 24 || p.minute > 59 || p.second > 60 || p.hour == 24 && p.minute+p.second > 0 {
		return Moment{}, p.errorf(": there is no such time of day")
	}
	return Moment{Time: time.Date(year, time.Month(month), day, p.hour, p.minute, p.second, p.nano, p.location)}, nil
}

var pointed = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "A.M.", "am", "P.M.", "pm")

// split cuts the text into tokens and reports whether it can be one of a date.
func (p *dateParser) split() bool {
	list := []rune(pointed.Replace(p.text))
	space := false
	for i := 0; i < len(list); {
		from := i
		switch r := list[i]; {
		case r >= '0' && r <= '9':
			for i < len(list) && list[i] >= '0' && list[i] <= '9' {
				i++
			}
		case unicode.IsLetter(r) && r < 0x2e80:
			for i < len(list) && (unicode.IsLetter(list[i]) || unicode.IsMark(list[i])) && list[i] < 0x2e80 {
				i++
			}
		case unicode.IsSpace(r) || r == 0x200e || r == 0x200f || r == 0x202f:
			i, space = i+1, true
			continue
		case r == '(' || r == '[': // a comment, such as the name of the zone
			for i < len(list) && list[i] != ')' && list[i] != ']' {
				i++
			}
			i++
			continue
		default:
			i++
		}
		text := strings.ToLower(string(list[from:i]))
		if i-from > 14 {
			return false
		}
		p.tokens = append(p.tokens, dateToken{text: text, number: digits(text), after: space})
		space = false
	}
	return true
}

// at is the token n places on.
func (p *dateParser) at(n int) dateToken {
	if n < len(p.tokens) {
		return p.tokens[n]
	}
	return dateToken{number: -1}
}

func (p *dateParser) skip(n int) { p.tokens = p.tokens[min(n, len(p.tokens)):] }

// next takes the next tokens and reports whether they have a meaning.
func (p *dateParser) next() bool {
	t := p.at(0)
	switch {
	case t.number >= 0 && !p.clock && p.time():
		return true
	case t.number >= 0:
		if isCompact(t.text) && len(p.numbers) == 0 && p.month == 0 {
			return p.compact(t.text)
		}
		p.numbers = append(p.numbers, t)
		p.skip(1)
		return len(t.text) <= 4 && len(p.numbers) <= 3
	case strings.ContainsAny(t.text, "-/.,;|'’") || t.text == "\u2013":
		if len(p.numbers) == 1 && p.separator == "" {
			p.separator = t.text
		}
		p.skip(1)
		return true
	case strings.Contains("年月日년월일", t.text):
		p.era = 1
		p.skip(1)
		return true
	case t.text == "t" && p.at(1).number >= 0 && !t.after:
		p.skip(1)
		return p.time() || p.compactTime()
	}
	return p.word(t.text)
}

// word takes a word.
func (p *dateParser) word(word string) bool {
	p.skip(1)
	minutes, zone := zones[word]
	month := months[word]
	filler := dateFillers[word] > 0
	switch {
	case zone && p.clock && !p.zoned:
		p.location, p.zoned = offset(minutes < 0, max(minutes, -minutes)/60, max(minutes, -minutes)%60), true
		p.sign() // GMT+0200
		return true
	case zone && p.clock: // the name of the offset before it
		return true
	case month > 0 && p.month == 0:
		p.month = month
		if filler && p.otherMonth() { // mar, 14 abr: a Tuesday
			p.month = 0
		}
		return true
	}
	return filler
}

// otherMonth reports whether a month is still to come.
func (p *dateParser) otherMonth() bool {
	return slices.ContainsFunc(p.tokens, func(t dateToken) bool { return months[t.text] > 0 })
}

// time takes 7:42, 07:42:00.5 or 7 pm, with the zone if it is behind it.
func (p *dateParser) time() bool {
	n := 1
	switch {
	case p.at(1).text == ":" && p.at(2).number >= 0 && len(p.at(2).text) <= 2:
		p.hour, p.minute, n = p.at(0).number, p.at(2).number, 3
		if p.at(3).text == ":" && p.at(4).number >= 0 {
			p.second, n = p.at(4).number, 5
			if point := p.at(5).text; (point == "." || point == ",") && p.at(6).number >= 0 && !p.at(6).after {
				p.nano, _ = fraction("." + p.at(6).text)
				n = 7
			}
		}
	case half(p.at(1).text) > 0 && p.at(0).number >= 1 && p.at(0).number <= 12:
		p.hour = p.at(0).number
	default:
		return false
	}
	p.clock = true
	p.skip(n)
	if h := half(p.at(0).text); h > 0 && p.hour <= 12 {
		p.hour = p.hour%12 + (h-1)*12
		p.skip(1)
	}
	p.sign()
	return true
}

// half is 1 in the morning, 2 in the afternoon, 0 for another word.
func half(word string) int {
	switch word {
	case "am":
		return 1
	case "pm":
		return 2
	}
	return 0
}

// sign takes an offset such as +02:00, +0200 or -3.
func (p *dateParser) sign() {
	sign := p.at(0).text
	if sign == "\u2212" {
		sign = "-"
	}
	if sign != "+" && sign != "-" || p.at(1).number < 0 || p.at(1).after {
		return
	}
	n, hours, minutes := 2, p.at(1).number, 0
	switch {
	case len(p.at(1).text) == 4:
		hours, minutes = hours/100, hours%100
	case len(p.at(1).text) > 2:
		return
	case p.at(2).text == ":" && len(p.at(3).text) == 2 && p.at(3).number >= 0:
		n, minutes = 4, p.at(3).number
	}
	if hours > 23 || minutes > 59 {
		return
	}
	p.location, p.zoned = offset(sign == "-", hours, minutes), true
	p.skip(n)
}

// compact takes a day without separators, and the time if the number holds one.
func (p *dateParser) compact(s string) bool {
	for _, part := range []string{s[:4], s[4:6], s[6:8]} {
		p.numbers = append(p.numbers, dateToken{text: part, number: digits(part)})
	}
	p.skip(1)
	if len(s) > 8 {
		p.clockOf(s[8:])
		p.sign()
	}
	return true
}

// compactTime takes 074200, 0742 or 07 behind a T.
func (p *dateParser) compactTime() bool {
	t := p.at(0)
	if p.clock || len(t.text) > 6 || len(t.text)%2 > 0 {
		return false
	}
	p.clockOf(t.text)
	p.skip(1)
	if point := p.at(0).text; (point == "." || point == ",") && p.at(1).number >= 0 {
		p.nano, _ = fraction("." + p.at(1).text)
		p.skip(2)
	}
	p.sign()
	return true
}

func (p *dateParser) clockOf(s string) {
	p.clock = true
	s += "0000"
	p.hour, p.minute, p.second = digits(s[:2]), digits(s[2:4]), digits(s[4:6])
}

// day returns year, month and day of the numbers; the year 0 means an unknown date.
func (p *dateParser) day() (year, month, day int, err error) {
	n := p.numbers
	switch {
	case p.month > 0 && len(n) == 2 && len(n[0].text) == 4:
		year, month, day = n[0].number, p.month, n[1].number
	case p.month > 0 && len(n) == 2:
		year, month, day = fullYear(n[1]), p.month, n[0].number
	case p.month == 0 && len(n) == 3 && (len(n[0].text) == 4 || p.era > 0):
		year, month, day = n[0].number, n[1].number, n[2].number
		if year+month+day == 0 {
			return 0, 0, 0, nil
		}
	case p.month == 0 && len(n) == 3:
		year = fullYear(n[2])
		if month, day, err = p.order2(n[0].number, n[1].number, year); err != nil {
			return 0, 0, 0, err
		}
		if year+month+day == 0 || len(n[2].text) == 4 && n[2].number+month+day == 0 {
			return 0, 0, 0, nil
		}
	default:
		return 0, 0, 0, p.unknown()
	}
	if !isDay(year, month, day) {
		return 0, 0, 0, p.errorf(": there is no such day")
	}
	return year, month, day, nil
}

// order2 returns month and day of two numbers before a year.
func (p *dateParser) order2(a, b, year int) (month, day int, err error) {
	order := p.order
	if order == "" && p.separator == "." {
		order = "dmy"
	}
	dmy, mdy := b <= 12, a <= 12
	switch {
	case order == "dmy", order == "" && dmy && !mdy:
		return b, a, nil
	case order == "mdy", order == "" && mdy && (!dmy || a == b):
		return a, b, nil
	case !dmy && !mdy:
		return 0, 0, p.errorf(": there is no such day")
	}
	return 0, 0, p.errorf(" that is certain: it may be %d %s or %d %s; choose with dates=dmy or dates=mdy", a, time.Month(b), b, time.Month(a))
}

// fullYear is a year of four digits; one of two is between 1950 and 2049.
func fullYear(t dateToken) int {
	switch {
	case len(t.text) == 2 && t.number < 50:
		return 2000 + t.number
	case len(t.text) == 2:
		return 1900 + t.number
	case len(t.text) == 4:
		return t.number
	}
	return 0
}
