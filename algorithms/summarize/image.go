package summarize

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// image is the one whose caption or article, whichever is closer, has the largest
// mean cosine with the articles; ties are broken by the order of the articles.
func (c *cluster) image() *corpus.Image {
	best, chosen := 0.0, -1
	captions := c.captions()
	for i, a := range c.articles {
		if a.Image == nil {
			continue
		}
		if score := max(c.central[i], captions[i]); chosen < 0 || score > best {
			best, chosen = score, i
		}
	}
	if chosen < 0 {
		return nil
	}
	return c.articles[chosen].Image
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
