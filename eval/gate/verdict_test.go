package gate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// The margin is 0.02 and alpha 0.05, so that with standard error s losses of
// (1.645 + 0.842) s are detected.
func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		low, gain, high, p, standardError float64
		want                              Verdict
	}{
		"better":                              {0.01, 0.02, 0.03, 1, 0.006, Pass},
		"as good":                             {-0.01, 0, 0.01, 0.5, 0.006, Pass},
		"exactly the margin":                  {-0.02, -0.01, 0, 0.1, 0.006, Pass},
		"worse within the margin":             {-0.018, -0.01, -0.002, 0.01, 0.005, Warn},
		"worse, perhaps over the margin":      {-0.03, -0.015, -0.002, 0.01, 0.008, Fail},
		"worse by far":                        {-0.3, -0.2, -0.1, 0.0001, 0.06, Fail},
		"perhaps worse, but power enough":     {-0.021, -0.009, 0.003, 0.1, 0.0073, Warn},
		"too little power":                    {-0.1, -0.01, 0.08, 0.4, 0.05, Inconclusive},
		"too little power, though it is more": {-0.05, 0.02, 0.09, 0.6, 0.04, Inconclusive},
		"few stories, all of them worse":      {-0.03, -0.02, -0.01, 0.0625, 0.01, Inconclusive},
	} {
		one := Test{Margin: 0.02, Gain: &c.gain, Low: &c.low, High: &c.high, P: &c.p, Stories: 50, Differ: 4}
		tester{alpha: Alpha, power: Power}.judge(&one, c.standardError)
		assert.Equal(t, c.want, one.Verdict, "%s: %s", name, one.Reason)
		assert.NotEmpty(t, one.Reason, name)
		assert.InDelta(t, 2.4865*c.standardError, *one.Detectable, 1e-4, name)
	}
}

// Four times the stories halve the detectable loss.
func TestNeeded(t *testing.T) {
	low, gain, high, p := -0.1, -0.01, 0.08, 0.4
	one := Test{Margin: 0.02, Gain: &gain, Low: &low, High: &high, P: &p, Stories: 50}
	tester{alpha: Alpha, power: Power}.judge(&one, 0.02/2.4865*2)
	assert.InDelta(t, 200, one.Needed, 1)
}

// A system that is equal to its baseline passes, on any corpus and under any metric.
func TestEqualLabelsPass(t *testing.T) {
	list := measures(t, "b3.f1", "b3.p", "b3.r", "ari", "ami", "nmi", "v", "ecs", "purity", "pair.f1", "muc.f1", "lea.f1", "gmd",
		"vi", "clusters.ratio")
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(r, "articles")
		gold := rapid.SliceOfN(rapid.Int32Range(-1, 6), n, n).Draw(r, "gold")
		gold[0] = 0
		pred := rapid.SliceOfN(rapid.Int32Range(-1, 6), n, n).Draw(r, "pred")
		renamed := make(corpus.Labels, n)
		for i, g := range pred {
			renamed[i] = g
			if g >= 0 {
				renamed[i] = 9 - g
			}
		}
		judge := tester{alpha: Alpha, power: Power, replicates: 50, workers: 1}
		margins := make([]float64, len(list))
		for m := range margins {
			margins[m] = 1e-9
		}
		for _, one := range meet(t, judge, list, margins, gold, pred, renamed) {
			assert.Equal(r, Pass, one.Verdict, "%s: %s", one.Metric, one.Reason)
		}
	})
}

// With every story split in two, b3.r falls from 1 to about a half: by all metrics
// where less is better, the gain is a loss, too.
func TestDirections(t *testing.T) {
	var gold, whole, halves corpus.Labels
	for s := range int32(30) {
		for i := range int32(4) {
			gold, whole, halves = append(gold, s), append(whole, s), append(halves, 2*s+i/2)
		}
	}
	list := measures(t, "b3.r", "vi", "gmd", "clusters.ratio", "ari")
	judge := tester{alpha: Alpha, power: Power, replicates: 500, workers: 1}
	margins := []float64{.02, .02, .02, .02, .02}
	for _, one := range meet(t, judge, list, margins, gold, whole, halves) {
		assert.Negative(t, *one.Gain, one.Metric)
		assert.Equal(t, Fail, one.Verdict, "%s: %s", one.Metric, one.Reason)
	}
	for _, one := range meet(t, judge, list, margins, gold, halves, whole) {
		assert.Positive(t, *one.Gain, one.Metric)
		assert.Equal(t, Pass, one.Verdict, "%s: %s", one.Metric, one.Reason)
	}
	b3r := meet(t, judge, list[:1], margins, gold, whole, halves)[0]
	assert.InDelta(t, -0.5, *b3r.Gain, 1e-12)
	assert.Equal(t, 30, b3r.Differ)
}

// b3.p shares its rows with b3.r, and does not see splits.
func TestDifferingHeedsTheMetricAlone(t *testing.T) {
	gold := corpus.Labels{0, 0, 0, 1, 1, 2}
	judge := tester{alpha: Alpha, power: Power, replicates: 100, workers: 1}
	tests := meet(t, judge, measures(t, "b3.p", "b3.r"), []float64{.02, .02}, gold, gold, corpus.Labels{0, 0, 3, 1, 1, 2})
	assert.Equal(t, 0, tests[0].Differ)
	assert.Equal(t, Pass, tests[0].Verdict)
	assert.Equal(t, 1, tests[1].Differ)
}

// The mean of several runs is gated: the value is the mean of theirs, and their
// noise shrinks.
func TestRunsAreOneSystem(t *testing.T) {
	w := newTown(80, 1)
	y := clusterer{.3, .3, .5}
	m := measures(t, "b3.f1")
	var old, found []eval.Value
	for seed := range uint64(5) {
		for side, into := range []*[]eval.Value{&old, &found} {
			k, err := eval.NewCase(t.Context(), w.gold(), y.version(w, seed+100*uint64(side)), nil)
			require.NoError(t, err)
			v, err := m[0].Score(k)
			require.NoError(t, err)
			*into = append(*into, v)
		}
	}
	judge := tester{alpha: Alpha, power: Power, replicates: 500, workers: 1}
	one, err := judge.test(t.Context(), m[0], .02, old[:1], found[:1])
	require.NoError(t, err)
	five, err := judge.test(t.Context(), m[0], .02, old, found)
	require.NoError(t, err)
	sum := 0.0
	for _, v := range old {
		sum += v.Value / 5
	}
	assert.InDelta(t, sum, *five.Old, 1e-12)
	assert.InDelta(t, *five.New-*five.Old, *five.Gain, 1e-12)
	assert.Less(t, *five.Detectable, *one.Detectable/1.7)
}

func TestUndefined(t *testing.T) {
	judge := tester{alpha: Alpha, power: Power, replicates: 100}
	m := measures(t, "b3.f1")[0]
	k, err := eval.NewCase(t.Context(), corpus.Labels{0, 0, 1}, corpus.Labels{0, 0, 1}, nil)
	require.NoError(t, err)
	v, err := m.Score(k)
	require.NoError(t, err)
	none := eval.Value{Value: math.NaN(), Reason: "for want of it"}
	for _, c := range []struct {
		old, found eval.Value
		want       Verdict
	}{{v, none, Fail}, {none, v, Pass}, {none, none, Pass}} {
		one, err := judge.test(t.Context(), m, .02, []eval.Value{c.old}, []eval.Value{c.found})
		require.NoError(t, err)
		assert.Equal(t, c.want, one.Verdict)
		assert.Contains(t, one.Reason, "for want of it")
	}
}

func TestTestable(t *testing.T) {
	rows := eval.Terms{Columns: [][]float64{{1}}, Combine: func(s []float64) float64 { return s[0] }}.Value()
	assert.NoError(t, testable(measures(t, "b3.f1")[0], rows))
	assert.ErrorContains(t, testable(measures(t, "clusters")[0], rows), "only describes")
	assert.ErrorContains(t, testable(measures(t, "dunn")[0], eval.Value{Value: 1}), "no sum over stories")
	judge := tester{alpha: Alpha, power: Power}
	_, err := judge.test(t.Context(), measures(t, "dunn")[0], .02, []eval.Value{{Value: 1}}, []eval.Value{{Value: 1}})
	assert.Error(t, err)
}

// Three standard deviations, and no less than the floor, which is relative where a
// metric has no bounds.
func TestMarginOf(t *testing.T) {
	list := measures(t, "b3.f1", "gmd", "clusters.ratio")
	assert.Equal(t, 0.02, marginOf(list[0], 0.8, 0.001, Floor))
	assert.Equal(t, 0.03, marginOf(list[0], 0.8, 0.01, Floor))
	assert.Equal(t, 3.0, marginOf(list[1], 150, 0.5, Floor))
	assert.Equal(t, 0.02, marginOf(list[2], 0.5, 0, Floor))
}

func BenchmarkTest(b *testing.B) {
	for _, stories := range []int{40, 1000} {
		w := newTown(stories, 1)
		y := clusterer{.3, .3, .5}
		list := measures(b, "b3.f1")
		judge := tester{alpha: Alpha, power: Power, replicates: replicates}
		old, found, gold := y.version(w, 1), y.version(w, 2), w.gold()
		b.Run("stories="+map[int]string{40: "40", 1000: "1000"}[stories], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				meet(b, judge, list, []float64{.02}, gold, old, found)
			}
		})
	}
}

// Permuting the articles of a case changes no verdict.
func TestOrderOfArticles(t *testing.T) {
	w := newTown(40, 3)
	y := clusterer{.3, .3, .5}
	gold, old, found := w.gold(), y.version(w, 1), y.version(w, 2)
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(gold))
	mixed := [3]corpus.Labels{}
	for side, labels := range []corpus.Labels{gold, old, found} {
		for _, i := range order {
			mixed[side] = append(mixed[side], labels[i])
		}
	}
	judge := tester{alpha: Alpha, power: Power, replicates: 500}
	a := meet(t, judge, measures(t, "b3.f1"), []float64{.02}, gold, old, found)[0]
	b := meet(t, judge, measures(t, "b3.f1"), []float64{.02}, mixed[0], mixed[1], mixed[2])[0]
	assert.InDelta(t, *a.Low, *b.Low, 1e-9)
	assert.Equal(t, a.Verdict, b.Verdict)
}

// One story has no interval, and a value of 0 that should be near 1 no goodness.
func TestNoInterval(t *testing.T) {
	judge := tester{alpha: Alpha, power: Power, replicates: 100}
	one := meet(t, judge, measures(t, "b3.r"), []float64{.02}, corpus.Labels{0, 0, 0, 0}, corpus.Labels{0, 0, 0, 0},
		corpus.Labels{0, 0, 1, 1})[0]
	assert.Equal(t, Inconclusive, one.Verdict)
	assert.Equal(t, "no interval can be made of 1 stories", one.Reason)
	assert.InDelta(t, -0.5, *one.Gain, 1e-12)
	assert.Nil(t, one.Low)
}
