package tune

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// synthetic is a field of candidates a, b, … on places p0, p1, …, whose dev and
// test parts have these scores; nan for a trial that failed.
func synthetic(t require.TestingT, metric string, dev, test [][]float64) (*Tuning, *trials, []candidate) {
	measure, err := measureOf(metric)
	require.NoError(t, err)
	out := &Tuning{Measure: measure}
	for p := range dev[0] {
		out.Datasets = append(out.Datasets,
			Dataset{Name: fmt.Sprintf("p%d", p), Dev: fmt.Sprintf("p%d#dev", p), Test: fmt.Sprintf("p%d#test", p)})
	}
	var stored []results.Result
	add := func(path string, s spec.Spec, v float64) {
		r := results.Result{Path: path, Status: results.OK, Trial: results.Trial{Algorithm: s}}
		r.Scores = []stats.Score{{Metric: measure.Spec.String(), Value: &v}}
		if v < 0 {
			r.Status, r.Scores = results.Failed, nil
		}
		stored = append(stored, r)
	}
	var specs []spec.Spec
	for c := range dev {
		specs = append(specs, spec.Spec{Name: string(rune('a' + c))})
		for p, place := range out.Datasets {
			add(place.Dev, specs[c], dev[c][p])
			add(place.Test, specs[c], test[c][p])
		}
	}
	f := newTrials(stored, measure, bench.Plan{})
	var entrants []candidate
	for _, s := range specs {
		entrants = append(entrants, f.candidate(s, out.Datasets))
	}
	return out, f, entrants
}

const failed = -1

// Three places, four candidates. With p0 left out the means over p1 and p2 are a .45,
// b .75, c .6 (d failed on p2); with p1 out: a .6, b .55, c .6 (a, as the first); with
// p2 out: a .65, b .5, c .6, d .7. Over all only a, b and c have a value everywhere:
// a .5667, b .6, c .6, so b.
func TestEachPlaceIsLeftOutByHand(t *testing.T) {
	dev := [][]float64{
		{0.8, 0.5, 0.4},
		{0.3, 0.7, 0.8},
		{0.6, 0.6, 0.6},
		{0.9, 0.5, failed},
	}
	test := [][]float64{
		{0.75, 0.51, 0.35},
		{0.25, 0.71, 0.85},
		{0.65, 0.61, 0.55},
		{0.95, 0.41, failed},
	}
	tuning, f, entrants := synthetic(t, "b3.f1", dev, test)
	found, err := tuning.found(t.Context(), f, entrants, nil)
	require.NoError(t, err)
	type row struct {
		chosen, ceiling string
		dev, score, top float64
	}
	for i, want := range []row{{"b", "d", 0.75, 0.25, 0.95}, {"a", "b", 0.6, 0.51, 0.71}, {"d", "b", 0.7, -1, 0.85}} {
		fold := found.Folds[i]
		got := row{fold.Chosen.String(), fold.Ceiling.String(), 0, -1, *fold.Top.Value}
		if fold.Score != nil {
			got.score = *fold.Score.Value
		}
		want.dev, fold.Dev = 0, fold.Dev-want.dev
		assert.Equal(t, want, got)
		assert.InDelta(t, 0, fold.Dev, 1e-12)
	}
	assert.Equal(t, "b", found.Best.String())
	assert.InDelta(t, 0.6, found.Dev, 1e-12)
	assert.True(t, found.HeldOut != found.HeldOut, "what was chosen failed on a place, so that there is no mean")
	assert.Equal(t, 2, found.Failed)
	assert.Contains(t, found.Reason, "d: failed")

	tuning, f, entrants = synthetic(t, "b3.f1", dev[:3], test[:3])
	found, err = tuning.found(t.Context(), f, entrants, nil)
	require.NoError(t, err)
	assert.Equal(t, "a", found.Folds[2].Chosen.String())
	assert.InDelta(t, (0.25+0.51+0.35)/3, found.HeldOut, 1e-12)
	assert.InDelta(t, 0.6-(0.25+0.51+0.35)/3, found.Optimism(eval.Higher), 1e-12)
}

func TestLowerIsBetter(t *testing.T) {
	table := [][]float64{{3, 3}, {2, 4}, {5, 1}}
	tuning, f, entrants := synthetic(t, "vandongen", table, table)
	found, err := tuning.found(t.Context(), f, entrants, nil)
	require.NoError(t, err)
	assert.Equal(t, "c", found.Folds[0].Chosen.String(), "lowest on the other place")
	assert.Equal(t, "b", found.Folds[1].Chosen.String())
	assert.Equal(t, "b", found.Folds[0].Ceiling.String())
	assert.InDelta(t, 2.0, found.Folds[1].Dev, 1e-12)
	assert.InDelta(t, 4.5, found.HeldOut, 1e-12)
	assert.InDelta(t, 1.5, found.Optimism(eval.Lower), 1e-12)
}

// Whatever a place that is left out scores, and whatever any test part scores, the
// choice made without it is the same; and on the places that choose it may change.
func TestNothingLeaksIntoTheChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		candidates, places := rapid.IntRange(1, 5).Draw(t, "candidates"), rapid.IntRange(2, 4).Draw(t, "places")
		score := rapid.SampledFrom([]float64{failed, 0, 0.25, 0.5, 0.75, 1})
		table := rapid.SliceOfN(rapid.SliceOfN(score, places, places), candidates, candidates)
		dev, test, other := table.Draw(t, "dev"), table.Draw(t, "test"), table.Draw(t, "another test")
		left := rapid.IntRange(0, places-1).Draw(t, "left out")
		choice := func(test [][]float64) string {
			tuning, f, entrants := synthetic(t, "b3.f1", dev, test)
			found, err := tuning.found(context.Background(), f, entrants, nil)
			require.NoError(t, err)
			return found.Folds[left].Chosen.String()
		}
		before := choice(test)
		for c := range dev {
			dev[c] = slices.Clone(dev[c])
			dev[c][left] = score.Draw(t, "leaked")
		}
		assert.Equal(t, before, choice(other))
	})
}

func settings() Settings {
	return Settings{Plan: bench.Plan{
		Corpora:    []string{"newsroom", "tiny"},
		Algorithms: []string{"agglomerative(linkage=average|single,distance=0.5..0.9/3)", "one", "kmeans(k=gold)"},
		Replicates: 50,
	}}
}

// summary is a tuning without times.
func summary(t *Tuning) string {
	var b strings.Builder
	for _, f := range append(slices.Clone(t.Found), *orNone(t.Overall)) {
		fmt.Fprintf(&b, "%s %.9f %.9f\n", f.Best, f.Dev, f.HeldOut)
		for _, fold := range f.Folds {
			fmt.Fprintf(&b, "  %d %s %.9f %v %v %+v\n", fold.Dataset, fold.Chosen, fold.Dev, *fold.Score.Value, *fold.Top.Value, fold.Gain)
		}
	}
	return b.String()
}

func orNone(f *Found) *Found {
	if f == nil {
		return new(Found)
	}
	return f
}

func TestRunAndResume(t *testing.T) {
	dir := t.TempDir()
	whole, err := Run(t.Context(), settings(), bench.Options{Dir: dir})
	require.NoError(t, err)
	assert.Equal(t, 2*(6+1+1), whole.Trials)
	assert.Nil(t, whole.Overall, "the control and the oracle are not chosen from")
	first := whole.Found[0]
	require.Len(t, first.Folds, 2)
	for _, fold := range first.Folds {
		assert.NotNil(t, fold.Gain)
		assert.InDelta(t, *fold.Score.Value-*fold.Untuned.Value, fold.Gain.Delta, 1e-9)
		assert.LessOrEqual(t, *fold.Score.Value, *fold.Top.Value)
	}
	assert.Equal(t, "agglomerative(distance=0.7,linkage=average)", whole.Families[0].Untuned.String())
	assert.InDelta(t, (first.Folds[0].Gain.Delta+first.Folds[1].Gain.Delta)/2, first.Gain.Delta, 1e-9)

	resumed := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err = Run(ctx, settings(), bench.Options{Dir: resumed, Progress: func(p bench.Progress) {
		if p.Done == 5 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	old := 0
	again, err := Run(t.Context(), settings(), bench.Options{Dir: resumed, Workers: 3, Progress: func(p bench.Progress) {
		if p.Resumed {
			old++
		}
	}})
	require.NoError(t, err)
	assert.Equal(t, 5, old)
	assert.Equal(t, summary(whole), summary(again))
}

func TestRandomSearch(t *testing.T) {
	text := []string{"singlepass(threshold=0.01..0.99/99)"}
	a, err := families(text, 10, false, 1)
	require.NoError(t, err)
	b, err := families(text, 10, false, 1)
	require.NoError(t, err)
	c, err := families(text, 10, false, 2)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	assert.NotEqual(t, a[0].Specs, c[0].Specs)
	assert.Equal(t, 99, a[0].All)
	assert.Contains(t, a[0].Specs, a[0].Untuned, "the untuned one is a candidate")
	assert.Equal(t, "singlepass", a[0].Untuned.String())
	assert.LessOrEqual(t, len(a[0].Specs), 11)
}

func TestErrors(t *testing.T) {
	for want, change := range map[string]func(*Settings){
		"no algorithm to tune":          func(s *Settings) { s.Plan.Algorithms = nil },
		"no corpus to tune on":          func(s *Settings) { s.Plan.Corpora = nil },
		"given twice":                   func(s *Settings) { s.Plan.Corpora = []string{"tiny", "tiny"} },
		"no such file":                  func(s *Settings) { s.Plan.Corpora = []string{"nowhere", "tiny"} },
		"which higher or lower":         func(s *Settings) { s.Metric = "clusters" },
		"did you mean b3.f1":            func(s *Settings) { s.Metric = "b3.f" },
		"nothing to tune":               func(s *Settings) { s.Plan.Algorithms = []string{"agglomerative(k=gold,linkage=average|single)"} },
		"too few to tune on":            func(s *Settings) { s.Plan.Corpora = []string{"tiny"} },
		"at most -1 candidates":         func(s *Settings) { s.Most = -1 },
		"none may have parameters":      func(s *Settings) { s.Plan.Algorithms = []string{"kmeans(k=3,space=tfidf|lsa(dims=3))"} },
		"unknown parameter \"distanc\"": func(s *Settings) { s.Plan.Algorithms = []string{"agglomerative(distanc=0.1..0.5/3)"} },
	} {
		s := settings()
		change(&s)
		_, err := Run(t.Context(), s, bench.Options{Dir: t.TempDir()})
		assert.ErrorContains(t, err, want)
	}
	s := settings()
	s.Oracles = true
	s.Plan.Algorithms = []string{"agglomerative(k=gold,linkage=average|single)"}
	found, err := Run(t.Context(), s, bench.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	assert.Empty(t, found.Families[0].Excluded)
}

// corpusOf writes a corpus of lines with splits in its card.
func corpusOf(t *testing.T, splits string, lines ...string) string {
	dir := filepath.Join(t.TempDir(), "c")
	require.NoError(t, os.Mkdir(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "articles.jsonl"), []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "corpus.json"), []byte(`{"name":"c","splits":[`+splits+`]}`), 0o644))
	return dir
}
