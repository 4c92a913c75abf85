package summarize

import (
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	people "github.com/seed-9405df2f/assay/corpus/counts"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// Title is the title of the page that summarizers give articles: the most central headline.
func Title(articles []corpus.Article) string {
	c := &cluster{}
	number := map[string]int32{}
	for i := range articles[:min(len(articles), maxArticles)] {
		a := article{Article: &articles[i], headline: headline(articles[i].Title)}
		_, a.titleTerms = terms(a.headline, a.Lang, number)
		c.articles = append(c.articles, a)
	}
	c.words = len(number)
	return c.title()
}

// title is the headline with the largest mean TF-IDF cosine to the other
// headlines; ties are broken by their order. If it has a figure that a later article replaced,
// the next one with the latest figure takes its place, or the next without an old one.
func (c *cluster) title() string {
	var headlines []statement
	var words [][]int32
	for i := range c.articles {
		if a := &c.articles[i]; a.headline != "" {
			headlines = append(headlines, statement{i, a.headline})
			words = append(words, a.titleTerms)
		}
	}
	if len(headlines) == 0 {
		return ""
	}
	order := corpus.Pick(headlines, descending(centrality(tfidf(words, c.words), c.words)))
	first := order[0]
	if len(people.Read(0, first.text, c.articles[first.article].Lang)) == 0 {
		return first.text // as most do
	}
	return c.counted().newest(order).text
}

const (
	minHeadline  = 4 // words that have to remain of a headline
	maxFurniture = 5 // words of an outlet's or a section's name
)

var separators = []string{" | ", " - ", " – ", " — "}

// headline removes what sites append to headlines: the name of a known outlet
// (text.Outlets) at its end, with its sections; else the part after the last separator,
// a bar, hyphen or dash between spaces, repeatedly, as long as that part has at most
// five words and the rest at least four.
func headline(title string) string {
	title, _, known := text.Outlets{}.Headline(text.Fold(title))
	if known {
		return title
	}
	rest := len(text.Words(title))
	for {
		head, tail, ok := cutLast(title)
		words := len(text.Words(tail))
		if rest -= words; !ok || words > maxFurniture || rest < minHeadline {
			return title
		}
		title = head
	}
}

// cutLast cuts a title at its last separator; not ok if it has none.
func cutLast(title string) (head, tail string, ok bool) {
	for at := len(title) - 1; at >= 0; at-- {
		for _, s := range separators {
			if title[at] == ' ' && strings.HasPrefix(title[at:], s) {
				return title[:at], title[at+len(s):], true
			}
		}
	}
	return title, "", false
}

// image is the one whose caption has the most names of the title; ties are broken by the
// larger mean cosine of its caption or article, whichever is closer, with the articles, then
// by the order of the articles.
func (c *cluster) image(title string) *corpus.Image {
	best, most, chosen := 0.0, 0, -1
	captions, names := c.captions(), c.namesOf(title)
	for i, a := range c.articles {
		if a.Image == nil {
			continue
		}
		shared, score := 0, max(c.central[i], captions[i])
		if len(names) > 0 {
			for name := range c.namesOf(a.Image.Content) {
				if names[name] {
					shared++
				}
			}
		}
		if chosen < 0 || shared > most || shared == most && score > best {
			best, most, chosen = score, shared, i
		}
	}
	if chosen < 0 {
		return nil
	}
	return c.articles[chosen].Image
}

// namesOf are the words of a text that the articles use as names. Other capitals, such as
// those of a headline in Title Case, make none.
func (c *cluster) namesOf(s string) map[string]bool {
	names := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		if b := bareWord(w); capital(w) && c.isName(b) && !text.StopWord(b, c.articles[0].Lang) {
			names[b] = true
		}
	}
	return names
}

// captions is how central each caption is: its mean cosine with the articles other
// than its own; 0 without one, and in a cluster of one article.
func (c *cluster) captions() []float64 {
	n := len(c.articles)
	central := make([]float64, n)
	if !slices.ContainsFunc(c.articles, func(a article) bool { return len(a.caption) > 0 }) {
		return central
	}
	texts := slices.Clone(c.terms)
	for _, a := range c.articles {
		texts = append(texts, a.caption)
	}
	rows := tfidf(texts, c.words)
	sum, own := total(rows[:n], c.words), make([]float64, c.words)
	for i, caption := range rows[n:] {
		clear(own)
		for k, t := range rows[i].index {
			own[t] = rows[i].value[k]
		}
		for k, t := range caption.index {
			central[i] += caption.value[k] * (sum[t] - own[t]) / float64(max(n-1, 1))
		}
	}
	return central
}
