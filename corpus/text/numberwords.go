package text

import "strings"

// A numberWord is a word, or a part of a compound, that a spelled number consists of.
type numberWord struct {
	kind  wordKind
	value int // or the power of ten
}

type wordKind uint8

const (
	valueWord   wordKind = iota
	powerWord            // hundred
	oneWord              // one, which may be a pronoun
	articleWord          // a
	andWord
	halfWord
	dozenWord
)

var wordKinds = map[string]wordKind{
	"one": oneWord, "article": articleWord, "and": andWord, "half": halfWord, "dozen": dozenWord,
}

// numberWords has the words of spelled numbers by language.
var numberWords = func() map[string]map[string]numberWord {
	all := map[string]map[string]numberWord{}
	values := byLanguage("number words", numberTable)
	for lang := range values {
		list := map[string]numberWord{}
		for word, power := range magnitudes[lang] {
			list[word] = numberWord{powerWord, power}
		}
		for word, value := range values[lang] {
			list[word] = numberWord{wordKinds[tables["number words "+lang][word]], value}
		}
		all[lang] = list
	}
	return all
}()

// Languages that join number words, that say one and twenty, and that count a bare
// hundred or thousand.
var (
	compounding = map[string]bool{"de": true, "nl": true, "it": true}
	unitsFirst  = map[string]bool{"de": true, "nl": true}
	bare        = map[string]bool{"de": true, "fr": true, "es": true, "it": true, "pt": true, "nl": true}
)

// longestNumberWord bounds the bytes of a part of a compound.
const longestNumberWord = 20

// numberParts returns the number words that a word consists of, nil if there is another part.
func numberParts(word, lang string) []numberWord {
	lexicon := numberWords[lang]
	if w, ok := lexicon[word]; ok {
		return []numberWord{w}
	}
	if !compounding[lang] {
		return nil
	}
	var list []numberWord
	for word != "" {
		size := min(len(word), longestNumberWord)
		for ; size > 0; size-- {
			if w, ok := lexicon[word[:size]]; ok && w.compounds() {
				list = append(list, w)
				break
			}
		}
		if size == 0 {
			return nil
		}
		word = word[size:]
	}
	return list
}

// compounds reports whether a word may be part of a compound.
func (w numberWord) compounds() bool {
	return w.kind == valueWord || w.kind == oneWord || w.kind == andWord || w.kind == powerWord && w.value < 6
}

// isNumberWord reports whether a word in lower case is part of spelled numbers.
func isNumberWord(word, lang string) bool {
	w, ok := numberWords[lang][word]
	return ok && w.kind == valueWord
}

// A count is a spelled number as far as it has been read.
type count struct {
	lang         string
	total, group float64 // group is below a thousand
	last         int     // power of ten
	joined       bool    // after "and" or a hyphen
	alone        bool    // a word for one only
	closed       bool    // nothing can follow
}

func (c *count) empty() bool { return c.total == 0 && c.group == 0 }

func (c *count) value() float64 { return c.total + c.group }

// add reads the next word of the number, and reports whether it continues it.
func (c *count) add(w numberWord) bool {
	if c.closed {
		return false
	}
	ok := false
	switch w.kind {
	case valueWord:
		ok = c.addValue(w.value)
	case oneWord:
		if ok = c.empty() || c.joined && c.addValue(1); ok && c.empty() {
			c.group, c.alone = 1, true
			return true
		}
	case dozenWord:
		if ok = c.total == 0 && c.group > 0 && c.group < 100; ok {
			c.group, c.closed = c.group*12, true
		}
	case powerWord:
		ok = c.multiply(w.value)
	}
	if ok {
		c.alone, c.joined = false, false
	}
	return ok
}

func (c *count) addValue(v int) bool {
	group := int(c.group)
	tail := group % 100
	fits := false
	switch {
	case v == 0:
		c.closed = true
		return c.empty()
	case group == 0:
		fits = true
	case c.alone && !unitsFirst[c.lang] || v >= 100:
	case tail == 0:
		fits = true
	case unitsFirst[c.lang]:
		fits = c.joined && tail < 10 && v >= 20 && v%10 == 0
	case c.lang == "fr" && v == 20 && tail == 4:
		v, fits = 76, true // quatre-vingts
	case c.lang == "fr" && (tail == 60 || tail == 80):
		fits = v < 20
	default:
		fits = v < 10 && tail%10 == 0 && tail >= 20
	}
	if fits {
		c.group += float64(v)
	}
	return fits
}

// multiply reads a word for a power of ten.
func (c *count) multiply(power int) bool {
	p := pow10(power)
	switch {
	case power == 1: // of Vietnamese
		unit := float64(int(c.group) % 10)
		c.group += 9 * unit
		return unit > 0 && int(c.group)%100 >= 20
	case power == 2:
		if c.group == 0 && bare[c.lang] {
			c.group = 1
		}
		c.group *= p
		return c.group > 0 && c.group < 1e4
	case c.group > 0 && (c.last == 0 || power < c.last):
		c.total, c.group = c.total+c.group*p, 0
	case c.total > 0 && c.last < 6 && power > c.last: // mil millones, lakh crore
		c.total, c.group = (c.total+c.group)*p, 0
	case c.empty() && power == 3 && bare[c.lang]:
		c.total = p
	default:
		return false
	}
	c.last = power
	return true
}

// join reports whether "and" may come between the words before and after it.
func (c *count) join() bool {
	group := int(c.group)
	switch c.lang {
	case "en":
		return c.group > 0 && group%100 == 0 || c.group == 0 && c.total > 0
	case "fr":
		return group%100 >= 20 && group%100 <= 70 && group%10 == 0
	case "es":
		return group%100 >= 30 && group%10 == 0
	case "pt":
		return group%100 >= 20 && group%10 == 0 || group > 0 && group%100 == 0 || group == 0 && c.total > 0
	}
	return false
}

// spelled reads a number in words from item i: twenty-five, two hundred and six
// thousand, a million, half a dozen. end is i if there is none.
func (r *reader) spelled(i int) (value float64, end int) {
	if value, end = r.half(i); end > i {
		return value, end
	}
	c := count{lang: r.lang}
	end = i
	at := i // where the number may continue
	for j := i; j < len(r.items); j++ {
		it := &r.items[j]
		if it.fold == "-" && j == at && j > i && it.glued && r.glued(j+1) {
			c.joined, at = true, j+1
			continue
		}
		words := numberParts(it.fold, r.lang)
		if it.kind != letter || words == nil {
			break
		}
		if words[0].kind == andWord && len(words) == 1 {
			if j != at || !c.join() {
				break
			}
			c.joined, at = true, j+1
			continue
		}
		next := c
		if !next.read(words, j > i || r.power(j+1)) {
			break
		}
		c, at = next, j+1
		if !c.alone {
			value, end = c.value(), j+1
		} else if !r.power(j + 1) {
			break
		}
	}
	switch {
	case end == i:
	case end == i+1 && doubtful[r.at(i)] && !strings.HasSuffix(r.at(end), "s") && !strings.HasSuffix(r.at(end), "x"):
		return 0, i
	case end == i+1 && r.lang == "vi" && r.at(i) != "mười":
		return 0, i
	case r.lang == "en" && value < 1000 && r.at(end) == "and" && r.at(end+1) == "a" && r.at(end+2) == "half":
		value, end = value+0.5, end+3
		if p := magnitude(r.at(end), r.lang); p > 2 {
			value, end = value*pow10(p), end+1
		}
	}
	return value, end
}

// read adds the words of one item; more reports whether an article may begin it.
func (c *count) read(words []numberWord, more bool) bool {
	for k, w := range words {
		switch {
		case w.kind == andWord:
			c.joined = true
			continue
		case w.kind == articleWord:
			if !c.empty() || !more {
				return false
			}
			w.kind = oneWord
		case k > 0:
			c.joined = c.joined || !unitsFirst[c.lang] || w.value < 20
		}
		if !c.add(w) {
			return false
		}
	}
	return !c.joined
}

// power reports whether item i multiplies a word for one.
func (r *reader) power(i int) bool {
	if i >= len(r.items) {
		return false
	}
	w, ok := numberWords[r.lang][r.items[i].fold]
	return ok && (w.kind == powerWord && w.value > 1 || w.kind == dozenWord)
}

// half reads half a million, eine halbe Million, media docena.
func (r *reader) half(i int) (value float64, end int) {
	word := func(i int) (w numberWord, ok bool) {
		w, ok = numberWords[r.lang][r.at(i)]
		return w, ok
	}
	one := func(i int) int {
		if w, ok := word(i); ok && (w.kind == oneWord || w.kind == articleWord) {
			return i + 1
		}
		return i
	}
	j := one(i)
	if w, ok := word(j); !ok || w.kind != halfWord {
		return 0, i
	}
	if j++; r.at(j) == "-" && r.glued(j) {
		j++
	}
	j = one(j)
	switch w, ok := word(j); {
	case ok && w.kind == powerWord && w.value > 2:
		return pow10(w.value) / 2, j + 1
	case ok && w.kind == dozenWord:
		return 6, j + 1
	}
	return 0, i
}
