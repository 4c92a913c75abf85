package coverage

import (
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

var repeatedMetric = eval.Metric{
	Name: "summary.redundancy", Title: "Summary sentences told twice", Better: eval.Lower, ByStory: true, Range: [2]float64{0, 1},
	Doc: "Share of a summary's sentences, the first apart, that an earlier one tells already: it has all their names and numbers and at " +
		"least 60 % of their content words, by stem. The mean over stories whose summary has two sentences or more. " +
		"Unlike redundancy, which adds up words in common, it counts sentences that could be left out.",
	Blind: "The same said in other words, and a sentence that repeats part of several.",
	Cite:  []string{"Carbonell & Goldstein 1998, The use of MMR, SIGIR"},
	Needs: eval.Needs{Texts: true},
	New: func() eval.Scorer {
		return &toldMetric{reason: "no summary has two sentences", value: func(p *Page, casing *text.Casing) float64 {
			return RepeatedShare(text.Sentences(p.Summary, p.Lang), casing, p.Lang)
		}}
	},
}
