package corpus

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/seed-9405df2f/assay/corpus/language"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// Language returns the language of the article at a position, as a code such as "en": the
// one it declares, or else, if it declares none, the card's, or else the one found by its
// title and text, or else that of the texts of the corpus taken together. It is empty if unknown: no words or
// numbers of a language should be looked for then. The texts are read at the first call
// that needs them; they should not be changed after it.
func (c *Corpus) Language(i int) string {
	if lang := c.declared(&c.Articles[i]); lang != "" {
		return lang
	}
	return c.detected()[i]
}

// declared returns the language that an article or else the card declares. It is empty if
// the article declares one that is not understood: then the card's is hardly meant.
func (c *Corpus) declared(a *Article) string {
	lang := language.Code(a.Lang)
	if lang == "" && !language.Misdeclared(a.Lang) {
		lang = language.Code(c.Card.Lang)
	}
	return lang
}

// NoteLanguages has each called with what LanguageNotes returns, when the texts are read
// for the first time.
func (c *Corpus) NoteLanguages(each func(Fault)) { c.noteLanguages = each }

// LanguageNotes returns a warning of languages that are declared and not understood, a note
// on the languages that are found by content, and one on the articles of unknown language.
// There are none if all languages are declared. It reads the texts if Language did not.
func (c *Corpus) LanguageNotes() []Fault {
	if !slices.ContainsFunc(c.Articles, func(a Article) bool { return c.declared(&a) == "" && a.hasText() }) {
		return nil
	}
	return c.languageNotes(c.detected())
}

func (c *Corpus) languageNotes(found []string) (notes []Fault) {
	if f := c.misdeclared(); f.Count > 0 {
		notes = append(notes, f)
	}
	count, first := map[string]int{}, map[string]*Article{}
	for i, lang := range found {
		if a := &c.Articles[i]; c.declared(a) == "" && a.hasText() {
			if count[lang]++; count[lang] == 1 {
				first[lang] = a
			}
		}
	}
	note := func(lang string, n int, message string) {
		notes = append(notes, Fault{Pos: first[lang].Pos, Kind: Decision, Message: message, Count: n})
	}
	unknown := count[""]
	delete(count, "")
	if len(count) > 0 {
		note(commonest(count)[0], sum(count),
			fmt.Sprintf("language found by content: %s; give articles the field lang to decide", byFrequency(count)))
	}
	if unknown > 0 {
		note("", unknown, fmt.Sprintf("articles of unknown language: %d; no stop words, stems or number words are used for them; "+
			"give them the field lang to decide", unknown))
	}
	return notes
}

// misdeclared returns the fault of the articles whose language is declared and not
// understood; its count is 0 if there are none.
func (c *Corpus) misdeclared() Fault {
	count := map[string]int{}
	var first *Article
	for i := range c.Articles {
		a := &c.Articles[i]
		tag := a.Lang
		if !language.Misdeclared(tag) && language.Code(tag) == "" {
			tag = c.Card.Lang
		}
		if a.hasText() && language.Misdeclared(tag) {
			if count[strings.TrimSpace(tag)]++; first == nil {
				first = a
			}
		}
	}
	if first == nil {
		return Fault{}
	}
	tags := commonest(count)
	var list []string
	for _, tag := range tags[:min(len(tags), 5)] {
		list = append(list, fmt.Sprintf("%q %d", tag, count[tag]))
	}
	if more := len(tags) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("%d others", more))
	}
	return Fault{Pos: first.Pos, Kind: UnknownLanguage, Severity: Warning, Count: sum(count), Message: fmt.Sprintf(
		"declared languages that are not understood: %s (of %d articles), first in article %s: correct lang, of the articles or "+
			"of the card, to a code such as en or pt-BR, or leave it out to have it found by content",
		strings.Join(list, ", "), len(c.Articles), first.ID)}
}

// commonest returns the languages that were counted, the commonest first.
func commonest(count map[string]int) []string {
	langs := sortedKeys(count)
	slices.SortStableFunc(langs, func(a, b string) int { return count[b] - count[a] })
	return langs
}

// byFrequency lists languages with their counts: en 12, de 3, unknown 1.
func byFrequency(count map[string]int) string {
	var list []string
	for _, lang := range commonest(count) {
		list = append(list, fmt.Sprintf("%s %d", cmp.Or(lang, "unknown"), count[lang]))
	}
	return strings.Join(list, ", ")
}

// detection is the languages that were found by content.
type detection struct {
	first *Article // of the articles that were read
	list  []string
}

// of reports whether d is of the articles of c.
func (d *detection) of(c *Corpus) bool {
	return d != nil && len(d.list) == len(c.Articles) && len(d.list) > 0 && d.first == &c.Articles[0]
}

var detecting sync.Mutex // guards languages of every Corpus

func (c *Corpus) detected() []string {
	detecting.Lock()
	known := c.languages
	fresh := !known.of(c)
	if fresh {
		known = &detection{&c.Articles[0], detect(c.Articles)}
		c.languages = known
	}
	detecting.Unlock()
	if fresh && c.noteLanguages != nil {
		for _, note := range c.languageNotes(known.list) {
			c.noteLanguages(note)
		}
	}
	return known.list
}

const (
	// detectedEach is the number of articles up to which the language of each is found by
	// itself. Of more, that many are read first.
	detectedEach = 2000
	// detectedBytes of a title and text are read to find the language.
	detectedBytes = 1000
)

// detect finds the language of each article without a declared one. Those that are too
// short to tell have the language of such articles taken together, if hardly any of the
// others is in another one. If all but one in 200 of a sample of a large corpus are in one
// language, the rest is taken to be, except where it plainly is not: that is ten times as fast.
func detect(articles []Article) []string {
	list := make([]string, len(articles))
	var open []int // without a language
	for i := range articles {
		if language.Code(articles[i].Lang) == "" {
			open = append(open, i)
		}
	}
	step := max(1, len(open)/detectedEach)
	var sample, rest []int
	for n, i := range open {
		if n%step == 0 {
			sample = append(sample, i)
		} else {
			rest = append(rest, i)
		}
	}
	each(sample, func(i int) { list[i] = language.Of(articles[i].beginning()) })
	common, nearlyAll := together(articles, sample, list)
	if nearlyAll {
		each(rest, func(i int) {
			if !language.Doubtful(common, articles[i].beginning()) {
				list[i] = common
			}
		})
		rest = slices.DeleteFunc(rest, func(i int) bool { return list[i] != "" })
	}
	each(rest, func(i int) { list[i] = language.Of(articles[i].beginning()) })
	common, _ = together(articles, open, list)
	for _, i := range open {
		if list[i] == "" && articles[i].hasText() && common != "" && !language.Doubtful(common, articles[i].beginning()) {
			list[i] = common
		}
	}
	return list
}

// together returns the language of a corpus: the one that at least nine of ten articles
// have, and nine of ten of those that are too short to tell, read together with others
// that resemble the same language; and whether all but one in 200 have it.
func together(articles []Article, among []int, list []string) (lang string, nearlyAll bool) {
	alone := map[string]int{}
	var short []int
	for _, i := range among {
		if list[i] != "" {
			alone[list[i]]++
		} else if articles[i].hasText() {
			short = append(short, i)
		}
	}
	joined := joinedLanguages(articles, spread(short, detectedEach))
	both := maps.Clone(joined)
	for l, n := range alone {
		both[l] += n
	}
	for _, l := range sortedKeys(both) {
		if both[l] > both[lang] {
			lang = l
		}
	}
	mostly := func(count map[string]int) bool { return 10*count[lang] >= 9*sum(count) }
	if !mostly(alone) || !mostly(joined) {
		return "", false
	}
	return lang, 200*both[lang] >= 199*sum(both)
}

// joinedLanguages counts articles by the language of the passage that they make with those
// that resemble the same language; if no passage is certain, by that of all together.
func joinedLanguages(articles []Article, short []int) map[string]int {
	likely := make([]string, len(articles))
	each(short, func(i int) { likely[i] = language.Likely(articles[i].beginning()) })
	var passages passages
	for _, i := range short {
		passages.add(likely[i], articles[i].beginning())
	}
	count := passages.languages()
	if len(count) == 0 {
		passages = nil
		for _, i := range short {
			passages.add("", articles[i].beginning())
		}
		count = passages.languages()
	}
	return count
}

// passages are texts put together, by key; the last of a key is open.
type passages map[string][]passage

type passage struct {
	text  string
	texts int
}

func (p *passages) add(key, text string) {
	if *p == nil {
		*p = passages{}
	}
	list := (*p)[key]
	if len(list) == 0 || len(list[len(list)-1].text) >= detectedBytes {
		list = append(list, passage{})
	}
	last := &list[len(list)-1]
	last.text += text + "\n"
	last.texts++
	(*p)[key] = list
}

// languages counts the texts by the languages that are certain.
func (p passages) languages() map[string]int {
	count := map[string]int{}
	for _, list := range p {
		for _, passage := range list {
			if lang := language.Of(passage.text); lang != "" {
				count[lang] += passage.texts
			}
		}
	}
	return count
}

// spread returns at most about n of a list, evenly spread.
func spread(list []int, n int) (some []int) {
	step := max(1, len(list)/n)
	for at := 0; at < len(list); at += step {
		some = append(some, list[at])
	}
	return some
}

func sum(count map[string]int) (n int) {
	for _, k := range count {
		n += k
	}
	return n
}

func each(list []int, do func(i int)) {
	_ = parallel.Blocks(context.Background(), len(list), 64, 0, func(from, to int) {
		for _, i := range list[from:to] {
			do(i)
		}
	})
}

// beginning returns the title and the first part of the text.
func (a *Article) beginning() string {
	s := a.Text[:min(len(a.Text), detectedBytes)]
	if a.Title == "" {
		return s
	}
	return a.Title + "\n" + s
}
