package coverage

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A Page is what is scored for one story, and where it comes from.
type Page struct {
	Summary   string
	Sentences []string // of the summary, then the key points that are not in it
	Points    []string // the key points
	Articles  []int    // positions in the corpus that it was made from, at least one
	Lang      string   // of the first of them
}

// WrittenBy is the parameter of every measure of pages: whose pages it scores.
type WrittenBy struct {
	By spec.Spec `spec:"summarizer,always" was:"digest" default:"news" doc:"the summarizer whose pages are scored, or gold"`
}

// Summarizer makes a measure an [eval.PageScorer].
func (w *WrittenBy) Summarizer() spec.Spec { return w.By }

// Pages returns the page of each gold story: that of the found cluster that it is
// matched to, or, for gold, its summary, or its first reference if it has no summary,
// with its articles; nil if there is none.
func Pages(c *eval.Case, summarizer spec.Spec) ([]*Page, error) {
	list := make([]*Page, len(c.Table().Stories))
	if eval.GoldPages(summarizer) {
		for story, articles := range storyArticles(c) {
			if r := references(c, story); len(r) > 0 && len(articles) > 0 {
				lang := c.Corpus.Language(articles[0])
				list[story] = &Page{r[0], text.Sentences(r[0], lang), points(c, story), articles, lang}
			}
		}
		return list, nil
	}
	written, err := c.Pages(summarizer)
	if err != nil {
		return nil, err
	}
	members := c.Pred.Members()
	for story, cluster := range c.Matches() {
		if p := written[story]; p != nil {
			list[story] = &Page{p.Text(), sentences(p), p.KeyPoints, members[cluster], c.Corpus.Language(members[cluster][0])}
		}
	}
	return list, nil
}

// EachPage returns what compute makes of the page of each gold story, once for a case
// and a key; the zero value if there is none. compute must not call eval.Memo.
func EachPage[T any](c *eval.Case, summarizer spec.Spec, key string, compute func(p *Page) (T, error)) ([]T, error) {
	pages, err := Pages(c, summarizer)
	if err != nil {
		return nil, err
	}
	return eval.Memo(c, key+" "+summarizer.String(), func() ([]T, error) {
		list := make([]T, len(pages))
		for story, p := range pages {
			if err := c.Context().Err(); err != nil {
				return nil, err
			}
			if p != nil {
				if list[story], err = compute(p); err != nil {
					return nil, err
				}
			}
		}
		return list, nil
	})
}

// mean is the mean over the gold stories of what value gives for their pages.
func (w *WrittenBy) mean(c *eval.Case, reason string, value func(p *Page) float64) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := Pages(c, w.By)
	if err != nil {
		return eval.Value{}, err
	}
	v := eval.MeanOverStories(len(list), reason, func(story int) float64 {
		if list[story] == nil || c.Context().Err() != nil {
			return math.NaN()
		}
		return value(list[story])
	})
	return v, c.Context().Err()
}

// A described is a measure of pages without further parameters.
type described struct {
	WrittenBy

	reason string // why it is undefined
	value  func(c *eval.Case, p *Page) float64
}

func (m *described) Score(c *eval.Case) (eval.Value, error) {
	return m.mean(c, m.reason, func(p *Page) float64 { return m.value(c, p) })
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

// texts returns the texts of the articles at some positions.
func texts(c *eval.Case, articles []int) []string {
	list := make([]string, len(articles))
	for i, a := range articles {
		list[i] = c.Corpus.Articles[a].Text
	}
	return list
}

// titled is texts with the title before each.
func titled(c *eval.Case, articles []int) []string {
	list := texts(c, articles)
	for i, a := range articles {
		list[i] = c.Corpus.Articles[a].Title + "\n\n" + list[i]
	}
	return list
}
