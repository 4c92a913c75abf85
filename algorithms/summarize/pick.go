package summarize

import (
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// Limits bound a summary.
type Limits struct {
	Sentences int `spec:"sentences" default:"3" range:"1:" doc:"maximum sentences"`
	Words     int `spec:"words" default:"0" range:"0:" doc:"maximum words, in whole sentences; 0 = no limit"`
}

// pointLimits bound the key points.
var pointLimits = Limits{Sentences: 4}

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
	return c.page(pick(ranked, l), pick(ranked, pointLimits)), nil
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
		if l.Words > 0 && length+len(s.words) > l.Words {
			continue
		}
		own := bigrams(s.words)
		if slices.ContainsFunc(pairs, func(other map[uint64]bool) bool { return repeats(own, other) }) {
			continue
		}
		taken = append(taken, s)
		pairs = append(pairs, own)
		length += len(s.words)
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
