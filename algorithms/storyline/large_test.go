package storyline

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus/features"
)

func TestLargeCorpora(t *testing.T) {
	list, gold := flow(17, 1500, 30, 60)
	whole := bound(t, "storyline")
	space, err := features.Build(t.Context(), whole.Space, &features.Input{Articles: list})
	require.NoError(t, err)
	p := &algorithms.Problem{Articles: list, Space: space}
	labels, err := whole.large(t.Context(), p, nil, 500, 1000)
	require.NoError(t, err)
	assert.Greater(t, agree(gold, labels), 0.6)
	assert.Equal(t, labels.Canonical(), labels)
	assert.Greater(t, parts(t, p, 500), 2)

	other := &algorithms.Problem{Articles: list, Space: space, Seed: 7, Workers: 1}
	again, err := whole.large(t.Context(), other, nil, 500, 1000)
	require.NoError(t, err)
	assert.Equal(t, labels, again, "neither seed nor workers show")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = whole.large(ctx, p, nil, 500, 1000)
	require.ErrorIs(t, err, context.Canceled)
}

// parts are how many a problem has; none is too large.
func parts(t *testing.T, p *algorithms.Problem, size int) int {
	groups, err := neighbourhoods(t.Context(), p, size)
	require.NoError(t, err)
	list := together(groups, size)
	for _, part := range list {
		assert.LessOrEqual(t, len(part), size)
	}
	return len(list)
}

func TestGroupsAreDividedUntilTheyAreSmall(t *testing.T) {
	list, _ := flow(3, 600, 5, 60)
	space, err := features.Build(t.Context(), bound(t, "storyline").Space, &features.Input{Articles: list})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, parts(t, &algorithms.Problem{Articles: list, Space: space}, 20), 30)
}

func TestTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 20
		var groups [][]int
		next := 0
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 30), 1, 30).Draw(t, "sizes") {
			group := make([]int, n)
			for k := range group {
				group[k] = next
				next++
			}
			groups = append(groups, group)
		}
		part := make([]int, next)
		parts := together(slices.Clone(groups), size)
		seen, half := 0, 0
		for k, p := range parts {
			assert.True(t, slices.IsSorted(p))
			if 2*len(p) <= size {
				half++
			}
			for _, i := range p {
				part[i] = k
				seen++
			}
		}
		assert.Equal(t, next, seen)
		assert.LessOrEqual(t, half, 1, "two parts that are at most half full would be one")
		for _, g := range groups {
			for _, i := range g {
				assert.Equal(t, part[g[0]], part[i])
				assert.True(t, len(parts[part[i]]) <= size || len(parts[part[i]]) == len(g))
			}
		}
	})
}
