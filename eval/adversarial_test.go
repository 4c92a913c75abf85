package eval

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// everyMetric are all metrics of partitions in all variants.
func everyMetric() (list []string) {
	for _, m := range Partition {
		variants := []string{m.Name}
		for _, p := range spec.Params(m.New()) {
			if p.OneOf != "" {
				variants = nil
				for choice := range strings.SplitSeq(p.OneOf, ",") {
					variants = append(variants, m.Name+"("+p.Name+"="+choice+")")
				}
			}
		}
		list = append(list, variants...)
	}
	return list
}

type cellList struct {
	gold, found corpus.Labels
	count       []int
}

// adversarial draws tables that are hard on rounding: few groups, cells of one article beside
// cells of up to 2⁴⁰, articles without a story.
var adversarial = rapid.Custom(func(t *rapid.T) (x cellList) {
	size := rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(1, 50), rapid.IntRange(0, 1), rapid.IntRange(0, 500),
		rapid.SampledFrom([]int{1 << 16, 1 << 20, 1<<20 - 1, 1<<30 + 1, 1 << 40}))
	stories, clusters := rapid.IntRange(1, 5).Draw(t, "stories"), rapid.IntRange(1, 5).Draw(t, "clusters")
	foreign := rapid.Bool().Draw(t, "foreign")
	for s := range stories + 1 {
		for c := range clusters {
			if s == stories && !foreign || rapid.IntRange(0, 2).Draw(t, "empty") == 0 {
				continue
			}
			if x.gold = append(x.gold, int32(s)); s == stories {
				x.gold[len(x.gold)-1] = corpus.None
			}
			x.found, x.count = append(x.found, int32(c)), append(x.count, size.Draw(t, "count"))
		}
	}
	return x
})

func TestEveryMetricIsInItsRange(t *testing.T) {
	metrics := everyMetric()
	rapid.Check(t, func(t *rapid.T) {
		x := adversarial.Draw(t, "cells")
		table, err := TableFromCells(x.gold, x.found, x.count)
		require.NoError(t, err)
		if table.N == 0 {
			return
		}
		values, err := table.ScoreAll(metrics...)
		require.NoError(t, err)
		for i, v := range values {
			m, err := Named(metrics[i])
			require.NoError(t, err)
			if v.Reason != "" {
				assert.True(t, math.IsNaN(v.Value), metrics[i])
				continue
			}
			assert.False(t, math.IsNaN(v.Value) || math.IsInf(v.Value, 0), "%s is %g", metrics[i], v.Value)
			assert.True(t, v.Value >= m.Range[0] && v.Value <= m.Range[1], "%s is %g", metrics[i], v.Value)
		}
	})
}

// Cells that are taken apart and shuffled give the table of the labels.
func TestTableFromCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Draw(t, "groupings")
		gold := g[0]
		for i := range gold {
			if rapid.IntRange(0, 4).Draw(t, "foreign") == 0 {
				gold[i] = corpus.None
			}
		}
		want := NewTable(gold, g[1])
		order := rapid.Permutation(indices(len(gold))).Draw(t, "order")
		ones := make([]int, len(gold))
		for i := range ones {
			ones[i] = 1
		}
		got, err := TableFromCells(corpus.Pick(gold, order), corpus.Pick(g[1], order), ones)
		require.NoError(t, err)
		assert.Equal(t, [][]int{want.Stories, want.Clusters, want.Labelled, {want.N, want.Total}},
			[][]int{got.Stories, got.Clusters, got.Labelled, {got.N, got.Total}})
		for s := range want.Stories {
			assert.Equal(t, want.Row(s), got.Row(s)[:len(want.Row(s)):len(want.Row(s))])
		}
		assert.Len(t, got.cells, len(want.cells))
	})
	for want, x := range map[string]cellList{
		"1 stories, 1 clusters and 0": {corpus.Labels{0}, corpus.Labels{0}, nil},
		"cell 0 has no cluster":       {corpus.Labels{0}, corpus.Labels{-1}, []int{1}},
		"cell 0 has -1 articles":      {corpus.Labels{0}, corpus.Labels{0}, []int{-1}},
		"counted exactly":             {corpus.Labels{0, 0}, corpus.Labels{0, 1}, []int{1 << 53, 1}},
	} {
		_, err := TableFromCells(x.gold, x.found, x.count)
		assert.ErrorContains(t, err, want)
	}
	none, err := TableFromCells(corpus.Labels{corpus.None, 0}, corpus.Labels{0, 0}, []int{3, 0})
	require.NoError(t, err)
	_, err = none.ScoreAll("ari")
	assert.ErrorIs(t, err, ErrNoGold)
}

// Articles without gold, where the bound of the mutual information is no more than chance: by
// hand, the gold article is in a cluster of two of four; chance gives 1.5·ln 2, as does the mean.
func TestAMIWithoutRoom(t *testing.T) {
	gold := corpus.Labels{corpus.None, corpus.None, corpus.None, 0}
	for found, want := range map[string][]float64{
		"abcb": {-1, -1, -1, -1}, // ln 2 is less than chance
		"abbc": {1, 1, 1, 1},     // a story of its own
	} {
		l := make(corpus.Labels, len(gold))
		for i := range l {
			l[i] = int32(found[i] - 'a')
		}
		for i, avg := range []string{"arithmetic", "geometric", "min", "max"} {
			assert.InDelta(t, want[i], score(t, "ami(avg="+avg+")", gold, l).Value, 1e-12, "%s %s", found, avg)
		}
	}
}

// Tables in which the entropies are tiny, or the groupings all but independent. The values are
// those of mpmath 1.4 with 60 digits, by the definitions, to 16 digits.
func TestInformationOfTablesThatCancel(t *testing.T) {
	metrics := []string{"ami", "ami(avg=geometric)", "ami(avg=min)", "ami(avg=max)", "nmi", "homogeneity", "vi"}
	for name, x := range map[string]struct {
		cells cellList
		want  []float64
	}{
		"a pair and a third apart from 2⁴⁰": {
			cellList{corpus.Labels{0, 1, 0}, corpus.Labels{0, 1, 1}, []int{1 << 40, 2, 1}},
			[]float64{
				0.77951763977912438, 0.79445381368866502, 0.96594085162493387, 0.65341150135928589,
				0.77951763977958211, 0.96594085162502149, 2.7862761023424461e-11,
			},
		},
		"two apart from 2⁴⁰": {
			cellList{corpus.Labels{0, 1, 0}, corpus.Labels{0, 1, 2}, []int{1 << 40, 1, 1}},
			[]float64{0.66666666666625541, 0.70710678118616328, 1, 0.49999999999953734, 0.6666666666666737, 1, 2.6126042232450359e-11},
		},
		"one astray on either side": {
			cellList{corpus.Labels{0, 0, 1}, corpus.Labels{0, 1, 0}, []int{1<<20 - 1, 1, 1}},
			[]float64{
				-9.5367431640625e-7, -9.5367431640625e-7, -9.5367431640625e-7, -9.5367431640625e-7,
				6.4164563276132149e-8, 6.4164563276132149e-8, 2.8348787231384241e-5,
			},
		},
		"foreign articles": {
			cellList{corpus.Labels{0, -1, 1, -1}, corpus.Labels{0, 0, 1, 1}, []int{1 << 16, 3, 1, 1 << 16}},
			[]float64{0.99984492938933968, 0.999844941410673, 1, 0.99968990686501116},
		},
	} {
		table, err := TableFromCells(x.cells.gold, x.cells.found, x.cells.count)
		require.NoError(t, err)
		values, err := table.ScoreAll(metrics...)
		require.NoError(t, err)
		for i, want := range x.want {
			assert.InDelta(t, want, values[i].Value, 1e-14, "%s: %s", name, metrics[i])
		}
		if want := x.want; len(want) == len(metrics) { // a distance as small as that is right in its own digits
			assert.InEpsilon(t, want[6], values[6].Value, 1e-9, name)
		}
	}
}
