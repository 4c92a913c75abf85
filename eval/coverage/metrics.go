package coverage

import (
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
)

// Metrics lists the measures of pages. Each is a mean over gold stories; its
// parameter summarizer names who wrote the pages.
var Metrics = slices.Concat(
	rougeMetrics, pointMetrics, []eval.Metric{overlapMetric, repeatedMetric}, extractiveMetrics, writingMetrics, detailMetrics)

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
	list, err := EachPage(c, m.By, "extractive", func(p *Page) (*Extractive, error) {
		if p.Summary == "" {
			return nil, nil
		}
		e := NewExtractive(rouge.Tokens(p.Summary), rouge.Tokens(strings.Join(texts(c, p.Articles), "\n")))
		return &e, nil
	})
	if err != nil {
		return eval.Value{}, err
	}
	if !slices.ContainsFunc(list, func(e *Extractive) bool { return e != nil }) {
		return eval.Undefined("no story has a summary to describe"), nil
	}
	return eval.MeanOverStories(len(list), noWords, func(story int) float64 {
		if list[story] == nil {
			return math.NaN()
		}
		return m.of(*list[story])
	}), nil
}
