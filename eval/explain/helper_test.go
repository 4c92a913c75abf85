package explain

import (
	"context"
	"fmt"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

var ctx = context.Background()

// small is a corpus of articles without texts: a letter a gold story, - for none.
func small(gold string) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "small"}}
	for i, g := range gold {
		a := corpus.Article{ID: fmt.Sprintf("a%d", i)}
		if g != '-' {
			a.Story = string(g)
		}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	return c
}

// found are labels: a digit a cluster, - for noise.
func found(s string) corpus.Labels {
	l := make(corpus.Labels, len(s))
	for i, g := range s {
		l[i] = corpus.None
		if g != '-' {
			l[i] = g - '0'
		}
	}
	return l
}

func runOf(t require.TestingT, c *corpus.Corpus, l corpus.Labels, p eval.Policy) Run {
	k, err := p.Case(ctx, c.Gold(), l, c)
	require.NoError(t, err)
	return Run{Name: "test", Case: k}
}

func explained(t require.TestingT, c *corpus.Corpus, l corpus.Labels, o Options) *Explanation {
	if o.Replicates == 0 {
		o.Replicates = 20
	}
	e, err := Explain(ctx, runOf(t, c, l, eval.Policy{}), o)
	require.NoError(t, err)
	return e
}

// drawnRun is a random clustering of a random corpus; the first article has gold.
func drawnRun(t *rapid.T, most int) Run {
	n := rapid.IntRange(1, most).Draw(t, "n")
	groups := rapid.IntRange(1, 6).Draw(t, "groups")
	c := &corpus.Corpus{Card: corpus.Card{Name: "random"}}
	l := make(corpus.Labels, n)
	for i := range n {
		g := rapid.IntRange(-1, groups).Draw(t, "gold")
		a := corpus.Article{ID: fmt.Sprintf("a%d", i), Source: fmt.Sprintf("%c.com", 'a'+i%3)}
		if g >= 0 || i == 0 {
			a.Story = fmt.Sprintf("s%d", max(g, 0))
		} else {
			a.Distractor = rapid.Bool().Draw(t, "distractor")
		}
		c.Articles = append(c.Articles, a)
		l[i] = int32(rapid.IntRange(-1, groups).Draw(t, "found"))
	}
	c.AddMissingStories()
	policy := eval.Policy{
		Noise:      rapid.SampledFrom([]string{"singletons", "one"}).Draw(t, "noise"),
		Unlabelled: rapid.SampledFrom([]string{"within", "ignore"}).Draw(t, "unlabelled"),
		Sampled:    rapid.SampledFrom([]string{"stories", "articles"}).Draw(t, "sampled"),
	}
	k, err := policy.Case(ctx, c.Gold(), l, c)
	require.NoError(t, err)
	return Run{Name: "random", Case: k}
}
