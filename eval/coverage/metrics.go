package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
)

// Metrics lists the measures of pages. Each is a mean over gold stories; its
// parameter summarizer names who wrote the pages.
var Metrics = slices.Concat(
	rougeMetrics, pointMetrics, extractiveMetrics, writingMetrics, detailMetrics)

var extractiveMetrics = []eval.Metric{
	extractiveMetric("coverage", "Extractive coverage", 1,
		"Share of the summary's words in fragments copied from the articles: Σ|f|/|S|, fragments taken greedily, longest first from the left.",
		func(e Extractive) float64 { return e.Coverage }),
	extractiveMetric("density", "Extractive density", math.Inf(1),
		"Mean length in words of the copied fragment that a word of the summary is in: Σ|f|²/|S|.",
		func(e Extractive) float64 { return e.Density }),
	extractiveMetric("compression", "Compression", math.Inf(1),
		"Words of the articles for each word of the summary: |A|/|S|.",
		func(e Extractive) float64 { return e.Compression }),
}

const noWords = "no story has words to compare"

func language(c *eval.Case, article int) string {
	return cmp.Or(c.Corpus.Articles[article].Lang, c.Corpus.Card.Lang)
}

func extractiveMetric(name, title string, most float64, doc string, of func(Extractive) float64) eval.Metric {
	return eval.Metric{
		Name: "extractive." + name, Title: title, Better: eval.Descriptive, ByStory: true, Range: [2]float64{0, most},
		Doc: doc + " The mean over stories with a summary. A page is compared with the articles of its found cluster; " +
			"summarizer=gold compares the gold summaries with the articles of their stories.",
		Blind: "Whether what is copied matters; and extractive summarizers copy by design.",
		Cite:  []string{"Grusky, Naaman & Artzi 2018, Newsroom, NAACL"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &extractive{of: of} },
	}
}

type extractive struct {
	WrittenBy

	of func(Extractive) float64
}

func (m *extractive) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := pages(c, m.By)
	if err != nil {
		return eval.Value{}, err
	}
	if !slices.ContainsFunc(list, func(p *page) bool { return p != nil && p.summary != "" }) {
		return eval.Undefined("no story has a summary to describe"), nil
	}
	found, err := eval.Memo(c, "extractive "+m.By.String(), func() ([]Extractive, error) {
		found := make([]Extractive, len(list))
		for story, p := range list {
			if err := c.Context().Err(); err != nil {
				return nil, err
			}
			if p == nil {
				p = &page{}
			}
			found[story] = NewExtractive(rouge.Tokens(p.summary), rouge.Tokens(source(c, p.articles)))
		}
		return found, nil
	})
	if err != nil {
		return eval.Value{}, err
	}
	return eval.MeanOverStories(len(found), noWords, func(story int) float64 { return m.of(found[story]) }), nil
}
