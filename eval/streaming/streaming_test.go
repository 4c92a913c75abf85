package streaming

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// days is a corpus of articles on days of March, with their stories.
func days(stories string, on ...int) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "days"}}
	for i, d := range on {
		c.Articles = append(c.Articles, corpus.Article{
			ID: fmt.Sprint(i), Story: stories[i : i+1], Title: strings.Repeat(stories[i:i+1], 3) + " report",
			Published: corpus.Moment{Time: time.Date(2031, 3, d, 0, 0, 0, 0, time.UTC), Day: true},
		})
	}
	c.AddMissingStories()
	return c
}

// script is a stream algorithm that says what it was told to, step by step.
type script []corpus.Labels

func (s script) Cluster(context.Context, *algorithms.Problem) (corpus.Labels, error) { return nil, nil }

func (s script) Stream(_ context.Context, p *algorithms.Problem, batches [][]int) iter.Seq2[corpus.Labels, error] {
	return func(yield func(corpus.Labels, error) bool) {
		labels := make(corpus.Labels, len(p.Articles)) // written over, as it may be
		for _, l := range s {
			copy(labels, l)
			if !yield(labels, nil) {
				return
			}
		}
	}
}

func protocol(t require.TestingT, text string) Protocol {
	p, err := Parse(text)
	require.NoError(t, err)
	return p
}

func run(t require.TestingT, text string, c *corpus.Corpus, a algorithms.Clusterer, metrics ...string) *Outcome {
	r := Run{Protocol: protocol(t, text), Corpus: c, Clusterer: a, Seed: 1, Bootstrap: stats.Bootstrap{Replicates: 20, Level: 0.95}}
	for _, name := range metrics {
		m, err := eval.Named(name)
		require.NoError(t, err)
		r.Measures = append(r.Measures, m)
	}
	out, err := r.Do(context.Background())
	require.NoError(t, err)
	var names []string
	for _, s := range out.Scores {
		names = append(names, s.Metric)
	}
	assert.Equal(t, r.Protocol.Names(r.Measures), names)
	return out
}

func score(t require.TestingT, out *Outcome, name string) float64 {
	for _, s := range out.Scores {
		if strings.HasPrefix(s.Metric, name+"/") {
			require.NotNil(t, s.Value, "%s: %s", name, s.Reason)
			return *s.Value
		}
	}
	require.Fail(t, "no score "+name)
	return 0
}

func TestByHand(t *testing.T) {
	c := days("AABAB", 1, 1, 2, 2, 3)
	none := corpus.None
	a := script{
		{0, 0, none, none, none},
		{0, 0, 1, 1, none}, // wrong: article 3 is of A
		{0, 0, 1, 0, 1},    // mended
	}
	out := run(t, "stream(window=2d)", c, a, "b3.f1", "vandongen", "clusters")

	// Windows: 0 1 | 0 1 2 3 | 2 3 4. In the second B-cubed has precision
	// (1+1+½+½)/4 and recall (⅔+⅔+1+⅓)/4, F1 12/17; the others are right.
	assert.Equal(t, []int{2, 4, 3}, out.Series.Articles)
	assert.Equal(t, []int{2, 2, 1}, out.Series.New)
	assert.InDelta(t, 12./17, *out.Series.Window["b3.f1"][1], 1e-6)
	assert.InDelta(t, (1+12./17+1)/3, score(t, out, "b3.f1"), 1e-6)
	assert.InDelta(t, (1+12./17+1)/3, score(t, out, "b3.f1.cumulative"), 1e-6)
	assert.InDelta(t, (1+2+2)/3., score(t, out, "clusters"), 1e-6)
	// The decisions are 0 0 1 1 1: precision (1+1+⅔+⅓+⅔)/5, recall (⅔+⅔+⅓+1+1)/5.
	assert.Equal(t, 1., score(t, out, "b3.f1.end"))
	assert.InDelta(t, 1-11./15, score(t, out, "b3.f1.regret"), 1e-9)
	// Van Dongen counts what is not common: 2·5 − 4 − 4; lower is better, and what was
	// lost is above 0 all the same.
	assert.InDelta(t, 2, score(t, out, "vandongen.regret"), 1e-9)
	// Known: none, then 0 and 1, unchanged, then 2 and 3, of which one moved: the
	// cluster of both came apart in halves.
	assert.InDelta(t, (0+1./2)/2, score(t, out, "churn"), 1e-9)
	assert.InDelta(t, (0+1./2)/2, score(t, out, "churn.regrouped"), 1e-9)
	assert.InDelta(t, (0+1)/2., score(t, out, "splits"), 1e-9)
	assert.InDelta(t, 0, score(t, out, "merges"), 1e-9)
	assert.Equal(t, []Changes{
		{Born: 1}, {Known: 2, Continued: 1, Born: 1}, {Known: 2, Renamed: 1, Regrouped: 1, Split: 1},
	}, out.Series.Changes)
	assert.Equal(t, corpus.Labels{0, 0, 1, 0, 1}, out.Labels)
	assert.Contains(t, strings.Join(out.Notes, "\n"), "only the days")

	// The first step ends a day after the beginning and counts no longer.
	out = run(t, "stream(warmup=2d,window=2d)", c, a, "b3.f1")
	assert.Equal(t, 1, out.Series.Warmup)
	assert.InDelta(t, (12./17+1)/2, score(t, out, "b3.f1"), 1e-6)
}

func TestIntervalsOfMeansOverWindows(t *testing.T) {
	// Each day brings an article of A and one of B, on some days in one cluster.
	of := func(n int) *Outcome {
		var on []int
		var s script
		labels := slices.Repeat(corpus.Labels{corpus.None}, 2*n)
		for i := range n {
			on = append(on, i, i)
			labels[2*i], labels[2*i+1] = 0, int32(min(i*i%7, 1))
			s = append(s, slices.Clone(labels))
		}
		c := days(strings.Repeat("AB", n), on...)
		return run(t, "stream(window=3d)", c, s, "b3.f1", "clusters")
	}
	got := of(40)
	assert.NotContains(t, strings.Join(got.Notes, "\n"), "no interval")
	var with []string
	for _, s := range got.Scores {
		name, _, _ := strings.Cut(s.Metric, "/")
		if s.Block == 0 {
			continue
		}
		with = append(with, name)
		assert.GreaterOrEqual(t, s.Block, 3, name)
		assert.LessOrEqual(t, s.Block, 13, name)
		assert.LessOrEqual(t, *s.Low, *s.Value, name)
		assert.GreaterOrEqual(t, *s.High, *s.Value, name)
		assert.Equal(t, 0.95, s.Level)
		if name == "b3.f1" {
			assert.Less(t, *s.Low, *s.High)
		}
	}
	assert.Equal(t, []string{"b3.f1", "clusters", "churn", "churn.regrouped", "merges", "splits"}, with)

	got = of(29)
	assert.Contains(t, strings.Join(got.Notes, "\n"), "no interval if they are of fewer than 30 steps: 10 windows, end to end")
	for _, s := range got.Scores {
		assert.Zero(t, s.Block)
		assert.Equal(t, strings.HasPrefix(s.Metric, "b3.f1.end"), s.Low != nil, s.Metric)
	}
}

func TestChanges(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5}
	known := []bool{true, true, true, true, true, false}
	for name, c := range map[string]struct {
		before, after corpus.Labels
		want          Changes
	}{
		"nothing": {corpus.Labels{0, 0, 0, 1, 1, -1}, corpus.Labels{0, 0, 0, 1, 1, 1}, Changes{Known: 5, Continued: 2}},
		"renamed": {corpus.Labels{0, 0, 0, 1, 1, -1}, corpus.Labels{7, 7, 7, 1, 1, 9}, Changes{Known: 5, Renamed: 3, Continued: 2, Born: 1}},
		"swapped": {corpus.Labels{0, 0, 0, 1, 1, -1}, corpus.Labels{1, 1, 1, 0, 0, 0}, Changes{Known: 5, Renamed: 5, Continued: 2}},
		"merged":  {corpus.Labels{0, 0, 0, 1, 1, -1}, corpus.Labels{0, 0, 0, 0, 0, 0}, Changes{Known: 5, Renamed: 2, Regrouped: 2, Merged: 2}},
		"split": {
			corpus.Labels{0, 0, 0, 0, 1, -1}, corpus.Labels{0, 0, 2, 2, 1, 1},
			Changes{Known: 5, Renamed: 2, Regrouped: 2, Continued: 1, Split: 1},
		},
		"shed": {
			corpus.Labels{0, 0, 0, 1, 1, -1}, corpus.Labels{0, 0, 2, 1, 1, 1},
			Changes{Known: 5, Renamed: 1, Regrouped: 1, Continued: 2},
		},
		"crumbled": {
			corpus.Labels{0, 0, 0, 0, 0, -1}, corpus.Labels{0, 1, 2, 3, 4, 5},
			Changes{Known: 5, Renamed: 4, Regrouped: 4, Dissolved: 1, Born: 1},
		},
		"noise": {
			corpus.Labels{-1, -1, 0, 0, 0, -1}, corpus.Labels{-1, 0, 0, 0, -1, -1},
			Changes{Known: 5, Renamed: 2, Regrouped: 2, Continued: 1, Merged: 2},
		},
	} {
		assert.Equal(t, c.want, changes(c.before, c.after, all, known), name)
	}
}

func TestInherit(t *testing.T) {
	for name, c := range map[string]struct{ before, found, want corpus.Labels }{
		"most in common, one to one": {corpus.Labels{5, 5, 7, 7}, corpus.Labels{0, 0, 0, 1}, corpus.Labels{5, 5, 5, 7}},
		"the larger part keeps it":   {corpus.Labels{5, 5, 5, -1}, corpus.Labels{0, 1, 1, 0}, corpus.Labels{9, 5, 5, 9}},
		"new ones":                   {corpus.Labels{5, -1, -1, -1}, corpus.Labels{0, 1, 1, 2}, corpus.Labels{5, 9, 9, 10}},
		"noise":                      {corpus.Labels{5, 5, -1, 6}, corpus.Labels{-1, 0, 0, -1}, corpus.Labels{-1, 5, 5, -1}},
		"optimal, not greedy":        {corpus.Labels{1, 1, 1, 2}, corpus.Labels{0, 0, 1, 0}, corpus.Labels{1, 1, 9, 1}},
	} {
		labels := slices.Clone(c.before)
		next := inherit(labels, []int{0, 1, 2, 3}, c.found.Canonical(), 9)
		assert.Equal(t, c.want, labels, name)
		assert.Equal(t, max(9, slices.Max(labels)+1), next, name)
	}
	labels := corpus.Labels{3, 3, 3}
	inherit(labels, []int{1, 2}, corpus.Labels{0, 1}, 4)
	assert.Equal(t, corpus.Labels{3, 3, 4}, labels, "what left the window keeps its id")
}

// first puts the first article that it is given apart from all others.
type first struct{}

func (first) Cluster(_ context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	labels := make(corpus.Labels, len(p.Articles))
	labels[0] = 1
	return labels, nil
}

func TestOrder(t *testing.T) {
	// {a|bc} and {b|ac} have an ARI of −½; equal ones 1.
	v := score(t, run(t, "stream(shuffle=20)", days("AAB", 1, 1, 1), first{}, "b3.f1"), "order.ari")
	assert.Greater(t, v, 0.)
	assert.Less(t, v, 1.5)
	assert.InDelta(t, 0, v*20/1.5-float64(int(v*20/1.5+0.5)), 1e-9)
	out := run(t, "stream(shuffle=3)", days("AAB", 1, 2, 3), first{}, "b3.f1")
	assert.Zero(t, score(t, out, "order.ari"))
	assert.Contains(t, strings.Join(out.Notes, "\n"), "no two articles have one time")
}

func TestShuffleTiesKeepsTheOrderOfTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := rapid.SliceOfN(rapid.IntRange(1, 4), 1, 12).Draw(t, "days")
		c := days(strings.Repeat("A", len(on)), on...)
		rank := shuffleTies(c.Articles, rapid.Permutation(slices.Collect(seq(len(on)))).Draw(t, "permutation"))
		assert.ElementsMatch(t, slices.Collect(seq(len(on))), rank)
		for i, r := range rank {
			assert.Equal(t, on[i], on[r], "an article takes the place of one of its time")
		}
	})
}

func seq(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestSteps(t *testing.T) {
	c := days("ABCDE", 4, 1, 3, 1, 9)
	steps, err := protocol(t, "stream(window=3d)").steps(c.Articles, nil)
	require.NoError(t, err)
	var batches, windows [][]int
	for _, s := range steps {
		batches, windows = append(batches, s.batch), append(windows, s.window)
	}
	assert.Equal(t, [][]int{{1, 3}, {2}, {0}, {4}}, batches, "by time, and days without articles are no steps")
	assert.Equal(t, [][]int{{1, 3}, {1, 2, 3}, {0, 2}, {4}}, windows, "in the order of the corpus")
	assert.Equal(t, time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC), steps[0].end)

	for text, want := range map[string]string{
		"stream(window=1h)":                 "at least as long as the step",
		"stream(step=0s)":                   "above 0",
		"stream(window=seven)":              "such as 7d",
		"stream(window=99999999999999d)":    "at most 36525 days",
		"stream(shuffle=-1)":                "at least 0",
		"streams":                           "did you mean stream?",
		"stream(windows=7d)":                "did you mean window?",
		"stream(window=7d)/stream(step=1h)": "takes no protocol",
	} {
		_, err := Parse(text)
		assert.ErrorContains(t, err, want, text)
	}
	_, err = protocol(t, "stream(warmup=30d)").steps(c.Articles, nil)
	assert.ErrorContains(t, err, "the warm-up of 30d is longer than the 9d")
	c.Articles[2].Published = corpus.Moment{}
	assert.ErrorContains(t, protocol(t, "stream").Ready(c.Articles), `1 of 5 articles have no time (the first is "2")`)
	assert.Equal(t, "stream(window=7d)", protocol(t, "stream").String())
	assert.Equal(t, "stream(step=1d12h,window=14d)", protocol(t, "stream(window=336h,step=36h,warmup=0d,shuffle=4)").Name())
}

func TestDurations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Duration(time.Duration(rapid.IntRange(0, 1e8).Draw(t, "seconds")) * time.Second)
		var got Duration
		require.NoError(t, got.UnmarshalText([]byte(want.String())))
		assert.Equal(t, want, got)
	})
	for _, text := range []string{"", "7", "d", "1h1d", "-1d", "1.5d"} {
		assert.Error(t, new(Duration).UnmarshalText([]byte(text)), text)
	}
}

func TestMeasure(t *testing.T) {
	p := protocol(t, "stream(step=1h,window=6h)")
	m, err := eval.Named("nmi")
	require.NoError(t, err)
	for _, name := range p.Names([]eval.Measure{m}) {
		s, err := spec.Parse(name)
		require.NoError(t, err)
		got, err := Measure(s)
		require.NoError(t, err, name)
		assert.Equal(t, name, got.Spec.String(), "names parse and print back")
	}
	for text, want := range map[string]string{
		"b3.f/stream":               "did you mean b3.f1?",
		"b3.f1/streem":              "did you mean stream?",
		"rouge2.r/stream(step=1h)":  "metric",
		"churn.end/stream(step=1h)": "metric",
		"b3.f1":                     "names no protocol",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		_, err = Measure(s)
		assert.ErrorContains(t, err, want, text)
	}
}

func clusterer(t require.TestingT, text string) algorithms.Clusterer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	_, c, _, err := all.Parse(s)
	require.NoError(t, err)
	return c
}

var some = []string{"singlepass", "agglomerative(distance=0.8)", "kmeans(k=gold)", "minhash(threshold=0.3)", "by(day)"}

// words is a corpus of random words, in which stories share some.
func words(t *rapid.T) *corpus.Corpus {
	on := rapid.SliceOfN(rapid.IntRange(1, 8), 2, 16).Draw(t, "days")
	stories := rapid.StringOfN(rapid.RuneFrom([]rune("ABC")), len(on), len(on), -1).Draw(t, "stories")
	c := days(stories, on...)
	for i := range c.Articles {
		words := rapid.SampledFrom([]string{"harbour", "bridge", "storm", "vote", "goal"})
		c.Articles[i].Text = strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, "words"), " ")
	}
	return c
}

// A stream of one step is the whole corpus.
func TestOneWindowIsTheWholeCorpus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := words(t)
		text := rapid.SampledFrom(some).Draw(t, "algorithm")
		out := run(t, "stream(step=30000d,window=30000d)", c, clusterer(t, text), "b3.f1", "ari", "vi")
		a := clusterer(t, text)
		p := &algorithms.Problem{Articles: c.Blind(), Seed: 1}
		w := &windowed{clusterer: a, gold: c.Gold()}
		labels, err := w.cluster(context.Background(), p, slices.Collect(seq(len(c.Articles))))
		require.NoError(t, err)
		for _, name := range []string{"b3.f1", "ari", "vi"} {
			want, err := eval.Score(c.Gold(), labels, name)
			require.NoError(t, err)
			for _, reading := range []string{"", cumulative, atEnd} {
				assert.InDelta(t, want.Value, score(t, out, name+reading), 1e-6, "%s%s", name, reading)
			}
			assert.Zero(t, score(t, out, name+regret))
		}
	})
}

// What is said at a step does not depend on what comes later; a single pass never
// takes anything back.
func TestNothingIsKnownBeforehand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := words(t)
		text := rapid.SampledFrom(some).Draw(t, "algorithm")
		said := func(c *corpus.Corpus) (list []corpus.Labels) {
			r := Run{Protocol: protocol(t, "stream(window=3d)"), Corpus: c, Clusterer: clusterer(t, text), Seed: 1}
			steps, err := r.Protocol.steps(c.Articles, nil)
			require.NoError(t, err)
			require.NoError(t, r.play(context.Background(), steps, &Outcome{}, func(_ context.Context, _ int, l corpus.Labels) error {
				list = append(list, slices.Clone(l))
				return nil
			}))
			return list
		}
		whole := said(c)
		until := rapid.IntRange(1, 8).Draw(t, "until")
		part := *c
		part.Articles = nil
		var at []int
		for i, a := range c.Articles {
			if a.Published.Time.Day() <= until {
				part.Articles, at = append(part.Articles, a), append(at, i)
			}
		}
		if len(at) == 0 {
			return
		}
		for n, labels := range said(&part) {
			for k, i := range at {
				assert.Equal(t, whole[n][i], labels[k], "%s: article %d after step %d", text, i, n)
			}
		}
		if text == "singlepass" {
			out := run(t, "stream(window=3d)", c, clusterer(t, text), "b3.f1")
			assert.Zero(t, score(t, out, "b3.f1.regret"))
			for _, change := range out.Series.Changes {
				assert.Zero(t, change.Renamed+change.Regrouped+change.Merged+change.Split+change.Dissolved)
			}
		}
	})
}

func TestFaults(t *testing.T) {
	c := days("AB", 1, 2)
	r := Run{Protocol: protocol(t, "stream"), Corpus: c, Clusterer: script{{0, -1}}}
	_, err := r.Do(t.Context())
	assert.ErrorContains(t, err, "no labels after batch 2 of 2")
	r.Clusterer = script{{0, -1}, {0, 0}, {0, 0}}
	_, err = r.Do(t.Context())
	assert.ErrorContains(t, err, "after batch 3 of 2")
	r.Clusterer = clusterer(t, "singlepass(space=lsa)")
	_, err = r.Do(t.Context())
	assert.ErrorContains(t, err, "lsa is fitted on all articles at once")
}
