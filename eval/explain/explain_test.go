package explain

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

func ids(list []Article) (out []string) {
	for _, a := range list {
		out = append(out, a.ID)
	}
	return out
}

// Story A of four is in two parts, with B in one of them; C is whole.
func TestByHand(t *testing.T) {
	//                                 0123456789
	e := explained(t, small("AAAABBCC-"), found("000111220"), Options{})
	require.Len(t, e.Stories, 3)
	assert.Equal(t, 1, e.Exact)
	assert.Equal(t, 8, e.Labelled)
	a, b, c := e.Stories[0], e.Stories[1], e.Stories[2]
	assert.Equal(t, "A", a.ID)
	assert.Equal(t, []Part{{Cluster: "0", Articles: 3, Of: 4}, {Cluster: "1", Articles: 1, Of: 3}}, a.Parts)
	assert.Equal(t, 0.75, a.Largest)
	assert.InDelta(t, math.Exp(-0.75*math.Log(0.75)-0.25*math.Log(0.25)), a.Effective, 1e-12)
	assert.Equal(t, []string{"a3"}, ids(a.Missing))
	assert.Equal(t, []string{"a8"}, ids(a.ForeignArticles))
	assert.Equal(t, "1", a.Missing[0].Cluster)
	assert.InDelta(t, (9.0/4+1.0/3)/4, a.Precision, 1e-12)
	assert.InDelta(t, (9.0/4+1.0/4)/4, a.Recall, 1e-12)
	assert.Equal(t, "B", b.ID)
	assert.Equal(t, []string{"a3"}, ids(b.ForeignArticles))
	assert.Empty(t, b.Within)
	assert.True(t, c.Whole())
	assert.Zero(t, c.Loss())

	p, r := (9.0/4+1.0/3+4.0/3+2)/8, (9.0/4+1.0/4+2+2)/8
	assert.InDelta(t, 2*p*r/(p+r), e.Score.F1, 1e-12)
	assert.InDelta(t, p/(p+r)*(4-2.5)/8, a.SplitLoss, 1e-12)
	require.Len(t, e.Clusters, 2)
	assert.Equal(t, "0", e.Clusters[1].Name)
	assert.Equal(t, []string{"a8"}, ids(e.Clusters[1].ForeignArticles))
	assert.Equal(t, []Part{{Story: "B", Articles: 2, Of: 2}, {Story: "A", Articles: 1, Of: 4}}, e.Clusters[0].Parts)
	assert.InDelta(t, r/(p+r)*(2*(1-2.0/3)+(1-1.0/3))/8, e.Clusters[0].Loss, 1e-12)
	assert.Contains(t, e.Notes[0], "no article has words")
}

// A story that is whole in the cluster of a larger one has no strangers of
// its own to list.
func TestWithin(t *testing.T) {
	e := explained(t, small("AAABB"), found("00000"), Options{})
	assert.Equal(t, "A", e.Stories[1].Within+e.Stories[0].Within)
	for _, s := range e.Stories {
		if s.ID == "B" {
			assert.Empty(t, s.ForeignArticles)
			assert.Equal(t, 3, s.Foreign)
		} else {
			assert.Equal(t, []string{"a3", "a4"}, ids(s.ForeignArticles))
		}
	}
}

func TestProperties(t *testing.T) {
	ecs, err := eval.Named("ecs")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		run := drawnRun(t, 25)
		e, err := Explain(ctx, run, Options{Replicates: 5})
		require.NoError(t, err)
		loss, split := 0.0, 0.0
		for _, s := range e.Stories {
			n := 0
			for _, p := range s.Parts {
				n += p.Articles
			}
			assert.Equal(t, s.Articles, n)
			assert.Equal(t, s.Articles-s.Parts[0].Articles, len(s.Missing))
			assert.InDelta(t, s.Largest, float64(s.Articles-len(s.Missing))/float64(s.Articles), 1e-12)
			assert.GreaterOrEqual(t, s.Effective, 1-1e-12)
			assert.LessOrEqual(t, s.Effective, float64(len(s.Parts))+1e-9)
			if s.Within == "" {
				assert.Len(t, s.ForeignArticles, s.Foreign)
			}
			loss += s.Loss()
			split += s.SplitLoss
		}
		assert.InDelta(t, 1-e.Score.F1, loss, 1e-9)
		assert.InDelta(t, e.Score.SplitLoss, split, 1e-9)
		merge := 0.0
		for _, c := range e.Clusters {
			n := 0
			for _, p := range c.Parts {
				n += p.Articles
			}
			assert.Equal(t, c.Articles, n)
			assert.Equal(t, c.Articles-c.Parts[0].Articles, len(c.ForeignArticles))
			merge += c.Loss
		}
		assert.InDelta(t, e.Score.MergeLoss, merge, 1e-9)
		want, err := ecs.Score(run.Case)
		require.NoError(t, err)
		assert.InDelta(t, 1-want.Value, e.Score.Error, 1e-9)
		for _, by := range e.Shares { // every article is in a group: the mean of the means is the whole
			sum, n := 0.0, 0
			for _, g := range by.Groups {
				sum += g.Error * float64(g.Articles)
				n += g.Articles
			}
			if run.Case.Policy.Sampled == "stories" && n == e.Labelled {
				assert.InDelta(t, e.Score.Error, sum/float64(n), 1e-9)
			}
		}
	})
}

func TestShares(t *testing.T) {
	// Each outlet a.com has one article of each of ten stories, which is always
	// left out; b.com and c.com have the rest.
	c := &corpus.Corpus{Card: corpus.Card{Name: "outlets", Lang: "en"}}
	var l corpus.Labels
	for s := range 10 {
		for k, source := range []string{"a.com", "b.com", "b.com", "c.com"} {
			c.Articles = append(c.Articles, corpus.Article{ID: string(rune('a'+s)) + string(rune('0'+k)), Source: source,
				Story: string(rune('a' + s))})
			if l = append(l, int32(s)); k == 0 {
				l[len(l)-1] = int32(100 + s)
			}
		}
	}
	c.AddMissingStories()
	e := explained(t, c, l, Options{Replicates: 100})
	require.Len(t, e.Shares, 1, "of one language and one size, without times")
	groups := e.Shares[0].Groups
	require.Len(t, groups, 3)
	assert.Equal(t, "a.com", groups[0].Name)
	assert.InDelta(t, 0.75, groups[0].Error, 1e-12)
	assert.InDelta(t, 0.25, groups[1].Error, 1e-12)
	assert.InDelta(t, 0.5, *groups[0].Difference, 1e-12)
	assert.InDelta(t, 0.75, *groups[0].Low, 1e-12)
	assert.Nil(t, groups[0].P, "without variance there is no test")
	assert.InDelta(t, e.Score.Error, (0.75*10+0.25*30)/40, 1e-12)

	c.Articles[0].Source = "z.com" // alone, so pooled
	e = explained(t, c, l, Options{Replicates: 100})
	last := e.Shares[0].Groups[len(e.Shares[0].Groups)-1]
	assert.Equal(t, 2, last.Pooled, "a.com has nine articles left")
	assert.Equal(t, 10, last.Articles)
}

func TestDegenerate(t *testing.T) {
	for what, r := range map[string]struct{ gold, found string }{
		"one article":         {"A", "0"},
		"one story":           {"AAAA", "0011"},
		"all noise":           {"AABB", "----"},
		"one cluster":         {"AABBC-", "000000"},
		"all exact":           {"AABB", "0011"},
		"unlabelled together": {"A---", "0111"},
	} {
		e := explained(t, small(r.gold), found(r.found), Options{})
		assert.NotNil(t, e.Stories, what)
		assert.False(t, math.IsNaN(e.Score.F1), what)
	}
	_, err := Explain(ctx, Run{Name: "x"}, Options{})
	assert.ErrorContains(t, err, "no corpus")
	run := runOf(t, small("AAB"), found("010"), eval.Policy{})
	run.Names = []string{"one"}
	_, err = Explain(ctx, run, Options{})
	assert.ErrorContains(t, err, "1 names for 2 clusters")
	_, err = Explain(ctx, runOf(t, small("AAB"), found("010"), eval.Policy{}), Options{Prices: &Prices{Move: -1, Merge: 1}})
	assert.ErrorContains(t, err, "price of a move")
}

func TestParsePrices(t *testing.T) {
	p, err := ParsePrices("move=2, merge=0,split=1.5")
	require.NoError(t, err)
	assert.Equal(t, Prices{2, 0, 1.5}, p)
	p, err = ParsePrices("merge=3")
	require.NoError(t, err)
	assert.Equal(t, Prices{math.Inf(1), 3, 1}, p, "no moves")
	for text, want := range map[string]string{"move": "write move=1", "move=-1": "numbers from 0", "copy=1": `no price "copy"`} {
		_, err := ParsePrices(text)
		assert.ErrorContains(t, err, want, text)
	}
}

// Clusters are called what their labels are; noise is called after its article, or noise if it is one cluster.
func TestNewRun(t *testing.T) {
	c := small("AAB-")
	groups := map[string]string{"a0": "x", "a1": "x", "a2": "alone: a3"}
	r, err := NewRun(ctx, "r", eval.Policy{}, c, found("001-"), groups)
	require.NoError(t, err)
	assert.Equal(t, []string{"x", "alone: a3", "alone: a3'"}, r.Names)
	r, err = NewRun(ctx, "r", eval.Policy{Noise: "one"}, c, found("50--"), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"5", "0", "noise"}, r.Names)
	_, err = NewRun(ctx, "r", eval.Policy{}, c, found("0"), nil)
	assert.ErrorContains(t, err, "r: gold has 4 articles")
}
