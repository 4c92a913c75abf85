package eval

import (
	"context"
	"fmt"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Case is one found grouping beside the gold of the same articles. Articles
// whose gold is None (unlabelled, or distractors) stay in the found clusters and
// count as foreign there.
type Case struct {
	Gold corpus.Labels // positions in Corpus.Stories where there is a corpus
	Pred corpus.Labels // found clusters, numbered from 0 by first appearance, without None
	// Corpus gives the outlets and texts; nil where only labels are known.
	Corpus *corpus.Corpus

	ctx   context.Context
	table func() *Table
	mu    sync.Mutex
	memo  map[string]any
}

// NewCase checks the two groupings and makes them ready for scoring. Found noise
// (None) becomes singletons. c may be nil.
func NewCase(ctx context.Context, gold, pred corpus.Labels, c *corpus.Corpus) (*Case, error) {
	if len(gold) != len(pred) {
		return nil, fmt.Errorf("gold has %d articles, the prediction %d", len(gold), len(pred))
	}
	if len(gold) == 0 {
		return nil, fmt.Errorf("there are no articles to score")
	}
	if gold.Groups() == 0 {
		return nil, fmt.Errorf("the gold groups no article: there is nothing to score against")
	}
	found := pred.Canonical()
	next := int32(found.Groups())
	for i, g := range found {
		if g == corpus.None {
			found[i] = next
			next++
		}
	}
	k := &Case{Gold: gold, Pred: found.Canonical(), Corpus: c, ctx: ctx, memo: map[string]any{}}
	k.table = sync.OnceValue(func() *Table { return NewTable(k.Gold, k.Pred) })
	return k, nil
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
