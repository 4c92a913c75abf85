package topic

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

// dmmReference is what testdata/make_dmm.py writes.
type dmmReference struct {
	States []struct {
		Words       [][]int32
		Labels      []int32
		Size, K     int
		Alpha, Beta float64
		Chances     [][]float64
	}
	Run struct {
		Words              [][]int32
		K, Iterations      int
		Clusters, Together [2]float64 // mean and standard deviation of 20 seeds
	}
}

func readDMM(t *testing.T) (r dmmReference) {
	data, err := os.ReadFile("testdata/dmm.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &r))
	return r
}

// shares returns the chances of every cluster for article i.
func (x *mixture) shares(i int) []float64 {
	unused := x.weigh(i)
	logs := slices.Repeat([]float64{unused - math.Log(float64(max(1, x.k-x.used)))}, x.k)
	for _, z := range x.order[:x.used] {
		logs[z] = x.chances[z]
	}
	most, sum := slices.Max(logs), 0.0
	for z := range logs {
		logs[z] = math.Exp(logs[z] - most)
		sum += logs[z]
	}
	for z := range logs {
		logs[z] /= sum
	}
	return logs
}

func TestDMMChances(t *testing.T) {
	for _, s := range readDMM(t).States {
		x := newMixture(s.Words, s.Size, s.K, s.Alpha, s.Beta)
		for i, z := range s.Labels {
			x.add(i, z)
		}
		for i, z := range s.Labels {
			x.remove(i)
			assert.InDeltaSlice(t, s.Chances[i], x.shares(i), 1e-12)
			x.add(i, z)
		}
	}
}

// Twenty runs leave as many clusters, and keep subjects together as often, as twenty of the reference.
func TestDMMRuns(t *testing.T) {
	run := readDMM(t).Run
	var left, together [20]float64
	for seed := range left {
		x, rng := newMixture(run.Words, 120, run.K, 0.1, 0.1), rand.New(rand.NewPCG(uint64(seed), 9))
		for i := range run.Words {
			x.add(i, int32(rng.IntN(run.K)))
		}
		for range run.Iterations {
			require.NoError(t, x.sweep(t.Context(), rng))
		}
		left[seed] = float64(x.used)
		pairs := 0.
		for i, a := range x.labels {
			for j := i % 12; j < i; j += 12 {
				pairs++
				if a == x.labels[j] {
					together[seed]++
				}
			}
		}
		together[seed] /= pairs
	}
	for name, c := range map[string]struct {
		got  [20]float64
		want [2]float64
	}{"clusters": {left, run.Clusters}, "together": {together, run.Together}} {
		mean := 0.0
		for _, v := range c.got {
			mean += v / 20
		}
		assert.InDelta(t, c.want[0], mean, 4*c.want[1]*math.Sqrt(2./20), name)
	}
}

// The states of a long chain are as frequent as the joint distribution (equation 2 of the paper) says.
func TestDMMStates(t *testing.T) {
	words, k, alpha, beta := [][]int32{{0, 0, 1}, {0, 2}, {}, {1, 2, 2}, {3}}, 3, 0.7, 0.4
	want, sum := map[[5]int32]float64{}, 0.0
	for state := range 81 {
		labels := [5]int32{int32(state % 3), int32(state / 3 % 3), corpus.None, int32(state / 9 % 3), int32(state / 27)}
		p, sizes, counts, totals := 0.0, [3]float64{}, [3][4]float64{}, [3]float64{}
		for i, z := range labels {
			for _, w := range words[i] {
				counts[z][w]++
				totals[z]++
			}
			if z >= 0 {
				sizes[z]++
			}
		}
		for z := range k {
			p += lgamma(sizes[z]+alpha) - lgamma(totals[z]+4*beta)
			for _, n := range counts[z] {
				p += lgamma(n + beta)
			}
			p += lgamma(4*beta) - 4*lgamma(beta)
		}
		want[labels] = math.Exp(p)
		sum += math.Exp(p)
	}
	const sweeps = 400_000
	got, x, rng := map[[5]int32]float64{}, newMixture(words, 4, k, alpha, beta), rand.New(rand.NewPCG(8, 8))
	for i := range words {
		x.add(i, 0)
	}
	for range sweeps {
		require.NoError(t, x.sweep(t.Context(), rng))
		got[[5]int32(x.labels)] += 1. / sweeps
	}
	for labels, p := range want {
		assert.InDelta(t, p/sum, got[labels], 0.003, "%v", labels)
	}
}

// Counts are those of the labels, whatever was moved.
func TestDMMCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vocabulary, k := rapid.IntRange(1, 9).Draw(t, "vocabulary"), rapid.IntRange(1, 9).Draw(t, "k")
		words := rapid.SliceOfN(rapid.SliceOfN(rapid.Int32Range(0, int32(vocabulary-1)), 0, 8), 1, 12).Draw(t, "words")
		x, rng := newMixture(words, vocabulary, k, 0.1, 0.1), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for i := range words {
			x.add(i, int32(rng.IntN(k)))
		}
		for range rapid.IntRange(0, 4).Draw(t, "sweeps") {
			require.NoError(t, x.sweep(context.Background(), rng))
		}
		fresh := newMixture(words, vocabulary, k, 0.1, 0.1)
		for i, z := range x.labels {
			require.Equal(t, len(words[i]) == 0, z == corpus.None)
			fresh.add(i, max(z, 0))
		}
		assert.Equal(t, fresh.sizes, x.sizes)
		assert.Equal(t, fresh.totals, x.totals)
		for w, list := range x.holders {
			assert.ElementsMatch(t, fresh.holders[w], list)
		}
		assert.ElementsMatch(t, fresh.order[:fresh.used], x.order[:x.used])
		for z, at := range x.at {
			assert.EqualValues(t, z, x.order[at])
		}
	})
}

func TestDMMEdges(t *testing.T) {
	run := func(text string, titles ...string) corpus.Labels {
		p := &algorithms.Problem{Articles: make([]corpus.Article, len(titles)), Seed: 1}
		for i, title := range titles {
			p.Articles[i].Title, p.Articles[i].Lang = title, "en"
		}
		labels, err := bound(t, DMMEntry, text).Cluster(t.Context(), p)
		require.NoError(t, err)
		return labels
	}
	assert.Empty(t, run("dmm"))
	assert.Equal(t, corpus.Labels{corpus.None, 0, corpus.None}, run("dmm", "the of", "ferry", ""), "without words: noise")
	assert.Equal(t, corpus.Labels{0, 0, 0}, run("dmm(k=1)", "ferry sinks", "quake strikes", "coach resigns"))
	topics := run("dmm(k=9)", "ferry sinks harbour storm", "quake strikes valley", "storm: ferry sinks in harbour", "valley: quake strikes")
	assert.Equal(t, corpus.Labels{0, 1, 0, 1}, topics)
}

func TestDMMStops(t *testing.T) {
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(6, 1)), 2000, 20, 50, 5000)}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := bound(t, DMMEntry, "dmm(iterations=1000000)").Cluster(ctx, p)
	assert.Equal(t, context.DeadlineExceeded, err)
}

func BenchmarkDMM(b *testing.B) {
	for _, articles := range []int{2000, 8000} {
		b.Run(fmt.Sprintf("articles=%d/words=8", articles), func(b *testing.B) {
			p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(7, 1)), articles, 8, 150, 5000), Seed: 1}
			for b.Loop() {
				_, err := bound(b, DMMEntry, "dmm").Cluster(b.Context(), p)
				require.NoError(b, err)
			}
		})
	}
}
