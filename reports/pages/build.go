package pages

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// unknown is the outlet of articles that name none.
const unknown = "unknown"

// notExtracted is the Sentence.Article of a sentence that was taken from no article,
// such as one of a gold summary.
const notExtracted = -1

// A Builder makes digests.
type Builder struct {
	Summarizer summarize.Summarizer
	Attribute  Attributor // nil: Extracted
	Selection  Selection
}

// An Attributor finds what the sentences of a summary rest on, and where the articles
// of its story contradict each other, or correct each other later. Any number may be asked for at a time.
type Attributor func(ctx context.Context, articles []corpus.Article, summary []corpus.Sentence) (Attribution, error)

// An Attribution has the sources of each sentence, in their order, conflicts, and developments.
type Attribution struct {
	Sources      [][]Support
	Conflicts    []Conflict
	Developments []Development
}

// Extracted rests each sentence on the article that it was taken from.
func Extracted(_ context.Context, _ []corpus.Article, summary []corpus.Sentence) (Attribution, error) {
	sources := make([][]Support, len(summary))
	for i, s := range summary {
		if s.Article != notExtracted {
			sources[i] = []Support{{Article: s.Article, Share: 1}}
		}
	}
	return Attribution{Sources: sources}, nil
}

// Gold makes the digest of the gold stories that have articles, with the
// summarizer's texts for a story without a title or a summary.
// Articles without a story are left out.
func (b Builder) Gold(ctx context.Context, c *corpus.Corpus) (*Digest, error) {
	if !c.Labelled() {
		return nil, fmt.Errorf("%s has no gold stories: choose an algorithm or labels", c.Name())
	}
	gold, blind := c.Gold(), c.Blind()
	p := newDigest(c, "gold")
	groups := ordered(blind, gold.Members())
	of := func(n int) corpus.Story { return c.Stories[gold[groups[n][0]]] }
	id := func(n int) string { return of(n).ID }
	name := func(n int) string { return "story " + id(n) }
	title := func(n int) string { return of(n).Title }
	kept, err := b.addPages(ctx, p, blind, groups, id, name, title, func(ctx context.Context, n int) (corpus.Page, error) {
		return b.complete(ctx, of(n), pick(blind, groups[n]))
	})
	if err != nil {
		return nil, err
	}
	for at, n := range kept {
		members := groups[n]
		s, story := of(n), &p.Stories[at]
		story.Extra = s.Extra
		story.Summary = cmp.Or(s.Summary, story.Summary)
		for k, i := range members {
			story.Articles[k].Extra = c.Articles[i].Extra
		}
	}
	return p, nil
}

// addPages adds the page of each group of articles that is to have one, with what write makes
// of it, and lists the others. It returns the positions of those with a page.
func (b Builder) addPages(ctx context.Context, p *Digest, articles []corpus.Article, groups [][]int, id, name, title func(n int) string,
	write func(ctx context.Context, n int) (corpus.Page, error)) ([]int, error) {
	kept, rest := b.Selection.split(articles, groups)
	named := func(at int) string { return name(kept[at]) }
	written, err := summarize.All(ctx, b.Summarizer, len(kept), named, func(ctx context.Context, at int) (corpus.Page, error) {
		return write(ctx, kept[at])
	})
	if err != nil {
		return nil, err
	}
	names := outletNames(articles)
	p.Stories = make([]Page, len(kept))
	failed := make([]error, len(kept))
	err = parallel.Each(ctx, len(kept), 0, func(at int) {
		p.Stories[at], failed[at] = b.page(ctx, id(kept[at]), written[at], pick(articles, groups[kept[at]]), names)
	})
	if err != nil {
		return nil, err
	}
	for at, err := range failed {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", named(at), err)
		}
	}
	for _, n := range rest {
		p.Also = append(p.Also, brief(title(n), pick(articles, groups[n]), names))
	}
	return kept, nil
}

// complete is the page of a gold story, completed by the summarizer.
func (b Builder) complete(ctx context.Context, s corpus.Story, articles []corpus.Article) (corpus.Page, error) {
	gold := corpus.Page{Title: s.Title, KeyPoints: s.KeyPoints, Image: s.Image}
	for _, sentence := range text.Sentences(s.Summary, articles[0].Lang) {
		gold.Summary = append(gold.Summary, corpus.Sentence{Text: sentence, Article: notExtracted})
	}
	if s.Title != "" && s.Summary != "" {
		return gold, nil
	}
	d, err := b.Summarizer.Summarize(ctx, articles)
	gold.Title = cmp.Or(gold.Title, d.Title)
	if s.Summary == "" {
		gold.Summary, gold.KeyPoints, gold.PointArticles = d.Summary, d.KeyPoints, d.PointArticles
	}
	if gold.Image == nil {
		gold.Image = d.Image
	}
	return gold, err
}

// Clusters makes the digest of clusters, with the summarizer's texts. Articles without
// a cluster are left out. grouping is what found the clusters.
func (b Builder) Clusters(ctx context.Context, c *corpus.Corpus, labels corpus.Labels, grouping string) (*Digest, error) {
	blind := c.Blind()
	p := newDigest(c, grouping)
	groups := ordered(blind, labels.Members())
	id := func(n int) string { return fmt.Sprintf("cluster-%d", n+1) }
	name := func(n int) string { return fmt.Sprintf("cluster %d", n+1) }
	untitled := func(int) string { return "" }
	_, err := b.addPages(ctx, p, blind, groups, id, name, untitled, func(ctx context.Context, n int) (corpus.Page, error) {
		return b.Summarizer.Summarize(ctx, pick(blind, groups[n]))
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func newDigest(c *corpus.Corpus, grouping string) *Digest {
	return &Digest{
		Schema: Schema, Corpus: Corpus{c.Name(), c.Fingerprint(), c.Card.Lang}, Grouping: grouping, Stories: []Page{},
	}
}

func (b Builder) page(ctx context.Context, id string, d corpus.Page, articles []corpus.Article, names map[string]string) (Page, error) {
	attribute := b.Attribute
	if attribute == nil {
		attribute = Extracted
	}
	found, err := attribute(ctx, articles, d.Summary)
	if err != nil {
		return Page{}, err
	}
	if len(found.Sources) != len(d.Summary) {
		return Page{}, fmt.Errorf("the attribution has %d sentences, and the summary has %d sentences", len(found.Sources), len(d.Summary))
	}
	s := Page{
		ID: id, Title: d.Title, Day: lastDay(articles), Image: d.Image, Summary: d.Text(),
		Sentences: []Sentence{}, KeyPoints: append([]string{}, d.KeyPoints...), Conflicts: append([]Conflict{}, found.Conflicts...),
		Developments: found.Developments,
	}
	for i := range articles {
		s.Articles = append(s.Articles, article(&articles[i], names))
	}
	for _, i := range d.PointArticles {
		s.PointSources = append(s.PointSources, Support{Article: i, Outlet: s.Articles[i].Outlet, Share: 1})
	}
	s.Sources = sources(s.Articles)
	if strings.TrimSpace(s.Title) == "" {
		s.Title = s.Articles[0].name()
	}
	for i, sentence := range d.Summary {
		rests := append([]Support{}, found.Sources[i]...)
		for k := range rests {
			rests[k].Outlet = s.Articles[rests[k].Article].Outlet
		}
		slices.SortStableFunc(rests, func(a, b Support) int { return cmp.Compare(b.Share, a.Share) })
		s.Sentences = append(s.Sentences, Sentence{sentence.Text, rests})
	}
	return s, nil
}

func article(a *corpus.Article, names map[string]string) Article {
	return Article{
		ID: a.ID, Title: a.Title, Outlet: names[text.Outlet(a.Source)], URL: a.URL, Published: a.Published.String(), Lang: a.Lang,
		Extract: extract(a.Text, a.Lang), Text: a.Text,
	}
}

// outletNames returns what each outlet of the articles is called: as they write it most
// often, ties broken by the shorter, then by the alphabet. Without a source it is unknown.
func outletNames(articles []corpus.Article) map[string]string {
	written := map[string]int{}
	for i := range articles {
		written[text.OutletName(articles[i].Source)]++
	}
	names := map[string]string{"": unknown}
	for _, name := range slices.SortedFunc(maps.Keys(written), func(a, b string) int {
		return cmp.Or(cmp.Compare(written[b], written[a]), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}) {
		if outlet := text.Outlet(name); names[outlet] == "" {
			names[outlet] = name
		}
	}
	return names
}

// sources counts the outlets, the most frequent first, equals by name.
func sources(articles []Article) []Source {
	counts := map[string]int{}
	for i := range articles {
		counts[articles[i].Outlet]++
	}
	var list []Source
	for name, n := range counts {
		list = append(list, Source{name, n, float64(n) / float64(len(articles))})
	}
	slices.SortFunc(list, func(a, b Source) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.Outlet, b.Outlet))
	})
	return list
}

// ordered sorts groups: the largest first, then the earliest, then by their
// first article.
func ordered(articles []corpus.Article, groups [][]int) [][]int {
	slices.SortStableFunc(groups, func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), earliest(articles, a).Compare(earliest(articles, b)), cmp.Compare(a[0], b[0]))
	})
	return groups
}

// earliest is when the first article was published; without any time, the far future.
func earliest(articles []corpus.Article, members []int) time.Time {
	first := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for _, i := range members {
		if p := articles[i].Published; !p.IsZero() && p.Time.Before(first) {
			first = p.Time
		}
	}
	return first
}

// lastDay is the day, in UTC, of the last article: that of the digest.
func lastDay(articles []corpus.Article) string {
	var last time.Time
	for i := range articles {
		if t := articles[i].Published.Time.UTC(); t.After(last) {
			last = t
		}
	}
	return corpus.Moment{Time: last, Day: true}.String()
}

func pick(articles []corpus.Article, members []int) []corpus.Article {
	list := make([]corpus.Article, len(members))
	for k, i := range members {
		list[k] = articles[i]
	}
	return list
}
