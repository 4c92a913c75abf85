package compare

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// news is 40 stories of five articles.
func news() *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "news"}}
	for i := range 200 {
		c.Articles = append(c.Articles, corpus.Article{ID: string(rune(1000 + i)), Story: string(rune('A' + i/5))})
	}
	c.AddMissingStories()
	return c
}

// strayed moves a share of the articles to clusters of their own.
func strayed(c *corpus.Corpus, share float64, seed uint64) corpus.Labels {
	r := rand.New(rand.NewPCG(seed, 1))
	labels := c.Gold()
	for i := range labels {
		if r.Float64() < share {
			labels[i] = int32(1000 + i)
		}
	}
	return labels
}

func measures(t *testing.T, names ...string) []eval.Measure {
	var list []eval.Measure
	for _, name := range names {
		s, err := spec.Parse(name)
		require.NoError(t, err)
		m, err := eval.Parse(eval.Partition, s)
		require.NoError(t, err)
		list = append(list, m)
	}
	return list
}

func TestSystems(t *testing.T) {
	c := news()
	one := make(corpus.Labels, len(c.Articles))
	systems := []System{
		{Name: "good", Runs: []corpus.Labels{strayed(c, 0.05, 1)}},
		{Name: "same", Runs: []corpus.Labels{strayed(c, 0.05, 1)}},
		{Name: "bad", Runs: []corpus.Labels{strayed(c, 0.5, 2)}},
		{Name: "one", Runs: []corpus.Labels{one}, Control: true},
		{Name: "perfect", Runs: []corpus.Labels{c.Gold()}, Oracle: true},
	}
	tables, err := Systems(t.Context(), c, systems, measures(t, "b3.f1", "vi", "clusters"), Settings{Replicates: 500, Seed: 1})
	require.NoError(t, err)
	require.Len(t, tables, 3)
	f1 := tables[0]
	assert.Equal(t, "good", f1.Baseline, "the best that is no oracle")
	names := []string{}
	for _, r := range f1.Rows {
		names = append(names, r.System)
	}
	assert.Equal(t, []string{"perfect", "good", "same", "bad", "one"}, names)
	rows := map[string]Row{}
	for _, r := range f1.Rows {
		rows[r.System] = r
	}
	assert.Nil(t, rows["good"].Difference)
	assert.Equal(t, 1.0, rows["same"].Holm)
	assert.Equal(t, []int{0, 40, 0}, []int{rows["same"].Wins, rows["same"].Ties, rows["same"].Losses})
	assert.Less(t, rows["bad"].Holm, 0.01)
	assert.Less(t, rows["bad"].Difference.High, 0.0)
	assert.Greater(t, rows["bad"].Losses, 25)
	assert.Len(t, rows["bad"].Moved, 5)
	assert.Greater(t, rows["bad"].Moved[0].Before, rows["bad"].Moved[0].After)
	assert.Equal(t, rows["good"].Letters, rows["same"].Letters)
	assert.NotEqual(t, rows["good"].Letters, rows["bad"].Letters)
	assert.Empty(t, rows["one"].Letters)

	assert.Equal(t, "perfect", tables[1].Rows[0].System, "lower is better")
	assert.Zero(t, tables[1].Rows[0].Wins, "one story has no variation of information of its own")
	assert.Contains(t, tables[2].Warnings[0], "only describes")

	named, err := Systems(t.Context(), c, systems, measures(t, "b3.f1"), Settings{Replicates: 100, Baseline: "bad"})
	require.NoError(t, err)
	assert.Equal(t, "bad", named[0].Baseline)
}

func TestErrors(t *testing.T) {
	c := news()
	_, err := Systems(t.Context(), c, []System{{Name: "a", Runs: []corpus.Labels{c.Gold()}}}, measures(t, "ari"), Settings{})
	assert.ErrorContains(t, err, "takes two")
	two := []System{{Name: "a", Runs: []corpus.Labels{c.Gold()}}, {Name: "b", Runs: []corpus.Labels{c.Gold()[:3]}}}
	_, err = Systems(t.Context(), c, two, measures(t, "ari"), Settings{})
	assert.ErrorContains(t, err, "b: gold has 200 articles, the prediction 3")
	_, err = Systems(t.Context(), c, two, measures(t, "ari"), Settings{Baseline: "z"})
	assert.ErrorContains(t, err, "no system is called z")
}

func TestOver(t *testing.T) {
	c := news()
	var tables []Table
	var names []string
	for n := range uint64(7) {
		systems := []System{
			{Name: "bad", Runs: []corpus.Labels{strayed(c, 0.5, 10+n)}},
			{Name: "good", Runs: []corpus.Labels{strayed(c, 0.05, 20+n)}},
			{Name: "middle", Runs: []corpus.Labels{strayed(c, 0.2, 30+n)}},
			{Name: "one", Runs: []corpus.Labels{make(corpus.Labels, len(c.Articles))}, Control: true},
		}
		if n > 0 {
			systems = append(systems, System{Name: "late", Runs: []corpus.Labels{c.Gold()}})
		}
		list, err := Systems(t.Context(), c, systems, measures(t, "b3.f1"), Settings{Replicates: 50})
		require.NoError(t, err)
		tables, names = append(tables, list[0]), append(names, string(rune(97+n)))
	}
	a, err := Over(t.Context(), names, tables, 0.01, Settings{Seed: 1})
	require.NoError(t, err)
	require.Len(t, a.Standings, 3, "no control, and none that missed a corpus")
	assert.Equal(t, []string{"good", "middle", "bad"}, []string{a.Standings[0].System, a.Standings[1].System, a.Standings[2].System})
	assert.Equal(t, "good", a.Baseline)
	assert.InDelta(t, 1, a.Standings[0].Rank, 1e-12)
	assert.Less(t, a.PFriedman, 0.001)
	assert.Less(t, a.Standings[2].P, 0.05)
	assert.Greater(t, a.Standings[2].Posterior.A, 0.95, "the baseline is better")
	assert.Empty(t, a.Warnings)
	few, err := Over(t.Context(), names[:3], tables[:3], 0.01, Settings{})
	require.NoError(t, err)
	assert.Contains(t, few.Warnings[0], "3 corpora: Wilcoxon's p cannot fall under 0.25")
}

// P is called exact only if every pair has all its flips.
func TestWarningsOfFlips(t *testing.T) {
	c := news()
	near := c.Gold()
	near[0], near[5] = 1000, 1001
	far := strayed(c, 0.5, 2)
	warnings := func(systems ...System) []string {
		systems = append(systems, System{Name: "gold", Runs: []corpus.Labels{c.Gold()}})
		tables, err := Systems(t.Context(), c, systems, measures(t, "b3.f1"), Settings{Replicates: 500})
		require.NoError(t, err)
		return tables[0].Warnings
	}
	assert.Contains(t, warnings(System{Name: "near", Runs: []corpus.Labels{near}}), "p from all flips of the stories that differ: exact")
	for _, list := range [][]System{{{Name: "near", Runs: []corpus.Labels{near}}, {Name: "far", Runs: []corpus.Labels{far}}},
		{{Name: "far", Runs: []corpus.Labels{far}}}} {
		got := warnings(list...)
		assert.Contains(t, got, "p from 500 random flips of stories: none is under 0.002")
		assert.NotContains(t, got, "p from all flips of the stories that differ: exact")
	}
}
