package eval

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// oneSided draws two groupings of which each lacks some articles of the other.
var oneSided = rapid.Custom(func(t *rapid.T) [2]corpus.Labels {
	var g [2]corpus.Labels
	n := rapid.IntRange(1, 30).Draw(t, "n")
	k := rapid.Int32Range(0, 8).Draw(t, "k")
	for i := range n {
		gold, found := rapid.Int32Range(0, k).Draw(t, "gold"), rapid.Int32Range(0, k).Draw(t, "found")
		switch side := rapid.IntRange(0, 5).Draw(t, "side"); {
		case side == 0 && i > 0: // the first has gold
			gold = corpus.Absent
		case side == 1:
			found = corpus.Absent
		}
		g[0], g[1] = append(g[0], gold), append(g[1], found)
	}
	g[0] = g[0].Canonical()
	return g
})

// valueOf scores as a user does: metrics that are not defined say so.
func valueOf(t require.TestingT, metric string, gold, found corpus.Labels) Value {
	m, err := Named(metric)
	require.NoError(t, err)
	c, err := NewCase(ctx, gold, found, nil)
	require.NoError(t, err)
	v, err := m.Score(c)
	require.NoError(t, err)
	return v
}

// Metrics that are not OneSided are undefined, all others are in their ranges, do not depend on the order of the articles and the
// names of groups, and are the sums of their terms.
func TestArticlesOfOneSide(t *testing.T) {
	for _, m := range Partition {
		rapid.Check(t, func(t *rapid.T) {
			g := oneSided.Draw(t, "groupings")
			c, err := NewCase(ctx, g[0], g[1], nil)
			require.NoError(t, err)
			v := valueOf(t, m.Name, g[0], g[1])
			if c.OneSided() && !m.OneSided {
				assert.True(t, math.IsNaN(v.Value), m.Name)
				assert.Contains(t, v.Reason, "one side alone", m.Name)
				return
			}
			if v.Reason != "" {
				return
			}
			assert.True(t, v.Value >= m.Range[0] && v.Value <= m.Range[1], "%s is %g", m.Name, v.Value)
			perm := rapid.Permutation(indices(len(g[0]))).Draw(t, "order")
			gold, found := corpus.Pick(g[0], perm), corpus.Pick(g[1], perm)
			for i := range found {
				if found[i] >= 0 {
					found[i] = 100 - found[i]
				}
			}
			assert.InDelta(t, v.Value, valueOf(t, m.Name, gold.Canonical(), found).Value, 1e-9, m.Name)
			if v.Terms.Columns != nil {
				assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.Sum()), 1e-12, m.Name)
				assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.ForResampling().Sum()), 1e-9, m.Name)
				assert.Equal(t, len(c.Table().Stories)+v.Terms.Others, v.Terms.Stories(), m.Name)
			}
		})
	}
}

// A response with further articles that are alone has the same recall, and no more precision.
func TestFurtherSingletonsLowerPrecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := oneSided.Draw(t, "groupings")
		gold, found := g[0], g[1]
		for i := range rapid.IntRange(1, 4).Draw(t, "more") {
			gold, found = append(gold, corpus.Absent), append(found, int32(1000+i))
		}
		for _, m := range Partition {
			family, part, _ := strings.Cut(m.Name, ".")
			if i := strings.LastIndex(m.Name, "."); i >= 0 {
				family, part = m.Name[:i], m.Name[i+1:]
			}
			before, after := valueOf(t, m.Name, g[0], g[1]).Value, valueOf(t, m.Name, gold, found).Value
			switch {
			case !m.OneSided || len(part) != 1:
			case part == "r":
				assert.InDelta(t, before, after, 1e-12, m.Name)
			case family != "pair" || !math.IsNaN(before): // p
				assert.LessOrEqual(t, after, before+1e-12, m.Name)
			}
		}
	})
}

// Exchanging the sides exchanges precision and recall.
func TestSidesExchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := oneSided.Draw(t, "groupings")
		if g[1].Groups() == 0 {
			return
		}
		swapped := [2]corpus.Labels{g[1].Canonical(), g[0]}
		for _, m := range Partition {
			if !m.OneSided {
				continue
			}
			other := m.Name
			switch p, isP := strings.CutSuffix(m.Name, ".p"); {
			case m.Name == "purity":
				other = "inverse_purity"
			case isP:
				other = p + ".r"
			case !m.Symmetric:
				continue
			}
			if strings.HasPrefix(m.Name, "blanc") && (oneKind(g[0]) || oneKind(g[1])) {
				continue // the gold decides which kind counts
			}
			assert.InDelta(t, valueOf(t, m.Name, g[0], g[1]).Value, valueOf(t, other, swapped[0], swapped[1]).Value, 1e-9, m.Name)
		}
	})
}

// oneKind reports whether all pairs of a grouping are together, or all apart.
func oneKind(l corpus.Labels) bool {
	n := 0
	for _, members := range l.Members() {
		n += len(members)
	}
	return l.Groups() <= 1 || l.Groups() == n
}

// B-cubed and BLANC by their definitions, article by article and pair by pair.
func TestOneSidedByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := oneSided.Draw(t, "groupings")
		gold, found := g[0], g[1]
		if oneKind(gold) {
			return
		}
		var b3 [2]float64 // precision, recall
		var size [2]float64
		var pairs [2][3]float64 // together, apart: in both, gold, found
		for i := range gold {
			var both, a, b float64
			for j := range gold {
				inGold, inFound := gold[i] >= 0 && gold[j] >= 0, found[i] >= 0 && found[j] >= 0
				sameGold, sameFound := inGold && gold[i] == gold[j], inFound && found[i] == found[j]
				both, a, b = both+one(sameGold && sameFound), a+one(sameGold), b+one(sameFound)
				if i == j {
					continue
				}
				for k, is := range [2][2]bool{{sameGold, sameFound}, {inGold && !sameGold, inFound && !sameFound}} {
					for n, in := range []bool{is[0] && is[1], is[0], is[1]} {
						pairs[k][n] += one(in)
					}
				}
			}
			if found[i] >= 0 {
				size[0]++
				b3[0] += both / b
			}
			if gold[i] >= 0 {
				size[1]++
				b3[1] += both / a
			}
		}
		assert.InDelta(t, ratioOr(b3[0], size[0], 0), valueOf(t, "b3.p", gold, found).Value, 1e-12)
		assert.InDelta(t, b3[1]/size[1], valueOf(t, "b3.r", gold, found).Value, 1e-12)
		f := 0.0
		for _, p := range pairs {
			f += harmonic(ratioOr(p[0], p[2], 0), ratioOr(p[0], p[1], 0)) / 2
		}
		assert.InDelta(t, f, valueOf(t, "blanc.f1", gold, found).Value, 1e-12)
	})
}

func TestPoliciesOfOneSide(t *testing.T) {
	gold := corpus.Labels{0, 0, 1, corpus.Absent, corpus.None, corpus.Absent}
	found := corpus.Labels{0, corpus.Absent, 1, 1, corpus.Absent, corpus.None}
	c, err := NewCase(ctx, gold, found, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{6, 1, 1, 2}, []int{c.All, c.Dropped, c.Missing, c.Unknown}, "without gold and label it is in neither")
	drop, err := Policy{Noise: "drop"}.Case(ctx, gold, found, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{6, 2, 1, 1}, []int{drop.All, drop.Dropped, drop.Missing, drop.Unknown})
	b3, err := Named("b3.p")
	require.NoError(t, err)
	for k, want := range map[*Case]float64{c: 1.5 / 4, drop: 1.5 / 3} {
		v, err := b3.Score(k)
		require.NoError(t, err)
		assert.InDelta(t, want, v.Value, 1e-12)
		assert.Equal(t, 4, v.Terms.Stories(), "the rows of articles that the policy leaves out stay")
	}
	_, err = Policy{Sampled: "articles"}.Case(ctx, gold, found, nil)
	assert.ErrorContains(t, err, "takes the gold for complete")
	large, err := Policy{MinStory: 2}.Case(ctx, gold, found, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, []int{large.Missing, large.Unknown})
}
