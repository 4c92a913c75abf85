package summarize

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

var newsEntry = Entry{
	Name: "news", Title: "What happened, then the rest",
	Doc: "First the sentence that says what happened: of the first two of each article the one most like the cluster and its headlines. " +
		"Then one sentence after the other by maximal marginal relevance, as mmr takes them, in the order of publication. " +
		"Sentences that refer back, such as those that begin with a pronoun, questions, and what repeats a sentence are left out. " +
		"One with a count of people that a later article changed gives way to one with the latest, or to the next. " +
		"It reads what lexrank reads.",
	Cost: "linear in the texts and in the sentences taken",
	Cite: []string{
		"Carbonell & Goldstein 1998, The use of MMR, diversity-based reranking for " +
			"reordering documents and producing summaries, SIGIR",
		"Hong et al. 2014, A repository of state of the art and competitive baseline summaries, LREC (leads)",
	},
	New: func() Summarizer { return NewNews() },
}

// News takes a lead, and what adds to it.
type News struct {
	Lambda float64 `spec:"lambda" default:"0.75" range:"0:1" doc:"weight of similarity to the cluster; that of novelty is 1 − lambda"`
	Limits
}

// NewNews returns it with every parameter at its default.
func NewNews() *News { return spec.Defaults(new(News)) }

// Summarize takes the lead, then distinct sentences of the cluster one by one.
func (m *News) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "news", m, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	rows := tfidf(termsOf(pool), c.words)
	r := &reporter{c: c, pool: pool, marginal: &marginal{rows: rows, lambda: m.Lambda, relevance: towards(rows, c.words),
		likeness: make([]float64, len(rows)), latest: make([]float64, c.words)}}
	summary, err := greedy(ctx, pool, m.Limits, r)
	if err != nil || len(summary) == 0 {
		return c.page(nil), err
	}
	c.inOrder(summary[1:])
	return c.page(summary), nil
}

// A reporter chooses a lead, then by marginal relevance.
type reporter struct {
	*marginal
	c    *cluster
	pool []sentence
	told [][]int32 // stems of the sentences taken
}

const (
	leadPlaces  = 2   // sentences of an article that may lead
	likeTitles  = 0.5 // weight of the likeness to the headlines, for a lead
	longer      = 0.2 // power of the length, since a cosine is no larger for a sentence that tells more
	repeatShare = 0.7 // of a sentence's stems in one taken: it is repeated
)

func (r *reporter) choose(open []int) int {
	if len(r.told) > 0 {
		at, _ := r.best(open, func(i int) float64 {
			return (r.lambda*r.relevance[i] - (1-r.lambda)*r.likeness[i]) * math.Pow(float64(r.pool[i].length), longer)
		})
		return at
	}
	titles := r.c.headlines()
	score := func(i int) float64 { return r.relevance[i] + likeTitles*r.rows[i].product(titles) }
	leads := slices.DeleteFunc(slices.Clone(open), func(i int) bool { return r.pool[i].place >= leadPlaces })
	second := -1
	for _, list := range [][]int{leads, open} {
		at, good := r.best(list, score)
		if good {
			return at
		}
		if second < 0 {
			second = at
		}
	}
	if second < 0 {
		second, _ = largest(open, score)
	}
	return second
}

// best is the first by score of the sentences that can be read by themselves and are not
// repeated, which are good; if there is none, of those that are whole and do not refer back
// with their first words; -1 if there is none of these either. In place of a sentence with an
// outdated figure, the first of those with the latest one is taken, or the next of all.
func (r *reporter) best(open []int, score func(i int) float64) (at int, good bool) {
	scores := make([]float64, len(open))
	for k, i := range open {
		if x := score(i); !math.IsNaN(x) {
			scores[k] = x
		}
	}
	order := descending(scores)
	for n, k := range order {
		order[n] = open[k]
	}
	second, outdated := -1, -1
	for n, i := range order {
		s := &r.pool[i]
		if !r.readable(s) {
			continue
		}
		old := r.c.isOutdated(s)
		switch {
		case old && r.isAlone(s):
			for _, i := range order[n+1:] {
				if t := &r.pool[i]; r.c.figures.updates(t.statement(), s.statement()) && r.readable(t) && r.isAlone(t) {
					return i, true
				}
			}
			fallthrough
		case old:
			if outdated < 0 {
				outdated = i
			}
		case r.isAlone(s):
			return i, true
		case second < 0:
			second = i
		}
	}
	if second < 0 {
		second = outdated
	}
	return second, false
}

// readable reports whether a sentence is whole, does not refer back with its first words, and
// is not told already.
func (r *reporter) readable(s *sentence) bool {
	lang := r.c.articles[s.article].Lang
	return r.c.finished(s.text) && whole(s.text) && !refersBack(strings.Fields(unquoted(s.text)), lang) && !r.repeats(s.text, lang)
}

func (r *reporter) isAlone(s *sentence) bool {
	return alone(s.text, r.c.articles[s.article].Lang, r.c.isName)
}

// repeats reports whether a sentence taken tells what another one does.
func (r *reporter) repeats(s, lang string) bool {
	own := r.c.stems(s, lang)
	return slices.ContainsFunc(r.told, func(told []int32) bool { return float64(text.Common(own, told)) >= repeatShare*float64(len(own)) })
}

func (r *reporter) take(i int) {
	r.marginal.take(i)
	s := &r.pool[i]
	r.told = append(r.told, r.c.stems(s.text, r.c.articles[s.article].Lang))
}

// headlines is the mean count of each term in a headline.
func (c *cluster) headlines() []float64 {
	share := make([]float64, c.words)
	for i := range c.articles {
		for _, t := range c.articles[i].titleTerms {
			share[t] += 1 / float64(len(c.articles))
		}
	}
	return share
}
