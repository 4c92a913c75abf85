package summarize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A fit is how well a sentence suits a page. Summarizers read the sentences of the best
// fit that any article of the cluster has, so that a page is not empty if its articles
// have a text, or a title.
type fit int

const (
	regular fit = iota // 5 to 60 words, a term among them
	unusual            // shorter, or longer up to 240 words
	cut                // longer: its beginning
	titled             // the title of an article
	bare               // without a term, or without a letter
	nothing
)

const (
	minWords, maxWords = 5, 60
	maxWhole           = 4 * maxWords // words of a sentence that is not cut
	maxCut             = 2 * maxWords
	datelined          = 3 // sentences of an article that may begin with a dateline, since a caption may come first
)

// readText reads the sentences of an article.
func (c *cluster) readText(i int, number map[string]int32) {
	a := &c.articles[i]
	count := 0
	for n, s := range text.Sentences(a.Text, a.Lang) {
		if n < datelined {
			s = s[text.Dateline(s):]
		}
		one := c.sentence(i, s, number)
		if one.fit == regular {
			c.terms[i] = append(c.terms[i], one.terms...)
			count++
		}
		a.all = append(a.all, one)
		if count == sentencesPerArticle || len(a.all) == readPerArticle {
			return
		}
	}
}

// sentence makes a sentence of an article of a text.
func (c *cluster) sentence(article int, s string, number map[string]int32) sentence {
	one := sentence{text: s, article: article, place: len(c.articles[article].all), length: text.Length(s)}
	if one.length > maxWhole {
		one.text = beginning(s, maxCut)
		one.length, one.fit = text.Length(one.text), cut
	}
	one.words, one.terms = terms(one.text, c.articles[article].Lang, number)
	switch {
	case len(one.terms) == 0 || !strings.ContainsFunc(s, unicode.IsLetter):
		one.fit = bare
	case one.fit == regular && (one.length < minWords || one.length > maxWords):
		one.fit = unusual
	}
	return one
}

// choose chooses the sentences of the best fit in the cluster. If no article has a text
// with a term, titles are sentences.
func (c *cluster) choose(number map[string]int32) {
	best := nothing
	for _, a := range c.articles {
		for _, s := range a.all {
			best = min(best, s.fit)
		}
		if len(a.titleTerms) > 0 {
			best = min(best, titled)
		}
	}
	c.best = best
	for i := range c.articles {
		a := &c.articles[i]
		if best == titled {
			a.all = nil
			if title := c.sentence(i, a.headline, number); len(title.terms) > 0 {
				title.fit = titled
				a.all = []sentence{title}
			}
		}
		for n, s := range a.all {
			if s.fit <= best || n == 0 && s.fit == unusual && ended(s.text) {
				a.lead = append(a.lead, s)
			}
			if s.fit <= best {
				if best != regular && best != titled {
					c.terms[i] = append(c.terms[i], s.terms...)
				}
				s.place = len(a.sentences)
				a.sentences = append(a.sentences, s)
			}
		}
		a.sentences = a.sentences[:min(len(a.sentences), sentencesPerArticle)]
		a.lead = a.lead[:min(len(a.lead), sentencesPerArticle)]
	}
}

// tells reports whether the articles have a text to write about.
func (c *cluster) tells() bool {
	words := 0
	for _, a := range c.articles {
		for _, s := range a.sentences {
			words += s.length
		}
	}
	return c.best <= unusual && words >= minWords
}

// whole lists the sentences of an article that are neither cut nor without a term, or
// what there is.
func (a *article) whole() []sentence {
	list := slices.DeleteFunc(slices.Clone(a.all), func(s sentence) bool { return s.fit > unusual })
	if len(list) == 0 {
		return a.sentences
	}
	return list
}

// ended reports whether a text ends as sentences do.
func ended(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return r == '"' || r == '\'' || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi)
	})
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.Is(unicode.Sentence_Terminal, r) || unicode.In(r, unicode.Thai, unicode.Lao)
}

// beginning returns the first words of a text, up to the last clause among them if that
// is more than half, and an ellipsis.
func beginning(s string, words int) string {
	var b strings.Builder
	length := 0
	for word := range strings.FieldsSeq(s) {
		n := text.Length(word)
		if length+n > words {
			if length == 0 {
				b.WriteString(string([]rune(word)[:min(2*words, utf8.RuneCountInString(word))]))
			}
			break
		}
		length += n
		b.WriteString(word + " ")
	}
	short := strings.TrimSpace(b.String())
	if at := strings.LastIndexAny(short, ",;:，；：、،"); at > len(short)/2 {
		short = short[:at]
	}
	return short + "…"
}
