package pages

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// fewPages has groups of 3, 2, 2 and 1 articles: two days, and a title that is markup.
func fewPages(t *testing.T, s Selection) *Digest {
	c := &corpus.Corpus{Card: corpus.Card{Name: "made up"}}
	for n, size := range []int{3, 2, 2, 1} {
		for k := range size {
			at, err := corpus.ParseMoment(fmt.Sprintf("2031-05-%02d", 6+n%2))
			require.NoError(t, err)
			c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(n, "-", k), Title: fmt.Sprintf("The <b>bridge</b> %d is closed", n),
				Text: fmt.Sprintf("The bridge number %d was closed on Monday after a flood.", n), Source: fmt.Sprintf("o%d.example", k),
				URL: "https://o.example/a", Published: at, Story: fmt.Sprint("s", n), Lang: "en"})
		}
	}
	c.AddMissingStories()
	b := builder(t)
	b.Selection = s
	gold, err := b.Gold(t.Context(), c)
	require.NoError(t, err)
	found, err := b.Clusters(t.Context(), c, c.Gold(), "labels")
	require.NoError(t, err)
	require.Len(t, found.Also, len(gold.Also))
	for i := range found.Also {
		assert.Equal(t, gold.Also[i].Articles, found.Also[i].Articles)
	}
	return found
}

func TestSelection(t *testing.T) {
	for _, c := range []struct {
		of          Selection
		pages, also int
	}{
		{Selection{}, 4, 0}, {Selection{MinArticles: 2}, 3, 1}, {Selection{Top: 1}, 1, 3}, {Selection{Top: 1, ByDay: true}, 2, 2},
		{Selection{Top: 12, MinArticles: 9}, 0, 4},
	} {
		p := fewPages(t, c.of)
		assert.Len(t, p.Stories, c.pages, "%+v", c.of)
		assert.Len(t, p.Also, c.also, "%+v", c.of)
		articles := p.articles()
		for _, b := range p.Also {
			assert.NotEmpty(t, b.Title)
			assert.NotEmpty(t, b.Sources)
			articles += len(b.Articles)
		}
		assert.Equal(t, 8, articles, "each article is listed")
		days := 0
		for _, day := range p.days("md") {
			days += len(day.Stories) + len(day.Also)
		}
		assert.Equal(t, 4, days)
	}
	p := fewPages(t, Selection{Top: 1})
	assert.Contains(t, written(t, htmlFormat, p), `href="https://o.example/a">The &lt;b&gt;bridge&lt;/b&gt; 1 is closed</a></span> `+
		`<span class="facts"><bdi>o0.example, o1.example · 2 articles</bdi></span>`)
	assert.Contains(t, written(t, markdownFormat, p), "## Also reported\n\n- [The \\<b\\>bridge\\</b\\> 2 is closed]"+
		"(<https://o.example/a>) · o0.example, o1.example · 2 articles\n")
}

// What a key point cites is the article that has its words.
func TestCitedPoints(t *testing.T) {
	s := builder(t)
	c := open(t, "newsroom")
	p, err := s.Clusters(t.Context(), c, c.Gold(), "gold")
	require.NoError(t, err)
	cited := 0
	for _, page := range p.Stories {
		require.Len(t, page.PointSources, len(page.KeyPoints))
		for _, source := range page.PointSources {
			assert.Equal(t, page.Articles[source.Article].Outlet, source.Outlet)
			cited++
		}
	}
	assert.Greater(t, cited, 100)
	assert.Contains(t, written(t, htmlFormat, p), `class="cite"`)
}
