package granularity

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// twoLevels is a corpus with stories within topics, of as many articles as the lists are long.
func twoLevels(stories, topics []int32) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "two", Level: "story", Levels: map[string]string{"topic": "topic"}}}
	for i := range stories {
		a := corpus.Article{ID: fmt.Sprint("a", i), Story: fmt.Sprint("s", stories[i])}
		a.Extra = map[string]json.RawMessage{"topic": json.RawMessage(fmt.Sprintf("%q", fmt.Sprint("t", topics[i])))}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	return c
}

func run(t require.TestingT, c *corpus.Corpus, h Hierarchy, o Options) *Result {
	r, err := Run(ctx(t), c, h, o)
	require.NoError(t, err)
	return r
}

func TestBestLayers(t *testing.T) {
	stories, topics := []int32{0, 0, 1, 1, 2, 2, 3, 3}, []int32{0, 0, 0, 0, 1, 1, 1, 1}
	h := OfLayers("hand-made", map[string]corpus.Labels{
		"fine": {0, 0, 1, 1, 2, 2, 3, 3}, "coarse": {0, 0, 0, 0, 1, 1, 1, 1}, "one": {0, 0, 0, 0, 0, 0, 0, 0},
	})
	r := run(t, twoLevels(stories, topics), h, NewOptions())
	require.Len(t, r.Levels, 2)
	story, topic := r.Levels[0], r.Levels[1]
	assert.Equal(t, []string{"story", "topic"}, []string{story.Name, topic.Name})
	assert.Equal(t, []string{"fine", "coarse"}, []string{r.Layers[story.Best].Name, r.Layers[topic.Best].Name})
	assert.Equal(t, 1.0, *r.Layers[story.Best].Scores[0].Value)
	// Two stories in each cluster: precision 1/2, recall 1, F1 2/3; and two clusters for a topic the other way round.
	assert.InDeltaSlice(t, []float64{0, 1.0 / 3}, story.Price, 1e-12)
	assert.InDeltaSlice(t, []float64{1.0 / 3, 0}, topic.Price, 1e-12)
	assert.Equal(t, 1.0, *r.Layers[story.Best].Scores[0].Precision)
	assert.Equal(t, 0.5, *r.Layers[topic.Best].Scores[0].Precision)
}

func TestErrorsByHand(t *testing.T) {
	// Of two exact stories of two, a merge leaves F1 2/3; a split leaves recall 3/4, F1 6/7.
	c := twoLevels([]int32{0, 0, 1, 1}, []int32{0, 0, 1, 1})
	h := OfLayers("exact", map[string]corpus.Labels{"exact": {0, 0, 1, 1}, "alone": {0, 1, 2, 3}})
	e := run(t, c, h, NewOptions()).Levels[0].Errors
	assert.InDelta(t, 1.0/3, *e.Merge, 1e-12)
	assert.InDelta(t, 1.0/7, *e.Split, 1e-12)
	assert.InDelta(t, 7.0/3, *e.Splits, 1e-9)

	h = OfLayers("alone", map[string]corpus.Labels{"a": {0, 1, 2, 3}, "b": {corpus.None, 1, 2, 3}})
	e = run(t, c, h, NewOptions()).Levels[0].Errors
	assert.Nil(t, e.Split, "no cluster has two articles")
	assert.Nil(t, e.Splits)
}

// drawTree draws a tree over articles whose places are on a line, with the gold of two levels.
func drawTree(t *rapid.T) (*corpus.Corpus, *agglomerative.Dendrogram) {
	n := rapid.IntRange(2, 30).Draw(t, "articles")
	stories, topics := make([]int32, n), make([]int32, n)
	m := agglomerative.NewMatrix(n)
	at := make([]float64, n)
	for i := range n {
		stories[i] = int32(rapid.IntRange(0, 7).Draw(t, "story"))
		topics[i] = stories[i] / 3
		at[i] = float64(topics[i])*10 + float64(stories[i]) + rapid.Float64Range(0, 2).Draw(t, "noise")
	}
	require.NoError(t, m.Fill(ctx(t), 1, func(i, from int, out []float32) {
		for j := range out {
			out[j] = float32(math.Abs(at[i] - at[from+j]))
		}
	}))
	tree, err := agglomerative.New().Join(ctx(t), m)
	require.NoError(t, err)
	return twoLevels(stories, topics), tree
}

func TestEveryCutOfATreeIsTried(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, tree := drawTree(t)
		r := run(t, c, OfTree("tree", tree), NewOptions())
		for i, l := range r.Levels {
			at, err := c.AtLevel(l.Name)
			require.NoError(t, err)
			most := 0.0
			for k := 1; k <= tree.Articles; k++ {
				v, err := eval.Score(at.Gold(), tree.CutAt(k), "b3.f1")
				require.NoError(t, err)
				most = max(most, v.Value)
			}
			assert.InDelta(t, most, *r.Layers[l.Best].Scores[i].Value, 1e-12)
			for j, price := range l.Price {
				assert.GreaterOrEqual(t, price, 0.0)
				assert.InDelta(t, most-*r.Layers[r.Levels[j].Best].Scores[i].Value, price, 1e-12)
			}
		}
	})
}

func TestDearSplitsMakeRecallHigher(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, tree := drawTree(t)
		recall := func(cost float64) float64 {
			o := NewOptions()
			o.SplitCost = cost
			r := run(t, c, OfTree("tree", tree), o)
			return *r.Layers[r.Levels[0].Best].Scores[0].Recall
		}
		cheap, even, dear := recall(0.25), recall(1), recall(4)
		assert.LessOrEqual(t, cheap, even+1e-12)
		assert.LessOrEqual(t, even, dear+1e-12)
	})
}

func TestSplitCostIsFBeta(t *testing.T) {
	c := twoLevels([]int32{0, 0, 0, 1, 1}, []int32{0, 0, 0, 0, 0})
	h := OfLayers("two", map[string]corpus.Labels{"a": {0, 0, 1, 1, 1}, "b": {0, 0, 0, 0, 0}})
	o := NewOptions()
	o.SplitCost = 4
	for _, l := range run(t, c, h, o).Layers {
		p, r := *l.Scores[0].Precision, *l.Scores[0].Recall
		assert.InDelta(t, 5*p*r/(4*p+r), *l.Scores[0].Value, 1e-12, "F with β = 2")
	}
}

func TestLargeTreeIsSearched(t *testing.T) {
	const n = 3000
	tree := &agglomerative.Dendrogram{Articles: n} // stories of three, joined one after the other
	stories := make([]int32, n)
	last := make([]int, 0, n/3)
	for i := range n {
		stories[i] = int32(i / 3)
	}
	next := n
	add := func(a, b int, height float64) int {
		tree.Merges = append(tree.Merges, agglomerative.Merge{A: min(a, b), B: max(a, b), Height: height})
		next++
		return next - 1
	}
	for s := range n / 3 {
		last = append(last, add(add(3*s, 3*s+1, 0.1), 3*s+2, 0.2))
	}
	whole := last[0]
	for _, l := range last[1:] {
		whole = add(whole, l, 0.9)
	}
	r := run(t, twoLevels(stories, make([]int32, n)), OfTree("tree", tree), NewOptions())
	assert.Equal(t, n/3, r.Layers[r.Levels[0].Best].Clusters)
	assert.Equal(t, 1, r.Layers[r.Levels[1].Best].Clusters)
}

func TestOpen(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	h, err := Open(t.Context(), c, []string{"agglomerative(linkage=average)"}, 1, 1)
	require.NoError(t, err)
	assert.Equal(t, len(c.Articles), h.tree.Articles)
	h, err = Open(t.Context(), c, []string{"leiden(resolution=0.5..2/3)", "dbscan"}, 1, 1)
	require.NoError(t, err)
	assert.Len(t, h.list, 4)

	path := filepath.Join(t.TempDir(), "found.csv")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, corpus.WriteLabels(file, c.IDs(), c.Gold()))
	require.NoError(t, file.Close())
	h, err = Open(t.Context(), c, []string{path, "leiden"}, 1, 1)
	require.NoError(t, err)
	r := run(t, c, h, NewOptions())
	assert.Equal(t, path, r.Layers[r.Levels[0].Best].Name)

	for _, bad := range []struct {
		words []string
		says  string
	}{
		{[]string{path}, "one clustering is no hierarchy"},
		{[]string{"missing.csv", path}, "missing.csv"},
		{[]string{"agglomerative(linkage=average)", path}, "give it alone"},
		{[]string{"leiden(resolution=fast)", path}, "resolution"},
	} {
		_, err := Open(t.Context(), c, bad.words, 1, 1)
		assert.ErrorContains(t, err, bad.says)
	}
}

func TestRunRefuses(t *testing.T) {
	c := twoLevels([]int32{0, 1}, []int32{0, 0})
	h := OfLayers("two", map[string]corpus.Labels{"a": {0, 1}, "b": {0, 0}})
	for _, bad := range []struct {
		metric string
		cost   float64
		says   string
	}{{"nothing", 1, "nothing"}, {"clusters", 1, "no value of it is the best"}, {"ari", 2, "take an F1"}} {
		o := NewOptions()
		o.Metric, o.SplitCost = bad.metric, bad.cost
		_, err := Run(t.Context(), c, h, o)
		assert.ErrorContains(t, err, bad.says)
	}
	for i := range c.Articles {
		c.Articles[i].Story, c.Articles[i].Extra = "", nil
	}
	c.Stories = nil
	_, err := Run(t.Context(), c, h, NewOptions())
	assert.ErrorIs(t, err, eval.ErrNoGold)
}

func TestOneLevel(t *testing.T) {
	c, err := twoLevels([]int32{0, 0, 1}, []int32{0, 0, 0}).AtLevel("topic")
	require.NoError(t, err)
	r := run(t, c, OfLayers("two", map[string]corpus.Labels{"a": {0, 0, 1}, "b": {0, 0, 0}}), NewOptions())
	require.Len(t, r.Levels, 1)
	assert.Equal(t, "topic", r.Levels[0].Name)
}

// ctx is that of a test, or of a draw of one.
func ctx(t any) context.Context {
	if c, ok := t.(interface{ Context() context.Context }); ok {
		return c.Context()
	}
	return context.Background()
}
