package coverage

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// Words and vectors are joined: neither takes away what the other finds.
func TestCoverByVectors(t *testing.T) {
	points := []string{"Prices rose", "Snow fell on 12 towns"}
	sentences := []string{"Everything costs more.", "Prices rose.", "Snow fell on 13 towns."}
	c := cosines{{.7, 1, .1}, {.2, .1, .9}}
	e := chosen.cover(points, sentences, "en", c)
	assert.Equal(t, 1., e[0].Share)
	assert.Equal(t, 1, e[0].Last, "the second sentence has its words")
	// The third sentence has another number: no vector makes up for that, nor the words. Of the first two, with
	// .2 and .7, nothing is beyond the other point.
	assert.Zero(t, e[1].Share)

	e = chosen.cover(points, sentences[:1], "en", c)
	assert.InDelta(t, .75*(.7-.2)/(1-.2), e[0].Share, 1e-15, "what is beyond the other point, of what could be")
	assert.Equal(t, []string{"price", "rose"}, e[0].Missing)
	assert.Zero(t, e[1].Share)

	e = chosen.cover([]string{"Prices rose"}, sentences[:1], "en", c[:1])
	assert.Zero(t, e[0].Share, "one point has none beside it")
	assert.Zero(t, chosen.cover([]string{"The and of", "Snow"}, sentences[:1], "en", c)[0].Share, "without content words")

	e = chosen.cover([]string{"Prices rose much", "Snow fell"}, []string{"Prices, all of them."}, "en", cosines{{.6}, {.2}})
	assert.InDelta(t, 1-(1-1./3)*(1-.75*.5), e[0].Share, 1e-15)
}

func TestSoftProperties(t *testing.T) {
	text := rapid.SampledFrom([]string{"storm", "river rises", "12 bridges", "the mayor", "7 storms", "mayor resigns"})
	rapid.Check(t, func(t *rapid.T) {
		points, sentences := rapid.SliceOfN(text, 1, 4).Draw(t, "points"), rapid.SliceOfN(text, 0, 4).Draw(t, "sentences")
		c := make(cosines, len(points))
		for i := range c {
			c[i] = rapid.SliceOfN(rapid.Float64Range(-1, 1), len(sentences), len(sentences)).Draw(t, "cosines")
		}
		words, soft := chosen.cover(points, sentences, "en", nil), chosen.cover(points, sentences, "en", c)
		for i := range points {
			assert.GreaterOrEqual(t, soft[i].Share, words[i].Share)
			assert.LessOrEqual(t, soft[i].Share, 1.)
			assert.Equal(t, soft[i].Share > 0, soft[i].First >= 0)
		}
	})
}

func TestVectors(t *testing.T) {
	tfidf := spec.Spec{Name: "tfidf"}
	points, sentences := []string{"Storm hits Halden", "Mayor resigns"}, []string{"A storm in Halden. [12]", "The mayor resigned."}
	var texts []corpus.Article
	for _, s := range append(points, sentences...) {
		texts = append(texts, corpus.Article{Text: s, Lang: "en"})
	}
	v, err := NewVectors(t.Context(), tfidf, texts)
	require.NoError(t, err)
	e, err := v.CoverKeyPoints(points, []string{"A storm in Halden.", sentences[1]}, "en")
	require.NoError(t, err, "marks of sources are not read")
	assert.Greater(t, e[0].Share, CoverKeyPoints(points, sentences, "en")[0].Share)
	_, err = v.CoverKeyPoints([]string{"Another"}, sentences, "en")
	assert.ErrorContains(t, err, "not among the texts")
	for text, want := range map[string]string{
		"http(url=http://localhost,model=m)":               "scoring never reads the network",
		"concat(tfidf,http(url=http://localhost,model=m))": "scoring never reads the network",
		"time": "makes no vectors of texts",
		"bort": "did you mean bert?",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		_, err = NewVectors(t.Context(), s, texts)
		assert.ErrorContains(t, err, want, text)
	}
}

// The metric with vectors finds no less than without, whatever the space.
func TestSoftMetric(t *testing.T) {
	c := threeStories()
	gold := corpus.Labels{0, 0, 1, 1, 2}
	for _, name := range []string{"keypoints.recall", "keypoints.precision"} {
		words := value(t, name+"(summarizer=lead)", c, gold)
		assert.GreaterOrEqual(t, value(t, name+"(summarizer=lead,soft=tfidf)", c, gold), words)
	}
	_, err := score(t, "keypoints.recall(soft=time)", c, gold)
	assert.ErrorContains(t, err, "makes no vectors of texts")
}
