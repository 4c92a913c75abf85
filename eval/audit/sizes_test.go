package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// powerLaw draws sizes of at least two of which a share of s^−a has s articles.
func powerLaw(a float64, n int, seed uint64) []int {
	r := rand.New(rand.NewPCG(seed, 1))
	sizes := make([]int, n)
	l := law{exponent: a}
	for i := range sizes {
		u := 1 - r.Float64()
		sizes[i] = 2 + sort.Search(100_000, func(k int) bool { return l.tail(k+3) < u }) // the tail falls below u behind the size
	}
	return sizes
}

func labelled(sizes []int) (labels corpus.Labels) {
	for g, size := range sizes {
		for range size {
			labels = append(labels, int32(g))
		}
	}
	return labels
}

// sizesAlone audits labels of which nothing else is known.
func sizesAlone(t require.TestingT, sizes []int, last *Last) *Audit {
	r := &Run{Name: "labels", Labels: labelled(sizes), Last: last}
	for i := range r.Labels {
		r.ids = append(r.ids, fmt.Sprint(i))
	}
	a, err := r.Make(ctx, Options{})
	require.NoError(t, err)
	return a
}

func TestFit(t *testing.T) {
	for _, exponent := range []float64{1.8, 2.2, 3} {
		l := fit(histogram(powerLaw(exponent, 2000, 1)))
		assert.InDelta(t, exponent, l.exponent, 5*(exponent-1)/math.Sqrt(2000), "five standard errors")
		assert.Less(t, l.distance(), .04, "the sample is of the law")
		assert.InDelta(t, 1, l.tail(2), 1e-12)
	}
	assert.Nil(t, fit(histogram([]int{2, 3, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1})), "too few of two or more")
	equal := fit(histogram([]int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2}))
	assert.InDelta(t, 30, equal.exponent, .01, "the likelihood has no maximum")
	// By hand: of sizes 2 and 3 alike the likelihood is largest where the mean logarithm is that of the law.
	l := fit(histogram([]int{2, 2, 2, 2, 2, 3, 3, 3, 3, 3}))
	mean := 0.
	for s := 2; s < 20_000; s++ {
		mean += math.Log(float64(s)) * (l.tail(s) - l.tail(s+1))
	}
	assert.InDelta(t, math.Log(6)/2, mean, 1e-3)
}

func TestClasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 1<<20).Draw(t, "size")
		from, to := bounds(classOf(size))
		assert.LessOrEqual(t, from, size)
		assert.GreaterOrEqual(t, to, size)
		if size > 1 {
			_, before := bounds(classOf(size) - 1)
			next, _ := bounds(classOf(size) + 1)
			assert.Equal(t, []int{from - 1, to + 1}, []int{before, next}, "classes follow each other")
		}
	})
}

// A giant stands out, also beside another one; sizes of a law, and equal ones, have none.
func TestGiants(t *testing.T) {
	found := 0
	for seed := range uint64(25) {
		if a := sizesAlone(t, powerLaw(2.5, 300, seed), nil); len(a.Findings) > 0 {
			found++
		}
	}
	assert.LessOrEqual(t, found, 4, "of 25 corpora without a giant")
	sizes := powerLaw(2.5, 300, 1)
	largest := 0
	for _, s := range sizes {
		largest = max(largest, s)
	}
	a := sizesAlone(t, append(sizes, 60*largest), nil)
	require.Len(t, a.Findings, 1)
	f := a.Findings[0]
	assert.Equal(t, 60*largest, f.Of)
	assert.Less(t, f.Articles, f.Of)
	assert.Greater(t, f.Articles, 30*largest)
	assert.Equal(t, f.Articles, a.Moved)
	a = sizesAlone(t, append(sizes, 60*largest, 62*largest), nil)
	require.Len(t, a.Findings, 2)
	assert.Equal(t, 62*largest, a.Findings[0].Of)
	equal := make([]int, 50)
	for i := range equal {
		equal[i] = 2
	}
	assert.Empty(t, sizesAlone(t, equal, nil).Findings)
	assert.Empty(t, sizesAlone(t, append(equal, 3), nil).Findings)
	a = sizesAlone(t, []int{1, 1, 400}, nil)
	assert.Empty(t, a.Findings)
	assert.Contains(t, a.Checks[0].Notes[0], "fewer than 10 clusters")
}

func TestSizes(t *testing.T) {
	sizes := []int{1, 1, 2, 2, 3, 4, 5, 8, 9, 2, 2, 2, 2}
	last := labelled([]int{1, 1, 1, 1, 20})
	ids := make([]string, len(last))
	for i := range ids {
		ids[i] = fmt.Sprint(i + 3)
	}
	d := sizesAlone(t, sizes, &Last{Name: "last", IDs: ids, Labels: last}).Sizes
	require.Len(t, d.Classes, 6)
	assert.Equal(t, []int{2, 6, 2, 2, 1, 0}, []int{d.Classes[0].Clusters, d.Classes[1].Clusters, d.Classes[2].Clusters, d.Classes[3].Clusters,
		d.Classes[4].Clusters, d.Classes[5].Clusters})
	assert.Equal(t, []int{17, 32, 1}, []int{d.Classes[5].From, d.Classes[5].To, *d.Classes[5].Last})
	sum := 0.
	for _, x := range d.Classes[1:] {
		sum += *x.Expected
	}
	assert.InDelta(t, 11, sum, 1.5, "nearly all that the law expects is in classes up to the largest")
	assert.Equal(t, 24, d.Last.Common)
	assert.Equal(t, 1, d.Last.Clusters)
	assert.InDelta(t, (math.Abs(2./43-4./24)+12./43+7./43+13./43+9./43+20./24)/2, d.Last.Distance, 1e-12)
	require.NotNil(t, d.Last.Agreement)

	same := sizesAlone(t, sizes, &Last{Name: "same", Labels: labelled(sizes)}).Sizes.Last
	assert.Zero(t, same.Distance)
	assert.Nil(t, same.Agreement, "it names no articles")
}

// Chance is exceeded in one of twenty pairs of runs of one kind.
func TestChance(t *testing.T) {
	const pairs = 60
	beyond := 0
	for k := range uint64(pairs) {
		c, a := classes(powerLaw(2.5, 150, 2*k))
		d, b := classes(powerLaw(2.5, 150, 2*k+1))
		if distance(a, b) > chance(c, a, d, b, 1) {
			beyond++
		}
	}
	assert.LessOrEqual(t, beyond, 9)
	c, a := classes(powerLaw(2.5, 150, 1))
	assert.Greater(t, distance(a, []int{0, 300}), chance(c, a, []int{0, 150}, []int{0, 300}, 1), "clusters of two alone are another kind")
}

// 10⁶ labels in clusters by Zipf's law.
func BenchmarkMillionLabels(b *testing.B) {
	r := &Run{Name: "labels"}
	var sizes []int
	random := rand.New(rand.NewPCG(1, 1))
	for n := 0; n < 1_000_000; {
		size := min(1_000_000-n, int(math.Pow(1-random.Float64(), -1)), 50_000)
		sizes, n = append(sizes, size), n+size
	}
	r.Labels = labelled(sizes)
	for i := range r.Labels {
		r.ids = append(r.ids, fmt.Sprint("article ", i))
	}
	r.Last = &Last{Name: "last", IDs: r.ids, Labels: r.Labels}
	b.ReportAllocs()
	for b.Loop() {
		_, err := r.Make(b.Context(), Options{})
		require.NoError(b, err)
	}
}
