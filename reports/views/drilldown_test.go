package views

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/reports"
)

// behind scores labels on a corpus whose articles a, b, … have the stories given;
// "" is a distractor.
func behind(t *testing.T, key string, policy eval.Policy, stories []string, systems map[string]corpus.Labels,
	names ...string) *drilldownBuilder {
	c := &corpus.Corpus{Card: corpus.Card{Name: key}}
	for i, s := range stories {
		id := string(rune('a' + i))
		c.Articles = append(c.Articles, corpus.Article{ID: id, Title: "title " + id, Story: s, Distractor: s == ""})
	}
	c.AddMissingStories()
	m, err := eval.Named("b3.f1")
	require.NoError(t, err)
	b := newDrilldown(key, c, m)
	for _, name := range names {
		k, err := policy.Case(t.Context(), c.Gold(), systems[name], c)
		require.NoError(t, err)
		v, err := m.Score(k)
		require.NoError(t, err)
		b.add(reports.System{Name: name}, k, v)
	}
	return b
}

// By hand: x = {a, b, c, d} in clusters {a, b, e, g} and {c, d}; y = {e, f}; g is a
// distractor. The home of x is the smaller of two clusters with two of it.
func TestBehind(t *testing.T) {
	stories := []string{"x", "x", "x", "x", "y", "y", ""}
	found := map[string]corpus.Labels{"found": {0, 0, 1, 1, 0, 2, 0}, "gold": {0, 0, 0, 0, 1, 1, 2}}
	b := behind(t, "made up", eval.Policy{}, stories, found, "found", "gold")
	assert.Equal(t, "x: title a", b.Stories[0].Title)
	assert.Equal(t, reports.Article{Title: "title g", Story: -1}, b.Articles[6])

	x, y := b.Stories[0].Outcomes[0], b.Stories[1].Outcomes[0]
	assert.Equal(t, []reports.Part{{Size: 2, Articles: []int{2, 3}}, {Size: 4, Articles: []int{0, 1}}}, x.Parts)
	assert.Zero(t, x.Foreign())
	assert.Empty(t, x.ForeignArticles(10))
	assert.InDelta(t, 2*.75*.5/1.25, x.Value, 1e-12, "precisions 2/4, 2/4, 1, 1, recalls 1/2")
	assert.Equal(t, []reports.Part{{Size: 1, Articles: []int{5}}, {Size: 4, Articles: []int{4}}}, y.Parts)
	assert.True(t, b.Stories[0].Outcomes[1].Whole())
	assert.Equal(t, []int{1, 0}, b.Worst(0), "f1 .556 and .6")
	assert.Empty(t, b.Worst(1))
	assert.Equal(t, 1, b.Start())

	merged := behind(t, "made up", eval.Policy{}, stories, map[string]corpus.Labels{"one": {0, 0, 0, 0, 0, 0, 0}}, "one")
	assert.Equal(t, []int{0, 1, 2, 3, 6}, merged.Stories[1].Outcomes[0].ForeignArticles(10))
	assert.Equal(t, []int{0, 1}, merged.Stories[1].Outcomes[0].ForeignArticles(2))
	assert.Equal(t, "0.444, 2 articles in 1 cluster, 2 in the largest part, with 5 foreign", merged.Stories[1].Describe(0))
}

// What the policy leaves out shifts no article.
func TestBehindLeavesOut(t *testing.T) {
	found := map[string]corpus.Labels{"found": {corpus.None, 0, 1, 0, 1}}
	b := behind(t, "made up", eval.Policy{Noise: "drop", Distractors: "ignore"}, []string{"x", "x", "", "x", "y"}, found, "found")
	assert.Equal(t, []reports.Part{{Size: 2, Articles: []int{1, 3}}}, b.Stories[0].Outcomes[0].Parts)
	assert.Equal(t, []reports.Part{{Size: 1, Articles: []int{4}}}, b.Stories[1].Outcomes[0].Parts)
}

// Without the corpus: by hand from the terms in results(t).
func TestBehindFromTerms(t *testing.T) {
	r, err := Bench(stored(t), nil)
	require.NoError(t, err)
	require.Len(t, r.Drilldowns, 1)
	b := r.Drilldowns[0]
	assert.Len(t, b.Systems, 4, "one that failed has no stories")
	assert.Equal(t, 3, b.Stories[0].Articles)
	f := func(p, r float64) float64 { return 2 * p * r / (p + r) }
	assert.InDelta(t, f(.7004, 2./3), b.Stories[0].Outcomes[0].Value, 1e-9)
	assert.Equal(t, b.Key, r.Tables[0].Groups[0].Rows[0].Cells[0].Drilldown.Key)
	assert.Zero(t, r.Tables[0].Groups[0].Rows[0].Cells[1].Drilldown, "time has no stories behind it")

	assert.Zero(t, storedValue([]float64{-.96, 1, 1}), "the one that strayed bears the errors of a large story")
	assert.True(t, math.IsNaN(storedValue([]float64{0, 0, 0})), "left out by the policy")
}

// Many stories in one cluster: what is kept grows as the articles do, and not as their square.
func TestDrilldownOfOneCluster(t *testing.T) {
	allocated := func(n int) float64 {
		c := &corpus.Corpus{}
		for i := range n {
			c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprintf("%06d", i), Story: fmt.Sprintf("%06d", i/2)})
		}
		c.AddMissingStories()
		m, err := eval.Named("b3.f1")
		require.NoError(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, err := DrilldownOf(t.Context(), "one", c, []eval.Measure{m}, eval.Policy{},
			[]compare.System{{Name: "one", Runs: []corpus.Labels{make(corpus.Labels, n)}}})
		require.NoError(t, err)
		runtime.ReadMemStats(&after)
		assert.Equal(t, n-2, d.Stories[1].Outcomes[0].Foreign())
		assert.Equal(t, []int{0, 1, 4}, d.Stories[1].Outcomes[0].ForeignArticles(3))
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	assert.Less(t, allocated(8000)/allocated(2000), 6.0)
}
