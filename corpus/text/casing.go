package text

import (
	"strings"

	"github.com/seed-9405df2f/assay/corpus/language"
)

// A Casing learns from running text how words are capitalised within sentences. By
// that it finds names at the beginning of a sentence, in headlines in Title Case and
// in CAPITALS (after Lita et al. 2003, tRuEcasIng, ACL). It is for one language. It
// takes memory for each distinct word.
type Casing struct {
	lang  string
	words map[string]uses
	names map[string]bool // keys of the names within sentences of running text
}

// uses counts the ways in which a word is written.
type uses struct {
	lower    int // in lower case
	upper    int // with a capital
	alone    int // with a capital, as a name or the head of one
	capitals int // in capitals, as a name
}

// NewCasing returns an empty Casing for a language, which language.Code understands. Of an
// unknown one ("") no words are known.
func NewCasing(lang string) *Casing {
	return &Casing{lang: language.Code(lang), words: map[string]uses{}, names: map[string]bool{}}
}

// Learn adds a text.
func (c *Casing) Learn(s string) {
	s, _ = readable(s)
	for _, at := range sentenceSpans(s, c.lang) {
		words := casedWords(s, at, c.lang)
		style := c.styleOf(words, s[at.from:at.to])
		for i := range words {
			w := &words[i]
			switch {
			case w.shape == lower && style != allCapitals:
				c.note(w.key, uses{lower: 1})
			case w.shape == capital && !w.free && style == running:
				c.note(w.key, uses{upper: 1})
			}
		}
		if style != running {
			continue
		}
		c.runs(words, func(w *casedWord, _ bool) bool { return !w.free }, func(run []casedWord) {
			for _, name := range c.parts(run) {
				e := c.entity(s, name)
				c.names[e.Key] = true
				if len(name) == 1 && name[0].shape == upper {
					c.note(e.Head, uses{capitals: 1})
				} else {
					c.note(e.Head, uses{alone: 1})
				}
			}
		})
	}
}

func (c *Casing) note(key string, n uses) {
	u := c.words[key]
	u.lower += n.lower
	u.upper += n.upper
	u.alone += n.alone
	u.capitals += n.capitals
	c.words[key] = u
}

// Add adds what another Casing has learned.
func (c *Casing) Add(other *Casing) {
	for key, n := range other.words {
		c.note(key, n)
	}
	for key := range other.names {
		c.names[key] = true
	}
}

// A style is the use of capitals in a sentence.
type style uint8

const (
	running     style = iota // for names and the first word
	titleCase                // for all words but minor ones
	allCapitals              // for every letter
)

// styleOf returns the style of a sentence. It is in CAPITALS if at least three words,
// and seven of ten, have no small letters. It is in Title Case if it begins with a
// capital and at least three major words have one, and at most one in ten major words
// has none; none at all if the sentence ends in a full stop.
func (c *Casing) styleOf(words []casedWord, sentence string) style {
	n, capitals, content, small := 0, 0, 0, 0
	for i := range words {
		w := &words[i]
		if w.shape == caseless {
			continue
		}
		n++
		switch {
		case w.shape == upper:
			capitals++
			content++
		case w.named():
			content++
		case n == 1:
			return running
		case !c.minor(w):
			content++
			small++
		}
	}
	switch {
	case capitals >= 3 && 10*capitals >= 7*n:
		return allCapitals
	case content >= 3 && (small == 0 || 10*small <= content && !strings.HasSuffix(strings.TrimSpace(sentence), ".")):
		return titleCase
	}
	return running
}

// minor reports whether Title Case writes a word in lower case.
func (c *Casing) minor(w *casedWord) bool {
	if c.lang == "en" {
		return minorWords[w.text] || w.text == "of" || particles[w.text]
	}
	return StopWord(w.key, c.lang)
}

// first reports whether a capitalised word in a free place may begin a name of
// several words.
func (c *Casing) first(w *casedWord) bool {
	if w.shape == upper {
		return true
	}
	u := c.words[w.key]
	return u.lower <= u.upper && (c.lang != "en" || !isNumberWord(w.key, "en")) && !StopWord(w.key, c.lang)
}

// single reports whether a capitalised word in a free place is a name by itself.
func (c *Casing) single(w *casedWord) bool {
	u := c.words[w.key]
	return u.alone+u.capitals > u.lower && !StopWord(w.key, c.lang)
}

// abbreviation reports whether a word in capitals is one, as NATO, and not emphasis.
func (c *Casing) abbreviation(w *casedWord) bool {
	u := c.words[w.key]
	return len(w.key) < 4 || u.capitals >= 10*u.lower
}
