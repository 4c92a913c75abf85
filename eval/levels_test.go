package eval

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// goldOf is a corpus of one gold level; an empty label is an article without a story.
func goldOf(name string, labels corpus.Labels) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "day"}, Level: name}
	for i, g := range labels {
		a := corpus.Article{ID: fmt.Sprint("a", i)}
		if g >= 0 {
			a.Story = fmt.Sprint("s", g)
		}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	return c
}

func jointOf(t require.TestingT, rule string, golds ...corpus.Labels) *corpus.Corpus {
	var names []string
	var levels []*corpus.Corpus
	for i, g := range golds {
		names = append(names, fmt.Sprint("judge", i+1))
		levels = append(levels, goldOf(names[i], g))
	}
	list, err := corpus.Several(rule, names, levels)
	require.NoError(t, err)
	return list[0]
}

// judged draws a clustering, and golds of the same articles with some unlabelled.
var judged = rapid.Custom(func(t *rapid.T) (lists []corpus.Labels) {
	n := rapid.IntRange(2, 25).Draw(t, "n")
	for range rapid.IntRange(3, 4).Draw(t, "lists") {
		l := make(corpus.Labels, n)
		for i := range l {
			l[i] = rapid.Int32Range(-1, 6).Draw(t, "label")
		}
		l[0] = 0
		lists = append(lists, l)
	}
	return lists
})

// The value against several levels is the best or the mean of those of the levels, under any policy; it is the sum of its terms, and
// terms of different clusterings have the same rows.
func TestSeveralGoldLevels(t *testing.T) {
	policies := []Policy{{}, {Noise: "drop"}, {Unlabelled: "ignore"}, {Noise: "one", Sampled: "articles"}}
	rapid.Check(t, func(t *rapid.T) {
		lists := judged.Draw(t, "lists")
		found, golds := lists[0], lists[1:]
		rule := rapid.SampledFrom(corpus.Rules).Draw(t, "rule")
		p := rapid.SampledFrom(policies).Draw(t, "policy")
		c := jointOf(t, rule, golds...)
		k, err := p.Case(ctx, c.Gold(), found, c)
		require.NoError(t, err)
		require.True(t, k.Joint())
		other, err := p.Case(ctx, c.Gold(), golds[0], c)
		require.NoError(t, err)
		for _, metric := range Partition {
			m, err := Named(metric.Name)
			require.NoError(t, err)
			var each []float64
			for _, gold := range golds {
				one, err := p.Case(ctx, goldOf("x", gold).Gold(), found, goldOf("x", gold))
				require.NoError(t, err)
				v, err := m.Score(one)
				require.NoError(t, err)
				each = append(each, v.Value)
			}
			v, err := m.Score(k)
			require.NoError(t, err)
			if slices.ContainsFunc(each, math.IsNaN) {
				assert.True(t, math.IsNaN(v.Value), m.Name)
				assert.Contains(t, v.Reason, "gold level judge", m.Name)
				continue
			}
			if rule == corpus.Mean {
				assert.InDelta(t, meanOf(each), v.Value, 1e-9, m.Name)
			} else {
				for _, x := range each {
					assert.LessOrEqual(t, m.Better.Order(x), m.Better.Order(v.Value)+1e-9, "%s: 1.2 and 1/1.2 are a tie", m.Name)
				}
				assert.Contains(t, each, v.Value, m.Name)
			}
			w, err := m.Score(other)
			require.NoError(t, err)
			if v.Terms.Columns != nil && w.Terms.Columns != nil {
				assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.Sum()), 1e-9, m.Name)
				if p.Sampled == "" { // weights are those of the stories that the terms were moved to
					assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.ForResampling().Sum()), 1e-9, m.Name)
				}
				assert.Equal(t, w.Terms.Stories(), v.Terms.Stories(), m.Name)
				assert.Equal(t, v.Terms.Stories(), v.Terms.Others, "no row is of one story")
			}
		}
	})
}

// Levels that agree are one level: the same values, and the same terms divided by nobody.
func TestEqualLevelsAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := judged.Draw(t, "lists")
		found, gold := lists[0], lists[1]
		one := goldOf("x", gold)
		single, err := NewCase(ctx, one.Gold(), found, one)
		require.NoError(t, err)
		for _, rule := range corpus.Rules {
			c := jointOf(t, rule, gold, gold)
			k, err := NewCase(ctx, c.Gold(), found, c)
			require.NoError(t, err)
			again := k.Regroup(ctx, k.Pred)
			k.Regroup(ctx, k.Pred).ValuesOnly()
			for _, metric := range []string{"b3.f1", "ari", "nmi", "conll.f1", "nca"} {
				m, err := Named(metric)
				require.NoError(t, err)
				want, err := m.Score(single)
				require.NoError(t, err)
				got, err := m.Score(k)
				require.NoError(t, err)
				same, err := m.Score(again)
				require.NoError(t, err)
				if math.IsNaN(want.Value) {
					assert.True(t, math.IsNaN(got.Value))
					continue
				}
				assert.InDelta(t, want.Value, got.Value, 1e-12, metric)
				assert.InDelta(t, want.Value, same.Value, 1e-12, "the same clusters")
				for n, column := range want.Terms.Columns {
					assert.Equal(t, column, got.Terms.Columns[n][:len(column)], metric)
				}
			}
		}
	})
}

// By hand: two judges of five articles, a clustering that is the second's.
func TestGoldLevelsByHand(t *testing.T) {
	first, second := corpus.Labels{0, 0, 1, 1, 1}, corpus.Labels{0, 0, 0, 1, 1}
	c := jointOf(t, corpus.Mean, first, second)
	k, err := NewCase(ctx, c.Gold(), second, c)
	require.NoError(t, err)
	m, err := Named("b3.p")
	require.NoError(t, err)
	v, err := m.Score(k)
	require.NoError(t, err)
	assert.InDelta(t, (11.0/15+1)/2, v.Value, 1e-12)
	names, cases := k.Levels()
	assert.Equal(t, []string{"judge1", "judge2"}, names)
	assert.Len(t, cases, 2)
	assert.InDelta(t, 0.5, CombineB3F1Of(corpus.Mean)([]float64{1, 1, 1, 0, 0, 1}), 1e-12)
	assert.InDelta(t, 1, CombineB3F1Of(corpus.Max)([]float64{1, 1, 1, 0, 0, 1}), 1e-12)
	assert.InDelta(t, 1, CombineB3F1Of("")([]float64{2, 2, 2}), 1e-12)
	empty := jointOf(t, corpus.Mean, first, corpus.Labels{-1, -1, -1, -1, -1})
	_, err = NewCase(ctx, empty.Gold(), first, empty)
	assert.ErrorIs(t, err, ErrNoGold)
	assert.ErrorContains(t, err, "gold level judge2")
}
