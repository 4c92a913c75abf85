package minhash

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

func boundSimHash(t require.TestingT, text string) algorithms.Clusterer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	c := SimHashEntry.New()
	require.NoError(t, spec.Bind(s, c))
	return c
}

func simhash(t require.TestingT, text string, p *algorithms.Problem) corpus.Labels {
	labels, err := boundSimHash(t, text).Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

func runs(words []string, k int) []uint64 { return new(text.Shingler).Runs(slices.Values(words), k) }

func TestFingerprintByHand(t *testing.T) {
	a, b, c := xxh3.HashString("a\x00"), xxh3.HashString("b\x00"), xxh3.HashString("c\x00")
	assert.Zero(t, fingerprint(nil))
	assert.Equal(t, a, fingerprint(runs([]string{"a"}, 1)))
	assert.Equal(t, a&b, fingerprint(runs([]string{"a", "b"}, 1)), "a tie is 0")
	assert.Equal(t, a&b|a&c|b&c, fingerprint(runs([]string{"a", "b", "c"}, 1)))
	assert.Equal(t, a, fingerprint(runs([]string{"a", "b", "a"}, 1)), "a repeated word counts twice")
	assert.Equal(t, xxh3.HashString("a\x00b\x00"), fingerprint(runs([]string{"a", "b"}, 7)), "a text of fewer words is one run")
}

func TestSimHashClusters(t *testing.T) {
	story := "The council of Bramley voted on Monday to close the old bridge over the Sill for repairs that will last until spring, " +
		"and to send all carts by way of Oster, where the mill opened its doors again after eleven years with forty workers and a new wheel."
	list := []corpus.Article{
		{Title: "Bridge to close", Text: story},
		{Title: "Rain in the hills", Text: "It rained in the hills all day, and the rivers rose."},
		{},
		{Title: "BRIDGE to close!", Text: strings.ReplaceAll(story, "Monday", "Tuesday")},
		{Title: "—", Text: "…"},
		{Text: "Bridge to close: " + story},
	}
	p := &algorithms.Problem{Articles: list}
	assert.Equal(t, corpus.Labels{0, 1, 2, 0, 3, 0}, simhash(t, "simhash(radius=12)", p))
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4, 0}, simhash(t, "simhash(radius=0)", p))
	assert.Equal(t, corpus.Labels{0, 0, 1, 0, 2, 0}, simhash(t, "simhash(bits=8,radius=7)", p), "but for the articles without words")
	assert.Empty(t, simhash(t, "simhash", &algorithms.Problem{}))
}

func TestSimHashSpec(t *testing.T) {
	assert.Equal(t, "simhash(radius=3)", spec.Of("simhash", boundSimHash(t, "simhash(radius=3,bits=64)")).String())
	s, err := spec.Parse("simhash(bits=8,radius=8)")
	require.NoError(t, err)
	assert.ErrorContains(t, spec.Bind(s, SimHashEntry.New()), "radius=8 must be below bits=8")
	_, err = new(SimHash).Cluster(context.Background(), &algorithms.Problem{})
	assert.ErrorContains(t, err, "(minhash.NewSimHash() returns it")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = boundSimHash(t, "simhash").Cluster(ctx, &algorithms.Problem{Articles: synthetic(10)})
	assert.Equal(t, context.Canceled, err)
	_, err = within(ctx, []uint64{1, 2}, 64, 3, 1)
	assert.Equal(t, context.Canceled, err)
}

func TestSimHashFindsPlantedPairs(t *testing.T) {
	list := planted(t)
	gold := corpus.Corpus{Articles: list}
	gold.AddMissingStories()
	want := gold.Gold().Canonical()
	require.Equal(t, 990, want.Groups())
	p := &algorithms.Problem{Articles: gold.Blind()}
	assert.Equal(t, want, simhash(t, "simhash", p), "the ten pairs and nothing else")
	assert.Equal(t, want, simhash(t, "simhash(radius=11)", p), "the next pair differs in more bits by far")
	assert.Greater(t, simhash(t, "simhash(radius=3)", p).Groups(), 990, "a smaller radius misses some")
}

func TestSimHashSameForAnyWorkers(t *testing.T) {
	p := &algorithms.Problem{Articles: synthetic(400), Workers: 1}
	want := simhash(t, "simhash(radius=12)", p)
	assert.Less(t, want.Groups(), 390, "rewrites are found")
	for _, workers := range []int{0, 2, 7} {
		p.Workers, p.Seed = workers, uint64(workers)
		assert.Equal(t, want, simhash(t, "simhash(radius=12)", p))
	}
}

func TestFingerprintCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := rapid.SliceOfN(rapid.Uint64(), 0, 300).Draw(t, "hashes")
		var want uint64
		for b := range 64 {
			with := 0
			for _, h := range hashes {
				with += int(h >> b & 1)
			}
			if 2*with > len(hashes) {
				want |= 1 << b
			}
		}
		assert.Equal(t, want, fingerprint(hashes))
	})
}

// Numbers around a few others, so that many pairs are near to each other.
func TestWithinConnectsAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(8, 64).Draw(t, "bits")
		radius := rapid.IntRange(0, min(size-1, 12)).Draw(t, "radius")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var numbers []uint64
		for range rapid.IntRange(0, 60).Draw(t, "numbers") {
			x := random.Uint64()
			if len(numbers) > 0 && random.IntN(3) > 0 {
				x = numbers[random.IntN(len(numbers))]
				for range random.IntN(radius + 2) {
					x ^= 1 << random.IntN(size)
				}
			}
			x &= 1<<size - 1
			numbers = append(numbers, x)
		}
		want, found := unionfind.New(len(numbers)), unionfind.New(len(numbers))
		for i, x := range numbers {
			for j := range i {
				if bits.OnesCount64(x^numbers[j]) <= radius {
					want.Union(i, j)
				}
			}
		}
		pairs, err := within(context.Background(), numbers, size, radius, 2)
		require.NoError(t, err)
		for _, p := range pairs {
			assert.LessOrEqual(t, bits.OnesCount64(numbers[p[0]]^numbers[p[1]]), radius)
			found.Union(int(p[0]), int(p[1]))
		}
		assert.Equal(t, want.Labels(), found.Labels())
		assert.LessOrEqual(t, len(pairs), (radius+1)*len(numbers))
	})
}

func TestBlocks(t *testing.T) {
	assert.Equal(t, []uint64{0b11, 0b11100, 0b11100000}, blocks(8, 3))
	assert.Equal(t, []uint64{1<<64 - 1}, blocks(64, 1))
}

func BenchmarkSimHash(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("articles=%d/words=150", n), func(b *testing.B) {
			b.ReportAllocs()
			p := &algorithms.Problem{Articles: synthetic(n)}
			for b.Loop() {
				simhash(b, "simhash", p)
			}
		})
	}
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("within=6/numbers=%d", n), func(b *testing.B) {
			random, numbers := rand.New(rand.NewPCG(1, 1)), make([]uint64, n)
			for i := range numbers {
				numbers[i] = random.Uint64()
			}
			for b.Loop() {
				_, err := within(context.Background(), numbers, 64, 6, 0)
				require.NoError(b, err)
			}
		})
	}
}
