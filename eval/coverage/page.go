package coverage

import (
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

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
