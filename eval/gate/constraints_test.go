package gate

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
)

// The clusters are {a b}, {c}, {d e f} and g as noise, of outlets 1 2, 1, 1 1 2, 2.
func TestConstraints(t *testing.T) {
	share := func(v float64) *float64 { return &v }
	for name, c := range map[string]struct {
		constraints Constraints
		detail      string // of a failure; "" = it holds
	}{
		"must-link holds": {Constraints{MustLink: []Group{{Articles: []string{"a", "b"}}}}, ""},
		"must-link is broken": {Constraints{MustLink: []Group{{Articles: []string{"a", "b", "c"}}}},
			"a “Title a” and c “Title c” are in different clusters"},
		"noise links to nothing": {Constraints{MustLink: []Group{{Articles: []string{"g", "g"}}}}, "are in different clusters"},
		"cannot-link holds":      {Constraints{CannotLink: []Group{{Articles: []string{"a", "c", "d"}}}}, ""},
		"cannot-link is broken": {Constraints{CannotLink: []Group{{Articles: []string{"a", "d", "f"}}}},
			"d “Title d” and f “Title f” are in one cluster"},
		"one story, with no gold": {Constraints{OneStory: []Group{{Story: "vote"}}}, ""},
		"one story is split":      {Constraints{OneStory: []Group{{Story: "quake"}}}, "its 3 articles are in 2 clusters"},
		"one story by articles":   {Constraints{OneStory: []Group{{Articles: []string{"a", "b"}}}}, ""},
		"one story with another":  {Constraints{OneStory: []Group{{Articles: []string{"d"}}}}, "e “Title e” is in its cluster"},
		"largest holds":           {Constraints{LargestCluster: share(.43)}, ""},
		"largest is too large": {Constraints{LargestCluster: share(.42)},
			"the largest cluster has 3 of 7 articles (0.429); at most 0.42 allowed"},
		"no single outlet": {Constraints{SingleOutlet: share(0)}, ""},
		"noise holds":      {Constraints{Noise: share(.15)}, ""},
		"too much noise":   {Constraints{Noise: share(.1)}, "1 of 7 articles are noise (0.143)"},
		"at least":         {Constraints{AtLeast: map[string]float64{"b3.r": .7}}, ""},
		"not at least":     {Constraints{AtLeast: map[string]float64{"b3.r": .8}}, "it is 0.7333"},
		"at most":          {Constraints{AtMost: map[string]float64{"clusters": 4}}, ""},
		"not at most":      {Constraints{AtMost: map[string]float64{"clusters": 3}}, "it is 4.0000"},
		"undefined":        {Constraints{AtMost: map[string]float64{"keypoints.recall": 3}}, "it is undefined"},
	} {
		require.NoError(t, c.constraints.Valid(all.Metrics, []*corpus.Corpus{small()}), name)
		list, err := c.constraints.Check(t.Context(), all.Metrics, eval.Policy{}, collect(t, small(), fixed(smallLabels)))
		require.NoError(t, err, name)
		require.Len(t, list, 1, name)
		if c.detail == "" {
			assert.Equal(t, Pass, list[0].Verdict, "%s: %s", name, list[0].Detail)
		} else {
			assert.Equal(t, Fail, list[0].Verdict, "%s: %s", name, list[0].Detail)
			assert.Contains(t, list[0].Detail, c.detail, name)
		}
	}
}

func TestSingleOutlet(t *testing.T) {
	share, _ := singleOutlet(corpus.Labels{0, 1, 0, 2, 2, 3, 3}, small())
	assert.Equal(t, 1.0, share, "a c, d e and f g have one outlet each")
	share, _ = singleOutlet(corpus.Labels{0, 0, 1, 2, 2, 3, 4}, small())
	assert.Equal(t, 0.5, share)
	share, words := singleOutlet(corpus.Labels{0, 1, 2, 3, 4, 5, -1}, small())
	assert.Zero(t, share)
	assert.Equal(t, "no cluster has two articles", words)
}

// A labels file that lacks an article fails the constraint, and is no usage error.
func TestNothingLost(t *testing.T) {
	f := collect(t, small(), fixed(smallLabels))
	f.Missing = []string{"c"}
	list, err := Constraints{NothingLost: true}.Check(t.Context(), all.Metrics, eval.Policy{}, f)
	require.NoError(t, err)
	assert.Equal(t, []ConstraintResult{{Constraint: "nothing_lost", Verdict: Fail, Detail: "1 of 7 articles have no label: c"}}, list)
}

// A constraint must hold in every run, and names the seed of the one where it does
// not.
func TestEveryRun(t *testing.T) {
	y := func(_ context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels := make(corpus.Labels, len(c.Articles))
		labels[1] = int32(seed / 3) // b leaves in the third run
		return labels, nil
	}
	list, err := Constraints{MustLink: []Group{{Articles: []string{"a", "b"}, Why: "one\nquake"}}}.Check(t.Context(), all.Metrics,
		eval.Policy{}, collect(t, small(), y, 1, 2, 3))
	require.NoError(t, err)
	assert.Contains(t, list[0].Detail, "(seed 3)")
	assert.Equal(t, "one quake", list[0].Why)
}

func TestDeterminism(t *testing.T) {
	calls := int32(0)
	drifting := func(_ context.Context, c *corpus.Corpus, _ uint64) (corpus.Labels, error) {
		calls++
		labels := make(corpus.Labels, len(c.Articles))
		labels[1] = calls
		labels[2] = calls / 2
		return labels, nil
	}
	halves := func(_ context.Context, c *corpus.Corpus, _ uint64) (corpus.Labels, error) {
		labels := make(corpus.Labels, len(c.Articles))
		for i := range labels {
			labels[i] = int32(i / 3)
		}
		return labels, nil
	}
	for name, c := range map[string]struct {
		y      Cluster
		wanted string
		want   Verdict
		detail string
	}{
		"order":         {fixed(smallLabels), Order, Pass, "in any order"},
		"rerun":         {halves, Rerun, Pass, "equal clusters for equal input"},
		"rerun, wanted": {halves, Order, Fail, "runs on the articles in two orders differ: one has"},
		"neither":       {drifting, Rerun, Fail, "two runs on the same articles differ: one has"},
	} {
		list, err := Constraints{Deterministic: c.wanted}.Check(t.Context(), all.Metrics, eval.Policy{}, collect(t, small(), c.y))
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, c.want, list[0].Verdict, name)
		assert.Contains(t, list[0].Detail, c.detail, name)
	}
}

func TestParted(t *testing.T) {
	var f Clustering
	for _, c := range []struct {
		x, y corpus.Labels
		a, b int
	}{
		{corpus.Labels{0, 1, 0}, corpus.Labels{0, 1, 0}, -1, -1},
		{corpus.Labels{0, 0, 1}, corpus.Labels{0, 1, 1}, 0, 1},
		{corpus.Labels{0, 1, 1}, corpus.Labels{0, 1, 2}, 1, 2},
		{corpus.Labels{0, 1, -1}, corpus.Labels{0, 1, 2}, 2, 2},
	} {
		a, b := f.parted(c.x, c.y)
		assert.Equal(t, []int{c.a, c.b}, []int{a, b})
	}
}
