package text

import (
	"strconv"
	"strings"
)

// An item is a token other than white space.
type item struct {
	token
	text  string
	fold  string // in lower case
	glued bool   // no white space before it
}

func items(s string) []item {
	var list []item
	glued := false
	for _, t := range tokens(s, 0, len(s)) {
		if t.kind == blank {
			glued = false
			continue
		}
		text := s[t.from:t.to]
		list = append(list, item{t, text, strings.ToLower(text), glued})
		glued = true
	}
	return list
}

// continental reports whether a language writes a comma before decimals, and full
// stops or spaces between thousands.
func continental(lang string) bool { return decimalComma[lang] }

// A numeral is a written figure without its separators.
type numeral struct {
	digits string // such as 1234.5
	whole  bool   // no decimals
	plain  bool   // no separators at all
	suffix string // letters after it: m of 2.5m
}

// numeralOf reads a token such as 1,234.5 or 2.5m; lang decides between 1,234 and
// 1.234. ok is false if it is not a number: 1.2.3, 12,34,56.
func numeralOf(token, lang string) (n numeral, ok bool) {
	end := strings.LastIndexAny(token, "0123456789") + 1
	if first := strings.IndexFunc(token, func(r rune) bool { return r >= 'A' && !isSeparator(r) }); first >= 0 && first < end {
		return n, false // letters inside, as in 3D4
	}
	n.suffix = token[end:]
	var groups []string
	var separators []rune
	from := 0
	for i, r := range token[:end] {
		if r < '0' || r > '9' {
			groups = append(groups, token[from:i])
			separators = append(separators, r)
			from = i + len(string(r))
		}
	}
	groups = append(groups, token[from:end])
	n.plain = len(separators) == 0
	n.digits, n.whole, ok = combine(groups, separators, lang)
	return n, ok
}

func isSeparator(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '’' }

// combine joins the groups of a figure. A separator that occurs twice, or before
// another one, separates thousands; so does a single full stop or comma before three
// digits if the language writes it so.
func combine(groups []string, separators []rune, lang string) (digits string, whole, ok bool) {
	n := len(separators)
	if n == 0 {
		return groups[0], true, true
	}
	last := separators[n-1]
	decimal := last == '.' || last == ','
	for _, r := range separators[:n-1] {
		if r == last {
			decimal = false
		}
	}
	if decimal && n == 1 && len(groups[1]) == 3 && len(groups[0]) <= 3 && groups[0] != "0" {
		decimal = (last == ',') == continental(lang)
	}
	thousands := n
	if decimal {
		thousands--
	}
	for i := 1; i <= thousands; i++ {
		pair := separators[0] == ',' && i < thousands && len(groups[i]) == 2 // Indian lakhs
		if separators[i-1] != separators[0] || len(groups[i]) != 3 && !pair || len(groups[0]) > 3 || groups[0] == "" {
			return "", false, false
		}
	}
	digits = strings.Join(groups[:thousands+1], "")
	if decimal {
		return digits + "." + groups[n], false, groups[n] != "" && digits != ""
	}
	return digits, true, true
}

// value returns the number times ten to a power, rounded once.
func (n numeral) value(power int) float64 {
	v, _ := strconv.ParseFloat(n.digits+"e"+strconv.Itoa(power), 64) // infinite if it is too large
	return v
}

// spelled reads a number in English words from item i: twenty-five, two hundred and
// six thousand, a million. end is i if there is none.
func spelled(list []item, i int) (value float64, end int) {
	total, group := 0.0, 0.0
	end = i
	for j := i; j < len(list); j++ {
		word := list[j].fold
		if word == "-" && j > i && list[j].glued || word == "and" && j > i && magnitudes["en"][list[j-1].fold] > 0 {
			continue
		}
		v, known := small[word]
		unit := word == "one" || (word == "a" || word == "an") && j == i
		power := magnitudes["en"][word]
		switch {
		case unit && (j > end && group >= 20 || j+1 < len(list) && magnitudes["en"][list[j+1].fold] > 0):
			group++
			if group > 1 {
				end = j + 1
			}
			continue
		case known && (group == 0 || v < 10 && int(group)%10 == 0 && int(group)%100 != 10 || int(group)%100 == 0):
			group += float64(v)
		case power == 2 && group > 0 && group < 100:
			group *= 100
		case power > 2 && group > 0:
			total += group * pow10(power)
			group = 0
		default:
			return total + group, end
		}
		end = j + 1
	}
	return total + group, end
}

func pow10(n int) float64 {
	v := 1.0
	for range n {
		v *= 10
	}
	return v
}

func magnitude(word, lang string) int {
	if list, ok := magnitudes[lang]; ok {
		return list[word]
	}
	return magnitudes["en"][word]
}
