package coverage

import (
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A page is what is scored for one story, and where it comes from.
type page struct {
	summary   string
	sentences []string // of the summary, then the key points that are not in it
	articles  []int    // positions in the corpus that it was made from
}

// WrittenBy is the parameter of every measure of pages: whose pages it scores.
type WrittenBy struct {
	By spec.Spec `spec:"summarizer,always" was:"digest" default:"lexrank" doc:"the summarizer whose pages are scored, or gold"`
}

// Summarizer makes a measure an [eval.PageScorer].
func (w *WrittenBy) Summarizer() spec.Spec { return w.By }

// pages returns the page of each gold story: that of the found cluster that it is
// matched to, nil if there is none; or, for gold, the gold summary, nil if there is
// none.
func pages(c *eval.Case, summarizer spec.Spec) ([]*page, error) {
	if eval.GoldPages(summarizer) {
		return goldPages(c), nil
	}
	written, err := c.Pages(summarizer)
	if err != nil {
		return nil, err
	}
	members := c.Pred.Members()
	list := make([]*page, len(written))
	for story, cluster := range c.Matches() {
		if p := written[story]; p != nil {
			list[story] = &page{p.Text(), sentences(p), members[cluster]}
		}
	}
	return list, nil
}

func sentences(d *corpus.Page) []string {
	var list []string
	for _, s := range d.Summary {
		list = append(list, s.Text)
	}
	for _, p := range d.KeyPoints {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// goldPages takes the summary of each story, or its first reference if it has
// no summary.
func goldPages(c *eval.Case) []*page {
	members := storyArticles(c)
	list := make([]*page, len(members))
	for story := range list {
		if r := references(c, story); len(r) > 0 && len(members[story]) > 0 {
			list[story] = &page{r[0], text.Sentences(r[0]), members[story]}
		}
	}
	return list
}

// storyArticles lists the articles of each gold story, in order; none for a
// story that has none in this case.
func storyArticles(c *eval.Case) [][]int {
	list := make([][]int, len(c.Table().Stories))
	for i, story := range c.Gold {
		if story >= 0 {
			list[story] = append(list[story], i)
		}
	}
	return list
}

// anyStory reports whether a story with articles in this case has what a metric
// needs.
func anyStory(c *eval.Case, has func(story int) bool) bool {
	for story, size := range c.Table().Stories {
		if size > 0 && has(story) {
			return true
		}
	}
	return false
}

func points(c *eval.Case, story int) []string { return gold(c, story).KeyPoints }

func references(c *eval.Case, story int) []string { return gold(c, story).Summaries() }

// gold is what the corpus knows of a story; nothing if there are only labels.
func gold(c *eval.Case, story int) corpus.Story {
	if c.Corpus == nil || story >= len(c.Corpus.Stories) {
		return corpus.Story{}
	}
	return c.Corpus.Stories[story]
}

// source is the text of the articles, joined.
func source(c *eval.Case, articles []int) string {
	var b strings.Builder
	for _, i := range articles {
		b.WriteString(c.Corpus.Articles[i].Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// A Page is the summary of one story and where it comes from.
type Page struct {
	Summary  []string // its sentences
	Articles []int    // positions in the corpus
	Lang     string
}

// Pages returns the summary of each gold story: what the summarizer wrote of the
// found cluster that the story is matched to, or for gold the gold summary with the
// articles of the story. It is nil if a story has none, or one without text.
func Pages(c *eval.Case, summarizer spec.Spec) ([]*Page, error) {
	list, err := pages(c, summarizer)
	if err != nil {
		return nil, err
	}
	out := make([]*Page, len(list))
	for story, p := range list {
		if p == nil || len(p.articles) == 0 {
			continue
		}
		if summary := text.Sentences(p.summary); len(summary) > 0 {
			out[story] = &Page{summary, p.articles, language(c, p.articles[0])}
		}
	}
	return out, nil
}
