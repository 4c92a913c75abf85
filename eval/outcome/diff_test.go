package outcome

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

func specOf(name string) spec.Spec { return spec.Spec{Name: name} }

func diff(t testing.TB, gold, before, after string) *Difference {
	d, err := Diff(of(t, gold, before, eval.Policy{}), of(t, gold, after, eval.Policy{}))
	require.NoError(t, err)
	return d
}

func TestDiff(t *testing.T) {
	assert.Empty(t, diff(t, "aabb", "aabb", "ddcc").Moves, "other numbers are no change")
	assert.Empty(t, diff(t, "aabb", "aabb", "ddcc").Stories)

	// a2 joins the cluster of story b, and back.
	d := diff(t, "aaabb", "aaabb", "aabbb")
	assert.Equal(t, []Move{{Before: 2, After: 2, Strayed: true, Joined: true}}, d.Moves)
	assert.Equal(t, []Change{{Story: 0, Moves: []int{0}}, {Story: 1, Came: []int{0}}}, d.Stories)
	d = diff(t, "aaabb", "aabbb", "aaabb")
	assert.Equal(t, []Move{{Before: 2, After: 2, Returned: true}}, d.Moves)
	assert.Equal(t, []Change{{Story: 0, Moves: []int{0}}, {Story: 1, Left: []int{0}}}, d.Stories)

	// An article without a story neither returns nor strays.
	d = diff(t, "aab.", "aabb", "aaba")
	assert.Equal(t, []Move{{Before: 3, After: 3}}, d.Moves)
	assert.Equal(t, []Change{{Story: 0, Came: []int{0}}, {Story: 1, Left: []int{0}}}, d.Stories)

	// a leaves the cluster of b as a whole: it was in its main cluster, and is.
	assert.Equal(t, []Move{{Before: 0, After: 0}, {Before: 1, After: 1}}, diff(t, "aabbbb", "cccccc", "ddcccc").Moves)
	// From one foreign cluster to another.
	assert.Equal(t, []Move{{Before: 2, After: 2}}, diff(t, "aaabbbccc", "aabbbbccc", "aacbbbccc").Moves)
	// One article without a story comes, another leaves: the parts are as large as before.
	assert.Equal(t, []Change{{Story: 0, Came: []int{1}, Left: []int{0}}}, diff(t, "aaa..", "aaaab", "aaaba").Stories)
	// Nothing comes to a if an article joins a part that is not its main cluster.
	assert.Equal(t, []Change{{Story: 0}}, diff(t, "aaaa.", "aabbc", "aabbb").Stories)

	// The missing part of a is merged with b: a's own parts changed, though none of its articles moved.
	d = diff(t, "aaabb", "aabcc", "aabbb")
	assert.Len(t, d.Moves, 1)
	assert.Equal(t, []int32{0, 1}, []int32{d.Stories[0].Story, d.Stories[1].Story})
}

// An article that the policy drops from one run did not move.
func TestDiffOfDropped(t *testing.T) {
	drop := eval.Policy{Noise: "drop"}
	d, err := Diff(of(t, "aaabb", "a.abb", drop), of(t, "aaabb", "aaabb", drop))
	require.NoError(t, err)
	assert.Equal(t, 1, d.OnlyInOne)
	assert.Empty(t, d.Moves)
	assert.Equal(t, []Change{{Story: 0}}, d.Stories, "it has an article more")
}

func TestDiffErrors(t *testing.T) {
	o := of(t, "aabb", "aabb", eval.Policy{})
	_, err := Diff(o, of(t, "aabbc", "aabbc", eval.Policy{}))
	assert.ErrorContains(t, err, "one has 2 stories, the other 3")
	k, err := eval.NewCase(t.Context(), labels("aabb"), labels("aabb"), nil)
	require.NoError(t, err)
	_, err = Diff(o, Of(k))
	assert.ErrorContains(t, err, "there is no corpus")
	other := of(t, "aabb", "aabb", eval.Policy{})
	for i := range other.Case.Corpus.Articles {
		other.Case.Corpus.Articles[i].ID += "'"
	}
	_, err = Diff(o, other)
	assert.ErrorContains(t, err, "no article in common")
}
