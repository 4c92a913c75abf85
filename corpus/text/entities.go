package text

import "strings"

// An Entity is a name in a text, found by its capitals: of a person, a place, an
// organisation, a nationality, a work.
type Entity struct {
	From, To int    // its place: s[From:To]
	Key      string // normal form; equal for mentions of one name
	Head     string // key of its head word: klitschko of Vitali Klitschko
}

// Entities returns the names in a text in order, by a [Casing] that learned from this
// text alone. For short texts a Casing that learned from many of the same time finds
// more in headlines and at beginnings of sentences. In scripts without case it finds
// nothing.
func Entities(s, lang string) []Entity {
	c := NewCasing(lang)
	c.Learn(s)
	return c.Entities(s)
}

// Entities returns the names in a text in order; they do not overlap.
//
// A name is a run of capitalised words in a sentence, with the small words inside
// names (University of Michigan, Charles de Gaulle), hyphens (Jean-Claude Juncker, Kim
// Jong-un, al-Qaida), ampersands and initials. Two names joined by a hyphen
// (Russia-Ukraine) are two if both occur alone. A name ends at punctuation and after
// a possessive: the Fed's Charles Plosser are two names. In English, titles and
// offices are cut out, so that Russian President Vladimir Putin is Russian and
// Vladimir Putin; so are weekdays, and months alone or next to a number, as in German.
//
// At the beginning of a sentence or a quotation and after a colon, a single word is a
// name if it is elsewhere a name more often than in lower case; it may begin a longer
// name unless it is mostly in lower case. In Title Case and in CAPITALS only names of
// running text count, and in Title Case abbreviations.
//
// The key is in lower case, without full stops, diacritics (except in Vietnamese), a
// leading the, and Inc. or Ltd. at the end (in English, and in languages that have lists
// of such words); hyphens are spaces. The head word is the last, or the last before of.
// Words of English have no such effects in other languages, nor if the language is unknown.
//
// It is a heuristic for languages that capitalise names and little else. In German
// every noun is a name. Vietnamese names of institutions with capitals on some
// syllables only are cut short. It takes time linear in the text.
func (c *Casing) Entities(s string) []Entity {
	var list []Entity
	s, gaps := readable(s)
	for _, at := range sentenceSpans(s, c.lang) {
		words := casedWords(s, at, c.lang)
		add := func(run []casedWord) {
			for _, name := range c.parts(run) {
				list = append(list, c.entity(s, name))
			}
		}
		if style := c.styleOf(words, s[at.from:at.to]); style == running {
			c.runs(words, c.begins, add)
		} else {
			c.known(s, words, style, add)
		}
	}
	for i := range list {
		list[i].From, list[i].To = gaps.place(list[i].From), gaps.place(list[i].To-1)+1
	}
	return list
}

// begins reports whether a capitalised word may begin a name, given whether the name
// has a second word.
func (c *Casing) begins(w *casedWord, goesOn bool) bool {
	switch {
	case w.shape == upper:
		return goesOn || c.abbreviation(w)
	case !w.free && goesOn:
		return true
	case !w.free:
		u := c.words[w.key]
		return u.lower <= u.upper
	case goesOn:
		return c.first(w)
	}
	return c.single(w)
}

// runs calls yield with each run of words that is a name in running text.
func (c *Casing) runs(words []casedWord, begins func(w *casedWord, goesOn bool) bool, yield func([]casedWord)) {
	for i := 0; i < len(words); i++ {
		if !words[i].named() {
			continue
		}
		end := i + 1
		for next := c.goOn(words, i, end); next > end; next = c.goOn(words, i, end) {
			end = next
		}
		if !begins(&words[i], end > i+1) {
			continue // the rest may be a name without it
		}
		yield(words[i:end])
		i = end - 1
	}
}

// goOn returns the end of the name words[from:end] with its next word, or end if there
// is none.
func (c *Casing) goOn(words []casedWord, from, end int) int {
	for i := end; i < len(words) && words[i].linked && !words[end-1].ends; i++ {
		if words[i].named() {
			return i + 1
		}
		if i-end >= 3 || !c.inside(words, from, i) {
			return end
		}
	}
	return end
}

// inside reports whether a small word may be part of a name that began at from. "Of"
// may in English after one word and after institutions: House of Lords, European Court of
// Human Rights, but not Ted Cruz of Texas.
func (c *Casing) inside(words []casedWord, from, i int) bool {
	before, word := &words[i-1], words[i].text
	if c.lang != "en" {
		return particles[word]
	}
	switch word {
	case "of":
		return i == from+1 || bodies[before.key] || words[i-2].text == "the" || words[i-2].text == "for"
	case "for":
		return bodies[before.key]
	case "the":
		return before.text == "of" || before.text == "for"
	default:
		return particles[word]
	}
}

// known calls yield with the names of a sentence in Title Case or CAPITALS: the
// longest runs of words that are names in running text.
func (c *Casing) known(s string, words []casedWord, style style, yield func([]casedWord)) {
	for i := 0; i < len(words); i++ {
		if !words[i].named() {
			continue
		}
		end := i + 1
		for end < len(words) && end-i < 8 && words[end].linked && !words[end-1].ends {
			end++
		}
		for ; end > i+1 && !(words[end-1].named() && c.names[c.entity(s, words[i:end]).Key]); end-- {
		}
		w := &words[i]
		if end > i+1 || w.shape == upper && style == titleCase && c.abbreviation(w) || c.single(w) {
			yield(words[i:end])
			i = end - 1
		}
	}
}

// parts cuts titles, offices, weekdays and months out of a run of words, and drops
// small words at the ends of what remains.
func (c *Casing) parts(run []casedWord) [][]casedWord {
	var list [][]casedWord
	from := 0
	cut := func(to int) {
		part := run[from:to]
		for len(part) > 0 && (!part[0].named() || c.article(part[0].text)) {
			part = part[1:]
		}
		for len(part) > 0 && !part[len(part)-1].named() {
			part = part[:len(part)-1]
		}
		switch {
		case len(part) > 1:
			list = append(list, part)
		case len(part) == 1:
			for _, half := range c.halves(part[0]) {
				if c.alone(&half) {
					list = append(list, []casedWord{half})
				}
			}
		}
		from = to + 1
	}
	for i := range run {
		month := monthNames[c.lang][strings.ToLower(run[i].text)] > 0
		if weekdays[c.lang][run[i].key] || c.office(run, i) || month && (run[i].figure || len(run) == 1) {
			cut(i)
		}
	}
	cut(len(run))
	return list
}

// alone reports whether a single word can be a name: not a letter, Inc., USD, The or
// He, but US and WHO.
func (c *Casing) alone(w *casedWord) bool {
	return len([]rune(w.key)) > 1 && !firms[c.lang][w.key] && currencies[w.key] == "" && (w.shape == upper || !StopWord(w.key, c.lang))
}

// halves splits names that a hyphen joins, as in Russia-Ukraine, if all are names by
// themselves. It returns other words unchanged.
func (c *Casing) halves(w casedWord) []casedWord {
	var list []casedWord
	from := w.from
	for half := range strings.SplitSeq(w.text, "-") {
		part := casedWord{span: span{from, from + len(half)}, text: half, key: entityKey(half, c.lang), shape: shapeOf(half)}
		if !part.named() || part.shape == capital && !c.single(&part) {
			return []casedWord{w}
		}
		list = append(list, part)
		from += len(half) + 1
	}
	return list
}

func (c *Casing) article(word string) bool {
	return c.lang == "en" && (word == "The" || word == "A" || word == "An")
}

// office reports whether word i of a run is a title or an office, or qualifies one.
func (c *Casing) office(run []casedWord, i int) bool {
	if c.lang != "en" {
		return false
	}
	for ; i < len(run) && qualifiers[run[i].key]; i++ {
	}
	return i < len(run) && roles[run[i].key]
}

func (c *Casing) entity(s string, words []casedWord) Entity {
	e := Entity{From: words[0].from, To: words[len(words)-1].to}
	for len(words) > 1 && firms[c.lang][words[len(words)-1].key] {
		words = words[:len(words)-1]
	}
	keys := make([]string, len(words))
	for i := range words {
		keys[i] = words[i].key
	}
	e.Key = strings.Join(keys, " ")
	head := len(words) - 1
	for i := range words {
		if c.lang == "en" && words[i].text == "of" && i > 0 {
			head = i - 1
			break
		}
	}
	for head > 0 && generations[words[head].key] {
		head--
	}
	e.Head = words[head].key
	return e
}
