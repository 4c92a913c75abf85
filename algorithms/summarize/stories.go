package summarize

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// Stories returns the corpus with the clusters in place of the gold stories,
// each with the texts of its digest: the largest first, then the earliest.
// Articles without a cluster are left out.
func Stories(ctx context.Context, c *corpus.Corpus, labels corpus.Labels, s Summarizer) (*corpus.Corpus, error) {
	blind := c.Blind()
	groups := labels.Members()
	slices.SortStableFunc(groups, func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), earliest(blind, a).Compare(earliest(blind, b)), cmp.Compare(a[0], b[0]))
	})
	out := &corpus.Corpus{Card: c.Card, Level: c.Level, Split: c.Split}
	for n, members := range groups {
		var articles []corpus.Article
		for _, i := range members {
			a := blind[i]
			a.Story = fmt.Sprintf("cluster-%d", n+1)
			articles = append(articles, a)
		}
		d, err := s.Summarize(ctx, articles)
		if err != nil {
			return nil, fmt.Errorf("cluster %d: %w", n+1, err)
		}
		out.Articles = append(out.Articles, articles...)
		out.Stories = append(out.Stories, corpus.Story{
			ID: articles[0].Story, Title: d.Title, Summary: d.Text(), KeyPoints: d.KeyPoints, Image: d.Image,
		})
	}
	return out, nil
}

// earliest is when the first article was published; those that do not say come last.
func earliest(articles []corpus.Article, members []int) time.Time {
	first := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, i := range members {
		if p := articles[i].Published; !p.IsZero() && p.Time.Before(first) {
			first = p.Time
		}
	}
	return first
}

// Complete returns the corpus with its gold stories that have articles, and with
// the summarizer's texts where a story has no title or no summary of its own.
// Articles without a story are left out.
func Complete(ctx context.Context, c *corpus.Corpus, s Summarizer) (*corpus.Corpus, error) {
	if !c.Labelled() {
		return nil, fmt.Errorf("%s has no gold stories: choose an algorithm or labels", c.Name())
	}
	out := &corpus.Corpus{Card: c.Card, Level: c.Level, Split: c.Split}
	gold := c.Gold()
	blind := c.Blind()
	for _, members := range gold.Members() {
		story := c.Stories[gold[members[0]]]
		var articles []corpus.Article
		for _, i := range members {
			out.Articles = append(out.Articles, c.Articles[i])
			articles = append(articles, blind[i])
		}
		if story.Title == "" || story.Summary == "" {
			d, err := s.Summarize(ctx, articles)
			if err != nil {
				return nil, fmt.Errorf("story %s: %w", story.ID, err)
			}
			story.Title = cmp.Or(story.Title, d.Title)
			if story.Summary == "" {
				story.Summary, story.KeyPoints = d.Text(), d.KeyPoints
			}
			if story.Image == nil {
				story.Image = d.Image
			}
		}
		out.Stories = append(out.Stories, story)
	}
	return out, nil
}
