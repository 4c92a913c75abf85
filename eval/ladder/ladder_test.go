package ladder

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

func tfidf(t *testing.T) spec.Spec {
	s, err := spec.Parse("tfidf(min_df=1)")
	require.NoError(t, err)
	return s
}

func TestRungsAscend(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	l, err := Of(t.Context(), c, tfidf(t), 1, 1)
	require.NoError(t, err)
	var names []string
	for i, r := range l.Rungs {
		names = append(names, r.Pairs)
		for k := range r.Quantiles {
			if k > 0 {
				assert.GreaterOrEqual(t, r.Quantiles[k], r.Quantiles[k-1])
			}
			if i > 0 {
				assert.GreaterOrEqual(t, r.Quantiles[k], l.Rungs[i-1].Quantiles[k], "%s, quantile %d", r.Pairs, k)
			}
		}
	}
	assert.Equal(t, []string{"unrelated", "same story", "copy"}, names, "newsroom has one level")
	again, err := Of(t.Context(), c, tfidf(t), 1, 2)
	require.NoError(t, err)
	assert.Equal(t, l, again)
}

// levelled has two topics of two stories each; words say of which topic and story an article is.
func levelled() *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "levelled", Level: "story", Levels: map[string]string{"topic": "topic"}}}
	for i := range 40 {
		story, topic := i%4, i%4/2
		a := corpus.Article{ID: fmt.Sprint("a", i), Story: fmt.Sprint("s", story),
			Text: fmt.Sprintf("topic%d story%d word%d", topic, story, i)}
		a.Extra = map[string]json.RawMessage{"topic": json.RawMessage(fmt.Sprintf(`"t%d"`, topic))}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	return c
}

func TestTopics(t *testing.T) {
	l, err := Of(t.Context(), levelled(), tfidf(t), 1, 1)
	require.NoError(t, err)
	require.Len(t, l.Rungs, 3)
	assert.Equal(t, []string{"unrelated", "same topic", "same story"}, []string{l.Rungs[0].Pairs, l.Rungs[1].Pairs, l.Rungs[2].Pairs})
	assert.Zero(t, l.Rungs[0].Quantiles[6], "no word in common")
	assert.Equal(t, 2*10*10, l.Rungs[1].Drawn, "in each topic the pairs of its two stories")
	assert.Equal(t, 4*10*9/2, l.Rungs[2].Drawn)
	assert.Greater(t, l.Rungs[1].Quantiles[0], 0.0)
	assert.Greater(t, l.Rungs[2].Quantiles[0], l.Rungs[1].Quantiles[6])
}

func TestNoGold(t *testing.T) {
	c := &corpus.Corpus{Articles: []corpus.Article{{ID: "a", Text: "one"}, {ID: "b", Text: "two"}}}
	_, err := Of(t.Context(), c, tfidf(t), 1, 1)
	assert.ErrorIs(t, err, eval.ErrNoGold)
}

func ExampleOf() {
	ctx := context.Background()
	c, err := format.Open(ctx, "newsroom")
	if err != nil {
		panic(err)
	}
	l, err := Of(ctx, c, spec.Spec{Name: "tfidf"}, 1, 1)
	if err != nil {
		panic(err)
	}
	for _, r := range l.Rungs {
		fmt.Printf("%s: median %.2f\n", r.Pairs, r.Quantiles[3])
	}
	// Output:
	// unrelated: median 0.03
	// same story: median 0.20
	// copy: median 0.83
}
