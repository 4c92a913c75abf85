package topic

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// A chain is the state of collapsed Gibbs sampling: a topic for each word of
// each article, and how often each topic occurs where. The first sweep gives the
// words their first topics, each drawn from what came before it.
type chain struct {
	words       [][]int32 // by article
	topics      [][]int32 // of those words; none before the first sweep
	alpha, beta float64
	rng         *rand.Rand

	ofWord  [][]count // topics of a word, roughly from the most on, which are looked for most
	total   []int32   // words of a topic
	inverse []float64 // 1/(total + beta·vocabulary)
	smooth  float64   // sum of the inverses

	here      []int32   // words of a topic in the article at hand
	active    []int32   // topics that it has
	each      []float64 // by topic: (alpha + here)·inverse
	ofArticle float64   // sum of here·inverse
	weight    []float64 // of the topics that a draw is from
}

type count struct{ topic, n int32 }

// none is the topic of a word that has not been drawn.
const none = -1

func newChain(words [][]int32, vocabulary, k int, alpha, beta float64, rng *rand.Rand) *chain {
	if alpha == 0 {
		alpha = 50 / float64(k)
	}
	inverse := slices.Repeat([]float64{1 / (beta * float64(max(vocabulary, 1)))}, k)
	c := &chain{
		words: words, topics: make([][]int32, len(words)), alpha: alpha, beta: beta, rng: rng,
		ofWord: make([][]count, vocabulary), total: make([]int32, k), inverse: inverse, here: make([]int32, k),
		each: make([]float64, k), weight: make([]float64, k),
	}
	for i, list := range words {
		c.topics[i] = slices.Repeat([]int32{none}, len(list))
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
			old := c.topics[i][j]
			if old != none {
				c.add(old, -1)
			}
			t := c.draw(w, old)
			c.add(t, 1)
			if t != old { // seldom, in the long run
				c.topics[i][j] = t
				if old != none {
					c.ofWord[w] = changed(c.ofWord[w], old, -1)
				}
				c.ofWord[w] = changed(c.ofWord[w], t, 1)
			}
		}
	}
	return ctx.Err()
}

// enter counts the topics of article i, and makes all sums anew, so that
// rounding does not add up.
func (c *chain) enter(i int) {
	c.count(i)
	c.active = c.active[:0]
	c.smooth, c.ofArticle = 0, 0
	for t, n := range c.here {
		if n > 0 {
			c.active = append(c.active, int32(t))
		}
		c.smooth += c.inverse[t]
		c.ofArticle += float64(n) * c.inverse[t]
		c.each[t] = (c.alpha + float64(n)) * c.inverse[t]
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
// The word's own list of topics stays as it is.
func (c *chain) add(t, by int32) {
	c.smooth -= c.inverse[t]
	c.ofArticle -= float64(c.here[t]) * c.inverse[t]
	c.total[t] += by
	c.inverse[t] = 1 / (float64(c.total[t]) + c.beta*float64(len(c.ofWord)))
	c.here[t] += by
	c.smooth += c.inverse[t]
	c.ofArticle += float64(c.here[t]) * c.inverse[t]
	c.each[t] = (c.alpha + float64(c.here[t])) * c.inverse[t]
	if by > 0 && c.here[t] == 1 {
		c.active = append(c.active, t)
	} else if c.here[t] == 0 {
		c.active = without(c.active, slices.Index(c.active, t))
	}
}

// changed adds to the count of topic t, and moves it one place if that brings it
// nearer to where it belongs.
func changed(list []count, t, by int32) []count {
	for p := range list {
		if list[p].topic != t {
			continue
		}
		list[p].n += by
		switch {
		case list[p].n == 0:
			return without(list, p)
		case p > 0 && list[p].n > list[p-1].n:
			list[p], list[p-1] = list[p-1], list[p]
		case p+1 < len(list) && list[p].n < list[p+1].n:
			list[p], list[p+1] = list[p+1], list[p]
		}
		return list
	}
	return append(list, count{t, by})
}

// without puts the last value in place of that at p.
func without[E any](list []E, p int) []E {
	last := len(list) - 1
	list[p] = list[last]
	return list[:last]
}

// draw draws a topic for word w, whose list of topics still counts it under old.
// The chance of topic t,
//
//	(alpha + here) · (beta + of word) / (total + beta·vocabulary)
//
// is a sum of three: what the word has, what the article has, and what all
// topics have. The sums of the last two are kept as counts change, and topics
// looked at only where one of these is drawn, which is seldom.
func (c *chain) draw(w, old int32) int32 {
	list := c.ofWord[w]
	each, weight, ofWord := c.each, c.weight[:len(list)], 0.0
	for p, e := range list {
		n := e.n
		if e.topic == old {
			n--
		}
		v := each[e.topic] * float64(n)
		weight[p] = v
		ofWord += v
	}
	u := c.rng.Float64() * (ofWord + c.beta*c.ofArticle + c.alpha*c.beta*c.smooth)
	for p, v := range weight {
		if u -= v; u < 0 {
			return list[p].topic
		}
	}
	u /= c.beta
	if u < c.ofArticle {
		for _, t := range c.active {
			if u -= float64(c.here[t]) * c.inverse[t]; u < 0 {
				return t
			}
		}
		u = c.ofArticle // rounding took the rest
	}
	u = (u - c.ofArticle) / c.alpha
	for t, v := range c.inverse {
		if u -= v; u < 0 {
			return int32(t)
		}
	}
	return int32(len(c.inverse) - 1) // and here
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
