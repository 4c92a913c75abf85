package coverage

import (
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

var overlapMetric = eval.Metric{
	Name: "keypoints.overlap", Title: "Key points in the summary", Better: eval.Lower, ByStory: true, Range: [2]float64{0, 1},
	Doc: "Share of a page's key points that its summary tells already, the mean over stories whose page has key points. " +
		"A point is told if one sentence of the summary has all its names and numbers and at least 60 % of its content words, by stem. " +
		"summarizer=gold scores the gold key points against the gold summaries.",
	Blind: "The same said in other words, and points that the summary tells in several sentences.",
	Cite:  []string{"Carbonell & Goldstein 1998, The use of MMR, SIGIR"},
	Needs: eval.Needs{Texts: true},
	New: func() eval.Scorer {
		return &toldMetric{reason: "no page has a summary and key points", value: func(p *Page, casing *text.Casing) float64 {
			return ToldShare(p.Points, text.Sentences(p.Summary, p.Lang), casing, p.Lang)
		}}
	},
}

// A toldMetric is a measure of what a page says twice.
type toldMetric struct {
	WrittenBy

	reason string // why it is undefined
	value  func(p *Page, casing *text.Casing) float64
}

func (m *toldMetric) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	casings, err := casings(c)
	if err != nil {
		return eval.Value{}, err
	}
	return m.mean(c, m.reason, func(p *Page) float64 { return m.value(p, casings[p.Lang]) })
}
