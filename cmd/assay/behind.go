package main

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// openBehind opens the corpora and the labels of the results that a report was
// made of, and puts into the report how each story came apart. A corpus that is
// not where the bench found it, or has changed, keeps what the results say alone.
func openBehind(ctx context.Context, report *reports.Document, list []results.Result) error {
	trials := map[string]results.Result{}
	for _, t := range list {
		trials[t.Key] = t
	}
	measures, err := all.Named(results.Primary)
	if err != nil {
		return err
	}
	var corpora results.Corpora
	for i, behind := range report.Drilldowns {
		found, err := openStories(ctx, behind, trials, &corpora, measures[0])
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			behind.Notes = append(behind.Notes, fmt.Sprintf("Why: %v.", err))
		default:
			report.Drilldowns[i] = found
		}
	}
	return nil
}

func openStories(ctx context.Context, behind *reports.Drilldown, trials map[string]results.Result, corpora *results.Corpora, m eval.Measure) (*reports.Drilldown, error) {
	var b *views.DrilldownBuilder
	for _, s := range behind.Systems {
		t, ok := trials[s.Trial]
		if !ok {
			return nil, fmt.Errorf("the results have no trial %s", s.Trial)
		}
		c, labels, err := corpora.Open(ctx, &t)
		if err != nil {
			return nil, err
		}
		if b == nil {
			b = views.NewDrilldown(behind.Key, c, m)
		}
		k, err := t.Policy.Case(ctx, c.Gold(), labels, c)
		if err != nil {
			return nil, err
		}
		v, err := m.Score(k)
		if err != nil {
			return nil, err
		}
		b.Add(s, k, v)
	}
	return b.Drilldown, nil
}

// behindField is what stands behind the scores of systems on one corpus: of each
// system the scores by the measures, in their order. It goes by the measure that
// byStory chooses, and is nil where that chooses none.
func behindField(ctx context.Context, f field, measures []eval.Measure, p eval.Policy, scores func(system string) []stats.Score) (*reports.Drilldown, error) {
	m := byStory(measures)
	if m < 0 {
		return nil, nil
	}
	b := views.NewDrilldown(f.corpus.Name(), f.corpus, measures[m])
	for _, y := range f.systems {
		k, err := p.Case(ctx, f.corpus.Gold(), y.Labels, f.corpus)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", y.Name, err)
		}
		s := scores(y.Name)[m]
		v := eval.Value{Value: math.NaN(), Terms: s.Terms}
		if s.Value != nil {
			v.Value = *s.Value
		}
		b.Add(reports.System{Name: y.Name, Control: y.Control, Oracle: y.Oracle}, k, v)
	}
	return b.Drilldown, nil
}

// byStory is the position of the primary metric, if it is among the measures, or of
// the first that judges and has a meaning for a single story; -1 where none has.
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
