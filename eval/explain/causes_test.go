package explain

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// towns makes stories of articles that share the story's words: each article an
// hour after the last.
func towns(stories, articles int) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "towns", Lang: "en"}}
	r := rand.New(rand.NewPCG(3, 4))
	for s := range stories {
		for k := range articles {
			var b strings.Builder
			fmt.Fprintf(&b, "The mayor of Town%d spoke. ", s)
			for range 60 {
				fmt.Fprintf(&b, "w%dx%d ", s, r.IntN(40))
			}
			c.Articles = append(c.Articles, corpus.Article{
				ID: fmt.Sprintf("s%da%d", s, k), Title: fmt.Sprintf("Town%d news", s), Text: b.String(), Story: fmt.Sprintf("s%d", s),
				Source: fmt.Sprintf("o%d.com", k%3), Published: corpus.Moment{Time: time.Date(2031, 3, 1, k, 30, 0, 0, time.UTC)},
			})
		}
	}
	c.AddMissingStories()
	return c
}

// whole labels every story as one cluster.
func whole(c *corpus.Corpus) corpus.Labels { return c.Gold() }

func TestTheGapIsFound(t *testing.T) {
	c := towns(20, 8)
	l := whole(c)
	for i := range c.Articles {
		if i%8 >= 6 && i/8 < 15 { // the last two of most stories come a week late and are alone
			c.Articles[i].Published.Time = c.Articles[i].Published.Time.AddDate(0, 0, 7)
			l[i] = int32(1000 + i)
		}
	}
	e := explained(t, c, l, Options{})
	require.NotNil(t, e.Splits)
	assert.Equal(t, 30, e.Splits.Errors)
	assert.Equal(t, 15, e.Splits.Stories)
	require.Len(t, e.Splits.Tree.Rules, 1)
	r := e.Splits.Tree.Rules[0]
	assert.Equal(t, 1.0, r.Errors)
	assert.Zero(t, r.Placed)
	assert.Contains(t, r.Sentence("splits", "the others"), "100 % of the splits (30 articles of 15 stories): gap over")
	assert.Equal(t, 1.0, *e.Splits.Tree.Unseen)
	assert.Nil(t, e.Merges)
	lost := e.Stories[0].Missing[0]
	require.NotNil(t, lost.Facts)
	assert.InDelta(t, 7*24+1, *lost.Facts.Gap, 1e-9)
	assert.Contains(t, lost.Causes[0], "7 days from the rest")
}

func TestFactsByHand(t *testing.T) {
	c := towns(4, 6)
	l := whole(c)
	l[1] = l[6] // an article of s0 joins s1
	c.Articles[2].Lang, l[2] = "fr", 50
	c.Articles[3].Title, c.Articles[3].Text, l[3] = "", "", 51
	e := explained(t, c, l, Options{})
	lost := map[string]Article{}
	for _, a := range e.Stories[0].Missing {
		lost[a.ID] = a
	}
	require.Len(t, lost, 3)
	assert.Equal(t, "another language", lost["s0a2"].Causes[0])
	assert.Equal(t, []string{"no text"}, lost["s0a3"].Causes)
	f := lost["s0a1"].Facts
	assert.Equal(t, 67, f.Words, "2 in the title, 65 in the text")
	assert.Equal(t, 1.0, *f.Gap, "to s0a0")
	assert.Greater(t, *f.Names, 0)
	assert.True(t, strings.HasPrefix(f.Nearest, "s0"))
	require.NotEmpty(t, e.Clusters)
	foreign := e.Clusters[0].ForeignArticles[0]
	assert.Equal(t, "s0a1", foreign.ID)
	assert.True(t, strings.HasPrefix(foreign.Facts.Nearest, "s1"))
	assert.Greater(t, *foreign.Facts.Rival, foreign.Facts.Cosine, "its own story is nearer")
	assert.False(t, foreign.Facts.CameAlong)
}

func TestCameAlong(t *testing.T) {
	c := towns(3, 6)
	l := whole(c)
	for i := 6; i < 9; i++ {
		l[i] = l[0] // three of s1 join s0 together
	}
	e := explained(t, c, l, Options{})
	require.Len(t, e.Clusters, 1)
	for _, a := range e.Clusters[0].ForeignArticles {
		assert.True(t, a.Facts.CameAlong)
		assert.Contains(t, a.Causes[0], "came with others")
	}
}

func TestBoilerplate(t *testing.T) {
	c := towns(8, 3)
	frame := strings.Repeat("this notice is given by the office of records "+
		"in accordance with the law of the land and without any warranty whatsoever ", 3)
	for s := range 6 {
		c.Articles[3*s].Text = frame + c.Articles[3*s].Text
	}
	l := whole(c)
	l[0] = l[3]
	e := explained(t, c, l, Options{})
	f := e.Clusters[0].ForeignArticles[0].Facts
	assert.Greater(t, *f.Template, manyRuns)
	assert.Contains(t, strings.Join(e.Clusters[0].ForeignArticles[0].Causes, "; "), "boilerplate")
}

// What a corpus lacks is left out, and said.
func TestAbsentFields(t *testing.T) {
	c := towns(4, 6)
	for i := range c.Articles {
		c.Articles[i].Published, c.Articles[i].Source = corpus.Moment{}, ""
	}
	l := whole(c)
	l[0] = 99
	e := explained(t, c, l, Options{})
	notes := strings.Join(e.Notes, "\n")
	assert.Contains(t, notes, "gaps in time (24 of 24 articles have no time)")
	assert.Contains(t, notes, "languages (all articles are of one)")
	assert.Contains(t, notes, "outlet (fewer than half")
	for _, f := range e.Splits.Features {
		assert.NotContains(t, f.Question, "gap")
		assert.NotContains(t, f.Question, "outlet")
	}
	assert.Empty(t, e.Splits.Tree.Rules, "one error is no pattern")
	assert.Nil(t, e.Stories[0].Missing[0].Facts.Gap)
}

func TestWorkersChangeNothing(t *testing.T) {
	c, err := format.Open(ctx, "newsroom")
	require.NoError(t, err)
	l := make(corpus.Labels, len(c.Articles))
	for i, s := range c.Gold() {
		c.Articles[i].Published.Day = true // what articles of one day say may be a conflict
		l[i] = s
		if i%7 == 0 {
			l[i] = int32(i % 5)
		}
	}
	one := explained(t, c, l, Options{Workers: 1, Sample: 20})
	two := explained(t, c, l, Options{Workers: 2, Sample: 20})
	assert.Equal(t, one, two)
	assert.Equal(t, 20, one.Splits.Measured)
	assert.NotEmpty(t, one.Conflicts.List)
}

func TestCancelled(t *testing.T) {
	stopped, cancel := context.WithCancel(ctx)
	run := runOf(t, towns(3, 3), found("000111222"), eval.Policy{})
	cancel()
	_, err := Explain(stopped, run, Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkExplain100kArticlesOf60Words(b *testing.B) {
	c := towns(20_000, 5)
	l := whole(c)
	r := rand.New(rand.NewPCG(5, 6))
	for i := range l {
		if r.IntN(5) == 0 {
			l[i] = int32(r.IntN(20_000))
		}
	}
	k, err := eval.NewCase(ctx, c.Gold(), l, c)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := Explain(ctx, Run{Name: "random", Case: k}, Options{Replicates: 200})
		require.NoError(b, err)
	}
}

func BenchmarkRepair100k(b *testing.B) {
	c := &corpus.Corpus{Articles: make([]corpus.Article, 100_000)}
	l := make(corpus.Labels, len(c.Articles))
	r := rand.New(rand.NewPCG(5, 6))
	for i := range l {
		c.Articles[i] = corpus.Article{ID: fmt.Sprint(i), Story: fmt.Sprint(i / 5)}
		if l[i] = int32(i / 5); r.IntN(5) == 0 {
			l[i] = int32(r.IntN(20_000))
		}
	}
	c.AddMissingStories()
	v, err := newView(runOf(b, c, l, eval.Policy{}))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := v.repair(DefaultPrices)
		require.NoError(b, err)
	}
}
