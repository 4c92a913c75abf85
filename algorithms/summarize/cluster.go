package summarize

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

const (
	maxArticles         = 2000 // read of a larger cluster, evenly spaced
	sentencesPerArticle = 20   // an article is read no further, since news puts what matters first
	readPerArticle      = 100  // sentences outside the limits included
)

// A cluster is the articles of a cluster made ready for summarizing.
type cluster struct {
	articles []article
	words    int       // distinct words
	terms    [][]int32 // of each article's title and sentences
	central  []float64
	best     fit // of the sentences

	number     map[string]int32 // of words
	stemOf     map[string]int32 // stems of words
	stemNumber map[string]int32
	names      map[string]bool // words with a capital within sentences; nil until they are asked for
	figures    *figures        // nil until they are asked for
	lower      map[string]bool // those without; made with names
}

// An article is what is read of one article. Words and terms are numbered over
// the cluster; terms are the words that are no stop words.
type article struct {
	*corpus.Article
	at         int    // position in the cluster as it was given
	headline   string // without site furniture
	titleTerms []int32
	caption    []int32 // terms of what the image shows
	all        []sentence
	sentences  []sentence // those of the best fit that the cluster has
	lead       []sentence // those, and the first one of the article if it ends as sentences do
}

// A sentence is one of an article.
type sentence struct {
	text         string
	article      int // position in cluster.articles
	place        int // among the sentences of the article
	length       int // in words, see text.Length
	words, terms []int32
	fit          fit
}

// read cuts the articles into sentences, and finds how central each article is
// from its title and those sentences, after a check of the summarizer's parameters.
// Cost: linear in the texts.
func read(ctx context.Context, name string, by Summarizer, articles []corpus.Article) (*cluster, error) {
	if err := spec.Check(name, by); err != nil {
		return nil, err
	}
	n := min(len(articles), maxArticles)
	number := map[string]int32{}
	c := &cluster{articles: make([]article, n), number: number, stemOf: map[string]int32{}, stemNumber: map[string]int32{}}
	c.terms = make([][]int32, n)
	for i := range c.articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := &c.articles[i]
		a.at = i * len(articles) / n
		a.Article = &articles[a.at]
		a.headline = headline(a.Title)
		_, a.titleTerms = terms(a.headline, a.Lang, number)
		c.terms[i] = slices.Clone(a.titleTerms)
		if a.Image != nil {
			_, a.caption = terms(a.Image.Content, a.Lang, number)
		}
		c.readText(i, number)
	}
	c.choose(number)
	c.words = len(number)
	c.central = centrality(tfidf(c.terms, c.words), c.words)
	return c, nil
}

// terms numbers the words of a text, and lists apart those that are no stop words.
func terms(s, lang string, number map[string]int32) (words, terms []int32) {
	for _, w := range text.Words(s) {
		id, ok := number[w]
		if !ok {
			id = int32(len(number))
			number[w] = id
		}
		words = append(words, id)
		if !text.StopWord(w, lang) {
			terms = append(terms, id)
		}
	}
	return words, terms
}

// byCentrality lists the positions of the articles, the most central first.
func (c *cluster) byCentrality() []int { return descending(c.central) }

// page makes the page of a summary, in the order given.
func (c *cluster) page(summary []sentence) corpus.Page {
	d := corpus.Page{Title: c.title()}
	d.Image = c.image(d.Title)
	for _, s := range summary {
		d.Summary = append(d.Summary, corpus.Sentence{Text: s.text, Article: c.articles[s.article].at})
	}
	for _, p := range c.keyPoints(summary) {
		d.KeyPoints = append(d.KeyPoints, p.text)
		d.PointArticles = append(d.PointArticles, c.articles[p.article].at)
	}
	return d
}

// inOrder sorts sentences by publication, then by place in the article: sentences of one
// article keep their order.
func (c *cluster) inOrder(list []sentence) []sentence {
	slices.SortStableFunc(list, func(s, t sentence) int {
		x, y := c.articles[s.article].Published, c.articles[t.article].Published
		return cmp.Or(x.Compare(y), s.article-t.article, s.place-t.place)
	})
	return list
}

// descending lists the positions of the scores, the largest first, equals in
// their order.
func descending(scores []float64) []int {
	order := indices(len(scores))
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(scores[j], scores[i]) })
	return order
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

const maxSentences = 2000 // of a pool: at most 4 million links

// pool lists the first sentences of every article, each wording once.
func (c *cluster) pool() []sentence {
	return c.distinct(func(a *article) []sentence { return a.sentences })
}

func (c *cluster) distinct(of func(*article) []sentence) []sentence {
	each := maxSentences / max(len(c.articles), 1) // at least 1, since maxArticles is no larger
	seen := map[string]bool{}
	var pool []sentence
	for i := range c.articles {
		list := of(&c.articles[i])
		for _, s := range list[:min(each, len(list))] {
			key := wording(s.words)
			if len(s.words) == 0 {
				key = s.text
			}
			if !seen[key] {
				seen[key] = true
				pool = append(pool, s)
			}
		}
	}
	return pool
}

func wording(words []int32) string {
	var key []byte
	for _, w := range words {
		key = binary.LittleEndian.AppendUint32(key, uint32(w))
	}
	return string(key)
}

// termsOf lists the terms of each sentence.
func termsOf(pool []sentence) [][]int32 {
	texts := make([][]int32, len(pool))
	for i, s := range pool {
		texts[i] = s.terms
	}
	return texts
}
