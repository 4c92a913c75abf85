package text

import (
	"math"
	"strconv"
	"strings"
)

// A numeral is a written figure without its separators.
type numeral struct {
	digits string // such as 1234.5
	whole  bool   // no decimals
	plain  bool   // no separators at all
	suffix string // letters after it: m of 2.5m
}

// numeralOf reads a token such as 1,234.5 or 2.5m; comma decides between 1,234 and
// 1.234. ok is false if it is not a number: 1.2.3, 12,34,56.
func numeralOf(token string, comma bool) (n numeral, ok bool) {
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
	n.digits, n.whole, ok = combine(groups, separators, comma)
	return n, ok
}

const (
	arabicDecimal   = '٫'
	arabicThousands = '٬'
)

func isSeparator(r rune) bool { return r == '’' || r == arabicDecimal || r == arabicThousands }

// combine joins the groups of a figure. A separator that occurs twice, or before
// another one, separates thousands; so does a single full stop or comma before three
// digits if the language writes it so.
func combine(groups []string, separators []rune, comma bool) (digits string, whole, ok bool) {
	n := len(separators)
	if n == 0 {
		return groups[0], true, true
	}
	last := separators[n-1]
	decimal := last == '.' || last == ',' || last == arabicDecimal
	for _, r := range separators[:n-1] {
		if r == last {
			decimal = false
		}
	}
	if decimal && n == 1 && last != arabicDecimal && len(groups[1]) == 3 && len(groups[0]) <= 3 && groups[0] != "0" {
		decimal = (last == ',') == comma
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
	if thousands == 3 && n == 3 && last == '.' && isAddressOfNet(groups) {
		return "", false, false
	}
	digits = strings.Join(groups[:thousands+1], "")
	if decimal {
		return digits + "." + groups[n], false, groups[n] != "" && digits != ""
	}
	return digits, true, true
}

// isAddressOfNet reports whether all groups are at most 255, as those of 192.168.100.101.
func isAddressOfNet(groups []string) bool {
	for _, g := range groups {
		if n, err := strconv.Atoi(g); err != nil || n > 255 {
			return false
		}
	}
	return true
}

// value returns the number times ten to a power, rounded once.
func (n numeral) value(power int) float64 {
	v, _ := strconv.ParseFloat(n.digits+"e"+strconv.Itoa(power), 64) // infinite if it is too large
	return v
}

// maxGroups is how many groups of three digits a figure with spaces may have.
const maxGroups = 6

// spaced adds the groups of thousands that follow a figure after spaces, the last one
// with decimals and letters: 12 000 and 1 234,5. It returns the end of the figure; ok
// is false if there are too many groups.
func (r *reader) spaced(n *numeral, i int) (end int, ok bool) {
	if !n.plain || len(n.digits) > 3 || n.digits[0] == '0' || n.suffix != "" {
		return i, true
	}
	groups := 0
	for ; n.suffix == "" && n.whole && i < len(r.items); i++ {
		it := &r.items[i]
		if it.kind != digit || it.glued || !r.comma && !it.fixed {
			break
		}
		group, ok := numeralOf(it.text, r.comma)
		whole, decimals, _ := strings.Cut(group.digits, ".")
		if !ok || len(whole) != 3 || !group.plain && group.whole {
			break
		}
		if groups++; groups > maxGroups {
			continue
		}
		n.digits += whole
		if n.whole = group.whole; !n.whole {
			n.digits += "." + decimals
		}
		n.plain, n.suffix = false, group.suffix
	}
	return i, groups <= maxGroups
}

// vulgar has the digits after the point of fractions directly after a figure.
var vulgar = map[string]string{"½": "5", "¼": "25", "¾": "75"}

// longestHan bounds the items of a number in Chinese characters.
const longestHan = 40

// han reads a number with Chinese, Japanese or Korean magnitudes from item i: 3万5千,
// 1億2000万, 二十; end is i if there is none. One without any figure is a number only
// before a counter, a currency or a share.
func (r *reader) han(i int) (value float64, end int) {
	total, section, now := 0.0, 0.0, 0.0
	open, figures, powers, last, inner := false, false, 0, 100, 4
	j := i
	for ; j < min(i+longestHan, len(r.items)); j++ {
		korean := last < 100 && !open && r.items[j].kind == digit && r.at(j-1) >= "가" // 3만 5000
		if j > i && !r.glued(j) && !korean {
			break
		}
		word := r.at(j)
		v, isDigit := hanDigits[word]
		p, isPower := hanMagnitudes[word]
		n, isFigure := numeral{}, false
		if r.items[j].kind == digit {
			n, isFigure = numeralOf(word, r.comma)
		}
		switch {
		case isFigure && n.suffix == "" && !open:
			now, open, figures = n.value(0), true, true
			continue
		case isDigit && !open:
			now, open = float64(v), true
			continue
		case isPower && p < inner && (open || !figures || section > 0):
			if !open {
				now = 1
			}
			section += now * pow10(p)
			inner = p
		case isPower && p >= 4 && p < last && section+now > 0:
			total += (section + now) * pow10(p)
			section, last, inner = 0, p, 4
		default:
			isPower = false
		}
		if !isPower {
			break
		}
		now, open = 0, false
		powers++
	}
	value = total + section + now
	if value < 1e12 {
		value = math.Round(value*1e6) / 1e6 // of 1.1億
	}
	switch {
	case j == i || j == i+longestHan || figures && powers == 0:
		return 0, i
	case !figures && (value < 2 || !r.counter(j) || someHan[r.at(i-1)] && r.glued(i)):
		return 0, i
	}
	return value, j
}

// someHan are words before 十人 that make dozens of it.
var someHan = map[string]bool{"数": true, "數": true, "几": true, "幾": true, "何": true}

// counter reports whether what is counted by a number in Chinese characters follows.
func (r *reader) counter(i int) bool {
	if moreOf[r.at(i)] && r.glued(i) {
		i++
	}
	if i >= len(r.items) || !r.glued(i) {
		return false
	}
	_, money := r.money(i)
	return money > i || counters[r.at(i)] || counters[r.at(i)+r.at(i+1)] || measures[r.at(i)] != ""
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
