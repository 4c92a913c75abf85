package views

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// OpenDrilldowns opens the corpora and the labels of the results that a document was made
// of, and shows in its drill-downs how each story came apart. If a corpus is not where
// the bench found it, or has changed, a note says so, and what the results say stays.
func OpenDrilldowns(ctx context.Context, d *reports.Document, list []results.Result) error {
	trials := map[string]*results.Result{}
	for i := range list {
		trials[list[i].Key] = &list[i]
	}
	measure, err := eval.Named(results.Primary)
	if err != nil {
		return err
	}
	var corpora results.Corpora
	for i, stored := range d.Drilldowns {
		opened, err := openDrilldown(ctx, stored, trials, &corpora, measure)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			stored.Notes = append(stored.Notes, fmt.Sprintf("Why: %v.", err))
		default:
			d.Drilldowns[i] = opened
		}
	}
	return nil
}

func openDrilldown(ctx context.Context, stored *reports.Drilldown, trials map[string]*results.Result, corpora *results.Corpora,
	m eval.Measure) (*reports.Drilldown, error) {
	var b *drilldownBuilder
	for _, s := range stored.Systems {
		r := trials[s.Trial]
		if r == nil {
			return nil, fmt.Errorf("the results have no trial %s", s.Trial)
		}
		c, labels, err := corpora.Open(ctx, r)
		if err != nil {
			return nil, err
		}
		if b == nil {
			b = newDrilldown(stored.Key, c, m)
		}
		if err := b.score(ctx, s, c, labels, r.Policy, m); err != nil {
			return nil, err
		}
	}
	return b.Drilldown, nil
}

// DrilldownOf shows what the first run of each system made of the stories of a corpus, by
// the primary metric if it is among the measures, else by the first that judges and
// means something for one story. It returns nil if there is none. key names it in
// references.
func DrilldownOf(ctx context.Context, key string, c *corpus.Corpus, measures []eval.Measure, p eval.Policy,
	systems []compare.System) (*reports.Drilldown, error) {
	m := byStory(measures)
	if m < 0 || c.Judged != nil || c.Joint() { // there are no stories of one level to lead to
		return nil, nil
	}
	b := newDrilldown(key, c, measures[m])
	for _, y := range systems {
		s := reports.System{Name: y.Name, Control: y.Control, Oracle: y.Oracle}
		if err := b.score(ctx, s, c, y.Runs[0], p, measures[m]); err != nil {
			return nil, fmt.Errorf("%s: %w", y.Name, err)
		}
	}
	return b.Drilldown, nil
}

// byStory returns the position of the measure that drill-downs go by, -1 if none.
func byStory(measures []eval.Measure) int {
	first := -1
	for i, m := range measures {
		_, judges := m.Better.Goodness(1)
		switch {
		case m.Spec.String() == results.Primary:
			return i
		case judges && m.ByStory && first < 0:
			first = i
		}
	}
	return first
}

// A drilldownBuilder makes a drill-down from a corpus, and one system after the other.
type drilldownBuilder struct {
	*reports.Drilldown
	ids []string // of the articles
}

// score scores labels and adds their system.
func (b *drilldownBuilder) score(ctx context.Context, s reports.System, c *corpus.Corpus, labels corpus.Labels, p eval.Policy,
	m eval.Measure) error {
	k, err := p.Case(ctx, c.Gold(), labels, c)
	if err != nil {
		return err
	}
	v, err := m.Score(k)
	if err == nil {
		b.add(s, k, v)
	}
	return err
}

// newDrilldown lists the stories of a corpus; systems are added by add.
func newDrilldown(key string, c *corpus.Corpus, m eval.Measure) *drilldownBuilder {
	b := &drilldownBuilder{Drilldown: &reports.Drilldown{Key: key, Corpus: c.Name(), Metric: m.Spec.String(), Better: m.Better}}
	for _, s := range c.Stories {
		b.Stories = append(b.Stories, reports.Story{Title: s.Title})
	}
	for i, s := range c.Gold() {
		a := &c.Articles[i]
		b.ids = append(b.ids, a.ID)
		b.Articles = append(b.Articles, reports.Article{Title: cmp.Or(a.Title, reports.Clip(a.Text, reports.LongestName), a.ID),
			Story: int(max(s, corpus.None))})
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

// add adds a system by the case that was scored, whose corpus is the one of newDrilldown less what
// the policy left out, and its value with its terms by story. The time is that of outcome.Of.
func (b *drilldownBuilder) add(s reports.System, k *eval.Case, v eval.Value) {
	s.Score = v.Value
	b.Systems = append(b.Systems, s)
	found, values := outcome.Of(k), outcome.Values(v.Terms)
	at := b.positions(found.Case)
	inCorpus := func(articles []int) []int {
		list := make([]int, len(articles))
		for n, i := range articles {
			list[n] = at[i]
		}
		return list
	}
	clusters := make([][]int, len(found.Clusters))
	for c := range clusters {
		clusters[c] = inCorpus(found.Clusters[c].Articles)
	}
	for i := range b.Stories {
		story := int32(i)
		o := reports.Outcome{Value: math.NaN()}
		if main := found.Main(story); main >= 0 {
			o.Home = clusters[main]
		}
		if i < len(values) {
			o.Value = values[i]
		}
		for _, p := range found.Stories[i].Parts {
			o.Parts = append(o.Parts, reports.Part{Size: len(clusters[p.Cluster]), Articles: inCorpus(p.Articles)})
		}
		b.Stories[i].Outcomes = append(b.Stories[i].Outcomes, o)
	}
}

// positions returns where the articles of a case are in the corpus.
func (b *drilldownBuilder) positions(k *eval.Case) []int {
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
func fromTerms(title string, set *results.Set) *reports.Drilldown {
	if corpus.RuleOf(set.Corpus.Level) != "" {
		return nil // rows are not stories of one level
	}
	b := &reports.Drilldown{
		Key: set.Results[0].SetKey(), Corpus: title, Metric: results.Primary, Better: eval.Higher,
		Notes: []string{"Made without the corpus: stories are numbered in its order, and an error that two stories share counts for " +
			"the one that strayed."},
	}
	for _, e := range set.Systems {
		if _, ok := e.Terms(); !ok {
			continue
		}
		run := e.Runs[0]
		s := reports.System{Name: e.Name(), Score: math.NaN(), Control: e.Role == results.Control, Oracle: e.Role.Told(),
			Trial: run.Key}
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
