package partial

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// A Contingency is all cells of a partial in memory: what is scored.
type Contingency struct {
	Head      Head
	Stories   []string // names, in the order of the first articles
	Articles  int
	Notes     []string         // which names mean no group
	Unmatched corpus.Unmatched // articles that one side alone has

	cells []cell
	found int // clusters
}

// A cell has articles in common: those of a story, or of none, in a cluster, or in none.
type cell struct {
	story, cluster int32 // or one of the negative numbers below
	count          int
	first          uint64
}

// The numbers of stories and clusters that are none. corpus.None, -1, is an unlabelled article or
// noise; corpus.Absent one that the side does not have.
const (
	distractor int32 = -2
	alone      int32 = -2
)

// ReadCells reads the cells of a partial, which must have all shards.
func ReadCells(r *Reader) (*Contingency, error) {
	if r.Head.Kind != Cells {
		return nil, fmt.Errorf("%s: it holds %s, and cells are scored", r.Name, r.Head.Kind)
	}
	if err := r.Head.Complete(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	c := &Contingency{Head: r.Head}
	var stories, clusters names
	for {
		more, err := r.Next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		story, cluster, ok := bytes.Cut(r.Key, []byte{between})
		n := r.Numbers[0]
		if !ok || n == 0 || n > most-uint64(c.Articles) {
			return nil, fmt.Errorf("%s: the cell %q has %d articles: 1 to 2⁵³ in all can be counted", r.Name, r.Key, n)
		}
		c.Articles += int(n)
		c.cells = append(c.cells, cell{stories.number(story, int(n)), clusters.number(cluster, int(n)), int(n), r.Numbers[1]})
	}
	c.name(&stories, &clusters)
	c.match()
	return c, nil
}

// match counts the articles that one side alone has, and leaves those out that the policy ignores.
func (c *Contingency) match() {
	groups, others := map[int32]bool{}, map[int32]bool{}
	for _, x := range c.cells {
		switch {
		case x.story != corpus.Absent && (x.cluster == alone || x.cluster == corpus.Absent):
			c.Unmatched.Missing += x.count
		case x.story != corpus.Absent:
			others[x.cluster] = true
		default:
			if c.Unmatched.Unknown += x.count; x.cluster >= 0 {
				groups[x.cluster] = true
			}
		}
	}
	c.Unmatched.Groups = len(groups)
	for g := range groups {
		if !others[g] {
			c.Unmatched.Whole++
		}
	}
	if p := c.Head.Policy; p != nil && p.Unknown == "foreign" {
		return
	}
	c.cells = slices.DeleteFunc(c.cells, func(x cell) bool { return x.story == corpus.Absent })
	c.Articles -= c.Unmatched.Unknown
}

// most is the largest number that float64 counts to.
const most = 1 << 53

// names numbers names of groups, and counts their articles.
type names struct {
	list  []string
	count []int
	known map[string]int32
	last  int32
}

// number returns the number of a name; that of Distractor and of Alone is -2, and of Absent corpus.Absent.
func (n *names) number(name []byte, articles int) int32 {
	switch string(name) {
	case Alone:
		return alone
	case Absent:
		return corpus.Absent
	}
	if len(n.list) > 0 && n.list[n.last] == string(name) {
		n.count[n.last] += articles
		return n.last
	}
	if n.known == nil {
		n.known = map[string]int32{}
	}
	at, ok := n.known[string(name)]
	if !ok {
		at = int32(len(n.list))
		n.list, n.count = append(n.list, string(name)), append(n.count, 0)
		n.known[n.list[at]] = at
	}
	n.count[at] += articles
	n.last = at
	return at
}

// name decides which names mean no group, and numbers the others by their first articles.
func (c *Contingency) name(stories, clusters *names) {
	slices.SortStableFunc(c.cells, func(a, b cell) int { return cmp.Compare(a.first, b.first) })
	renumber := func(n *names, what string, of func(*cell) *int32) (list []string) {
		plain, notes := format.PlainGroups(n.list, n.count)
		for _, note := range notes {
			c.Notes = append(c.Notes, what+": "+note)
		}
		to := slices.Repeat([]int32{corpus.None}, len(plain))
		for i := range c.cells {
			g := of(&c.cells[i])
			switch {
			case *g < 0:
			case plain[*g] == "":
				*g = corpus.None
			default:
				if to[*g] < 0 {
					to[*g] = int32(len(list))
					list = append(list, plain[*g])
				}
				*g = to[*g]
			}
		}
		return list
	}
	c.Stories = renumber(stories, "gold", func(x *cell) *int32 { return &x.story })
	c.found = len(renumber(clusters, "found", func(x *cell) *int32 { return &x.cluster }))
}

// Singletons counts the stories, and those of one article.
func (c *Contingency) Singletons() (stories, singletons int) {
	for _, n := range c.sizes() {
		if n == 1 {
			singletons++
		}
	}
	return len(c.Stories), singletons
}

// Distractors reports whether articles are known to be of no story.
func (c *Contingency) Distractors() bool {
	return slices.ContainsFunc(c.cells, func(x cell) bool { return x.story == distractor })
}

func (c *Contingency) sizes() []int {
	sizes := make([]int, len(c.Stories))
	for _, x := range c.cells {
		if x.story >= 0 {
			sizes[x.story] += x.count
		}
	}
	return sizes
}

// Labels returns an article for each that is counted, under a policy: their stories and
// clusters, and how many others the policy leaves out. Clusters are numbered as in [Contingency.Case].
func (c *Contingency) Labels(p eval.Policy) (gold, found corpus.Labels, dropped int, err error) {
	dropped, err = c.each(p, func(story, cluster int32, count int) {
		for range count {
			gold, found = append(gold, story), append(found, cluster)
		}
	})
	return gold, found, dropped, err
}

// Case returns the case of the cells under a policy, for metrics of [eval.Partition]: as if the articles
// were given one after the other.
func (c *Contingency) Case(ctx context.Context, p eval.Policy) (*eval.Case, error) {
	var gold, found corpus.Labels
	var count []int
	dropped, err := c.each(p, func(story, cluster int32, n int) {
		gold, found, count = append(gold, story), append(found, cluster), append(count, n)
	})
	if err != nil {
		return nil, err
	}
	t, err := eval.TableFromCells(gold, found, count)
	if err != nil {
		return nil, err
	}
	if t.N == 0 {
		return nil, fmt.Errorf("%w: there is nothing to score against (policy: %s)", eval.ErrNoGold, p)
	}
	k := t.Case(ctx, p)
	k.Dropped, k.All = dropped, c.Articles
	return k, nil
}

// each calls f for the cells under a policy, with clusters for noise, and returns how many articles the policy leaves out.
func (c *Contingency) each(p eval.Policy, f func(story, cluster int32, count int)) (dropped int, err error) {
	if err := p.Valid(); err != nil {
		return 0, err
	}
	p = p.Full()
	sizes := c.sizes()
	next, one, noise := int32(0), int32(-1), 0
	number := slices.Repeat([]int32{-1}, c.found) // by first article, noise included
	enter := func(to *int32) int32 {
		if *to < 0 {
			*to = next
			next++
		}
		return *to
	}
	for _, x := range c.cells {
		if x.cluster == corpus.None {
			noise += x.count
		}
		story := x.story
		if story == distractor || story >= 0 && sizes[story] < p.MinStory {
			story = corpus.None
		}
		if x.cluster == corpus.None && p.Noise == "drop" || x.cluster == corpus.Absent && story < 0 ||
			x.story == distractor && p.Distractors == "ignore" || x.story == corpus.None && p.Unlabelled == "ignore" {
			if dropped += x.count; x.story == corpus.Absent {
				f(corpus.Absent, corpus.Absent, x.count) // as [eval.Policy] keeps it: the other side has it in other predictions
			}
			continue
		}
		switch {
		case x.cluster == corpus.Absent:
			f(story, corpus.Absent, x.count)
		case x.cluster >= 0:
			f(story, enter(&number[x.cluster]), x.count)
		case x.cluster == corpus.None && p.Noise == "one":
			f(story, enter(&one), x.count)
		case int(next)+x.count > math.MaxInt32:
			return 0, fmt.Errorf("more than %d clusters: noise is singletons under the policy %s", math.MaxInt32, p)
		default:
			for range x.count {
				f(story, next, 1)
				next++
			}
		}
	}
	if noise > 0 && p.Noise == "error" {
		return 0, fmt.Errorf("%d of %d articles are noise in the prediction, and the policy is noise=error", noise, c.Articles)
	}
	return dropped, nil
}
