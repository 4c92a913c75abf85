package counts

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A Development is one count that articles gave differently as time went by.
type Development struct {
	Outcome string
	Who     string // empty if the latest figure names nobody
	Figures []Figure
	// Outdated are the mentions of figures that a later one replaced, by when they were published.
	Outdated []Mention
}

// A Figure is one answer in a development. Figures are in the order of their first
// publication: the last is the latest.
type Figure struct {
	Number   float64
	Mentions []Mention // by when they were published
}

// Latest is the figure that was published first of all that no other one replaced.
func (d *Development) Latest() *Figure { return &d.Figures[len(d.Figures)-1] }

// Develop finds what the articles of a story, of which of returns one, count differently as
// time goes by, by outcome. A mention needs the time of its article.
//
// Mentions are of one thing if the same became of people, the sentences have Enough words in
// common, they were published within four days, neither number is more than ten times the other,
// and the same people are named, or the number is the same; all that is said with one
// number in one article is one thing, and so is what is linked through others. A figure is
// dated by its first mention, so that what is repeated late stays old, and replaces one that was
// published more than an hour before and that it excludes: 14 replaces at least 9, over 20 not
// 21. A lower figure has to be given by two outlets. What turns from rising to falling more than
// twice is taken for several things, and left out. Cost: quadratic in the mentions at worst,
// linear where they are of one thing.
func Develop(mentions []Mention, of func(article int) *corpus.Article, lang string) []Development {
	var list []Development
	for _, t := range things(mentions, of, Enough(lang)) {
		if d := t.development(of); d != nil {
			list = append(list, *d)
		}
	}
	slices.SortFunc(list, func(a, b Development) int {
		return cmp.Or(cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(len(b.Latest().Mentions), len(a.Latest().Mentions)),
			cmp.Compare(a.Who, b.Who), cmp.Compare(a.Latest().Number, b.Latest().Number))
	})
	return list
}

// A thing is mentions of one matter, by when they were published. Those of one article with
// one number are a node.
type thing struct{ nodes []node }

type node struct {
	mentions []Mention
	context  []string // of all of them
	who      []string // of each
	when     time.Time
}

// things groups the mentions that have a time.
func things(mentions []Mention, of func(int) *corpus.Article, enough int) []thing {
	var list []thing
	for _, n := range nodes(mentions, of) {
		var with []int
		for i := range list {
			if slices.ContainsFunc(list[i].nodes, func(o node) bool { return n.linked(&o, enough) }) {
				with = append(with, i)
			}
		}
		if len(with) == 0 {
			list = append(list, thing{[]node{n}})
			continue
		}
		first := &list[with[0]]
		for _, i := range slices.Backward(with[1:]) {
			first.nodes = append(first.nodes, list[i].nodes...)
			list = slices.Delete(list, i, i+1)
		}
		first.nodes = append(first.nodes, n)
	}
	return list
}

// nodes are the mentions by the time of their articles.
func nodes(mentions []Mention, of func(int) *corpus.Article) []node {
	mentions = slices.DeleteFunc(slices.Clone(mentions), func(m Mention) bool { return of(m.Article).Published.IsZero() })
	slices.SortStableFunc(mentions, byTime(of))
	var list []node
	for _, m := range mentions {
		at := len(list) - 1
		if at < 0 || !list[at].same(&m) {
			list = append(list, node{when: of(m.Article).Published.Time})
			at++
		}
		n := &list[at]
		n.mentions = append(n.mentions, m)
		n.context = append(n.context, m.Context...)
		slices.Sort(n.context)
		n.context = slices.Compact(n.context)
		n.who = append(n.who, m.Who)
	}
	return list
}

// byTime orders mentions by publication.
func byTime(of func(int) *corpus.Article) func(a, b Mention) int {
	return func(a, b Mention) int {
		return cmp.Or(of(a.Article).Published.Compare(of(b.Article).Published), cmp.Compare(a.Number, b.Number),
			cmp.Compare(a.Article, b.Article), cmp.Compare(a.Outcome, b.Outcome))
	}
}

func (n *node) same(m *Mention) bool {
	f := &n.mentions[0]
	return f.Article == m.Article && f.Number == m.Number && f.Outcome == m.Outcome
}

func (n *node) linked(o *node, enough int) bool {
	a, b := &n.mentions[0], &o.mentions[0]
	if a.Outcome != b.Outcome || n.when.Sub(o.when) > days*24*time.Hour || a.Number > times*b.Number || b.Number > times*a.Number ||
		text.Common(n.context, o.context) < enough {
		return false
	}
	named := func(w string) bool { return slices.Contains(o.who, w) }
	return a.Number == b.Number || slices.ContainsFunc(n.who, named)
}

// Limits of one thing.
const (
	days  = 4  // between mentions that are linked
	times = 10 // what the larger number is of the smaller one
	turns = 2  // from rising to falling or back
)

// development is nil if the thing has no two figures of which one replaced the other.
func (t *thing) development(of func(int) *corpus.Article) *Development {
	var all []Mention
	for i := range t.nodes {
		all = append(all, t.nodes[i].mentions...)
	}
	slices.SortStableFunc(all, byTime(of))
	d := &Development{Outcome: all[0].Outcome}
	for _, m := range all {
		if at := slices.IndexFunc(d.Figures, func(f Figure) bool { return f.Number == m.Number }); at >= 0 {
			d.Figures[at].Mentions = append(d.Figures[at].Mentions, m)
			continue
		}
		if len(d.Figures) == 0 || d.replaces(&m, of) && (m.Number > d.Latest().Number || twoOutlets(all, m.Number, of)) {
			d.Figures = append(d.Figures, Figure{Number: m.Number, Mentions: []Mention{m}})
		}
	}
	if len(d.Figures) < 2 || d.turns() > turns {
		return nil
	}
	latest := d.Latest()
	if who := latest.Mentions[0].Who; !slices.ContainsFunc(latest.Mentions, func(m Mention) bool { return m.Who != who }) {
		d.Who = who
	}
	for _, m := range all {
		old := slices.ContainsFunc(d.Figures, func(f Figure) bool { return f.Number == m.Number }) ||
			Later(of(latest.Mentions[0].Article).Published, of(m.Article).Published)
		if old && m.Number != latest.Number && latest.Mentions[0].excludes(&m) {
			d.Outdated = append(d.Outdated, m)
		}
	}
	return d
}

// replaces reports whether a mention says something else than the latest figure, more than an
// hour later.
func (d *Development) replaces(m *Mention, of func(int) *corpus.Article) bool {
	latest := &d.Latest().Mentions[0]
	return m.excludes(latest) && Later(of(m.Article).Published, of(latest.Article).Published)
}

// excludes reports whether a mention leaves no room for the number of an earlier one, and is not
// what that one was only about.
func (m *Mention) excludes(o *Mention) bool {
	about := o.Low < o.Number && o.High > o.Number && !m.Disjoint(o)
	return !about && (o.Number < m.Low || o.Number > m.High)
}

// turns counts how often the figures turn from rising to falling or back.
func (d *Development) turns() (n int) {
	for i := 2; i < len(d.Figures); i++ {
		if (d.Figures[i].Number > d.Figures[i-1].Number) != (d.Figures[i-1].Number > d.Figures[i-2].Number) {
			n++
		}
	}
	return n
}

// twoOutlets reports whether two outlets, or articles that name none, give a number.
func twoOutlets(mentions []Mention, number float64, of func(int) *corpus.Article) bool {
	first := -1
	return slices.ContainsFunc(mentions, func(m Mention) bool {
		switch {
		case m.Number != number || m.Article == first:
			return false
		case first < 0:
			first = m.Article
			return false
		}
		outlet := text.Outlet(of(m.Article).Source)
		return outlet == "" || outlet != text.Outlet(of(first).Source)
	})
}
