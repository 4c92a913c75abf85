package topic

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// A chain is the state of WarpLDA: a topic for each word of each article. Collapsed Gibbs
// sampling draws topic t of a word by
//
//	(alpha + words of the article in t) · (beta + the same words in t) / (words in t + beta·vocabulary)
//
// WarpLDA takes Metropolis–Hastings steps towards the same chances. A topic proposed by the
// article, with the first factor as its chance, is accepted by the other two; one proposed by the
// same words elsewhere, with the second, by the first and the last. So a step takes constant time
// whatever k is, and looks at one article, or at one word, alone. Counts of these leave out
// the word at hand; the words in t are counted before each round of steps, so that goroutines
// can share a round.
type chain struct {
	byWord, byArticle groups
	tokens            []token   // of one article after the other
	inverse           []float64 // by topic: 1/(words in it + smoothing)
	smoothing         float64   // beta·vocabulary
	swept, sweeps     int       // done, and to do
	workers           int
	rng               *rand.Rand
}

// A token is one word of one article.
type token struct{ topic, proposed int32 }

// groups are the tokens of each article, or those of each word.
type groups struct {
	start []int   // where each group starts in order, and where the last ends
	order []int32 // indices of tokens
	prior float64 // alpha or beta
}

// newChain returns a chain of k topics that has not been started.
func newChain(words [][]int32, vocabulary, k int, alpha, beta float64, workers int, rng *rand.Rand) *chain {
	if alpha == 0 {
		alpha = 50 / float64(k)
	}
	articles, byWord := make([]int, len(words)+1), make([]int, vocabulary+1)
	for i, list := range words {
		articles[i+1] = articles[i] + len(list)
		for _, w := range list {
			byWord[w+1]++
		}
	}
	for w := range vocabulary {
		byWord[w+1] += byWord[w]
	}
	n := articles[len(words)]
	c := &chain{
		byWord: groups{byWord, make([]int32, n), beta}, byArticle: groups{articles, make([]int32, n), alpha},
		tokens: make([]token, n), inverse: make([]float64, k), smoothing: beta * float64(vocabulary), workers: workers, rng: rng,
	}
	next, at := slices.Clone(byWord), int32(0)
	for _, list := range words {
		for _, w := range list {
			c.byArticle.order[at], c.byWord.order[next[w]] = at, at
			next[w]++
			at++
		}
	}
	return c
}

// run starts the chain several times, sweeps on from the most likely of the states that the
// starts lead to, and returns for each article the topic of most of its words, as most of the last
// 20 sweeps say: one sweep alone leaves short articles to chance. Ties are broken by the order of topics.
func (c *chain) run(ctx context.Context, starts, sweeps int) (corpus.Labels, error) {
	last := min(sweeps, 20)
	trial := min(sweeps-last, 30) // by then the order of starts seldom differs from that at the end
	if starts == 1 {
		trial = 0
	}
	c.swept, c.sweeps = 0, starts*trial+sweeps-trial
	var best []token
	most := math.Inf(-1)
	for range starts {
		c.restart()
		if err := c.sweep(ctx, trial); err != nil {
			return nil, err
		}
		if l := c.likelihood(ctx); best == nil || l > most {
			most, best = l, slices.Clone(c.tokens)
		}
	}
	c.tokens = best
	if err := c.sweep(ctx, sweeps-last-trial); err != nil {
		return nil, err
	}
	votes := make([][]int32, len(c.byArticle.start)-1)
	for range last {
		if err := c.sweep(ctx, 1); err != nil {
			return nil, err
		}
		for i, from := range c.byArticle.start[:len(votes)] {
			votes[i] = append(votes[i], mostFrequent(c.topics(from, c.byArticle.start[i+1])))
		}
	}
	labels := make(corpus.Labels, len(votes))
	for i, list := range votes {
		labels[i] = mostFrequent(list)
	}
	return labels, nil
}

// topics returns the topics of some tokens.
func (c *chain) topics(from, to int) []int32 {
	list := make([]int32, to-from)
	for i, e := range c.tokens[from:to] {
		list[i] = e.topic
	}
	return list
}

// mostFrequent returns the most frequent topic of a list, which it sorts, and 0 if there is none.
// Ties are broken by the order of topics.
func mostFrequent(list []int32) int32 {
	slices.Sort(list)
	best, most := int32(0), 0
	for i, j := 0, 0; i < len(list); i = j {
		for j < len(list) && list[j] == list[i] {
			j++
		}
		if j-i > most {
			best, most = list[i], j-i
		}
	}
	return best
}

// restart gives all words of an article one topic, drawn at random. Topics that start as
// articles, not as a mixture of all of them, end up closer to stories.
func (c *chain) restart() {
	articles := c.byArticle.start
	for i, from := range articles[:len(articles)-1] {
		t := int32(c.rng.IntN(len(c.inverse)))
		for at := from; at < articles[i+1]; at++ {
			c.tokens[at] = token{t, t}
		}
	}
}

// sweep takes two steps for every word, n times: one to a topic that its article proposed, and one
// to a topic that the same words elsewhere did.
func (c *chain) sweep(ctx context.Context, n int) error {
	for range n {
		progress.Report(ctx, "lda", c.swept, c.sweeps)
		c.swept++
		for _, g := range []*groups{&c.byWord, &c.byArticle} {
			for t, n := range c.totals() {
				c.inverse[t] = 1 / (float64(n) + c.smoothing)
			}
			seed := c.rng.Uint64()
			err := parallel.Blocks(ctx, len(g.start)-1, 256, c.workers, func(from, to int) {
				c.step(g, from, to, rand.NewPCG(seed, uint64(from)))
			})
			if err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// totals counts the words in each topic.
func (c *chain) totals() []int {
	total := make([]int, len(c.inverse))
	for _, e := range c.tokens {
		total[e.topic]++
	}
	return total
}

// step accepts or declines what was proposed to the tokens of some groups, and proposes
// topics by those groups for the next step.
func (c *chain) step(g *groups, from, to int, rng *rand.PCG) {
	here, list := make([]float64, len(c.inverse)), []token{}
	for i := from; i < to; i++ {
		order := g.order[g.start[i]:g.start[i+1]]
		list = list[:0]
		for _, at := range order {
			list = append(list, c.tokens[at])
		}
		c.accept(list, here, g.prior, rng)
		propose(list, len(here), g.prior, rng)
		for j, at := range order {
			c.tokens[at] = list[j]
		}
	}
}

// accept moves the tokens of a group to their proposed topics, or leaves them. It counts topics
// in here, which is zero before and after.
func (c *chain) accept(list []token, here []float64, prior float64, rng *rand.PCG) {
	for _, e := range list {
		here[e.topic]++
	}
	inverse := c.inverse[:len(here)]
	for i, e := range list {
		if e.proposed == e.topic {
			continue
		}
		move := (here[e.proposed] + prior) * inverse[e.proposed]
		stay := (here[e.topic] - 1 + prior) * inverse[e.topic]
		if move >= stay || float64(rng.Uint64()>>11)*0x1p-53*stay < move {
			here[e.topic]--
			here[e.proposed]++
			list[i].topic = e.proposed
		}
	}
	for _, e := range list {
		here[e.topic] = 0
	}
}

// propose draws a topic for each token of a group: that of another token of the group, or,
// as often as the prior weighs, any of the k topics.
func propose(list []token, k int, prior float64, rng *rand.PCG) {
	others := len(list) - 1
	ofOthers := uint64(float64(others) / (float64(others) + float64(k)*prior) * (1<<32 - 1))
	for i := range list {
		u := rng.Uint64()
		high, low := u>>32, u&(1<<32-1)
		if high >= ofOthers {
			list[i].proposed = int32(low * uint64(k) >> 32)
			continue
		}
		j := int(low * uint64(others) >> 32)
		if j >= i {
			j++
		}
		list[i].proposed = list[j].topic
	}
}

// likelihood is the logarithm of the chance of words and topics together, but for
// a constant: equations 2 and 3 of Griffiths & Steyvers. It ends early when cancelled.
func (c *chain) likelihood(ctx context.Context) float64 {
	sum, here := 0.0, make([]float64, len(c.inverse))
	for _, g := range []groups{c.byWord, c.byArticle} {
		for i, from := range g.start[:len(g.start)-1] {
			if ctx.Err() != nil {
				return sum
			}
			for _, at := range g.order[from:g.start[i+1]] {
				t := c.tokens[at].topic
				sum += math.Log(here[t] + g.prior) // of gammas, one factor after the other
				here[t]++
			}
			for _, at := range g.order[from:g.start[i+1]] {
				here[c.tokens[at].topic] = 0
			}
		}
	}
	for _, n := range c.totals() {
		gamma, _ := math.Lgamma(float64(n) + c.smoothing)
		sum -= gamma
	}
	return sum
}
