package summarize

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// Limits bound a summary.
type Limits struct {
	Sentences int `spec:"sentences" default:"3" range:"1:" doc:"maximum sentences"`
	Words     int `spec:"words" default:"0" range:"0:" doc:"maximum words, in whole sentences; 0 = no limit"`
}

// rank makes the page of the sentences of the pool with the best scores; ties are
// broken by their order.
func rank(
	ctx context.Context, name string, by Summarizer, articles []corpus.Article, l Limits,
	score func(c *cluster, pool []sentence) ([]float64, error),
) (corpus.Page, error) {
	c, err := read(ctx, name, by, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	scores, err := score(c, pool)
	if err != nil {
		return corpus.Page{}, err
	}
	ranked := make([]sentence, len(pool))
	for place, i := range descending(scores) {
		ranked[place] = pool[i]
	}
	return c.page(c.inOrder(pick(ranked, l))), nil
}

// pick takes sentences in the order given, as far as the limits go. Sentences
// stay whole: one that would exceed the words is skipped, and so is one that
// shares more than half of its distinct word pairs (bigrams) with one already
// taken.
func pick(ranked []sentence, l Limits) []sentence {
	var taken []sentence
	var pairs []map[uint64]bool
	length := 0
	for _, s := range ranked {
		if len(taken) == l.Sentences {
			break
		}
		if l.Words > 0 && length+s.length > l.Words {
			continue
		}
		own := bigrams(s.words)
		if slices.ContainsFunc(pairs, func(other map[uint64]bool) bool { return repeats(own, other) }) {
			continue
		}
		taken = append(taken, s)
		pairs = append(pairs, own)
		length += s.length
	}
	return taken
}

// repeats reports whether more than half of the pairs are in the other set.
func repeats(own, other map[uint64]bool) bool {
	shared := 0
	for p := range own {
		if other[p] {
			shared++
		}
	}
	return 2*shared > len(own)
}

func bigrams(words []int32) map[uint64]bool {
	set := make(map[uint64]bool, len(words))
	for i := 1; i < len(words); i++ {
		set[uint64(words[i-1])<<32|uint64(words[i])] = true
	}
	return set
}

// A chooser picks sentences of a pool one by one, each in view of those before.
type chooser interface {
	// choose returns one of the open positions, which ascend and are never none,
	// or -1 if none is worth it.
	choose(open []int) int
	// take records that the sentence at this position was taken.
	take(i int)
}

// grow makes the page of what a chooser takes.
func (c *cluster) grow(ctx context.Context, pool []sentence, l Limits, by chooser) (corpus.Page, error) {
	summary, err := greedy(ctx, pool, l, by)
	if err != nil {
		return corpus.Page{}, err
	}
	return c.page(c.inOrder(summary)), nil
}

// greedy lets a chooser take sentences as far as the limits go. Open to it are
// those that pick would take next.
func greedy(ctx context.Context, pool []sentence, l Limits, c chooser) ([]sentence, error) {
	pairs := make([]map[uint64]bool, len(pool))
	for i, s := range pool {
		pairs[i] = bigrams(s.words)
	}
	var taken []sentence
	left := l.Words
	open := slices.DeleteFunc(indices(len(pool)), func(i int) bool { return l.Words > 0 && pool[i].length > left })
	for len(open) > 0 && len(taken) < l.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := c.choose(open)
		if next < 0 {
			break
		}
		c.take(next)
		taken = append(taken, pool[next])
		left -= pool[next].length
		open = slices.DeleteFunc(open, func(i int) bool {
			return i == next || l.Words > 0 && pool[i].length > left || repeats(pairs[i], pairs[next])
		})
	}
	return taken, nil
}

// tie is how far apart equal gains may come out, by the order of additions.
const tie = 1e-12

// largest returns the open position of the largest gain, with that gain; ties are
// broken by position.
func largest(open []int, gain func(i int) float64) (at int, most float64) {
	gains := make([]float64, len(open))
	for k, i := range open {
		if g := gain(i); !math.IsNaN(g) { // as the mean of no words is
			gains[k] = g
		}
	}
	most = slices.Max(gains)
	first := slices.IndexFunc(gains, func(g float64) bool { return g >= most-tie*max(1, math.Abs(most)) })
	return open[first], gains[first]
}
