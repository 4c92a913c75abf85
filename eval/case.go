package eval

import (
	"context"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Case is one found grouping beside the gold of the same articles, after the
// policy was applied. Articles whose gold is None stay in the found clusters and
// count as foreign there.
type Case struct {
	Gold corpus.Labels // positions in Corpus.Stories where there is a corpus
	Pred corpus.Labels // found clusters, numbered from 0 by first appearance, without None
	// Corpus gives the outlets and texts; nil where only labels are known.
	Corpus  *corpus.Corpus
	Policy  Policy
	Dropped int // articles left out by the policy, of All
	All     int

	ctx   context.Context
	table func() *Table
	mu    sync.Mutex
	memo  map[string]any
}

// NewCase makes two groupings ready for scoring under the default policy. c may
// be nil.
func NewCase(ctx context.Context, gold, pred corpus.Labels, c *corpus.Corpus) (*Case, error) {
	return Policy{}.Case(ctx, gold, pred, c)
}

// Context is what long scoring has to obey.
func (c *Case) Context() context.Context { return c.ctx }

// Table is the contingency table of the case, built once.
func (c *Case) Table() *Table { return c.table() }

// Memo returns what compute made under this key before, or calls it: for what
// several metrics of a case share. compute must not call Memo for the same case.
func Memo[V any](c *Case, key string, compute func() (V, error)) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.memo[key]; ok {
		return v.(V), nil
	}
	v, err := compute()
	if err == nil {
		c.memo[key] = v
	}
	return v, err
}

// Matches assigns to each gold story at most one found cluster, and to each
// cluster at most one story, so that the articles in common are as many as can
// be. It returns the cluster of each story, -1 where there is none.
func (c *Case) Matches() []int32 {
	m, _ := Memo(c, "matches", func() ([]int32, error) { return c.Table().Match(articles), nil })
	return m
}
