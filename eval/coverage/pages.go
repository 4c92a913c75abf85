package coverage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A page is what is scored for one story, and where it comes from.
type page struct {
	summary   string
	sentences []string // of the summary, then the key points that do not stand in it
	articles  []int    // positions in the corpus that it was made from
}

// validDigest checks the summarizer that a metric is given and brings its spec
// into canonical form.
func validDigest(digest *spec.Spec) (err error) {
	if !isGold(*digest) {
		_, *digest, err = summarize.Parse(*digest)
	}
	return err
}

// digests returns the digest of the found cluster that each gold story is matched
// to, nil where a story has none.
func digests(c *eval.Case, s spec.Spec) ([]*corpus.Page, error) {
	matches := c.Matches()
	return eval.Memo(c, "digests "+s.String(), func() ([]*corpus.Page, error) {
		summarizer, _, err := summarize.Parse(s)
		if err != nil {
			return nil, err
		}
		articles := c.Corpus.Blind()
		members := c.Pred.Members()
		list := make([]*corpus.Page, len(matches))
		name := func(int) string { return "summarizing with " + s.String() }
		made, err := summarize.All(c.Context(), summarizer, len(matches), name, func(ctx context.Context, story int) (corpus.Page, error) {
			if matches[story] < 0 {
				return corpus.Page{}, nil
			}
			var chosen []corpus.Article
			for _, i := range members[matches[story]] {
				chosen = append(chosen, articles[i])
			}
			if oracle, ok := summarizer.(summarize.Oracle); ok {
				return oracle.SummarizeTowards(ctx, chosen, references(c, story))
			}
			return summarizer.Summarize(ctx, chosen)
		})
		if err != nil {
			return nil, err
		}
		for story, cluster := range matches {
			if cluster >= 0 {
				list[story] = &made[story]
			}
		}
		return list, nil
	})
}

// Ceiling is a note for tables on a measure of digests that an oracle wrote; empty
// for all others.
func Ceiling(m spec.Spec) string {
	for _, a := range m.Args {
		if a.Name == "digest" && summarize.IsOracle(a.Value) {
			return fmt.Sprintf("%s: digests of an oracle, which is told the gold summaries: a ceiling, no result.", m)
		}
	}
	return ""
}

func isGold(digest spec.Spec) bool { return digest.Name == "gold" && len(digest.Args) == 0 }

// pages returns the page of each gold story, for a canonical digest: the digest of the found cluster that
// it is matched to, nil where there is none; or, for digest=gold, the gold
// summary, nil where there is none.
func pages(c *eval.Case, digest spec.Spec) ([]*page, error) {
	if isGold(digest) {
		return goldPages(c), nil
	}
	digests, err := digests(c, digest)
	if err != nil {
		return nil, err
	}
	members := c.Pred.Members()
	list := make([]*page, len(digests))
	for story, cluster := range c.Matches() {
		if d := digests[story]; d != nil {
			list[story] = &page{d.Text(), sentences(d), members[cluster]}
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

// goldPages takes the summary of each story, or its first reference where it has
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

// anyStory says whether a story with articles in this case has what a metric asks
// for, before digests are made in vain.
func anyStory(c *eval.Case, has func(story int) bool) bool {
	for story, size := range c.Table().Stories {
		if size > 0 && has(story) {
			return true
		}
	}
	return false
}

func points(c *eval.Case, story int) []string { return gold(c, story).KeyPoints }

// references are the story's summary and further reference summaries.
func references(c *eval.Case, story int) []string {
	s := gold(c, story)
	var list []string
	for _, r := range append([]string{s.Summary}, s.References...) {
		if strings.TrimSpace(r) != "" {
			list = append(list, r)
		}
	}
	return list
}

// gold is what the corpus knows of a story; nothing where there are only labels.
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
