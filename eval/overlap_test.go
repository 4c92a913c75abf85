package eval

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestExtendedBCubedByHand(t *testing.T) {
	gold := Cover{{0}, {0, 1}, {1}}
	found := Cover{{0}, {0}, {1}}
	p, r, err := ExtendedBCubed(gold, found)
	require.NoError(t, err)
	assert.InDelta(t, 1, p, 1e-12)
	assert.InDelta(t, (1+0.5+0.5)/3, r, 1e-12)

	// The same article twice in too many groups costs precision.
	p, r, err = ExtendedBCubed(found, gold)
	require.NoError(t, err)
	assert.InDelta(t, 2.0/3, p, 1e-12)
	assert.InDelta(t, 1, r, 1e-12)
}

func TestOverlapOnPartitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Draw(t, "groupings")
		gold, pred := CoverOf(g[0]), CoverOf(g[1])
		p, r, err := ExtendedBCubed(gold, pred)
		require.NoError(t, err)
		assert.InDelta(t, score(t, "b3.p", g[0], g[1]).Value, p, 1e-9)
		assert.InDelta(t, score(t, "b3.r", g[0], g[1]).Value, r, 1e-9)
		alpha := rapid.Float64Range(0.1, 0.95).Draw(t, "alpha")
		e, err := ElementCentric(gold, pred, alpha)
		require.NoError(t, err)
		assert.InDelta(t, score(t, "ecs", g[0], g[1]).Value, e, 1e-9)
	})
}

func covers(n int) *rapid.Generator[Cover] {
	return rapid.Custom(func(t *rapid.T) Cover {
		c := make(Cover, n)
		for i := range c {
			c[i] = rapid.SliceOfNDistinct(rapid.Int32Range(0, 4), 0, 3, rapid.ID[int32]).Draw(t, "groups")
		}
		return c
	})
}

func TestOverlapProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		a, b := covers(n).Draw(t, "a"), covers(n).Draw(t, "b")
		p, r, err := ExtendedBCubed(a, b)
		require.NoError(t, err)
		r2, p2, err := ExtendedBCubed(b, a)
		require.NoError(t, err)
		assert.InDelta(t, p, p2, 1e-12)
		assert.InDelta(t, r, r2, 1e-12)
		e, err := ElementCentric(a, b, 0.9)
		require.NoError(t, err)
		for _, v := range []float64{p, r, e} {
			assert.True(t, v >= -1e-9 && v <= 1+1e-9)
		}
		same, err := ElementCentric(a, a, 0.9)
		require.NoError(t, err)
		assert.InDelta(t, 1, same, 1e-12)
		p, r, err = ExtendedBCubed(a, a)
		require.NoError(t, err)
		assert.Equal(t, []float64{1, 1}, []float64{p, r})
	})
}

func TestOverlapErrors(t *testing.T) {
	_, _, err := ExtendedBCubed(Cover{{0}}, Cover{})
	assert.ErrorContains(t, err, "gold has 1 articles")
	_, _, err = ExtendedBCubed(Cover{}, Cover{})
	assert.ErrorContains(t, err, "no articles")
	_, _, err = ExtendedBCubed(Cover{{-1}}, Cover{{0}})
	assert.ErrorContains(t, err, "below 0")
	_, err = ElementCentric(Cover{{0}}, Cover{{0}}, 1)
	assert.ErrorContains(t, err, "alpha")
}
