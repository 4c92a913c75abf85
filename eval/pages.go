package eval

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// A PageScorer scores pages of the found clusters, those that one summarizer wrote.
// Scoring never writes any: whoever makes the case gives them to it.
type PageScorer interface {
	Scorer
	Summarizer() spec.Spec // canonical; "gold" means the texts of the gold stories
}

// A Pager gives a case the pages that measures score, by SetPages.
type Pager func(c *Case, measures []Measure) error

type pagerKey struct{}

// WithPager returns a context for cases that may be scored by measures of pages without
// having been given any: the pager is then called before the measure.
func WithPager(ctx context.Context, p Pager) context.Context {
	return context.WithValue(ctx, pagerKey{}, p)
}

// GoldPages reports whether a summarizer means the texts of the gold stories.
func GoldPages(summarizer spec.Spec) bool {
	return summarizer.Name == "gold" && len(summarizer.Args) == 0
}

// Summarizers lists the summarizers of which measures score pages that the case does
// not have yet, each once, without gold. Measures that are undefined on this corpus,
// since it has no texts, gold summaries or key points, need none.
func (c *Case) Summarizers(measures []Measure) []spec.Spec {
	if c.Corpus == nil {
		return nil
	}
	summaries := slices.ContainsFunc(c.Corpus.Stories, func(s corpus.Story) bool { return len(s.Summaries()) > 0 })
	points := slices.ContainsFunc(c.Corpus.Stories, func(s corpus.Story) bool { return len(s.KeyPoints) > 0 })
	var list []spec.Spec
	for _, m := range measures {
		p, ok := m.Scorer.(PageScorer)
		if !ok || m.Needs.Summaries && !summaries || m.Needs.KeyPoints && !points || GoldPages(p.Summarizer()) {
			continue
		}
		name := p.Summarizer().String()
		if _, err := c.Pages(p.Summarizer()); err != nil && !slices.ContainsFunc(list, func(s spec.Spec) bool { return s.String() == name }) {
			list = append(list, p.Summarizer())
		}
	}
	return list
}

// SetPages gives the case the pages of a summarizer: for each gold story that of the
// found cluster it is matched to, nil if there is none.
func (c *Case) SetPages(summarizer spec.Spec, pages []*corpus.Page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(pagesKey(summarizer), pages)
}

// Pages returns the pages that SetPages was given; it is an error if there are none.
func (c *Case) Pages(summarizer spec.Spec) ([]*corpus.Page, error) {
	return Memo(c, pagesKey(summarizer), func() ([]*corpus.Page, error) {
		return nil, fmt.Errorf("there are no pages of %s: collect them before scoring, or give those made elsewhere", summarizer)
	})
}

func pagesKey(summarizer spec.Spec) string { return "pages " + summarizer.String() }
