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

// CheckDigest checks a summarizer given to a metric, or gold, and brings its spec
// into canonical form.
func CheckDigest(digest *spec.Spec) error { return validDigest(digest) }

// Pages returns the page of each gold story for a canonical digest: what the
// summarizer writes of the found cluster that the story is matched to, or for
// digest=gold the gold summary with the articles of the story. It is nil where a
// story has none, or one without text.
func Pages(c *eval.Case, digest spec.Spec) ([]*Page, error) {
	list, err := pages(c, digest)
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
