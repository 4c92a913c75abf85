package density

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// With k the clusters are those that Kruskal's algorithm leaves, by mutual reachability, when there are k of them.
func TestCutIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(t, 1, 40, false) // distances differ
		n := s.Rows()
		samples, k := rapid.IntRange(1, 6).Draw(t, "samples"), rapid.IntRange(1, n+2).Draw(t, "k")
		cosine := rapid.Bool().Draw(t, "cosine")
		d := distances(s, cosine)
		core := make([]float64, n)
		for i := range core {
			core[i] = slices.Sorted(slices.Values(d[i]))[min(samples, n)-1]
		}
		type pair struct {
			i, j  int
			reach float64
		}
		var pairs []pair
		for i := range n {
			for j := range i {
				pairs = append(pairs, pair{i, j, max(d[i][j], core[i], core[j])})
			}
		}
		slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.reach, b.reach) })
		sets, left, last := unionfind.New(n), n, 0.0
		for _, p := range pairs {
			if left <= k && p.reach > last*(1+1e-6) {
				break
			} else if left <= k && sets.Find(p.i) != sets.Find(p.j) {
				t.Skip("the core distance of an article is that of several pairs: which is joined first is open")
			}
			if sets.Find(p.i) != sets.Find(p.j) {
				sets.Union(p.i, p.j)
				left, last = left-1, p.reach
			}
		}
		got := run(t, bound(t, "hdbscan(k=%d,min_samples=%d,metric=%s)", k, samples, metric(cosine)), s)
		assert.Equal(t, min(k, n), got.Groups())
		assert.Equal(t, corpus.Labels(sets.Labels()), got)
	})
}
