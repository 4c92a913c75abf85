package explain

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

func compared(t require.TestingT, gold, from, to string) *Difference {
	c := small(gold)
	d, err := Compare(ctx, runOf(t, c, found(from), eval.Policy{}), runOf(t, c, found(to), eval.Policy{}), Options{Replicates: 20})
	require.NoError(t, err)
	return d
}

func TestRenamedClustersAreNoChange(t *testing.T) {
	d := compared(t, "AAAABBBCC-", "0001112220", "5553330005")
	assert.Zero(t, d.Moved)
	assert.Zero(t, d.Delta)
	assert.Empty(t, d.Stories)
}

func TestDifferenceByHand(t *testing.T) {
	// a3 comes home to A; b4, the first of B, goes off alone; a foreign one leaves C.
	//                 0123456789
	d := compared(t, "AAAABBBCC-", "0001111222", "0000711228")
	assert.Equal(t, 3, d.Moved)
	assert.Equal(t, 2, d.Better)
	assert.Equal(t, 1, d.Worse)
	require.Len(t, d.Stories, 3)
	byID := map[string]StoryChange{}
	for _, s := range d.Stories {
		byID[s.ID] = s
	}
	a, b, c := byID["A"], byID["B"], byID["C"]
	require.Len(t, a.Moves, 1)
	assert.Equal(t, "a3", a.Moves[0].ID)
	assert.True(t, a.Moves[0].Home)
	assert.Equal(t, 1.0, a.After)
	assert.InDelta(t, 0.75, *a.Moves[0].Before, 1e-12)
	assert.Zero(t, *a.Moves[0].After)
	require.Len(t, b.Moves, 1)
	assert.True(t, b.Moves[0].Strayed)
	require.Len(t, b.Left, 1, "a3 was foreign there")
	assert.Less(t, b.After, b.Before)
	require.Len(t, c.Left, 1)
	assert.Equal(t, "a9", c.Left[0].ID)
	assert.Empty(t, c.Left[0].Story)
	assert.Nil(t, c.Left[0].Before)
	assert.Equal(t, 1.0, c.After)
	assert.InDelta(t, d.After.F1-d.Before.F1, d.Delta, 1e-12)
}

// Halves of a story that change places by size have one article moved, not all.
func TestHalvesThatGrow(t *testing.T) {
	d := compared(t, "AAAAAAAAA", "000001111", "000011111")
	assert.Equal(t, 1, d.Moved)
	require.Len(t, d.Stories, 1)
	assert.Equal(t, "a4", d.Stories[0].Moves[0].ID)
}

func TestDifferenceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawnRun(t, 20)
		n := len(a.Case.Pred)
		other := make(corpus.Labels, n)
		for i := range other {
			other[i] = int32(rapid.IntRange(0, 5).Draw(t, "other"))
		}
		// The articles that the policy left out are in neither.
		k, err := a.Case.Policy.Case(ctx, a.Case.Gold, other, a.Case.Corpus)
		require.NoError(t, err)
		b := Run{Name: "other", Case: k}
		d, err := Compare(ctx, a, b, Options{Replicates: 5})
		require.NoError(t, err)
		back, err := Compare(ctx, b, a, Options{Replicates: 5})
		require.NoError(t, err)
		assert.Equal(t, d.Moved, back.Moved)
		assert.Equal(t, d.Better, back.Worse)
		assert.InDelta(t, d.Delta, -back.Delta, 1e-12)
		assert.LessOrEqual(t, d.Better+d.Worse, len(d.Stories))
		same, err := Compare(ctx, a, a, Options{Replicates: 5})
		require.NoError(t, err)
		assert.Zero(t, same.Moved)
		assert.Empty(t, same.Stories)
	})
}
