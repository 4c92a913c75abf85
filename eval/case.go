package eval

import (
	"context"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Case is a found grouping and the gold of the same articles, after the policy was
// applied. [NewCase] and [Policy.Case] make one. Articles whose gold is None stay in
// the found clusters and count as foreign there.
type Case struct {
	Gold corpus.Labels // positions in Corpus.Stories if there is a corpus
	Pred corpus.Labels // found clusters, numbered from 0 by first appearance, without None
	// Corpus has the outlets and texts; nil if only labels are known.
	Corpus  *corpus.Corpus
	Policy  Policy
	Dropped int // number of articles left out by the policy, of All
	All     int

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

// Context ends long scoring when it is done.
func (c *Case) Context() context.Context {
	if c.ctx == nil {
		return context.Background()
	}
	return c.ctx
}

// Table is the contingency table of the case, built once.
func (c *Case) Table() *Table {
	c.once.Do(func() { c.table = NewTable(c.Gold, c.Pred) })
	return c.table
}

// ValuesOnly has the table keep no terms by story: metrics of partitions then have the sums of
// their terms, as if of one story, and the same values. Where terms are weighted it changes nothing.
func (c *Case) ValuesOnly() {
	c.Table().sums = c.Policy.Sampled != "articles"
}

// Case returns the case of a table, to which the policy was applied, but for the weights of stories:
// it has no Gold and Pred, and is for metrics of [Partition].
func (t *Table) Case(ctx context.Context, p Policy) *Case {
	c := &Case{Policy: p.Full(), All: t.Total, ctx: ctx, table: t}
	c.once.Do(func() {})
	return c
}

// Regroup returns the case of the same articles and gold in other clusters, none of them None,
// which it numbers from 0 by first appearance. Of the policy, which was applied already, only
// the weights of stories stay.
func (c *Case) Regroup(ctx context.Context, pred corpus.Labels) *Case {
	return &Case{
		Gold: c.Gold, Pred: pred.Canonical(), Corpus: c.Corpus, Policy: Policy{Sampled: c.Policy.Sampled}.Full(), All: len(c.Gold), ctx: ctx,
	}
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
