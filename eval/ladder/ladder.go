// Package ladder tells what similarities mean in a space: the quantiles of the cosine of
// pairs of articles that are unrelated, of one topic, of one story, or copies. A threshold
// of one space, or of one corpus, says nothing about another.
package ladder

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a ladder in JSON.
const Schema = "assay/ladder/1"

// Shares are those of the pairs that lie below the quantiles of a rung.
var Shares = [...]float64{0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}

// most is the number of pairs of a kind that are drawn.
const most = 20_000

// A Ladder is the rungs of one space.
type Ladder struct {
	Schema string `json:"schema"`
	Corpus string `json:"corpus"`
	Space  string `json:"space"`
	Empty  int    `json:"empty"` // articles whose row is zero: they are in no pair
	Rungs  []Rung `json:"rungs"` // from far to near
}

// A Rung is one kind of pairs.
type Rung struct {
	Pairs     string               `json:"pairs"`
	Drawn     int                  `json:"drawn"` // pairs that the quantiles are of: all, or 20,000 drawn at random
	Quantiles [len(Shares)]float64 `json:"quantiles"`
}

// Of builds a space, without gold, and measures it on a corpus: unrelated pairs are of two
// stories, and of two groups at every level that is coarser, if the card has one. Pairs of
// one topic are of two stories in a group of such a level. Copies are pairs whose sets of
// three-word runs have a Jaccard similarity of at least 1/2; pairs of a story are no copies.
// A kind of which there is no pair has no rung.
func Of(ctx context.Context, c *corpus.Corpus, space spec.Spec, seed uint64, workers int) (*Ladder, error) {
	if !c.Labelled() {
		return nil, fmt.Errorf("%s: %w", c.Name(), eval.ErrNoGold)
	}
	in := &features.Input{Articles: c.Blind(), Seed: features.Seed, Workers: workers}
	s, err := features.Build(ctx, space, in)
	if err != nil {
		return nil, err
	}
	squares, err := s.Squares()
	if err != nil {
		return nil, err
	}
	pairs := &sampler{rng: rand.New(rand.NewPCG(seed, 0x6c616464)), gold: c.Gold(), topics: topics(c), squares: squares}
	l := &Ladder{Schema: Schema, Corpus: c.Name(), Space: s.Name, Empty: s.Empty()}
	if err := pairs.findCopies(ctx, in.Articles, workers); err != nil {
		return nil, err
	}
	for _, kind := range []struct {
		name string
		draw func() [][2]int
	}{
		{"unrelated", pairs.unrelated}, {"same topic", pairs.sameTopic}, {"same story", pairs.sameStory}, {"copy", pairs.copied},
	} {
		if drawn := kind.draw(); len(drawn) > 0 {
			l.Rungs = append(l.Rungs, rung(kind.name, s, squares, drawn))
		}
	}
	return l, ctx.Err()
}

// topics are the groups of the levels that are coarser than the gold.
func topics(c *corpus.Corpus) (list []corpus.Labels) {
	groups := c.Gold().Groups()
	for _, name := range c.LevelNames() {
		if at, err := c.AtLevel(name); err == nil && name != c.Level && name != c.Card.Level {
			if n := at.Gold().Groups(); n > 0 && n < groups {
				list = append(list, at.Gold())
			}
		}
	}
	return list
}

// A sampler draws pairs of articles that have a story and a row.
type sampler struct {
	rng     *rand.Rand
	gold    corpus.Labels
	topics  []corpus.Labels
	squares []float64
	copies  [][2]int
	isCopy  map[[2]int]bool
}

func (s *sampler) usable(i int) bool { return s.gold[i] >= 0 && s.squares[i] > 0 }

func (s *sampler) findCopies(ctx context.Context, articles []corpus.Article, workers int) error {
	near, err := minhash.New().Find(ctx, articles, neardup.Config{Seed: features.Seed, Workers: workers})
	if err != nil {
		return err
	}
	s.isCopy = map[[2]int]bool{}
	for _, p := range near.Pairs {
		s.isCopy[[2]int{p.A, p.B}] = true
		if s.squares[p.A] > 0 && s.squares[p.B] > 0 {
			s.copies = append(s.copies, [2]int{p.A, p.B})
		}
	}
	return nil
}

func (s *sampler) copied() [][2]int { return s.some(s.copies) }

// some draws most of the pairs, in their order.
func (s *sampler) some(list [][2]int) [][2]int {
	if len(list) > most {
		s.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		list = list[:most]
	}
	return list
}

// sameTopicAt reports whether two articles are in one group of a coarser level.
func (s *sampler) sameTopicAt(i, j int) bool {
	return slices.ContainsFunc(s.topics, func(l corpus.Labels) bool { return l[i] >= 0 && l[i] == l[j] })
}

// unrelated draws pairs of two stories at random. Where nearly all pairs are related there
// may be fewer than asked for.
func (s *sampler) unrelated() (list [][2]int) {
	var usable []int
	for i := range s.gold {
		if s.usable(i) {
			usable = append(usable, i)
		}
	}
	if len(usable) < 2 {
		return nil
	}
	for range 5 * most {
		i, j := usable[s.rng.IntN(len(usable))], usable[s.rng.IntN(len(usable))]
		pair := [2]int{min(i, j), max(i, j)}
		if s.gold[i] != s.gold[j] && !s.sameTopicAt(i, j) && !s.isCopy[pair] {
			if list = append(list, pair); len(list) == most {
				break
			}
		}
	}
	return list
}

func (s *sampler) sameTopic() [][2]int {
	var list [][2]int
	for _, l := range s.topics {
		list = append(list, s.within(l, func(i, j int) bool { return s.gold[i] != s.gold[j] })...)
	}
	return s.some(list)
}

func (s *sampler) sameStory() [][2]int {
	return s.some(s.within(s.gold, func(int, int) bool { return true }))
}

// within draws pairs of one group: all of a group of up to 200 articles, of a larger one
// as many as that has.
func (s *sampler) within(l corpus.Labels, wanted func(i, j int) bool) (list [][2]int) {
	const all = 200
	add := func(i, j int) {
		pair := [2]int{min(i, j), max(i, j)}
		if i != j && wanted(i, j) && !s.isCopy[pair] {
			list = append(list, pair)
		}
	}
	for _, members := range l.Members() {
		members = slices.DeleteFunc(members, func(i int) bool { return !s.usable(i) })
		if len(members) > all {
			for range all * (all - 1) / 2 {
				add(members[s.rng.IntN(len(members))], members[s.rng.IntN(len(members))])
			}
			continue
		}
		for k, i := range members {
			for _, j := range members[:k] {
				add(i, j)
			}
		}
	}
	return list
}

// rung computes the quantiles of the cosines of pairs.
func rung(name string, s *features.Space, squares []float64, pairs [][2]int) Rung {
	cosines := make([]float64, len(pairs))
	for i, p := range pairs {
		cosines[i] = s.Dot(p[0], p[1]) / math.Sqrt(squares[p[0]]*squares[p[1]])
	}
	slices.Sort(cosines)
	r := Rung{Pairs: name, Drawn: len(pairs)}
	for i, share := range Shares {
		r.Quantiles[i] = stat.Quantile(share, stat.Empirical, cosines, nil)
	}
	return r
}
