package diversity

import (
	"context"
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

// stories makes a corpus of articles from the outlets named, one letter each,
// story by story.
func stories(outlets ...string) *corpus.Corpus {
	c := &corpus.Corpus{}
	for s, list := range outlets {
		for _, o := range list {
			source := fmt.Sprintf("www.%c.com", o)
			if o == '-' {
				source = ""
			}
			c.Articles = append(c.Articles, corpus.Article{Source: source, Story: fmt.Sprint(s)})
		}
	}
	c.AddMissingStories()
	return c
}

func score(t *testing.T, text string, c *corpus.Corpus, pred corpus.Labels) eval.Value {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	m, err := eval.Parse(Metrics, s)
	require.NoError(t, err)
	k, err := eval.NewCase(context.Background(), c.Gold(), pred, c)
	require.NoError(t, err)
	v, err := m.Scorer.Score(k)
	require.NoError(t, err)
	return v
}

func TestPerfectClusteringHasTheGoldsDiversity(t *testing.T) {
	c := stories("aaabbccdeff")
	for text, want := range map[string]float64{
		"source.richness":              6,
		"source.shannon":               1.7201934592,
		"source.hill":                  5.2608695652,
		"source.hill(q=1)":             5.5856089473,
		"source.gini_simpson":          0.8099173554,
		"source.simpson.unbiased":      0.8909090909,
		"source.hhi":                   0.1900826446,
		"source.berger_parker":         0.2727272727,
		"source.pielou":                0.9600582493,
		"source.gini":                  0.1969696970,
		"source.chao1":                 6.6060606061,
		"source.chao1(corrected=true)": 6.2272727273,
		"source.sample_coverage":       0.8601398601,
		"source.rarefied":              3.9696969697,
		"source.rarefied(m=3)":         2.6787878788,
		"source.richness.bias":         0,
		"source.hill.error":            0,
	} {
		assert.InDelta(t, want, score(t, text, c, make(corpus.Labels, 11)).Value, 1e-9, text)
	}
}

func TestClusteringErrors(t *testing.T) {
	c := stories("ab", "cd", "ab-")
	// The first two are merged: one of them finds the cluster of four outlets, the
	// other none. The third is split, with a and b apart.
	pred := corpus.Labels{0, 0, 0, 0, 1, 2, 1}
	for text, want := range map[string]float64{
		"source.richness":               (4 + 1) / 2.0,
		"source.richness.bias":          -1 / 3.0, // 2 too many, 2 missing, 1 missing
		"source.richness.error":         (2 + 2 + 1) / 3.0,
		"source.hill.bias(q=2)":         -1 / 3.0,
		"source.gini_simpson.bias":      (0.25 - 0.5 - 0.5) / 3,
		"source.gini_simpson.error":     (0.25 + 0.5 + 0.5) / 3,
		"source.pielou":                 1, // the third story's cluster has one outlet, and no evenness
		"source.rarefied(m=4)":          4,
		"source.hill(q=0)":              (4 + 1) / 2.0,
		"source.simpson.unbiased":       1,
		"source.richness.error(  )":     (2 + 2 + 1) / 3.0,
		"source.hill.error(q=1)":        (2 + 2 + 1) / 3.0,
		"source.sample_coverage":        1 - 3.0*3/(3*3+2),
		"source.berger_parker":          (0.25 + 1) / 2,
		"source.chao1(corrected=false)": (4 + 3.0/4*6 + 1) / 2,
	} {
		v := score(t, text, c, pred)
		assert.InDelta(t, want, v.Value, 1e-12, text)
		assert.Equal(t, 3, v.Terms.Stories(), text)
		assert.Equal(t, v.Value, v.Terms.Combine(v.Terms.Sum()), text)
	}
}

func TestUndefined(t *testing.T) {
	v := score(t, "source.shannon", stories("--", "-"), corpus.Labels{0, 0, 1})
	assert.True(t, math.IsNaN(v.Value))
	assert.Equal(t, "the corpus names no outlets", v.Reason)
	v = score(t, "source.pielou", stories("aa"), corpus.Labels{0, 0})
	assert.True(t, math.IsNaN(v.Value))
	assert.Contains(t, v.Reason, "enough articles or outlets")
	c := stories("--", "a")
	c.Articles[2].Story = ""
	v = score(t, "source.hill.bias", c, corpus.Labels{0, 0, 1})
	assert.Equal(t, "no story has an article that names its outlet, or enough articles for this measure", v.Reason)
}

func TestEveryMetric(t *testing.T) {
	names := map[string]bool{}
	rng := rand.New(rand.NewPCG(1, 1))
	for _, m := range Metrics {
		assert.NotContains(t, names, m.Name)
		names[m.Name] = true
		assert.NotEmpty(t, m.Title, m.Name)
		assert.NotEmpty(t, m.Blind, m.Name)
		assert.True(t, strings.HasSuffix(m.Doc, "."), m.Name)
		assert.True(t, m.Needs.Sources, m.Name)
		for range 20 {
			c := stories("aabc", "abcdef", "aaaaaa", "b-", "-")
			pred := make(corpus.Labels, len(c.Articles))
			for i := range pred {
				pred[i] = rng.Int32N(6) - 1
			}
			v := score(t, m.Name, c, pred)
			assert.True(t, v.Reason != "" || v.Value >= m.Range[0]-1e-12 && v.Value <= m.Range[1]+1e-12, "%s %v", m.Name, v.Value)
		}
		k, err := eval.NewCase(context.Background(), corpus.Labels{0}, corpus.Labels{0}, nil)
		require.NoError(t, err)
		v, err := m.New().Score(k)
		require.NoError(t, err)
		assert.NotEmpty(t, v.Reason, m.Name)
	}
	assert.Contains(t, names, "source.hill.bias")
	assert.Len(t, names, 3*len(families))
}

func BenchmarkHill100000Articles(b *testing.B) {
	c := &corpus.Corpus{}
	pred := make(corpus.Labels, 100000)
	for i := range pred {
		c.Articles = append(c.Articles, corpus.Article{Source: fmt.Sprintf("www.outlet%d.com", i%977), Story: fmt.Sprint(i / 10)})
		pred[i] = int32(i / 12)
	}
	c.AddMissingStories()
	gold := c.Gold()
	for b.Loop() {
		k, err := eval.NewCase(context.Background(), gold, pred, c)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := (&hill{Q: 2, speakers: speakers{By: "outlet"}}).Score(k); err != nil {
			b.Fatal(err)
		}
	}
}
