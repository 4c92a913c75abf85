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
	name := func(n int) string { return fmt.Sprintf("cluster %d", n+1) }
	digests, err := All(ctx, s, len(groups), name, func(ctx context.Context, n int) (Digest, error) {
		return s.Summarize(ctx, chosen(blind, groups[n]))
	})
	if err != nil {
		return nil, err
	}
	out := &corpus.Corpus{Card: c.Card, Level: c.Level, Split: c.Split}
	for n, d := range digests {
		id := fmt.Sprintf("cluster-%d", n+1)
		for _, a := range chosen(blind, groups[n]) {
			a.Story = id
			out.Articles = append(out.Articles, a)
		}
		out.Stories = append(out.Stories, corpus.Story{ID: id, Title: d.Title, Summary: d.Text(), KeyPoints: d.KeyPoints, Image: d.Image})
	}
	return out, nil
}

// chosen copies the articles at these positions.
func chosen(articles []corpus.Article, members []int) []corpus.Article {
	list := make([]corpus.Article, len(members))
	for n, i := range members {
		list[n] = articles[i]
	}
	return list
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
	gold := c.Gold()
	blind := c.Blind()
	groups := gold.Members()
	story := func(n int) corpus.Story { return c.Stories[gold[groups[n][0]]] }
	lacks := func(s corpus.Story) bool { return s.Title == "" || s.Summary == "" }
	name := func(n int) string { return "story " + story(n).ID }
	digests, err := All(ctx, s, len(groups), name, func(ctx context.Context, n int) (Digest, error) {
		if !lacks(story(n)) {
			return Digest{}, nil
		}
		return s.Summarize(ctx, chosen(blind, groups[n]))
	})
	if err != nil {
		return nil, err
	}
	out := &corpus.Corpus{Card: c.Card, Level: c.Level, Split: c.Split}
	for n, d := range digests {
		out.Articles = append(out.Articles, chosen(c.Articles, groups[n])...)
		story := story(n)
		if lacks(story) {
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
