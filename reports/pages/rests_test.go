package pages

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestAttributed(t *testing.T) {
	articles := []corpus.Article{
		{ID: "a", Source: "one.example", Text: "At least 12 people were killed when a missile hit the harbour of Arden on " +
			"Monday. Ships were on fire until the evening."},
		{ID: "b", Source: "two.example", Text: "A missile hit the harbour of Arden and 9 people were killed, the mayor said. The port is " +
			"closed to all traffic until further notice."},
	}
	summary := []corpus.Sentence{
		{Text: "At least 12 people were killed when a missile hit the harbour of Arden.", Article: 0},
		{Text: "The port is closed to all traffic until further notice.", Article: notExtracted},
	}
	a, err := Attributed(context.Background(), articles, summary)
	require.NoError(t, err)
	require.Len(t, a.Sources, 2)
	assert.Equal(t, 0, a.Sources[0][0].Article)
	assert.Greater(t, a.Sources[0][0].Share, .5)
	assert.Equal(t, []Support{{Article: 1, Share: 1}}, a.Sources[1])
	require.Len(t, a.Conflicts, 1)
	assert.Contains(t, a.Conflicts[0].About, "dead")
	assert.Equal(t, []int{0}, a.Conflicts[0].Sentences)
	assert.ElementsMatch(t, [][]int{{0}, {1}}, [][]int{a.Conflicts[0].Values[0].Articles, a.Conflicts[0].Values[1].Articles})
}

// Figures of later articles come first, and are no conflict.
func TestDevelopments(t *testing.T) {
	c := open(t, "newsroom")
	b := builder(t)
	b.Attribute = Attributed
	p, err := b.Gold(t.Context(), c)
	require.NoError(t, err)
	at := slices.IndexFunc(p.Stories, func(s Page) bool { return s.ID == "brannoc-quake" })
	s := &p.Stories[at]
	assert.Empty(t, s.Conflicts)
	require.Len(t, s.Developments, 2)
	dead := s.Developments[0]
	assert.Equal(t, "dead", dead.About)
	var figures []string
	for _, f := range dead.Figures {
		figures = append(figures, f.Text)
		assert.Equal(t, f.Published, s.Articles[f.Articles[0]].Published)
	}
	assert.Equal(t, []string{"21", "17", "14", "9"}, figures)
	assert.Contains(t, written(t, markdownFormat, p), "- dead: **21** (12 March, 07:06, wirelink.example 16), rose from **17** (")
}

func TestAttributorsThatLoseSentences(t *testing.T) {
	b := Builder{Attribute: func(context.Context, []corpus.Article, []corpus.Sentence) (Attribution, error) {
		return Attribution{}, nil
	}}
	_, err := b.page(context.Background(), "s", corpus.Page{Summary: []corpus.Sentence{{Text: "A."}}}, []corpus.Article{{ID: "a"}}, nil)
	assert.ErrorContains(t, err, "1 sentences")
}
