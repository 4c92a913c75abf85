package geometry

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

func parse(text string) (eval.Measure, error) {
	s, err := spec.Parse(text)
	if err != nil {
		return eval.Measure{}, err
	}
	return eval.Parse(Metrics, s)
}

func score(t *testing.T, text string, c *corpus.Corpus, pred corpus.Labels) eval.Value {
	m, err := parse(text)
	require.NoError(t, err)
	k, err := eval.NewCase(ctx, make(corpus.Labels, len(pred)), pred, c)
	require.NoError(t, err)
	v, err := m.Scorer.Score(k)
	require.NoError(t, err)
	return v
}

// news is a corpus of articles given as "text|source|time", the latter two may be
// empty.
func news(t *testing.T, articles ...string) *corpus.Corpus {
	c := &corpus.Corpus{}
	for _, a := range articles {
		fields := strings.Split(a+"||", "|")
		published, err := corpus.ParseMoment(fields[2])
		require.NoError(t, err)
		c.Articles = append(c.Articles, corpus.Article{Text: fields[0], Source: fields[1], Published: published})
	}
	return c
}

func TestSpecs(t *testing.T) {
	for in, want := range map[string]string{
		"silhouette": "silhouette(metric=cosine,space=tfidf)",
		"silhouette(metric=euclidean,space=lsa(dims=100))":        "silhouette(metric=euclidean,space=lsa)",
		"silhouette.simplified(space=tfidf(ngrams=1,stop=false))": "silhouette.simplified(metric=cosine,space=tfidf(stop=false))",
		"dunn(space=tfidf( ))":                                    "dunn(space=tfidf)",
		"cluster.loose":                                           "cluster.loose(similar=0.1,space=tfidf)",
		"cluster.timespan":                                        "cluster.timespan",
	} {
		m, err := parse(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, m.Spec.String())
	}
	for in, want := range map[string]string{
		"silhouette(metric=manhattan)":       "must be one of cosine, euclidean",
		"dunn(space=tfdif)":                  "did you mean tfidf?",
		"cluster.separation(space=lsa(k=3))": "unknown parameter",
		"cluster.loose(similar=2)":           "at most 1",
	} {
		_, err := parse(in)
		assert.ErrorContains(t, err, want, in)
	}
}

// Three articles of two words each, one of which two of them share. Their rows are
// (s, u, 0, 0), (s, 0, u, 0) and (0, 0, 0, 1), with s : u as the weights of a word
// in two articles of three and in one.
func TestScoresByHand(t *testing.T) {
	c := news(t, "bridge closed", "bridge repaired", "ferry ferry")
	s, u := math.Log(4.0/3)+1, math.Log(4.0/2)+1
	like := s * s / (s*s + u*u)
	pred := corpus.Labels{0, 0, 1}
	for text, want := range map[string]float64{
		"silhouette":                           2.0 / 3 * like, // a = 1−like, b = 1
		"silhouette(metric=euclidean)":         2.0 / 3 * (1 - math.Sqrt(1-like)),
		"silhouette.simplified":                2.0 / 3 * math.Sqrt((1+like)/2),
		"davies_bouldin":                       math.Sqrt((1-like)/2) / math.Sqrt(1+(1+like)/2),
		"dunn":                                 math.Sqrt2 / math.Sqrt(2-2*like),
		"calinski_harabasz":                    2.0 / 3 * (1 + (1+like)/2) / (1 - like),
		"cluster.similarity":                   like,
		"cluster.nearest":                      0,
		"cluster.separation":                   like,
		"cluster.loose":                        0,
		"cluster.loose(similar=0.9)":           1,
		"cluster.loose(similar=-1)":            0,
		"cluster.loose(space=lsa,similar=0.1)": 0,
	} {
		v := score(t, text, c, pred)
		require.Empty(t, v.Reason, text)
		assert.InDelta(t, want, v.Value, 1e-6, text)
		assert.Nil(t, v.Terms.Columns, text)
	}
}

func TestTimespan(t *testing.T) {
	c := news(t,
		"a||2031-03-11T08:00:00Z", "a||2031-03-11T06:30:00+02:00", "a||", "a||2031-03-11T10:00:00Z",
		"b||2031-03-11", "b||2031-03-12", "c||2031-03-12", "c||", "d||")
	// From 4:30 to 10:00, and a day; the third has one time, the fourth none.
	v := score(t, "cluster.timespan", c, corpus.Labels{0, 0, 0, 0, 1, 1, 2, 2, 3})
	assert.InDelta(t, (5.5+24)/2, v.Value, 1e-12)
	v = score(t, "cluster.timespan", c, corpus.Labels{0, 1, 2, 3, 4, 5, 6, 6, 7})
	assert.Equal(t, "no cluster has two articles with a time", v.Reason)
}

func TestSingleSource(t *testing.T) {
	c := news(t,
		"a|news.sky.com", "a|sky.com", "a|", // one outlet
		"b|The  Herald", "b|the herald", "b|bbc.co.uk", // two
		"c|", "c|cnn.com", // one article that names it
		"d|cnn.com")
	v := score(t, "cluster.single_source", c, corpus.Labels{0, 0, 0, 1, 1, 1, 2, 2, 3})
	assert.InDelta(t, 1.0/2, v.Value, 1e-12)
	v = score(t, "cluster.single_source", c, corpus.Labels{0, 1, 1, 2, 3, 4, 5, 5, 6})
	assert.Equal(t, "no cluster has two articles that name their outlet", v.Reason)
}

func TestReasons(t *testing.T) {
	c := news(t, "bridge closed", "bridge repaired", "ferry burned")
	for text, want := range map[string][2]string{ // one cluster, all alone
		"silhouette":         {noPairs, noPairs},
		"davies_bouldin":     {noPairs, noPairs},
		"dunn":               {noPairs, noPairs},
		"cluster.similarity": {"", noMates},
		"cluster.nearest":    {noPairs, noPairs},
		"cluster.separation": {noPairs, noPairs},
		"cluster.loose":      {"", noMates},
	} {
		for i, pred := range []corpus.Labels{{0, 0, 0}, {0, 1, 2}} {
			v := score(t, text, c, pred)
			assert.Equal(t, want[i] == "", v.Reason == "", "%s %v", text, pred)
			assert.True(t, strings.HasPrefix(v.Reason, want[i]), "%s %v %s", text, pred, v.Reason)
		}
	}
	for name, none := range map[string]*corpus.Corpus{"no corpus": nil, "no texts": news(t, "", "", "")} {
		v := score(t, "silhouette", none, corpus.Labels{0, 0, 1})
		assert.Equal(t, "there are no texts to make vectors of", v.Reason, name)
	}
}

func TestEveryMetric(t *testing.T) {
	var names []string
	rng := rand.New(rand.NewPCG(1, 1))
	for _, m := range Metrics {
		names = append(names, m.Name)
		assert.NotEmpty(t, m.Title, m.Name)
		assert.NotEmpty(t, m.Blind, m.Name)
		assert.True(t, strings.HasSuffix(m.Doc, "."), m.Name)
		takesSpace := false
		for _, p := range spec.Params(m.New()) {
			takesSpace = takesSpace || p.Name == "space" && p.Always
		}
		assert.Equal(t, takesSpace, m.Needs.Texts, m.Name)
		for range 20 {
			var articles []string
			pred := make(corpus.Labels, 12)
			for i := range pred {
				pred[i] = rng.Int32N(5) - 1
				articles = append(articles, fmt.Sprintf("w%d w%d w%d w%d|o%d.com|2031-03-%d", rng.IntN(9), rng.IntN(9), rng.IntN(9), pred[i],
					rng.IntN(3), 10+rng.IntN(9)))
			}
			v := score(t, m.Name, news(t, articles...), pred)
			assert.True(t, v.Reason != "" || v.Value >= m.Range[0] && v.Value <= m.Range[1], "%s %v", m.Name, v.Value)
		}
		k, err := eval.NewCase(ctx, corpus.Labels{0}, corpus.Labels{0}, nil)
		require.NoError(t, err)
		m, err := parse(m.Name)
		require.NoError(t, err)
		v, err := m.Scorer.Score(k)
		require.NoError(t, err)
		assert.NotEmpty(t, v.Reason, m.Name)
		assert.True(t, math.IsNaN(v.Value), m.Name)
	}
	assert.Equal(t, []string{
		"silhouette", "silhouette.simplified", "calinski_harabasz", "davies_bouldin", "dunn",
		"cluster.similarity", "cluster.nearest", "cluster.separation", "cluster.loose", "cluster.timespan", "cluster.single_source",
	}, names)
}
