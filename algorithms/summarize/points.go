package summarize

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/corpus/language"
	"github.com/seed-9405df2f/assay/corpus/text"
)

const (
	maxPoints  = 5
	pointWords = 20 // of a key point at most
	pointTerms = 3  // of a key point at least
	enough     = 3  // key points; of fewer, headlines are read
)

// A text that shares this much of its stems with one sentence of the summary, or with one key
// point, of which one may be the longer, or with all that was said, says nothing new.
const (
	toldByOne = 0.6
	toldByAll = 0.8
)

// A point is a key point, and the position of its article in cluster.articles.
type point struct {
	text    string
	article int
}

// keyPoints says what the articles have beyond a summary: at most five facts of at most 20
// words that can be read by themselves, each of one sentence, the most widely told first.
// Cost: linear in the sentences of the pool.
func (c *cluster) keyPoints(summary []sentence) []point {
	p := &pointer{c: c, pool: c.pool(), weights: c.articlesWith(), said: make([]bool, c.words)}
	for _, s := range summary {
		p.tell(s.terms, c.stems(s.text, c.articles[s.article].Lang))
	}
	p.summary = len(p.told)
	p.forms = make([][]form, len(p.pool))
	p.open = slices.DeleteFunc(indices(len(p.pool)), func(i int) bool { return c.isOutdated(&p.pool[i]) })
	var list []point
	for len(list) < maxPoints {
		i, best := p.next()
		if best == nil {
			break
		}
		p.tell(best.terms, best.stems)
		list = append(list, point{best.text, p.pool[i].article})
	}
	return p.withHeadlines(list)
}

// withHeadlines adds English headlines to few key points, if they say what neither these nor the
// title do.
func (p *pointer) withHeadlines(list []point) []point {
	if len(list) >= enough || len(p.c.articles) == 0 {
		return list
	}
	p.tell(nil, p.c.stems(p.c.title(), p.c.articles[0].Lang))
	for _, i := range p.c.byCentrality() {
		a := &p.c.articles[i]
		h, ok := p.c.running(a.headline)
		if !ok || len(list) >= enough || language.Code(a.Lang) != "en" || p.c.isOutdated(&sentence{text: a.headline, article: i}) {
			continue
		}
		h = strings.TrimSuffix(h, ".") + "."
		for _, f := range p.formsOf(&sentence{text: h, article: i}) {
			if p.isNew(f.stems) {
				p.tell(f.terms, f.stems)
				list = append(list, point{f.text, i})
				break
			}
		}
	}
	return list
}

// running is a headline in the letters of running text; not ok if that cannot be known, or if it
// is no plain statement.
func (c *cluster) running(headline string) (string, bool) {
	words := strings.Fields(headline)
	if len(words) == 0 || strings.ContainsAny(headline, "?!:…|") {
		return "", false
	}
	capitals, content := 0, 0
	for _, w := range words[1:] {
		if !text.StopWord(bareWord(w), "en") {
			content++
			if capital(w) {
				capitals++
			}
		}
	}
	if 2*capitals <= content {
		return headline, true
	}
	for i, w := range words[1:] {
		b := bareWord(w)
		switch {
		case !capital(w) || strings.ContainsFunc(w[1:], unicode.IsUpper) || c.isName(b):
		case c.lower[b] || text.StopWord(b, "en"):
			words[i+1] = strings.ToLower(w)
		default:
			return "", false
		}
	}
	return strings.Join(words, " "), true
}

// A pointer finds key points.
type pointer struct {
	c       *cluster
	pool    []sentence
	weights []float64 // of terms
	said    []bool    // terms of the summary and of the key points
	told    [][]int32 // stems of the sentences of the summary, then of the key points
	all     []int32   // of all of them, ascending
	summary int       // sentences in told that are the summary's
	open    []int     // positions in the pool
	forms   [][]form  // of the sentences that were looked at
}

// A form of a sentence that can be a key point.
type form struct {
	text         string
	terms, stems []int32
}

func (p *pointer) tell(terms, stems []int32) {
	for _, t := range terms {
		p.said[t] = true
	}
	p.told = append(p.told, stems)
	p.all = append(p.all, stems...)
	slices.Sort(p.all)
	p.all = slices.Compact(p.all)
}

// next takes the sentence that adds most, of those with a form that is new.
func (p *pointer) next() (at int, best *form) {
	gains := make([]float64, len(p.pool))
	for _, i := range p.open {
		gains[i] = p.gain(p.pool[i].text, p.pool[i].terms)
	}
	slices.SortStableFunc(p.open, func(i, j int) int { return cmp.Compare(gains[j], gains[i]) })
	for len(p.open) > 0 {
		i := p.open[0]
		p.open = p.open[1:]
		if p.forms[i] == nil {
			p.forms[i] = p.formsOf(&p.pool[i])
		}
		most := 0.0
		for k := range p.forms[i] {
			f := &p.forms[i][k]
			if gain := p.gain(f.text, f.terms); gain > most && p.isNew(f.stems) {
				most, best = gain, f
			}
		}
		if best != nil {
			return i, best
		}
	}
	return 0, nil
}

// gain is what a text adds: the weights of its distinct terms, those that were said counted in
// part, over the root of its length; more if it has a figure.
func (p *pointer) gain(s string, terms []int32) float64 {
	const repeated, figure = 0.7, 1.5
	sum := 0.0
	for i, t := range terms {
		switch {
		case slices.Contains(terms[:i], t):
		case p.said[t]:
			sum += repeated * p.weights[t]
		default:
			sum += p.weights[t]
		}
	}
	if strings.ContainsFunc(s, unicode.IsDigit) {
		sum *= figure
	}
	return sum / math.Sqrt(float64(len(terms)+1))
}

// articlesWith is the square of the number of articles that have a term, by term.
func (c *cluster) articlesWith() []float64 {
	weights, last := make([]float64, c.words), make([]int, c.words)
	for i, terms := range c.terms {
		for _, t := range terms {
			if last[t] <= i {
				last[t] = i + 1
				weights[t]++
			}
		}
	}
	for t := range weights {
		weights[t] *= weights[t]
	}
	return weights
}

// formsOf lists the forms of a sentence that are short enough and can be read by themselves.
func (p *pointer) formsOf(s *sentence) []form {
	list := []form{}
	lang := p.c.articles[s.article].Lang
	short := []string{clause(s.text[text.Dateline(s.text):], lang)}
	if language.Code(lang) == "en" && len(strings.Fields(short[0])) > pointWords {
		short = variants(short[0])
	}
	for _, one := range short {
		n := max(text.Length(one), len(strings.Fields(one)))
		if n < minWords || n > pointWords || !p.c.finished(one) || !alone(one, lang, p.c.isName) {
			continue
		}
		words, terms := terms(one, lang, p.c.number)
		if len(terms) >= pointTerms && (s.words == nil || subsequence(words, s.words)) {
			list = append(list, form{one, terms, p.c.stems(one, lang)})
		}
	}
	return list
}

// subsequence reports whether a list has the words of another in their order.
func subsequence(words, of []int32) bool {
	for _, w := range words {
		at := slices.Index(of, w)
		if at < 0 {
			return false
		}
		of = of[at+1:]
	}
	return true
}

// isNew reports whether neither one sentence of the summary, nor one key point, nor all of
// them tell what has these stems.
func (p *pointer) isNew(stems []int32) bool {
	most := func(share float64, of int) bool { return float64(of) >= share*float64(len(stems)) }
	if most(toldByAll, text.Common(stems, p.all)) {
		return false
	}
	for i, told := range p.told {
		n := text.Common(stems, told)
		if most(toldByOne, n) || i >= p.summary && float64(n) >= toldByOne*float64(len(told)) {
			return false
		}
	}
	return true
}

// stems are the numbers of the different stems of a text's content words, ascending.
func (c *cluster) stems(s, lang string) []int32 {
	var list []int32
	for _, w := range text.Words(s) {
		if text.StopWord(w, lang) {
			continue
		}
		stem, ok := c.stemOf[w]
		if !ok {
			root := text.Stem(w, lang)
			if stem, ok = c.stemNumber[root]; !ok {
				stem = int32(len(c.stemNumber))
				c.stemNumber[root] = stem
			}
			c.stemOf[w] = stem
		}
		list = append(list, stem)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// finished reports whether a text ends as sentences do, if any sentence of the cluster does.
func (c *cluster) finished(s string) bool { return c.best != regular || ended(s) }

// isName reports whether a word in lower case has a capital within a sentence of the cluster.
func (c *cluster) isName(word string) bool {
	if c.names == nil {
		c.names, c.lower = map[string]bool{}, map[string]bool{}
		for i := range c.articles {
			for _, s := range c.articles[i].sentences {
				_, rest, _ := strings.Cut(s.text, " ")
				for w := range strings.FieldsSeq(rest) {
					if capital(w) {
						c.names[bareWord(w)] = true
					} else {
						c.lower[bareWord(w)] = true
					}
				}
			}
		}
	}
	return c.names[word]
}
