package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/catalog"
	"github.com/seed-9405df2f/assay/eval/compare"
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
		if err := addSystem(ctx, b, s, c, labels, t.Policy); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// addSystem scores labels by the metric of b, and adds what became of the stories.
func addSystem(ctx context.Context, b *reports.Behind, s reports.System, c *corpus.Corpus, labels corpus.Labels, p eval.Policy) error {
	measures, err := catalog.Named(b.Metric)
	if err != nil {
		return err
	}
	k, err := p.Case(ctx, c.Gold(), labels, c)
	if err != nil {
		return err
	}
	v, err := measures[0].Score(k)
	if err != nil {
		return err
	}
	b.Add(s, k, v)
	return nil
}

// behindField is what stands behind the comparison of systems on one corpus, by
// the first of the measures that means something for a story; nil where none does.
func behindField(ctx context.Context, f field, measures []eval.Measure, p eval.Policy) (*reports.Behind, error) {
	m := byStory(measures)
	if m == nil {
		return nil, nil
	}
	b := reports.NewBehind(f.corpus.Name(), f.corpus, *m)
	for _, y := range f.systems {
		if err := addSystem(ctx, b, system(y), f.corpus, y.Labels, p); err != nil {
			return nil, fmt.Errorf("%s: %w", y.Name, err)
		}
	}
	return b, nil
}

func system(y compare.System) reports.System {
	return reports.System{Name: y.Name, Control: y.Control, Oracle: y.Oracle}
}

// byStory is the primary metric, if it is among the measures, or the first that
// judges and has a meaning for a single story.
func byStory(measures []eval.Measure) *eval.Measure {
	var first *eval.Measure
	for i, m := range measures {
		if _, judges := m.Better.Goodness(1); !judges || !m.ByStory {
			continue
		}
		if m.Spec.String() == bench.Primary {
			return &measures[i]
		}
		if first == nil {
			first = &measures[i]
		}
	}
	return first
}
