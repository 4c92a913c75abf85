package summarize

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	people "github.com/seed-9405df2f/assay/corpus/counts"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A statement is a sentence or headline of an article, by its position in cluster.articles.
type statement struct {
	article int
	text    string
}

func (s *sentence) statement() statement { return statement{s.article, s.text} }

// figures are the counts of people in statements that later articles changed, by their
// position among the developments.
type figures struct {
	outdated map[statement][]int  // those that a statement has an old figure of
	current  []map[statement]bool // those with the latest figure
}

// isOutdated reports whether a sentence has a figure that a later article replaced.
func (c *cluster) isOutdated(s *sentence) bool { return c.counted().outdated[s.statement()] != nil }

// counted finds the figures of the headlines and the sentences that are read.
func (c *cluster) counted() *figures {
	if c.figures != nil {
		return c.figures
	}
	var mentions []people.Mention
	for i := range c.articles {
		a := &c.articles[i]
		for _, s := range a.statements() {
			for _, m := range people.Read(i, s, a.Lang) {
				m.Sentence = s
				mentions = append(mentions, m)
			}
		}
	}
	c.figures = &figures{outdated: map[statement][]int{}}
	if len(mentions) == 0 {
		return c.figures
	}
	f := c.figures
	for i, d := range people.Develop(mentions, func(i int) *corpus.Article { return c.articles[i].Article }, c.articles[0].Lang) {
		f.current = append(f.current, map[statement]bool{})
		for _, m := range d.Latest().Mentions {
			f.current[i][statement{m.Article, m.Sentence}] = true
		}
		for _, m := range d.Outdated {
			at := statement{m.Article, m.Sentence}
			if f.current[i][at] {
				continue // it tells both
			}
			f.outdated[at] = append(f.outdated[at], i)
		}
	}
	return f
}

// updates reports whether a statement has the latest figure of one that another is behind with.
func (f *figures) updates(s, other statement) bool {
	return slices.ContainsFunc(f.outdated[other], func(i int) bool { return f.current[i][s] })
}

// newest is the first of some statements, or, if that has an old figure, the next with the latest
// one, or the next without an old one.
func (f *figures) newest(list []statement) statement {
	first := list[0]
	if f.outdated[first] == nil {
		return first
	}
	current := func(s statement) bool { return f.outdated[s] == nil }
	updates := func(s statement) bool { return current(s) && f.updates(s, first) }
	for _, better := range []func(statement) bool{updates, current} {
		if i := slices.IndexFunc(list, better); i >= 0 {
			return list[i]
		}
	}
	return first
}

// statements are the headline and the sentences that are read of an article.
func (a *article) statements() []string {
	list := []string{a.headline}
	if a.all == nil {
		return append(list, text.Sentences(a.Text, a.Lang)...)
	}
	for _, s := range a.all {
		list = append(list, s.text)
	}
	return list
}
