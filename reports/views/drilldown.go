package views

import (
	"cmp"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// A DrilldownBuilder makes a drill-down from a corpus, and one system after the other.
type DrilldownBuilder struct {
	*reports.Drilldown
	ids []string // of the articles
}

// NewDrilldown lists the stories of a corpus; systems are added by Add.
func NewDrilldown(key string, c *corpus.Corpus, m eval.Measure) *DrilldownBuilder {
	b := &DrilldownBuilder{Drilldown: &reports.Drilldown{Key: key, Corpus: c.Name(), Metric: m.Spec.String(), Better: m.Better}}
	for _, s := range c.Stories {
		b.Stories = append(b.Stories, reports.Story{Title: s.Title})
	}
	for i, s := range c.Gold() {
		a := &c.Articles[i]
		b.ids = append(b.ids, a.ID)
		b.Articles = append(b.Articles, reports.Article{Title: cmp.Or(a.Title, reports.Clip(a.Text, reports.LongestName), a.ID), Story: int(s)})
		if s < 0 {
			continue
		}
		story := &b.Stories[s]
		story.Articles++
		if story.Title == "" {
			story.Title = c.Stories[s].ID + ": " + b.Articles[i].Title
		}
	}
	return b
}

// Add adds a system by the case that was scored, whose corpus is the one of NewDrilldown less what
// the policy left out, and its value with its terms by story. The time is that of outcome.Of.
func (b *DrilldownBuilder) Add(s reports.System, k *eval.Case, v eval.Value) {
	s.Score = v.Value
	b.Systems = append(b.Systems, s)
	found, values, at := outcome.Of(k), outcome.Values(v.Terms), b.positions(k)
	inCorpus := func(articles []int) (list []int) {
		for _, i := range articles {
			list = append(list, at[i])
		}
		return list
	}
	for i := range b.Stories {
		story := int32(i)
		o := reports.Outcome{Value: math.NaN(), Foreign: inCorpus(found.Foreign(found.Main(story), story))}
		if i < len(values) {
			o.Value = values[i]
		}
		for _, p := range found.Stories[i].Parts {
			o.Parts = append(o.Parts, reports.Part{Size: len(found.Clusters[p.Cluster].Articles), Articles: inCorpus(p.Articles)})
		}
		b.Stories[i].Outcomes = append(b.Stories[i].Outcomes, o)
	}
}

// positions returns where the articles of a case are in the corpus.
func (b *DrilldownBuilder) positions(k *eval.Case) []int {
	list := make([]int, len(k.Corpus.Articles))
	at := 0
	for i := range list {
		for at < len(b.ids)-1 && b.ids[at] != k.Corpus.Articles[i].ID {
			at++
		}
		list[i] = at
	}
	return list
}

// fromTerms is what the results alone say of the stories: their values by the
// primary metric, without titles. nil where no result has terms.
func fromTerms(title string, stored []results.Result) *reports.Drilldown {
	b := &reports.Drilldown{
		Key: corpusKey(stored[0]), Corpus: title, Metric: results.Primary, Better: eval.Higher,
		Notes: []string{"Made without the corpus: stories are numbered in its order, and an error that two stories share counts for the one that strayed."},
	}
	for _, e := range entries(stored, nil) {
		if len(e.runs) == 0 || e.terms() == nil {
			continue
		}
		run := e.runs[0]
		s := reports.System{Name: e.name, Score: math.NaN(), Control: e.role == results.Control, Oracle: e.role == results.Oracle, Trial: run.Key}
		if score := run.Score(results.Primary); score != nil && score.Value != nil {
			s.Score = *score.Value
		}
		b.Systems = append(b.Systems, s)
		for i, row := range run.Terms[results.Primary] {
			if i == len(b.Stories) {
				b.Stories = append(b.Stories, reports.Story{Articles: int(math.Round(row[2]))})
			}
			b.Stories[i].Outcomes = append(b.Stories[i].Outcomes, reports.Outcome{Value: storedValue(row)})
		}
	}
	if len(b.Systems) == 0 {
		return nil
	}
	return b
}

// storedValue is the B-cubed F1 of a story by its stored terms, kept within its
// range: errors that were laid on a story can be more than its articles bear.
func storedValue(row []float64) float64 {
	if row[2] == 0 {
		return math.NaN()
	}
	v := eval.CombineB3F1([]float64{max(0, row[0]), row[1], row[2]})
	return min(max(v, 0), 1)
}
