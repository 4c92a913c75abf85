package coverage

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/spec"
)

const (
	quake  = "A strong earthquake struck the northern coast on Monday."
	dead   = "The earthquake on the northern coast killed twelve people."
	recipe = "Whisk three eggs with sugar until pale and fluffy."
	oven   = "Bake the cake for 40 minutes in a hot oven."
)

// threeStories has two articles of an earthquake, two of a cake, and one without
// any gold text.
func threeStories() *corpus.Corpus {
	return &corpus.Corpus{
		Articles: []corpus.Article{
			{Text: quake, Story: "a"}, {Text: dead, Story: "a"}, {Text: recipe, Story: "b"}, {Text: oven, Story: "b"}, {Text: oven, Story: "c"},
		},
		Stories: []corpus.Story{
			{ID: "a", Summary: quake, KeyPoints: []string{"Twelve people were killed", "Aid arrives"}},
			{ID: "b", References: []string{"Nothing alike", recipe + " " + oven}, KeyPoints: []string{"40 minutes in the oven"}},
			{ID: "c"},
			{ID: "d", Summary: "A story without articles."},
		},
	}
}

// withPages has cases of tests collect pages as commands do.
var withPages = eval.WithPager(context.Background(), summaries.Collector{}.Collect)

func score(t *testing.T, text string, c *corpus.Corpus, pred corpus.Labels) (eval.Value, error) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	m, err := eval.Parse(Metrics, s)
	if err != nil {
		return eval.Value{}, err
	}
	k, err := eval.NewCase(withPages, c.Gold(), pred, c)
	require.NoError(t, err)
	return m.Score(k)
}

func value(t *testing.T, text string, c *corpus.Corpus, pred corpus.Labels) float64 {
	v, err := score(t, text, c, pred)
	require.NoError(t, err)
	assert.Equal(t, 3, v.Terms.Stories(), text)
	assert.Equal(t, v.Value, v.Terms.Combine(v.Terms.Sum()), text)
	return v.Value
}

func TestMetrics(t *testing.T) {
	c := threeStories()
	gold := corpus.Labels{0, 0, 1, 1, 2}
	// The quake's page is both sentences, 18 words, 9 of them the reference; the
	// cake's is its second reference.
	for text, want := range map[string]float64{
		"rouge1.r":                               1,
		"rouge1.p":                               (9.0/18 + 1) / 2,
		"rouge2.p":                               (8.0/17 + 1) / 2,
		"rougeL.f1":                              (18.0/27 + 1) / 2,
		"rouge2.r(summarizer=lead(sentences=1))": (1 + 8.0/18) / 2,
		"rouge3.r":                               1,
		"rouge4.p":                               (6.0/15 + 1) / 2,
		"rougeLsum.p":                            (9.0/18 + 1) / 2,
		"rougeSU4.r":                             1,
		"keypoints.recall":                       (1.0/2 + 1) / 2,
		// Both texts are cut to "A strong earthquake struck" and "Whisk three eggs
		// with", or to "A strong e" and "Whisk thre".
		"rouge1.p(words=4)":  1,
		"rouge2.r(bytes=10)": 1,
		// The cake's other reference, "Nothing alike", is not met: 19 words of 21, all
		// of them twice over.
		"rouge1.r(refs=average)":                (1 + 19.0/21) / 2,
		"rouge1.p(refs=average)":                (9.0/18 + 19.0/38) / 2,
		"rouge1.r(jackknife=true)":              (1 + (0+1.0)/2) / 2,
		"rouge1.p(jackknife=true,refs=average)": (9.0/18 + (0+1.0)/2) / 2,
		"keypoints.recall(summarizer=gold)":     0,
		"extractive.coverage":                   1,
		// Gold summaries are the quake's sentence and "Nothing alike".
		"extractive.coverage(summarizer=gold)":    (1.0 + 0) / 2,
		"extractive.density(summarizer=gold)":     (9.0 + 0) / 2,
		"extractive.compression(summarizer=gold)": (18.0/9 + 19.0/2) / 2,
	} {
		assert.InDelta(t, want, value(t, text, c, gold), 1e-15, text)
	}

	apart := corpus.Labels{0, 1, 2, 2, 2}
	assert.Equal(t, (0.0+1)/2, value(t, "keypoints.recall(summarizer=lead(of=earliest,sentences=1))", c, apart),
		"the oven is among the page's key points")
	one := corpus.Labels{0, 0, 0, 0, 0}
	assert.Equal(t, 1.0/2, value(t, "rouge1.r(summarizer=lead(of=earliest))", c, one), "the story without a cluster scores 0")
}

// The summary is the one sentence of the article.
func TestRougeOptions(t *testing.T) {
	c := &corpus.Corpus{
		Articles: []corpus.Article{{Text: "The mayors were going home to Orléans.", Story: "a", Lang: "en"}},
		Stories:  []corpus.Story{{ID: "a", Summary: "A mayor went home to Orléans."}},
	}
	for text, want := range map[string]float64{
		"rouge1.r":                                    3.0 / 6, // home to orléans
		"rouge1.r(standard=true)":                     4.0 / 7, // home to orl ans
		"rouge1.r(stem=snowball)":                     4.0 / 6, // and mayor
		"rouge1.r(stem=porter)":                       5.0 / 6, // and go
		"rouge1.r(stem=porter,stop=true)":             4.0 / 4, // mayor go home orléans
		"rouge1.p(stem=porter,standard=true)":         6.0 / 8,
		"rougeL.f1(stem=porter,standard=true)":        12.0 / 15,
		"rougeSU4.r(words=3,stem=porter)":             1.0 / 5, // mayor, of 3 pairs and 2 words
		"rougeSU4.r(words=4,stem=porter)":             2.0 / 9, // mayor and mayor go, of 6 pairs and 3 words
		"rouge1.r(summarizer=lead,bytes=5)":           0,
		"rouge1.r(summarizer=lead,words=4,stop=true)": 0,
	} {
		v, err := score(t, text, c, corpus.Labels{0})
		require.NoError(t, err, text)
		assert.InDelta(t, want, v.Value, 1e-15, text)
	}
	_, err := score(t, "rouge1.r(words=3,bytes=4)", c, corpus.Labels{0})
	assert.ErrorContains(t, err, "of which one can be set")
}

func TestUndefined(t *testing.T) {
	c := threeStories()
	c.Stories = []corpus.Story{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	pred := corpus.Labels{0, 0, 1, 1, 2}
	for text, reason := range map[string]string{
		"rouge1.f1":                           "no story has a reference summary",
		"keypoints.recall":                    "no story has key points",
		"extractive.density(summarizer=gold)": "no story has a summary to describe",
	} {
		v, err := score(t, text, c, pred)
		require.NoError(t, err, text)
		assert.True(t, math.IsNaN(v.Value), text)
		assert.Equal(t, reason, v.Reason, text)
	}
	for i := range c.Articles {
		c.Articles[i].Text = ""
	}
	v, err := score(t, "extractive.coverage", c, pred)
	require.NoError(t, err)
	assert.Equal(t, "no story has a summary to describe", v.Reason)

	_, err = score(t, "rougeL.f1(summarizer=gold)", c, pred)
	assert.ErrorContains(t, err, "scored against themselves")
	_, err = score(t, "rougeL.f1(summarizer=leed)", threeStories(), pred)
	assert.ErrorContains(t, err, "did you mean lead?")
	k, err := eval.NewCase(t.Context(), threeStories().Gold(), pred, threeStories())
	require.NoError(t, err)
	m, err := eval.Parse(Metrics, spec.Spec{Name: "rougeL.f1"})
	require.NoError(t, err)
	_, err = m.Score(k)
	assert.EqualError(t, err, "there are no pages of news: collect them before scoring, or give those made elsewhere")
}

func TestEveryMetric(t *testing.T) {
	c := threeStories()
	names := map[string]bool{}
	for _, m := range Metrics {
		assert.NotContains(t, names, m.Name)
		names[m.Name] = true
		assert.NotEmpty(t, m.Title, m.Name)
		assert.NotEmpty(t, m.Blind, m.Name)
		assert.NotEmpty(t, m.Cite, m.Name)
		assert.True(t, strings.HasSuffix(m.Doc, "."), m.Name)
		assert.True(t, m.Needs.Texts, m.Name)
		assert.Contains(t, printed(t, m.Name), "summarizer=news")
		for _, pred := range []corpus.Labels{{0, 0, 1, 1, 2}, {0, 0, 0, 0, 0}, {0, 1, 2, 3, 4}, {-1, 0, 0, -1, 0}} {
			got, err := score(t, m.Name, c, pred)
			require.NoError(t, err)
			if got.Reason != "" {
				continue
			}
			v := value(t, m.Name, c, pred)
			assert.True(t, v >= m.Range[0] && v <= m.Range[1], "%s %v", m.Name, v)
		}
		k, err := eval.NewCase(context.Background(), c.Gold(), corpus.Labels{0, 0, 1, 1, 2}, nil)
		require.NoError(t, err)
		measure, err := eval.Parse(Metrics, spec.Spec{Name: m.Name})
		require.NoError(t, err, m.Name)
		v, err := measure.Scorer.Score(k)
		require.NoError(t, err, m.Name)
		assert.NotEmpty(t, v.Reason, m.Name)
	}
}

func printed(t *testing.T, text string) string {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	m, err := eval.Parse(Metrics, s)
	require.NoError(t, err)
	return m.Spec.String()
}

// seed reads the story page that the golden values belong to.
func seed(t *testing.T) *corpus.Corpus {
	path := filepath.Join("..", "..", "..", "shared", "corpora", "seed", "2025-04-25.txt")
	page, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here", path)
	}
	require.NoError(t, err)
	top, articles, _ := strings.Cut(string(page), "Articles in this Cluster\n\n")
	_, top, _ = strings.Cut(top, "Summary\n\n")
	summary, points, _ := strings.Cut(top, "\n\nKey Points\n\n")
	c := &corpus.Corpus{Stories: []corpus.Story{{ID: "seed", Summary: summary}}}
	for _, p := range strings.Split(strings.TrimSpace(points), "\n") {
		c.Stories[0].KeyPoints = append(c.Stories[0].KeyPoints, strings.Trim(p, " •"))
	}
	paragraphs := strings.Split(strings.TrimSpace(articles), "\n\n")
	for i := 0; i < len(paragraphs); i += 2 {
		c.Articles = append(c.Articles, corpus.Article{Title: paragraphs[i], Text: paragraphs[i+1], Story: "seed"})
	}
	return c
}

func TestSeed(t *testing.T) {
	c := seed(t)
	require.Len(t, c.Articles, 11)
	require.Len(t, c.Stories[0].KeyPoints, 4)
	for text, want := range map[string]float64{
		"extractive.coverage(summarizer=gold)":    .9647,
		"extractive.density(summarizer=gold)":     7.55,
		"extractive.compression(summarizer=gold)": 15.05,
	} {
		v, err := score(t, text, c, make(corpus.Labels, 11))
		require.NoError(t, err)
		assert.InDelta(t, want, v.Value, .005, text)
	}
	v, err := score(t, "extractive.coverage(summarizer=gold)", c, make(corpus.Labels, 11))
	require.NoError(t, err)
	assert.InDelta(t, .9647, v.Value, .00005)
}
