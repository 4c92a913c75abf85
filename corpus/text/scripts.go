package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spaceless reports whether a character is of a script that writes no spaces between
// words.
func spaceless(r rune) bool {
	return r >= 0x0e00 && (ideographic(r) || unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan))
}

func ideographic(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// Length returns how many words a text is long. In scripts without spaces characters are
// counted: two of Han or Hiragana are a word, four of Thai, Lao, Khmer, Myanmar and the
// like. Words in running text have 1.7 characters in Chinese and in Japanese (frequencies
// of jieba's dictionary and of wordfreq) and 4.1 in Thai (Thai National Corpus).
func Length(s string) int {
	words := 0
	for w := range WordsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(w); !isUnspaced(r) {
			words++
		}
	}
	quarters := 0
	for _, r := range s {
		switch {
		case r < 0x0e00 || !unicode.Is(unspaced, r) || !unicode.IsLetter(r) && !unicode.IsMark(r):
		case ideographic(r):
			quarters += 2
		default:
			quarters++
		}
	}
	return words + (quarters+3)/4
}

// honorific reports whether a word is as short as the abbreviations of a script without
// capitals: a letter, in the scripts of India up to two.
func honorific(token string) bool {
	letters, limit := 0, 1
	for _, r := range token {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) || unicode.IsLower(r) || unicode.Is(unicode.Hangul, r) || spaceless(r) {
				return false
			}
			if r >= 0x0900 && r <= 0x0dff {
				limit = 2
			}
		}
	}
	return letters > 0 && letters <= limit
}

// further lists places within a part of UAX #29 where a sentence may end all the same:
// after a full stop before a number, before lower case in a text without capitals, and
// attached to a word that begins a sentence; after an ellipsis; and after the question
// mark of Greek.
func (p *paragraph) further(from, to int) []int {
	var list []int
	s := p.s[from:to]
	var last rune
	for i, r := range s {
		if r == '.' || r == '…' || r == ';' && unicode.Is(unicode.Greek, last) {
			if at, ok := p.behind(s[i+utf8.RuneLen(r):], r, last); ok {
				list = append(list, from+i+utf8.RuneLen(r)+at)
			}
		}
		last = r
	}
	return list
}

// behind returns how far behind a mark the next sentence may begin; not ok if none may.
func (p *paragraph) behind(rest string, mark, last rune) (at int, ok bool) {
	around := rest[:min(len(rest), maxAround)]
	next := strings.TrimLeftFunc(around, func(r rune) bool { return r == '"' || closes(r) })
	start := strings.TrimLeftFunc(next, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(start)
	at = len(around) - len(start)
	switch {
	case start == "":
		return 0, false
	case len(start) == len(next):
		word := firstWord(start)
		return 0, mark == '.' && at == 0 && unicode.IsLower(last) && unicode.IsUpper(first) && len(word) > 1 &&
			p.rules.starters[word] && strings.HasPrefix(start[len(word):], " ")
	case mark == '.':
		return at, unicode.IsDigit(first) || !p.cased && unicode.IsLower(first)
	}
	return at, true
}

const (
	minSpaced    = 80  // characters of a Thai or Lao sentence that a space ends
	maxSpaceless = 250 // characters of a sentence that spaces do not end before
)

// atSpaces reports whether a sentence is to be split at spaces.
func atSpaces(s string) bool {
	spaced, wide := 0, 0
	for _, r := range s {
		if spaceless(r) {
			if wide++; unicode.In(r, unicode.Thai, unicode.Lao) {
				spaced++
			}
		}
	}
	return spaced > minSpaced || wide > maxSpaceless
}

// spaces lists the places of a sentence in a script without spaces between words where
// a space ends one: after enough characters, between two letters of such a script, not
// before a word with which a clause goes on. Twice as many characters end at any space.
func spaces(s string) []int {
	var list []int
	count, rest := 0, len(s)
	var last rune
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if i += size; !unicode.IsSpace(r) {
			count++
			last = r
			continue
		}
		for i < len(s) {
			if r, size = utf8.DecodeRuneInString(s[i:]); !unicode.IsSpace(r) {
				break
			}
			i += size
		}
		if count >= 2*minSpaced || count >= minSpaced && spaceless(last) && last != 'ๆ' && spaceless(r) && !clauseGoesOn(s[i:]) {
			list = append(list, i)
			count, rest = 0, i
		}
	}
	if len(list) > 0 && utf8.RuneCountInString(s[rest:]) < minSpaced/4 {
		list = list[:len(list)-1] // too short to be a sentence
	}
	return list
}

func clauseGoesOn(s string) bool { return begins(s, "clauses") }

// begins reports whether a text begins with a word of a table.
func begins(s, table string) bool {
	for word := range tables[table] {
		if strings.HasPrefix(s, word) {
			return true
		}
	}
	return false
}

// attributes reports whether a text is, after a quotation, who said it, by the forms of
// Japanese and Chinese.
func attributes(s string) bool {
	if begins(s, "quoted") && !begins(s, "unquoted") {
		return true
	}
	clause, _, ok := strings.Cut(s, "。")
	if before, _, comma := strings.Cut(clause, "，"); comma {
		clause = before
	}
	if !ok || utf8.RuneCountInString(clause) > 12 {
		return false
	}
	for word := range tables["attributions"] {
		if strings.HasSuffix(clause, word) {
			return true
		}
	}
	return false
}

// questionEnds reports whether a question or exclamation mark ends a sentence: not in
// a name or address, and not before the rest of a sentence that quotes it.
func (p *paragraph) questionEnds(c *cut) bool {
	last, _ := utf8.DecodeLastRuneInString(c.before)
	switch {
	case !c.spaced && !c.quoted && (!unicode.IsUpper(c.next) || strings.Contains(lastToken(c.before), "/")):
		return !(last < 0x2e80 && (unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune("/=&", last)))
	case unicode.IsLower(c.next) && p.cased && !c.opened:
		return false
	case c.quoted && !c.spaced && unicode.In(c.next, unicode.Hangul):
		return false
	case c.quoted && ideographic(c.next):
		return !attributes(c.after)
	case strings.HasSuffix(c.before, "Yahoo") || strings.HasSuffix(c.before, "Jeopardy") || strings.HasSuffix(c.before, "Yum"):
		return p.starts(c)
	}
	return !c.quoted || !speaks(c.after)
}

// speaks reports whether a text begins with a name and a verb of speech, with which it
// or a part of it ends.
func speaks(s string) bool {
	for range 4 {
		word, rest, _ := strings.Cut(s, " ")
		verb := strings.TrimRight(word, ".,:")
		if _, ok := tables["speech"][verb]; ok {
			return true
		}
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) || verb != word && len(verb) > 3 {
			return false
		}
		s = rest
	}
	return false
}
