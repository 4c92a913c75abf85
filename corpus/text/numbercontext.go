package text

import "strings"

// millions reports whether m directly after a figure, read up to item q.to, is a million
// and not the metre: before what is counted, or in a sentence with other amounts.
func (r *reader) millions(q *quantity) bool {
	if afterMetres[r.at(q.to)] || r.at(q.to) == "-" && r.glued(q.to) {
		return false
	}
	switch counted := r.counted(q.to); {
	case counted != "" && afterMetres[counted]:
		return false
	case people[counted]:
		return true
	}
	before := r.at(q.from - 1)
	if q.numeral.whole && (before == "the" || strings.HasSuffix(before, "s") && strings.ContainsAny(before, "'’")) {
		return false // the 100m, the women’s 800m
	}
	if r.near(q.from, func(i int) bool { return lengths[r.at(i)] }) {
		return false
	}
	return r.counted(q.to) != "" || r.near(q.from, r.isAmount)
}

// counted returns what is counted after a figure: a plural in English, after words such
// as "more" and capitalised ones, or one of the words for people and homes among the
// next three.
func (r *reader) counted(i int) string {
	if r.lang != "en" {
		return ""
	}
	direct := true // nothing but words that may stand between
	for j := i; j < min(i+3, len(r.items)); j++ {
		word := r.at(j)
		switch {
		case r.items[j].kind != letter || r.items[j].glued || StopWord(word, r.lang) && !moreOf[word]:
			return ""
		case people[word] || direct && plural(word):
			return word
		case afterMetres[word]:
			return word
		}
		direct = direct && (moreOf[word] || r.capitalised(j))
	}
	return ""
}

// sentenceReach bounds the items before and after a figure that tell what it is.
const sentenceReach = 25

// near reports whether an item of the sentence around item i is as wanted.
func (r *reader) near(i int, wanted func(i int) bool) bool {
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(r.items) && step*(j-i) <= sentenceReach; j += step {
			if end := r.at(j); (end == "." && !r.glued(j+1)) || end == "!" || end == "?" {
				break
			}
			if wanted(j) {
				return true
			}
		}
	}
	return false
}

// isAmount reports whether an item shows that its sentence is about money, shares or
// millions.
func (r *reader) isAmount(i int) bool {
	word := r.at(i)
	return currencies[word] != "" || measures[word] == "%" || magnitude(word, r.lang) >= 6 ||
		r.items[i].kind == digit && strings.HasSuffix(word, "bn")
}

// chain returns the end of further figures after hyphens: -555-0199.
func (r *reader) chain(i int) int {
	for (r.at(i) == "-" || r.at(i) == "–") && r.glued(i) && r.glued(i+1) && r.items[i+1].kind == digit {
		i += 2
	}
	return i
}

// isResult reports whether a range of small figures is the result of a game: lost 0-3.
func (r *reader) isResult(a *quantity, n Number) bool {
	sign := r.at(a.to)
	if sign != "-" && sign != "–" || n.High > 30 || n.Measured() || a.spelled || !a.numeral.whole {
		return false
	}
	if n.Low == 0 || r.at(a.from-1) == "," && r.at(a.from-3) == sign {
		return true
	}
	for j := a.from - 1; j > a.from-5; j-- {
		if results[r.at(j)] {
			return !plural(n.Unit)
		}
	}
	return false
}

// telephone returns the end of a telephone number: after +, with an area code in
// parentheses or with a leading zero, or after a word such as call.
func (r *reader) telephone(i int) int {
	first := r.at(i)
	switch {
	case first == "+":
		if end, groups, digits := r.groups(i + 1); r.glued(i+1) && digits >= 8 && (groups == 1 || !r.thousands(i+1, end)) {
			return end
		}
	case first == "(":
		if end, groups, digits := r.groups(i); groups > 1 && digits >= 7 && r.at(i+2) == ")" {
			return end
		}
	case r.items[i].kind == digit && len(first) > 1 && first[0] == '0':
		if end, groups, digits := r.groups(i); groups > 1 && digits >= 7 {
			return end
		}
	case r.items[i].kind == digit:
		for j := i - 1; j > i-4; j-- {
			if !telephones[r.at(j)] {
				continue
			}
			if end, groups, digits := r.groups(i); digits >= 5 && !r.thousands(i, end) && (groups > 1 || digits > 6) {
				return end
			}
		}
	}
	return i
}

// groups reads figures without separators with blanks, hyphens, slashes or parentheses
// between them.
func (r *reader) groups(i int) (end, groups, digits int) {
	const most = 8
	end = i
	for j := i; j < len(r.items) && groups < most; j++ {
		switch word := r.at(j); {
		case r.items[j].kind == digit && allDigits(word) && len(word) <= 15:
			if groups > 0 && j == end && r.glued(j) {
				return end, groups, digits
			}
			groups++
			digits += len(word)
			end = j + 1
		case (word == "-" || word == "/" || word == "(" || word == ")" || word == ".") && j <= end+1:
		default:
			return end, groups, digits
		}
	}
	return end, groups, digits
}

// thousands reports whether all figures after the first have three digits.
func (r *reader) thousands(from, to int) bool {
	for j := from + 1; j < to; j++ {
		if len(r.at(j)) != 3 || r.items[j].kind != digit {
			return false
		}
	}
	return true
}

func allDigits(s string) bool { return digits(s) }

// eastAsianDate returns the end of a day, a month, a year or a time of day in Chinese,
// Japanese or Korean: 3月5日, 15時30分. 3日間 is a duration.
func (r *reader) eastAsianDate(i int) int {
	n, ok := r.number(i, 4)
	if !ok || !r.glued(i+1) {
		return i
	}
	word, next := r.at(i+1), r.at(i+2)
	if next == "間" || next == "间" || strings.HasSuffix(word, "간") {
		return i
	}
	for _, c := range []struct {
		words    string
		from, to int
	}{{"年년", 1900, 2099}, {"月월", 1, 12}, {"日号號일", 1, 31}, {"時时시", 0, 24}} {
		for _, r := range c.words {
			if n >= c.from && n <= c.to && (word == string(r) || r >= '가' && strings.HasPrefix(word, string(r))) {
				return i + 2
			}
		}
	}
	if before := r.at(i - 1); (word == "分" || word == "분") && (before == "時" || before == "时" || before == "시") {
		return i + 2
	}
	return i
}

func hanNumber(word string) bool {
	_, isDigit := hanDigits[word]
	_, isPower := hanMagnitudes[word]
	return isDigit || isPower
}
