package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/catalog"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
)

// openBehind opens the corpora and the labels of the results that a report was
// made of, and puts into the report how each story came apart. A corpus that is
// not where the bench found it, or has changed, keeps what the results say alone.
func openBehind(ctx context.Context, report *reports.Report, paths []string) error {
	trials, err := trialsOf(paths)
	if err != nil {
		return err
	}
	measures, err := catalog.Named(bench.Primary)
	if err != nil {
		return err
	}
	for i, stored := range report.Behind {
		opened, err := openStories(ctx, stored, trials, measures[0])
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			stored.Notes = append(stored.Notes, fmt.Sprintf("Why: %v.", err))
		default:
			report.Behind[i] = opened
		}
	}
	return nil
}

// A storedTrial is a result with the folder that its labels are in.
type storedTrial struct {
	bench.Result
	dir string
}

// trialsOf reads results by their keys.
func trialsOf(paths []string) (map[string]storedTrial, error) {
	trials := map[string]storedTrial{}
	for _, path := range paths {
		results, err := bench.ReadResults(path)
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			trials[r.Key] = storedTrial{r, resultsDir(path)}
		}
	}
	return trials, nil
}

// resultsDir is the folder of results, which may be named by their file.
func resultsDir(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(path)
	}
	return path
}

func openStories(ctx context.Context, stored *reports.Behind, trials map[string]storedTrial, m eval.Measure) (*reports.Behind, error) {
	var b *reports.Behind
	var c *corpus.Corpus
	for _, s := range stored.Systems {
		t, ok := trials[s.Trial]
		if !ok {
			return nil, fmt.Errorf("the results have no trial %s", s.Trial)
		}
		if c == nil {
			var err error
			if c, err = format.Open(ctx, t.Path); err != nil {
				return nil, err
			}
			if c.Digest() != t.Corpus.Digest {
				return nil, fmt.Errorf("%s changed since the bench", t.Path)
			}
			b = reports.NewBehind(stored.Key, c, m)
		}
		labels, err := readLabels(filepath.Join(t.dir, filepath.FromSlash(t.Labels)), c)
		if err != nil {
			return nil, err
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
	return b, nil
}

// behindField is what stands behind the scores of systems on one corpus: of each
// system the scores by the measures, in their order. It goes by the measure that
// byStory chooses, and is nil where that chooses none.
func behindField(ctx context.Context, f field, measures []eval.Measure, p eval.Policy, scores func(system string) []stats.Score) (*reports.Behind, error) {
	m := byStory(measures)
	if m < 0 {
		return nil, nil
	}
	b := reports.NewBehind(f.corpus.Name(), f.corpus, measures[m])
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
	return b, nil
}

// byStory is the position of the primary metric, if it is among the measures, or of
// the first that judges and has a meaning for a single story; -1 where none has.
func byStory(measures []eval.Measure) int {
	first := -1
	for i, m := range measures {
		_, judges := m.Better.Goodness(1)
		switch {
		case m.Spec.String() == bench.Primary:
			return i
		case judges && m.ByStory && first < 0:
			first = i
		}
	}
	return first
}
