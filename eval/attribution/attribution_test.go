package attribution

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func attribute(t require.TestingT, articles []corpus.Article, sentences ...string) *Attribution {
	a, err := Attribute(context.Background(), sentences, articles, "en")
	require.NoError(t, err)
	return a
}

func TestAttribute(t *testing.T) {
	articles := []corpus.Article{
		{Source: "a.com", Text: "The mayor opened the new bridge on Monday."},
		{Source: "b.com", Text: "Snow fell. The bridge collapsed under heavy snow."},
		{Source: "www.a.com", Text: "Nothing of interest."},
	}
	a := attribute(t, articles, "The mayor opened the bridge.", "The bridge collapsed, killing twelve.")
	// Mayor and opened stand in "the mayor opened the"; bridge in "the bridge" of the
	// second article only, which beats its run of one word in the first.
	first := a.Sentences[0]
	assert.Equal(t, []Credit{{0, 2.0 / 3}, {1, 1.0 / 3}}, first.Credits)
	assert.Equal(t, 1.0, first.Support)
	assert.Equal(t, []int{4, 0}, []int{first.Longest, first.From})
	// Of bridge, collapsed, killing and twelve two are known.
	second := a.Sentences[1]
	assert.Equal(t, []Credit{{1, 0.5}}, second.Credits)
	assert.Equal(t, 0.5, second.Support)
	// Of 10 words the mayor opened the, and the bridge collapsed, are copied.
	assert.Equal(t, 7.0/10, a.Copied)
	require.Len(t, a.Outlets, 2)
	assert.Equal(t, "b.com", a.Outlets[0].Name, "5/6 of 1.5")
	assert.InDelta(t, 5.0/9, a.Outlets[0].Credit, 1e-15)
	assert.Equal(t, []float64{3.0 / 7, 4.0 / 7}, []float64{a.Outlets[0].Drop, a.Outlets[1].Drop})
	assert.Equal(t, 2, a.Outlets[1].Articles)
	assert.InDelta(t, 81.0/41, a.Effective(), 1e-12)
	assert.InDelta(t, 81.0/41/1.8, a.Efficiency(), 1e-12, "two articles and one: 9/5")
	assert.Equal(t, 1.0, a.Coverage(0.25))
	assert.Equal(t, 0.5, a.Coverage(1))
	assert.Equal(t, 4.0/7, a.Dependence())
}

func TestNearDuplicatesShare(t *testing.T) {
	wire := "The central bank raised interest rates by half a point on Thursday, surprising most economists and markets."
	a := attribute(t, []corpus.Article{
		{Source: "a.com", Text: wire}, {Source: "b.com", Text: "BERLIN - " + wire},
		{Source: "c.com", Text: "It raised interest rates by half a point."},
	}, "It raised interest rates by half a point.", "Most economists wept.")
	// The first is the third's word for word; economists goes to the wire's two in
	// equal parts, wept to none.
	assert.Equal(t, []Credit{{2, 1}}, a.Sentences[0].Credits)
	assert.Equal(t, []Credit{{0, .25}, {1, .25}}, a.Sentences[1].Credits)
}

func TestNothing(t *testing.T) {
	a := attribute(t, nil, "A sentence.")
	assert.Zero(t, a.Effective())
	assert.Equal(t, -1, a.Sentences[0].From)
	a = attribute(t, []corpus.Article{{Source: "a.com"}}, "A sentence.", "")
	assert.Zero(t, a.Effective())
	assert.Zero(t, a.Copied)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Attribute(ctx, []string{"a"}, []corpus.Article{{Text: "a"}}, "en")
	assert.ErrorIs(t, err, context.Canceled)
}

// Credit adds up, and copies of an article take nothing from the others.
func TestProperties(t *testing.T) {
	some := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"storm", "river", "bridge", "the", "mayor", "snow"}), 1, 12),
		func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		var articles []corpus.Article
		for _, s := range rapid.SliceOfN(some, 1, 5).Draw(t, "articles") {
			articles = append(articles, corpus.Article{Text: s, Source: rapid.SampledFrom([]string{"a.com", "b.com", ""}).Draw(t, "outlet")})
		}
		sentences := rapid.SliceOfN(some, 1, 3).Draw(t, "sentences")
		a := attribute(t, articles, sentences...)
		outlets, drops := 0.0, 0.0
		for _, o := range a.Outlets {
			outlets += o.Credit
			drops += o.Drop
		}
		all := 0.0
		for _, s := range a.Sentences {
			sum := 0.0
			for _, c := range s.Credits {
				sum += c.Share
			}
			assert.InDelta(t, s.Support, sum, 1e-12)
			all += sum
		}
		assert.True(t, all == 0 || outlets > 1-1e-12 && outlets < 1+1e-12)
		assert.LessOrEqual(t, drops, 1+1e-12)
		assert.LessOrEqual(t, a.Effective(), float64(len(a.Outlets))+1e-9)

		for i := range articles { // a near-duplicate shares with more copies
			shingles := func(k int) []uint64 { return text.Shingles(text.Words(articles[k].Text), 3) }
			for k := range i {
				if articles[i].Text != articles[k].Text && text.Jaccard(shingles(i), shingles(k)) >= alike {
					return
				}
			}
		}
		copied := attribute(t, append(articles, articles[0]), sentences...)
		same := func(credit []float64) (sum float64) {
			for i, c := range credit {
				if i == len(articles) || articles[i].Text == articles[0].Text {
					sum += c
				}
			}
			return sum
		}
		assert.InDelta(t, same(a.Articles), same(copied.Articles), 1e-12)
	})
}

func openSeed(t *testing.T) *corpus.Corpus {
	c, err := format.Open(context.Background(), testfiles.Path(t, "corpora", "seed", "2025-04-25.txt"))
	require.NoError(t, err)
	return c
}

// The gold summary of the seed is a light rewrite of one outlet.
func TestSeed(t *testing.T) {
	c := openSeed(t)
	a := attribute(t, c.Articles, text.Sentences(c.Stories[0].Summary, "en")...)
	require.Len(t, a.Sentences, 3)
	assert.Equal(t, []Credit{{0, 1}}, a.Sentences[1].Credits, "the second sentence is Sky's")
	assert.Equal(t, 18, a.Sentences[1].Longest)
	assert.Equal(t, "sky.com", a.Outlets[0].Name)
	assert.InDelta(t, .7039, a.Outlets[0].Credit, 5e-5)
	assert.InDelta(t, .4324, a.Outlets[0].Drop, 5e-5)
	assert.Equal(t, Outlet{Name: "foxnews.com", Articles: 1}, a.Outlets[5])
	for name, want := range map[string]float64{
		"source.effective": 1.8997, "source.efficiency": .3611, "source.coverage": 4.0 / 6, "source.dependence": .4324,
	} {
		s, err := spec.Parse(name + "(summarizer=gold)")
		require.NoError(t, err)
		m, err := eval.Parse(Metrics, s)
		require.NoError(t, err)
		k, err := eval.NewCase(context.Background(), c.Gold(), make(corpus.Labels, 11), c)
		require.NoError(t, err)
		v, err := m.Score(k)
		require.NoError(t, err)
		assert.InDelta(t, want, v.Value, 5e-5, name)
	}
}
