package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A shape is the capitalisation of a word.
type shape uint8

const (
	caseless shape = iota // of a script without case, or without letters
	lower
	capital // Kyiv, McDonald, iPhone
	upper   // NATO, MH370
)

func shapeOf(word string) shape {
	ups, downs, others := 0, 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			ups++
		case unicode.IsLower(r):
			downs++
		case unicode.IsDigit(r):
			others++
		}
	}
	switch {
	case ups+downs == 0:
		return caseless
	case ups == 0:
		return lower
	case downs == 0 && ups+others > 1:
		return upper
	}
	return capital
}

// A casedWord is a word of a sentence, or several that hyphens join, with what its
// capitals and its neighbours show.
type casedWord struct {
	span
	text   string
	key    string // folded
	shape  shape
	free   bool // any word has a capital here, such as the first of a sentence or a quotation
	linked bool // the word before may belong to the same name
	ends   bool // no name continues after it, as after a possessive or before "-led"
	figure bool // next to a number
}

func (w *casedWord) named() bool { return w.shape >= capital }

// A caser makes cased words of the tokens of a sentence.
type caser struct {
	s, lang string
	words   []casedWord
	linked  bool // of the next word
	free    bool // of the next word
	hyphen  bool // joins the next word to the last
	figure  bool // of the next word
}

func casedWords(s string, at span, lang string) []casedWord {
	c := caser{s: s, lang: lang, free: true}
	list := tokens(s, at.from, at.to)
	for i, t := range list {
		switch t.kind {
		case letter:
			c.word(t)
		case digit:
			c.number(t)
		case blank:
			c.hyphen = false
		case mark:
			c.mark(s[t.from:t.to], i > 0 && list[i-1].kind == letter, i+1 < len(list) && list[i+1].kind >= letter)
		}
	}
	for i := range c.words {
		c.words[i].key = entityKey(c.words[i].text, c.lang)
	}
	return c.words
}

func (c *caser) word(t token) {
	w := casedWord{span: span{t.from, t.to}, free: c.free, linked: c.linked, figure: c.figure}
	w.ends = c.strip(&w)
	w.text = c.s[w.from:w.to]
	w.shape = shapeOf(w.text)
	if c.lang == "en" && (w.text == "I" || contracted(w.text)) {
		w.shape = lower
	}
	if !c.hyphen || !c.join(w) {
		c.words = append(c.words, w)
	}
	last := &c.words[len(c.words)-1]
	c.linked, c.free, c.hyphen, c.figure = !last.ends, false, false, false
}

// strip removes the possessive and the elided article of a word. It reports whether
// there was a possessive.
func (c *caser) strip(w *casedWord) (possessive bool) {
	text := c.s[w.from:w.to]
	if owner := strings.TrimSuffix(strings.TrimSuffix(text, "s"), "S"); len(owner) == len(text)-1 {
		if r, size := utf8.DecodeLastRuneInString(owner); isApostrophe(r) && len(owner) > size {
			text = owner[:len(owner)-size]
			w.to = w.from + len(text)
			possessive = true
		}
	}
	if i := strings.IndexFunc(text, isApostrophe); i == 1 || i == 2 && text[:2] == "qu" {
		_, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if unicode.IsUpper(next) && (text[0] >= 'a' || elides[c.lang]) {
			w.from += i + size
		}
	}
	return possessive
}

// contracted reports whether a word is a contraction of English, such as don't or we're.
func contracted(word string) bool {
	i := strings.LastIndexFunc(word, isApostrophe)
	if i < 0 {
		return false
	}
	switch strings.TrimLeftFunc(word[i:], isApostrophe) {
	case "t", "m", "d", "re", "ve", "ll":
		return true
	}
	return false
}

// join joins a word to the last one with a hyphen.
func (c *caser) join(w casedWord) bool {
	last := &c.words[len(c.words)-1]
	switch {
	case last.named() && w.named():
		if last.shape != w.shape {
			last.shape = capital
		}
	case last.named() && !c.goesOn(w.text):
		last.ends = true
		return true
	case last.shape == lower && w.named():
		if !prefixes[strings.ToLower(last.text)] {
			w.linked, w.free = false, false
			*last = w
			return true
		}
		last.shape = capital
	}
	last.to, last.ends = w.to, w.ends
	last.text = c.s[last.from:last.to]
	return true
}

// goesOn reports whether a part in lower case after a hyphen belongs to the name, as
// in Kim Jong-un but not in Saudi-led.
func (c *caser) goesOn(part string) bool {
	n := len(c.words)
	if n < 2 || !c.words[n-1].linked || !c.words[n-2].named() {
		return false
	}
	return len(part) <= 5 && (c.lang != "en" || !suffixes[part] && !strings.HasSuffix(part, "ed"))
}

// number notes a figure, or joins it to the name before, as in COVID-19.
func (c *caser) number(t token) {
	n := len(c.words)
	if n > 0 && c.hyphen && c.words[n-1].named() {
		last := &c.words[n-1]
		last.to = t.to
		last.text = c.s[last.from:last.to]
	} else {
		if n > 0 && c.linked {
			c.words[n-1].figure = true
		}
		c.linked, c.figure = false, true
	}
	c.hyphen = false
}

// mark notes punctuation. behind: directly after a word; before: directly before a
// word or a figure.
func (c *caser) mark(m string, behind, before bool) {
	if len(c.words) == 0 {
		return
	}
	last := &c.words[len(c.words)-1]
	switch m {
	case "-", "\u2010", "\u2011":
		c.hyphen = behind && before && c.linked
		c.linked = c.hyphen
	case "&":
		c.hyphen = behind && before && c.linked // AT&T
		return
	case ".":
		if behind && dotted(last.text) {
			if initials(last.text) && strings.Contains(last.text, ".") {
				last.to++ // U.S. as a whole
				last.text = c.s[last.from:last.to]
			}
			return
		}
		c.linked, c.free = false, true
	case ",", ";", ")", "]", "/", "(", "[", "'", "’", "”", "»":
		c.linked = false
	default: // quotation marks, colons, dashes, bars, bullets and the rest
		c.linked, c.free = false, true
	}
	c.figure = false
}

// dotted reports whether a full stop after a word is part of it: after initials and
// titles such as Mr.
func dotted(word string) bool {
	if initials(word) {
		return true
	}
	return abbreviations[strings.ToLower(word)+"."] && roles[strings.ToLower(word)] || word == "St" || word == "Ft" || word == "Mt"
}

// initials reports whether a word is single letters with full stops between them.
func initials(word string) bool {
	for letter := range strings.SplitSeq(word, ".") {
		if utf8.RuneCountInString(letter) != 1 {
			return false
		}
	}
	return true
}
