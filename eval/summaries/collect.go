// Package summaries collects the pages that metrics score: it runs the summarizers
// that they name, once for each case, and keeps pages in files.
package summaries

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A Collector runs summarizers. Its zero value knows those of summarize.Entries and
// refuses those that ask a language model.
type Collector struct {
	Further []summarize.Entry // summarizers beside those of summarize.Entries
	Remote  bool              // also run summarizers that ask a language model
}

// Check reports the first summarizer of the measures that Collect would refuse.
func (r Collector) Check(measures []eval.Measure) error {
	for _, m := range measures {
		if p, ok := m.Scorer.(eval.PageScorer); ok && !eval.GoldPages(p.Summarizer()) {
			if _, err := r.summarizer(p.Summarizer()); err != nil {
				return fmt.Errorf("%s: %w", m.Spec, err)
			}
		}
	}
	return nil
}

// Collect is an [eval.Pager]: it runs each summarizer of which the measures score
// pages that the case does not have. An [summarize.Oracle] is told the references of
// the story that its cluster is matched to. Only clusters that are matched to a story
// have a page.
func (r Collector) Collect(c *eval.Case, measures []eval.Measure) error {
	for _, s := range c.Summarizers(measures) {
		summarizer, err := r.summarizer(s)
		if err != nil {
			return err
		}
		pages, err := write(c, s, summarizer)
		if err != nil {
			return err
		}
		c.SetPages(s, pages)
	}
	return nil
}

func (r Collector) summarizer(s spec.Spec) (summarize.Summarizer, error) {
	m, _, err := summarize.Parse(s, r.Further...)
	if err == nil && !r.Remote && summarize.Remote(m) {
		err = fmt.Errorf("%s asks a language model, which only bench and digest do: score the pages it wrote with --pages", s)
	}
	return m, err
}

// write returns the page of each gold story that is matched to a cluster.
func write(c *eval.Case, s spec.Spec, summarizer summarize.Summarizer) ([]*corpus.Page, error) {
	matches, members, articles := c.Matches(), c.Pred.Members(), c.Corpus.Blind()
	var stories []int
	for story, cluster := range matches {
		if cluster >= 0 {
			stories = append(stories, story)
		}
	}
	name := func(int) string { return "summarizing with " + s.String() }
	written, err := summarize.All(c.Context(), summarizer, len(stories), name, func(ctx context.Context, n int) (corpus.Page, error) {
		chosen := corpus.Pick(articles, members[matches[stories[n]]])
		if oracle, ok := summarizer.(summarize.Oracle); ok {
			return oracle.SummarizeTowards(ctx, chosen, c.Corpus.Stories[stories[n]].Summaries())
		}
		return summarizer.Summarize(ctx, chosen)
	})
	if err != nil {
		return nil, err
	}
	pages := make([]*corpus.Page, len(matches))
	for n, story := range stories {
		pages[story] = &written[n]
	}
	return pages, nil
}
