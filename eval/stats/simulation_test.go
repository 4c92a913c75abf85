package stats

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// A town is where simulated stories come from: their sizes are those of messy.
// A clusterer splits every third story, and sends one or two articles of every
// third into the cluster of another story.
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

// clustered is one run of the clusterer. Cluster 2s is the main part of story s,
// 2s+1 the part split off.
func (w town) clustered(seed uint64) corpus.Labels {
	random := rand.New(rand.NewPCG(seed, 2))
	var pred corpus.Labels
	for s, size := range w {
		split := size
		if random.IntN(3) == 0 {
			split = 1 + random.IntN(size)
		}
		strays, host := 0, int32(2*random.IntN(len(w)))
		if size > 3 && random.IntN(3) == 0 {
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

func measured(t testing.TB, gold, pred corpus.Labels, names []string) []eval.Terms {
	c, err := eval.NewCase(context.Background(), gold, pred, nil)
	require.NoError(t, err)
	list := make([]eval.Terms, len(names))
	for i, name := range names {
		v, err := measure(t, name).Scorer.Score(c)
		require.NoError(t, err)
		list[i] = v.Terms.ForResampling()
	}
	return list
}

// coverage is how often the intervals of runs hold the true values, by method and
// metric.
func coverage(t *testing.T, runs int, truth []float64, draw func(r int) []eval.Terms) map[string][]float64 {
	methods := []string{Percentile, BCa}
	hits := make([]atomic.Int64, len(methods)*len(truth))
	require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
		drawn := draw(r)
		for at, method := range methods {
			b := Bootstrap{Replicates: 1000, Level: 0.95, Seed: uint64(r), Workers: 1, Method: method}
			list, err := b.Intervals(context.Background(), drawn)
			assert.NoError(t, err)
			for v, i := range list {
				if i.Low <= truth[v] && truth[v] <= i.High {
					hits[at*len(truth)+v].Add(1)
				}
			}
		}
	}))
	share := map[string][]float64{}
	for at, method := range methods {
		for v := range truth {
			share[method] = append(share[method], float64(hits[at*len(truth)+v].Load())/float64(runs))
		}
	}
	return share
}

func assertCovers(t *testing.T, names []string, share map[string][]float64) {
	for method, list := range share {
		for v, covered := range list {
			t.Logf("%s of %s covers %.3f", method, names[v], covered)
			assert.True(t, covered >= 0.93 && covered <= 0.97, "%s of %s covers %.3f", method, names[v], covered)
		}
	}
}

func values(list []eval.Terms) []float64 {
	out := make([]float64, len(list))
	for i, terms := range list {
		out[i] = terms.Value().Value
	}
	return out
}

// 200 stories are drawn of 5,000 whose rows are known; the truth is the value of
// all.
func TestCoverage(t *testing.T) {
	testfiles.Long(t, "a simulation")
	names := []string{"b3.f1", "ari", "purity", "b3.p", "inverse_purity"}
	all := newTown(5000, 1)
	population := measured(t, all.gold(), all.clustered(1), names)
	share := coverage(t, 1200, values(population), func(r int) []eval.Terms {
		drawn := rand.New(rand.NewPCG(uint64(r), 3)).Perm(len(all))[:200]
		sample := make([]eval.Terms, len(names))
		for v, terms := range population {
			sample[v].Combine = terms.Combine
			for _, column := range terms.Columns {
				sample[v].Columns = append(sample[v].Columns, corpus.Pick(column, drawn))
			}
		}
		return sample
	})
	assertCovers(t, names, share)
}

// Gold is there for 200 stories of 5,000; the articles of the others are foreign
// in the found clusters.
func TestCoverageOfSampledGold(t *testing.T) {
	testfiles.Long(t, "a simulation")
	names := []string{"b3.f1", "ari"}
	all := newTown(5000, 1)
	gold, pred := all.gold(), all.clustered(1)
	truth := values(measured(t, gold, pred, names))
	share := coverage(t, 1000, truth, func(r int) []eval.Terms {
		place := make([]int32, len(all)) // of the drawn stories, from 1
		for at, s := range rand.New(rand.NewPCG(uint64(r), 4)).Perm(len(all))[:200] {
			place[s] = int32(at + 1)
		}
		labelled := make(corpus.Labels, len(gold))
		for i, g := range gold {
			labelled[i] = place[g] - 1
		}
		return measured(t, labelled, pred, names)
	})
	assertCovers(t, names, share)
}

// Stories and errors are new in each run; the truth is the mean over the runs.
func TestCoverageOnNewStories(t *testing.T) {
	testfiles.Long(t, "a simulation")
	names := []string{"b3.f1", "b3.p", "b3.r", "ecs", "ari", "nmi", "purity", "inverse_purity"}
	const runs = 1000
	draw := func(r int) []eval.Terms {
		w := newTown(200, uint64(r+10))
		return measured(t, w.gold(), w.clustered(uint64(r+10)), names)
	}
	truth := make([]float64, len(names))
	for r := range runs {
		for v, x := range values(draw(r)) {
			truth[v] += x / runs
		}
	}
	assertCovers(t, names, coverage(t, runs, truth, draw))
}

// falsePositives is the share of runs in which two systems that are alike differ
// at 5 %, by metric.
func falsePositives(t *testing.T, runs, metrics int, draw func(r int) (a, b []eval.Terms)) []float64 {
	found := make([]atomic.Int64, metrics)
	require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
		a, b := draw(r)
		for v := range a {
			c, err := Paired{Flips: 1000, Level: 0.95, Seed: uint64(r), Workers: 1}.Compare(context.Background(), a[v], b[v])
			assert.NoError(t, err)
			if c.P <= 0.05 {
				found[v].Add(1)
			}
		}
	}))
	share := make([]float64, metrics)
	for v := range found {
		share[v] = float64(found[v].Load()) / float64(runs)
	}
	return share
}

// exchange returns copies of columns in which the terms of the chosen stories are exchanged.
func exchange(chosen []bool, a, b [][]float64) (x, y [][]float64) {
	for k := range a {
		x, y = append(x, slices.Clone(a[k])), append(y, slices.Clone(b[k]))
		for s, yes := range chosen {
			if yes {
				x[k][s], y[k][s] = b[k][s], a[k][s]
			}
		}
	}
	return x, y
}

// Two systems whose results are exchanged at random on each story.
func TestFalsePositivesOfExchangedStories(t *testing.T) {
	testfiles.Long(t, "a simulation")
	names := []string{"b3.f1", "b3.p", "ari", "purity", "nmi"}
	for _, stories := range []int{12, 100} {
		share := falsePositives(t, 2000, len(names), func(r int) (a, b []eval.Terms) {
			w := newTown(stories, uint64(r))
			random := rand.New(rand.NewPCG(uint64(r), 5))
			a = measured(t, w.gold(), w.clustered(uint64(r)), names)
			b = measured(t, w.gold(), w.clustered(uint64(r+1_000_000)), names)
			exchanged := make([]bool, len(w))
			for s := range exchanged {
				exchanged[s] = random.IntN(2) == 0
			}
			for v := range a { // metrics share columns
				a[v].Columns, b[v].Columns = exchange(exchanged, a[v].Columns, b[v].Columns)
			}
			return a, b
		})
		for v, name := range names {
			t.Logf("%s on %d stories: %.3f", name, stories, share[v])
			assert.LessOrEqual(t, share[v], 0.06, "%s on %d stories", name, stories)
		}
	}
}

// Two runs of the same clusterer, whose errors are its own each time.
func TestFalsePositivesOfTwoRuns(t *testing.T) {
	testfiles.Long(t, "a simulation")
	names := []string{"b3.f1", "b3.p", "b3.r", "ecs", "ari", "pair.p", "nmi", "homogeneity", "muc.p", "lea.p", "purity"}
	share := falsePositives(t, 1500, len(names), func(r int) (a, b []eval.Terms) {
		w := newTown(100, uint64(r))
		a = measured(t, w.gold(), w.clustered(uint64(r)), names)
		b = measured(t, w.gold(), w.clustered(uint64(r+1_000_000)), names)
		return a, b
	})
	for v, name := range names {
		t.Logf("%s: %.3f", name, share[v])
		assert.LessOrEqual(t, share[v], 0.06, name)
	}
}
