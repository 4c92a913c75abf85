package eval_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/judge"
)

// A case whose gold is judged pairs scores these, in any order of the articles; what needs stories says so.
func TestJudgedCase(t *testing.T) {
	var articles []corpus.Article
	for _, id := range []string{"x", "d", "c", "b", "a", "n"} {
		articles = append(articles, corpus.Article{ID: id, Title: "title " + id, Story: "s"})
	}
	j := &corpus.Judgements{Path: "j.csv"}
	for _, p := range []struct {
		a, b string
		same corpus.Answer
	}{
		{"a", "b", corpus.Yes}, {"a", "c", corpus.No}, {"a", "d", corpus.Yes}, {"c", "d", corpus.Unsure}, {"b", "n", corpus.No},
		{"c", "b", corpus.Yes},
	} {
		j.List = append(j.List, corpus.Judgement{A: p.a, B: p.b, Same: p.same})
	}
	c, err := j.Of(&corpus.Corpus{Articles: articles})
	require.NoError(t, err)
	assert.True(t, c.HasGold())
	assert.False(t, c.Labelled())
	found := corpus.Labels{0, 1, 2, 1, 1, corpus.None}
	k, err := eval.NewCase(t.Context(), c.Gold(), found, c)
	require.NoError(t, err)
	require.Len(t, k.Pairs, 5)
	var pairs []judge.Pair
	for _, p := range k.Pairs {
		pairs = append(pairs, judge.Pair{A: p.A, B: p.B, Same: p.Same == corpus.Yes, Found: found[p.A] == found[p.B]})
	}
	measures, err := all.Named("pair.p", "pair.r", "pair.f1", "pair.accuracy", "pair.balanced", "pair.mcc")
	require.NoError(t, err)
	want := judge.Shares(pairs, measures, .95)
	for i, m := range measures {
		v, err := m.Score(k)
		require.NoError(t, err)
		assert.InDelta(t, *want[i].Value, v.Value, 1e-12, m.Name)
		assert.Equal(t, len(articles), v.Terms.Stories())
		assert.Equal(t, []float64{2, 3, 2, 5}, v.Terms.Sum())
	}
	for _, name := range []string{"b3.f1", "ari", "rand", "clusters", "rouge1.f1(summarizer=gold)"} {
		m, err := all.Named(name)
		if err != nil {
			continue
		}
		v, err := m[0].Score(k)
		require.NoError(t, err)
		assert.Contains(t, v.Reason, "judged pairs do not tell the stories", name)
	}
	dropped, err := eval.Policy{Noise: "drop"}.Case(t.Context(), c.Gold(), found, c)
	require.NoError(t, err)
	assert.Len(t, dropped.Pairs, 4)
	_, err = eval.Policy{Noise: "error"}.Case(t.Context(), c.Gold(), found, c)
	assert.ErrorContains(t, err, "1 of 6 articles are noise")
	j.List = j.List[3:4]
	_, err = eval.NewCase(t.Context(), c.Gold(), found, c)
	assert.ErrorIs(t, err, eval.ErrNoGold)
	j.List = append(j.List, corpus.Judgement{A: "a", B: "gone", Line: 7})
	_, err = j.Of(&corpus.Corpus{Articles: articles, Card: corpus.Card{Name: "news"}})
	assert.ErrorContains(t, err, `j.csv:7: article "gone" is judged, and is not in news`)
}
