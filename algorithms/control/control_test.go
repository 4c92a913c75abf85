package control

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func articles(n int) []corpus.Article {
	list := make([]corpus.Article, n)
	for i := range list {
		list[i].ID = strconv.Itoa(i)
	}
	return list
}

// bound is the clusterer of an entry with the parameters of a spec.
func bound(t require.TestingT, e algorithms.Entry, text string) algorithms.Clusterer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	c := e.New()
	require.NoError(t, spec.Bind(s, c))
	require.Equal(t, text, spec.Of(e.Name, c).String())
	return c
}

func cluster(t require.TestingT, c algorithms.Clusterer, p *algorithms.Problem) corpus.Labels {
	labels, err := c.Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

func TestSingletonsAndOne(t *testing.T) {
	p := &algorithms.Problem{Articles: articles(3)}
	assert.Equal(t, corpus.Labels{0, 1, 2}, cluster(t, bound(t, SingletonsEntry, "singletons"), p))
	assert.Equal(t, corpus.Labels{0, 0, 0}, cluster(t, bound(t, OneEntry, "one"), p))
}

func TestBySource(t *testing.T) {
	list := articles(5)
	for i, source := range []string{"", "a.example", "b.example", "a.example", ""} {
		list[i].Source = source
	}
	assert.Equal(t, corpus.Labels{0, 1, 2, 1, 0}, cluster(t, bound(t, ByEntry, "by(source)"), &algorithms.Problem{Articles: list}))
}

func TestByDayIsUTC(t *testing.T) {
	list := articles(6)
	for i, moment := range []string{"2031-03-12", "2031-03-11T23:30:00-02:00", "2031-03-11T23:30:00Z", "", "2031-03-12T01:00:00+02:00", ""} {
		m, err := corpus.ParseMoment(moment)
		require.NoError(t, err)
		list[i].Published = m
	}
	assert.Equal(t, corpus.Labels{0, 0, 1, 2, 1, 2}, cluster(t, bound(t, ByEntry, "by(day)"), &algorithms.Problem{Articles: list}))
}

func TestByErrors(t *testing.T) {
	s, err := spec.Parse("by(week)")
	require.NoError(t, err)
	assert.ErrorContains(t, spec.Bind(s, ByEntry.New()), "one of day, source")
	_, err = new(By).Cluster(context.Background(), &algorithms.Problem{Articles: articles(1)})
	assert.ErrorContains(t, err, "field is missing: what the articles of a cluster have in common: day or source")
}

func TestRandomMustBeTold(t *testing.T) {
	c := bound(t, RandomEntry, "random(sizes=gold)")
	require.True(t, c.(algorithms.Oracle).UsesGold())
	_, err := c.Cluster(context.Background(), &algorithms.Problem{Articles: articles(3)})
	assert.ErrorContains(t, err, "was told none")
	c.(algorithms.Oracle).Tell(algorithms.Facts{})
	assert.Equal(t, corpus.Labels{0, 1, 2}, cluster(t, c, &algorithms.Problem{Articles: articles(3)}))
}

func TestRandomHasTheSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 9), 0, 8).Draw(t, "sizes")
		unlabelled := rapid.IntRange(0, 5).Draw(t, "unlabelled")
		n, want := unlabelled, slices.Repeat([]int{1}, unlabelled)
		for _, s := range sizes {
			n += s
		}
		want = append(want, sizes...)
		c := bound(t, RandomEntry, "random(sizes=gold)")
		c.(algorithms.Oracle).Tell(algorithms.Facts{Sizes: sizes})
		p := &algorithms.Problem{Articles: articles(n), Seed: rapid.Uint64().Draw(t, "seed")}
		labels := cluster(t, c, p)
		require.Len(t, labels, n)
		var got []int
		for _, members := range labels.Members() {
			got = append(got, len(members))
		}
		assert.ElementsMatch(t, want, got)
		assert.Equal(t, labels, cluster(t, c, p), "the same seed deals the same")
	})
}

func TestRandomSeedMatters(t *testing.T) {
	c := bound(t, RandomEntry, "random(sizes=gold)")
	c.(algorithms.Oracle).Tell(algorithms.Facts{Sizes: []int{10, 10, 10}})
	a := cluster(t, c, &algorithms.Problem{Articles: articles(30), Seed: 1})
	b := cluster(t, c, &algorithms.Problem{Articles: articles(30), Seed: 2})
	assert.NotEqual(t, a, b)
}

// A subset of a corpus may hold fewer articles than the gold sizes add up to.
func TestRandomRunsOutOfArticles(t *testing.T) {
	c := bound(t, RandomEntry, "random(sizes=gold)")
	c.(algorithms.Oracle).Tell(algorithms.Facts{Sizes: []int{5}})
	assert.Equal(t, corpus.Labels{0, 0}, cluster(t, c, &algorithms.Problem{Articles: articles(2)}))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	told := bound(t, RandomEntry, "random(sizes=gold)")
	told.(algorithms.Oracle).Tell(algorithms.Facts{})
	for _, c := range []algorithms.Clusterer{SingletonsEntry.New(), OneEntry.New(), bound(t, ByEntry, "by(day)"), told} {
		_, err := c.Cluster(ctx, &algorithms.Problem{Articles: articles(2)})
		assert.ErrorIs(t, err, context.Canceled)
	}
}
