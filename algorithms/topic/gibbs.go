package topic

import (
	"context"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/corpus"
)

// A chain is the state of collapsed Gibbs sampling: a topic for each word of
// each article, and how often topics stand where. The first sweep gives the
// words their first topics, each drawn from what came before it.
type chain struct {
	words       [][]int32 // by article
	topics      [][]int32 // of those words; none before the first sweep
	alpha, beta float64
	rng         *rand.Rand

	ofWord  [][]count // topics of a word, in no order that matters
	total   []int32   // words of a topic
	inverse []float64 // 1/(total + beta·vocabulary)
	smooth  float64   // sum of the inverses

	here   []int32   // words of a topic in the article at hand
	active []int32   // topics that it has
	weight []float64 // of the topics that a draw is from
}

type count struct{ topic, n int32 }

// none is the topic of a word that has not been drawn.
const none = -1

func newChain(words [][]int32, vocabulary, k int, alpha, beta float64, rng *rand.Rand) *chain {
	if alpha == 0 {
		alpha = 1 / float64(k)
	}
	c := &chain{
		words: words, topics: make([][]int32, len(words)), alpha: alpha, beta: beta, rng: rng,
		ofWord: make([][]count, vocabulary), total: make([]int32, k), inverse: make([]float64, k), here: make([]int32, k),
	}
	for i, list := range words {
		c.topics[i] = make([]int32, len(list))
		for j := range list {
			c.topics[i][j] = none
		}
	}
	for t := range c.inverse {
		c.inverse[t] = 1 / (beta * float64(max(vocabulary, 1)))
	}
	return c
}

// sweep draws every word's topic once.
func (c *chain) sweep(ctx context.Context) error {
	for i, list := range c.words {
		c.enter(i)
		for j, w := range list {
			if j%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if t := c.topics[i][j]; t != none {
				c.add(w, t, -1)
			}
			t := c.draw(w)
			c.topics[i][j] = t
			c.add(w, t, 1)
		}
	}
	return ctx.Err()
}

// enter counts the topics of article i, and sums the inverses anew, so that
// rounding does not add up.
func (c *chain) enter(i int) {
	c.count(i)
	c.active = c.active[:0]
	c.smooth = 0
	for t, n := range c.here {
		if n > 0 {
			c.active = append(c.active, int32(t))
		}
		c.smooth += c.inverse[t]
	}
}

// count fills here with the topics of article i.
func (c *chain) count(i int) {
	clear(c.here)
	for _, t := range c.topics[i] {
		if t != none {
			c.here[t]++
		}
	}
}

// add puts a word of the article at hand into topic t (by 1), or takes it out (−1).
func (c *chain) add(w, t, by int32) {
	c.smooth -= c.inverse[t]
	c.total[t] += by
	c.inverse[t] = 1 / (float64(c.total[t]) + c.beta*float64(len(c.ofWord)))
	c.smooth += c.inverse[t]
	if c.here[t] += by; by > 0 && c.here[t] == 1 {
		c.active = append(c.active, t)
	} else if c.here[t] == 0 {
		c.active = without(c.active, func(other int32) bool { return other == t })
	}
	list := c.ofWord[w]
	for p := range list {
		if list[p].topic == t {
			if list[p].n += by; list[p].n == 0 {
				c.ofWord[w] = without(list, func(e count) bool { return e.topic == t })
			}
			return
		}
	}
	c.ofWord[w] = append(list, count{t, by})
}

// without puts the last value in place of the first that is out.
func without[E any](list []E, out func(E) bool) []E {
	last := len(list) - 1
	for p := range list {
		if out(list[p]) {
			list[p] = list[last]
			return list[:last]
		}
	}
	return list
}

// draw draws a topic for word w. The chance of topic t,
//
//	(alpha + here) · (beta + of word) / (total + beta·vocabulary)
//
// is a sum of three: what the word has, what the article has, and what all
// topics have. The first two are 0 for most topics, and the third is seldom drawn.
func (c *chain) draw(w int32) int32 {
	c.weight = c.weight[:0]
	ofWord, ofArticle := 0.0, 0.0
	for _, e := range c.ofWord[w] {
		v := (c.alpha + float64(c.here[e.topic])) * float64(e.n) * c.inverse[e.topic]
		ofWord += v
		c.weight = append(c.weight, v)
	}
	for _, t := range c.active {
		v := float64(c.here[t]) * c.beta * c.inverse[t]
		ofArticle += v
		c.weight = append(c.weight, v)
	}
	u := c.rng.Float64() * (ofWord + ofArticle + c.alpha*c.beta*c.smooth)
	for p, v := range c.weight {
		if u -= v; u < 0 {
			if p < len(c.ofWord[w]) {
				return c.ofWord[w][p].topic
			}
			return c.active[p-len(c.ofWord[w])]
		}
	}
	u /= c.alpha * c.beta
	for t, v := range c.inverse {
		if u -= v; u < 0 {
			return int32(t)
		}
	}
	return int32(len(c.inverse) - 1) // rounding took the rest
}

// labels is the topic of most words of each article.
func (c *chain) labels() corpus.Labels {
	labels := make(corpus.Labels, len(c.words))
	for i := range labels {
		c.count(i)
		labels[i] = strongest(c.here)
	}
	return labels
}
