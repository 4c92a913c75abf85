package eval

import (
	"context"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Case is a found grouping and the gold of the same articles, after the policy was
// applied. [NewCase] and [Policy.Case] make one. Articles whose gold is None stay in
// the found clusters and count as foreign there. Those that one side alone has are
// corpus.Absent on the other: only metrics that are OneSided are defined then.
type Case struct {
	Gold corpus.Labels // positions in Corpus.Stories if there is a corpus
	Pred corpus.Labels // found clusters, numbered from 0 by first appearance, without None
	// Corpus has the outlets and texts; nil if only labels are known.
	Corpus  *corpus.Corpus
	Pairs   []corpus.Pair // judged same or different, in place of Gold; nil if the gold is stories
	Policy  Policy
	Dropped int // number of articles left out by the policy, of All
	All     int
	Missing int // articles with gold that the prediction does not have
	Unknown int // articles of the prediction that the gold does not have
	others  int // articles that the gold does not have: those of other predictions, too

	kept   []int32 // positions of the articles in the corpus, if there are levels
	levels *levels // nil if there is one gold

	ctx   context.Context
	once  sync.Once
	table *Table
	mu    sync.Mutex
	memo  map[string]any
}

// NewCase returns the case of two groupings under the default policy. c may be nil.
func NewCase(ctx context.Context, gold, pred corpus.Labels, c *corpus.Corpus) (*Case, error) {
	return Policy{}.Case(ctx, gold, pred, c)
}

// Levels lists the gold levels of a case that is Joint, with the case against each.
func (c *Case) Levels() (names []string, cases []*Case) {
	if c.levels == nil {
		return nil, nil
	}
	return c.levels.golds.Names, c.levels.cases
}

// Context ends long scoring when it is done.
func (c *Case) Context() context.Context {
	if c.ctx == nil {
		return context.Background()
	}
	return c.ctx
}

// Table is the contingency table of the case, built once.
func (c *Case) Table() *Table {
	c.once.Do(func() {
		c.table = NewTable(c.Gold, c.Pred)
		c.table.apart = c.table.apart || c.Corpus != nil && c.Corpus.OneSided
		c.table.documents = c.documents
	})
	return c.table
}

// ValuesOnly has the table keep no terms by story: metrics of partitions then have the sums of
// their terms, as if of one story, and the same values. Where terms are weighted it changes nothing.
func (c *Case) ValuesOnly() {
	if c.levels != nil {
		c.levels.values = true
		return
	}
	c.Table().sums = c.Policy.Sampled != "articles"
}

// Case returns the case of a table, to which the policy was applied, but for the weights of stories:
// it has no Gold and Pred, and is for metrics of [Partition].
func (t *Table) Case(ctx context.Context, p Policy) *Case {
	c := &Case{Policy: p.Full(), All: t.Total, Missing: t.Missing, Unknown: t.unknown(), others: t.others, ctx: ctx, table: t}
	c.once.Do(func() {})
	return c
}

// Regroup returns the case of the same articles and gold in other clusters, none of them None,
// which it numbers from 0 by first appearance. Articles that the prediction does not have stay without one.
// Of the policy, which was applied already, only the weights of stories stay.
func (c *Case) Regroup(ctx context.Context, pred corpus.Labels) *Case {
	if c.Missing > 0 || c.others > 0 {
		pred = slices.Clone(pred)
		for i, cluster := range c.Pred {
			if cluster == corpus.Absent {
				pred[i] = corpus.Absent
			}
		}
	}
	k := &Case{
		Gold: c.Gold, Pred: pred.Canonical(), Corpus: c.Corpus, Policy: Policy{Sampled: c.Policy.Sampled}.Full(), All: len(c.Gold),
		Missing: c.Missing, Unknown: c.Unknown, others: c.others, kept: c.kept, ctx: ctx,
	}
	if c.levels != nil {
		k.levels = c.levels.regroup(ctx, c, pred)
	}
	return k
}

// OneSided reports whether one side alone has some of the articles.
func (c *Case) OneSided() bool { return c.Missing > 0 || c.Unknown > 0 }

// count counts the articles that one side alone has.
func (c *Case) count() {
	for i := range c.Gold {
		switch {
		case c.Gold[i] == corpus.Absent:
			if c.others++; c.Pred[i] >= 0 {
				c.Unknown++
			}
		case c.Pred[i] == corpus.Absent && c.Gold[i] >= 0:
			c.Missing++
		}
	}
}

// Whole returns the case, for outcomes of stories, in which every article has a cluster: those that the prediction does not
// have are clusters of their own behind the others, from number clusters on. Articles that neither side has are left out.
func (c *Case) Whole() (whole *Case, clusters int) {
	clusters = len(c.Table().Clusters)
	var kept []int32
	for i := range c.Gold {
		if c.Gold[i] != corpus.Absent || c.Pred[i] != corpus.Absent {
			kept = append(kept, int32(i))
		}
	}
	if len(kept) == len(c.Gold) && c.Missing == 0 {
		return c, clusters
	}
	whole = &Case{Gold: corpus.Pick(c.Gold, kept), Pred: corpus.Pick(c.Pred, kept), Corpus: c.Corpus, Policy: c.Policy,
		Dropped: c.Dropped, All: c.All, Unknown: c.Unknown, ctx: c.ctx}
	if c.Corpus != nil {
		part := *c.Corpus
		part.Articles = corpus.Pick(c.Corpus.Articles, kept)
		whole.Corpus = &part
	}
	next := int32(clusters)
	for i, cluster := range whole.Pred {
		if cluster == corpus.Absent {
			whole.Pred[i] = next
			next++
		}
	}
	return whole, clusters
}

// Memo returns the value that compute returned for this key before, or calls compute:
// several metrics of a case share it. compute must not call Memo for the same case.
func Memo[V any](c *Case, key string, compute func() (V, error)) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.memo[key]; ok {
		return v.(V), nil
	}
	v, err := compute()
	if err == nil {
		c.keep(key, v)
	}
	return v, err
}

func (c *Case) keep(key string, v any) {
	if c.memo == nil {
		c.memo = map[string]any{}
	}
	c.memo[key] = v
}

// Matches assigns to each gold story at most one found cluster, and to each cluster at
// most one story, so that the number of common articles is largest. It returns the
// cluster of each story, -1 for none.
func (c *Case) Matches() []int32 {
	m, _ := Memo(c, "matches", func() ([]int32, error) { return c.Table().Match(articles), nil })
	return m
}
