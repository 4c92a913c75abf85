package gate

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// A town is where simulated stories come from: the sizes of stories of 1 to 19
// articles.
type town []int

func newTown(stories int, seed uint64) town {
	random := rand.New(rand.NewPCG(seed, 1))
	sizes := make(town, stories)
	for s := range sizes {
		sizes[s] = 1 + random.IntN(10) + random.IntN(10)
	}
	return sizes
}

func (w town) gold() corpus.Labels {
	var gold corpus.Labels
	for s, size := range w {
		gold = append(gold, slices.Repeat(corpus.Labels{int32(s)}, size)...)
	}
	return gold
}

// A clusterer makes errors: it splits stories, and sends an article or two of some
// into the cluster of another, with these probabilities. A share of its errors is
// the same in each of its versions: what is hard is hard for all.
type clusterer struct {
	splits, strays, shared float64
}

// version clusters a town. Versions with the same seed are equal.
func (y clusterer) version(w town, seed uint64) corpus.Labels {
	own, common := rand.New(rand.NewPCG(seed, 2)), rand.New(rand.NewPCG(99, 3))
	var pred corpus.Labels
	for s, size := range w {
		random := own
		if common.Float64() < y.shared {
			random = rand.New(rand.NewPCG(99, uint64(s+10)))
		}
		split := size
		if random.Float64() < y.splits {
			split = 1 + random.IntN(size)
		}
		strays, host := 0, int32(2*random.IntN(len(w)))
		if size > 3 && random.Float64() < y.strays {
			strays = 1 + random.IntN(2)
		}
		for i := range size {
			switch {
			case i < strays:
				pred = append(pred, host)
			case i >= split:
				pred = append(pred, int32(2*s+1))
			default:
				pred = append(pred, int32(2*s))
			}
		}
	}
	return pred
}

func measures(t testing.TB, names ...string) []eval.Measure {
	list, err := all.Named(names...)
	require.NoError(t, err)
	return list
}

// meet tests the clustering found against the one that was: a test a measure.
func meet(t testing.TB, judge tester, list []eval.Measure, margins []float64, gold, old, found corpus.Labels) []Test {
	c, err := eval.NewCase(t.Context(), gold, old, nil)
	require.NoError(t, err)
	d, err := eval.NewCase(t.Context(), gold, found, nil)
	require.NoError(t, err)
	before, err := values([]*eval.Case{c}, list)
	require.NoError(t, err)
	after, err := values([]*eval.Case{d}, list)
	require.NoError(t, err)
	var tests []Test
	for m := range list {
		one, err := judge.test(t.Context(), list[m], margins[m], before[m], after[m])
		require.NoError(t, err)
		tests = append(tests, one)
	}
	return tests
}

// Two versions of a clusterer that are equally good, with errors of their own or
// with half of them in common: at most one gate of 20 fails, however small its
// margins are. Each gate is of three metrics.
func TestFalseFailures(t *testing.T) {
	testfiles.Long(t, "a simulation")
	list := measures(t, Metrics()...)
	const runs = 1000
	for name, setting := range map[string]struct {
		stories int
		y       clusterer
		margin  float64
	}{
		"errors of their own":          {60, clusterer{.33, .33, 0}, 0.001},
		"half of the errors in common": {60, clusterer{.33, .33, .5}, 0.001},
		"few stories":                  {25, clusterer{.33, .33, .5}, 0.001},
	} {
		verdicts := map[Verdict]*atomic.Int64{Pass: {}, Warn: {}, Fail: {}, Inconclusive: {}}
		judge := tester{alpha: Alpha / float64(len(list)), power: Power, replicates: 400, workers: 1}
		require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
			w := newTown(setting.stories, uint64(r))
			gate := Pass
			judge := judge
			judge.seed = uint64(r)
			for _, one := range meet(t, judge, list, slices.Repeat([]float64{setting.margin}, len(list)),
				w.gold(), setting.y.version(w, uint64(r)), setting.y.version(w, uint64(r+runs))) {
				gate = worse(gate, one.Verdict)
			}
			verdicts[gate].Add(1)
		}))
		t.Logf("%s: pass %d, warn %d, inconclusive %d, fail %d", name, verdicts[Pass].Load(), verdicts[Warn].Load(),
			verdicts[Inconclusive].Load(), verdicts[Fail].Load())
		assert.LessOrEqual(t, verdicts[Fail].Load(), int64(runs/20), name)
	}
}

// A version that splits more stories loses the margin on average: it fails as often
// as the power that is stated for losses of the detectable size.
func TestPower(t *testing.T) {
	testfiles.Long(t, "a simulation")
	list := measures(t, "b3.r")
	const runs, stories = 1000, 150
	before, after := clusterer{.2, .2, .5}, clusterer{.35, .2, .5}
	loss := 0.0
	for r := range runs {
		w := newTown(stories, uint64(r))
		old, err := eval.Score(w.gold(), before.version(w, uint64(r)), "b3.r")
		require.NoError(t, err)
		found, err := eval.Score(w.gold(), after.version(w, uint64(r+runs)), "b3.r")
		require.NoError(t, err)
		loss += (old.Value - found.Value) / runs
	}
	judge := tester{alpha: Alpha, power: Power, replicates: 400, workers: 1}
	var failed, passed atomic.Int64
	detectable := make([]float64, runs)
	require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
		w := newTown(stories, uint64(r))
		one := meet(t, judge, list, []float64{loss}, w.gold(), before.version(w, uint64(r)), after.version(w, uint64(r+runs)))[0]
		detectable[r] = *one.Detectable
		switch one.Verdict {
		case Fail:
			failed.Add(1)
		case Pass:
			passed.Add(1)
		}
	}))
	slices.Sort(detectable)
	t.Logf("true loss and margin %.4f, median detectable loss %.4f: %d failed, %d passed", loss, detectable[runs/2], failed.Load(),
		passed.Load())
	assert.GreaterOrEqual(t, float64(failed.Load())/runs, Power)
	assert.LessOrEqual(t, float64(passed.Load())/runs, Alpha)
}
