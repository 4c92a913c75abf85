// Package conflicts finds numbers on which the articles of one story disagree within an
// hour, and which of them a summary chose: counts of people killed, injured, arrested and so
// on, in which early reports differ. It is built for precision, not for recall.
package conflicts

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/counts"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A Conflict is one thing that articles count differently.
type Conflict struct {
	Counted string   // dead, injured:soldiers
	Context []string // words, by their stems, that sentences in conflict share
	Values  []Value  // by the number of articles, the greatest first, then by value
	Chosen  int      // the place in Values of what the summary says; -1 = none of them
}

// A Value is one answer and who gives it.
type Value struct {
	Number   float64
	Mentions []counts.Mention
	Articles []int
	Outlets  []string // of the articles, as text.Outlet gives them, each once
}

// Find returns what the articles of a story disagree on, by Counted.
//
// Two mentions are of the same thing if the same is counted, of the same people if the
// unit names them, and the sentences have two other content words in common (five in
// Vietnamese, whose words are syllables). They disagree if both cannot be right: at least
// 9 and 12 can, over 100 and 90 cannot, and about 90 is 81 to 99. Two articles disagree
// if no mention in the one agrees with one in the other, and if they are not known to be
// published more than an hour apart: then the later one may know more. What is read is told at
// counts.Read. Cost: quadratic in the mentions of one thing.
func Find(ctx context.Context, articles []corpus.Article, summary, lang string) ([]Conflict, error) {
	if len(articles) < 2 {
		return nil, ctx.Err() // an article does not contradict itself
	}
	mentions, err := counts.Of(ctx, articles, lang)
	if err != nil {
		return nil, err
	}
	return Among(ctx, mentions, articles, summary, lang)
}

// Among is Find for mentions that are read already.
func Among(ctx context.Context, mentions []counts.Mention, articles []corpus.Article, summary, lang string) ([]Conflict, error) {
	byKey := map[string][]counts.Mention{}
	for _, m := range mentions {
		byKey[m.Counted()] = append(byKey[m.Counted()], m)
	}
	said := counts.Read(-1, summary, lang)
	var list []Conflict
	for key, found := range byKey {
		c, err := conflict(ctx, articles, found, counts.Enough(lang))
		if err != nil {
			return nil, err
		}
		if len(c.Values) > 1 {
			c.Counted = key
			c.Chosen = slices.IndexFunc(c.Values, func(v Value) bool {
				return slices.ContainsFunc(said, func(m counts.Mention) bool { return m.Counted() == key && m.Number == v.Number })
			})
			for k := range c.Values {
				c.Values[k].Outlets = outlets(articles, c.Values[k].Articles)
			}
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Conflict) int { return cmp.Compare(a.Counted, b.Counted) })
	return list, nil
}

// conflict compares the mentions of one thing; the result has no values if they
// agree.
func conflict(ctx context.Context, articles []corpus.Article, found []counts.Mention, enough int) (c Conflict, err error) {
	agree := map[[2]int]bool{} // pairs of articles with mentions that can both be right
	for i := range found {
		for k := range found[:i] {
			if !found[i].Disjoint(&found[k]) {
				agree[[2]int{found[k].Article, found[i].Article}] = true // in the order of the articles
			}
		}
	}
	in := make([]bool, len(found))
	shared := map[string]bool{}
	for i := range found {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		for k := range found[:i] {
			a, b := &found[k], &found[i]
			if a.Article == b.Article || agree[[2]int{a.Article, b.Article}] || !a.Disjoint(b) || apart(articles, a, b) ||
				text.Common(a.Context, b.Context) < enough {
				continue
			}
			in[i], in[k] = true, true
			for _, w := range a.Context {
				if slices.Contains(b.Context, w) {
					shared[w] = true
				}
			}
		}
	}
	for i := range found {
		if in[i] {
			c.add(found[i])
		}
	}
	// Others that have the same value as one in conflict, of the same thing, belong to it.
	for i := range found {
		for k := range found {
			if !in[i] && in[k] && found[i].Number == found[k].Number && text.Common(found[i].Context, found[k].Context) > 0 {
				c.add(found[i])
				break
			}
		}
	}
	c.Context = slices.Sorted(maps.Keys(shared))
	slices.SortFunc(c.Values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(len(b.Articles), len(a.Articles)), cmp.Compare(a.Number, b.Number))
	})
	return c, nil
}

// apart reports whether the articles of two mentions are known to be of different hours: what
// they say may have been right when it was written.
func apart(articles []corpus.Article, a, b *counts.Mention) bool {
	x, y := articles[a.Article].Published, articles[b.Article].Published
	return counts.Later(x, y) || counts.Later(y, x)
}

func (c *Conflict) add(m counts.Mention) {
	at := slices.IndexFunc(c.Values, func(v Value) bool { return v.Number == m.Number })
	if at < 0 {
		at = len(c.Values)
		c.Values = append(c.Values, Value{Number: m.Number})
	}
	v := &c.Values[at]
	v.Mentions = append(v.Mentions, m)
	if !slices.Contains(v.Articles, m.Article) {
		v.Articles = append(v.Articles, m.Article)
		slices.Sort(v.Articles)
	}
}

func outlets(articles []corpus.Article, of []int) (names []string) {
	for _, i := range of {
		if name := text.Outlet(articles[i].Source); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
