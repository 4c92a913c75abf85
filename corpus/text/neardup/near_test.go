package neardup

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

func near(t require.TestingT, sets [][]uint64, c Config) *Result {
	found, err := Find(context.Background(), sets, c)
	require.NoError(t, err)
	return found
}

func mixed(set []uint64) []uint64 {
	out := make([]uint64, len(set))
	for i, x := range set {
		out[i] = mix(x)
	}
	return out
}

// twoSets returns random sets of a and b elements of their own, and c in common,
// numbered as next says.
func twoSets(a, b, c int, next func() uint64) (x, y []uint64) {
	for range c {
		e := next()
		x, y = append(x, e), append(y, e)
	}
	for range a {
		x = append(x, next())
	}
	for range b {
		y = append(y, next())
	}
	slices.Sort(x)
	slices.Sort(y)
	return x, y
}

// The share of equal minima has to estimate the Jaccard similarity without bias
// and with the variance J(1−J)/perm of independent functions: for random
// elements, and for neighbouring numbers, with which weak families go wrong.
func TestSignatureEstimatesJaccard(t *testing.T) {
	const pairs, perm = 4000, 128
	for _, kind := range []string{"random elements", "neighbouring numbers"} {
		random := rand.New(rand.NewPCG(11, 13))
		f := newFamily(perm, 17)
		a, b := make([]uint64, perm), make([]uint64, perm)
		var sumError, sumVariance, sumSquare float64
		for range pairs {
			next := random.Uint64
			if kind == "neighbouring numbers" {
				at := random.Uint64()
				next = func() uint64 { at++; return at }
			}
			x, y := twoSets(1+random.IntN(150), random.IntN(150), 1+random.IntN(200), next)
			f.signature(mixed(x), a)
			f.signature(mixed(y), b)
			equal := 0
			for p := range a {
				if a[p] == b[p] {
					equal++
				}
			}
			j := text.Jaccard(x, y)
			variance := j * (1 - j) / perm
			e := float64(equal)/perm - j
			sumError += e
			sumVariance += variance
			sumSquare += e * e / variance
		}
		// Both sums are normal with known spread; four standard errors.
		assert.Less(t, math.Abs(sumError), 4*math.Sqrt(sumVariance), kind)
		assert.InDelta(t, 1, sumSquare/pairs, 4*math.Sqrt(2.0/pairs), kind)
		t.Logf("%s: mean error %+.5f (standard error %.5f), variance %.3f of the binomial one",
			kind, sumError/pairs, math.Sqrt(sumVariance)/pairs, sumSquare/pairs)
	}
}

// The chance to find a pair is 1−(1−s^rows)^bands.
func TestRecallIsAsStated(t *testing.T) {
	const trials = 2000
	random := rand.New(rand.NewPCG(5, 6))
	for _, own := range []int{10, 20, 30, 50} { // of 100 in common: s = .83, .71, .63, .5
		var sets [][]uint64
		for range trials {
			x, y := twoSets(own, own, 100, random.Uint64)
			sets = append(sets, x, y)
		}
		s := 100 / (100 + 2*float64(own))
		want := 1 - math.Pow(1-math.Pow(s, 4), 8)
		got := float64(len(near(t, sets, Config{Perm: 32, Bands: 8, Rows: 4, Threshold: s}).Pairs)) / trials
		assert.InDelta(t, want, got, 4*math.Sqrt(want*(1-want)/trials)+1e-9, "s=%.2f", s)
		t.Logf("s=%.2f: recall %.3f, expected %.3f", s, got, want)
	}
}

func TestBanding(t *testing.T) {
	// By hand for perm=2 and t=0.6: one row and one band is wrong for
	// ∫₀ᵗ s + ∫ₜ¹ 1−s = .26, two rows for ∫₀ᵗ s² + ∫ₜ¹ 1−s² = .211, two bands for
	// ∫₀ᵗ 2s−s² + ∫ₜ¹ (1−s)² = .309. At t=0.4 two bands win likewise.
	for _, c := range []struct {
		config      Config
		bands, rows int
	}{
		{Config{Perm: 2, Threshold: 0.6}, 1, 2},
		{Config{Perm: 2, Threshold: 0.4}, 2, 1},
		{Config{Perm: 128, Threshold: 0}, 128, 1},
		{Config{Perm: 128, Threshold: 1}, 1, 128},
		{Config{Perm: 128, Threshold: 0.5}, 25, 5},
		{Config{Perm: 128, Threshold: 0.8}, 9, 13},
		{Config{Perm: 128, Threshold: 0.5, Bands: 3, Rows: 40}, 3, 40},
		{Config{Perm: 128, Threshold: 0.9, Bands: 128}, 128, 1},
	} {
		bands, rows, err := c.config.banding()
		require.NoError(t, err)
		assert.Equal(t, []int{c.bands, c.rows}, []int{bands, rows}, "%+v", c.config)
	}
	for _, c := range []Config{
		{}, {Perm: -1}, {Perm: 8, Bands: -1}, {Perm: 8, Rows: 9}, {Perm: 8, Bands: 9}, {Perm: 8, Bands: 3, Rows: 3},
		{Perm: 8, Bands: math.MaxInt, Rows: math.MaxInt}, {Perm: 8, Threshold: -0.1}, {Perm: 8, Threshold: 1.1}, {Perm: 8, Threshold: math.NaN()},
	} {
		_, err := Find(context.Background(), nil, c)
		assert.ErrorContains(t, err, "neardup: ", "%+v", c)
	}
}

// smallSets draws lists of sets in which many are alike, some equal, some empty.
var smallSets = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []uint64 {
	set := rapid.SliceOfN(rapid.Uint64Range(0, 12), 0, 12).Draw(t, "set")
	slices.Sort(set)
	return slices.Compact(set)
}), 0, 40)

// With one row and 400 bands no pair of 1/4 or more is missed, but by a chance of
// less than 10⁻⁴⁹: the result is that of comparing all with all.
func TestAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := smallSets.Draw(t, "sets")
		c := Config{Perm: 400, Bands: 400, Rows: 1, Threshold: rapid.Float64Range(0.25, 1).Draw(t, "threshold"),
			Seed: rapid.Uint64().Draw(t, "seed")}
		found := near(t, sets, c)
		groups := unionfind.New(len(sets))
		for j, b := range sets {
			for i, a := range sets[:j] {
				if text.Jaccard(a, b) >= c.Threshold {
					groups.Union(i, j)
				}
			}
		}
		assert.Equal(t, corpus.Labels(groups.Labels()), found.Groups)
	})
}

// Whatever the bands: pairs are exact and in order, groups are their components,
// equal sets are together, and workers change nothing.
func TestResultIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := smallSets.Draw(t, "sets")
		c := Config{Perm: 16, Rows: rapid.IntRange(0, 4).Draw(t, "rows"), Threshold: rapid.Float64Range(0, 1).Draw(t, "threshold")}
		found := near(t, sets, c)
		groups := unionfind.New(len(sets))
		for k, p := range found.Pairs {
			assert.Less(t, p.A, p.B)
			assert.GreaterOrEqual(t, p.Jaccard, c.Threshold)
			assert.Equal(t, text.Jaccard(sets[p.A], sets[p.B]), p.Jaccard)
			if k > 0 {
				q := found.Pairs[k-1]
				assert.True(t, q.A < p.A || q.A == p.A && q.B < p.B, "each pair once, in order")
			}
			groups.Union(p.A, p.B)
		}
		assert.Equal(t, corpus.Labels(groups.Labels()), found.Groups)
		for j, b := range sets {
			for i, a := range sets[:j] {
				same := found.Groups[i] == found.Groups[j]
				assert.True(t, same || len(a) == 0 || !slices.Equal(a, b), "equal sets are together")
				assert.False(t, same && len(a)*len(b) == 0, "empty sets are alone")
			}
		}
		c.Workers = 3
		assert.Equal(t, found, near(t, sets, c))
	})
}

// variants returns sets that share a core but for one element each.
func variants(n, core int, random *rand.Rand) [][]uint64 {
	common := make([]uint64, core)
	for i := range common {
		common[i] = random.Uint64()
	}
	sets := make([][]uint64, n)
	for i := range sets {
		sets[i] = append(slices.Clone(common), random.Uint64())
		slices.Sort(sets[i])
	}
	return sets
}

// More sets than a small bucket holds: two texts in 500 variants each, that also
// share a third of their elements and so meet in the same buckets.
func TestCrowds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	shared := variants(1, 50, random)[0]
	var sets [][]uint64
	for _, v := range slices.Concat(variants(500, 100, random), variants(500, 100, random)) {
		v = append(v, shared...)
		slices.Sort(v)
		sets = append(sets, v)
	}
	found := near(t, sets, Config{Perm: 20, Bands: 20, Rows: 1, Threshold: 0.8})
	want := append(make(corpus.Labels, 500), slices.Repeat(corpus.Labels{1}, 500)...)
	assert.Equal(t, want, found.Groups)
	assert.Less(t, len(found.Pairs), 2*len(sets), "far from all of the 249,500 pairs")
}

// In one bucket of unlike sets the first 64 lead: what resembles one of those is
// found, what resembles a later set is not, and equal sets are found anywhere.
func TestCrowdOfUnlikeSets(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	f := newFamily(1, 0)
	lowest, least := uint64(0), uint64(math.MaxUint64)
	for range 1_000_000 { // an element that hashes so low that it is the minimum of all sets
		x, minimum := random.Uint64(), []uint64{0}
		if f.signature([]uint64{mix(x)}, minimum); minimum[0] < least {
			lowest, least = x, minimum[0]
		}
	}
	sets := make([][]uint64, 300)
	for i := range sets {
		x, _ := twoSets(10, 0, 0, random.Uint64)
		sets[i] = append(x, lowest)
		slices.Sort(sets[i])
	}
	like := func(i int) []uint64 { return append(slices.Clone(sets[i]), math.MaxUint64) }
	sets = append(sets, slices.Clone(sets[299]), like(63), like(64))
	found := near(t, sets, Config{Perm: 1, Threshold: 0.5})
	assert.Equal(t, []Pair{{63, 301, 11.0 / 12}, {299, 300, 1}}, found.Pairs)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Find(ctx, variants(3, 5, rand.New(rand.NewPCG(1, 1))), Config{Perm: 8, Threshold: 0.5})
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkSignature(b *testing.B) {
	set := variants(1, 149, rand.New(rand.NewPCG(1, 1)))[0]
	b.Run("shingles=150/perm=128", func(b *testing.B) {
		f, minima := newFamily(128, 1), make([]uint64, 128)
		for b.Loop() {
			f.signature(mixed(set), minima)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	unlike := make([][]uint64, 10_000)
	for i := range unlike {
		unlike[i], _ = twoSets(150, 0, 0, random.Uint64)
	}
	// Half of each set is common to all: every pair is just below the threshold.
	boilerplate := make([][]uint64, 10_000)
	for i, v := range variants(10_000, 80, random) {
		own, _ := twoSets(100, 0, 0, random.Uint64)
		boilerplate[i] = append(v, own...)
		slices.Sort(boilerplate[i])
	}
	for _, c := range []struct {
		name string
		sets [][]uint64
	}{{"unlike", unlike}, {"variants", variants(10_000, 149, random)}, {"boilerplate", boilerplate}} {
		b.Run(fmt.Sprintf("%s/sets=%d", c.name, len(c.sets)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				near(b, c.sets, Config{Perm: 128, Threshold: 0.5})
			}
		})
	}
}
