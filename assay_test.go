package assay_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay"
)

func TestScoreTakesLabelsOfAnyType(t *testing.T) {
	type id string
	numbers, err := assay.Score([]int32{0, 0, 7, -1}, []int64{5, 5, 5, -3}, "b3.p", "b3.f1", "ari")
	require.NoError(t, err)
	words, err := assay.Score([]id{"x", "x", "y", ""}, []string{"a", "a", "a", ""}, "b3.p", "b3.f1", "ari")
	require.NoError(t, err)
	assert.Equal(t, numbers, words)
	standard, err := assay.Score([]int{0, 0, 1}, []int{0, 0, 0})
	require.NoError(t, err)
	assert.Len(t, standard, 5)
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	_, err := assay.Score([]int{0, 1}, []int{0})
	assert.ErrorContains(t, err, "2 articles")
	_, err = assay.Score([]int{-1, -1}, []int{0, 0})
	assert.ErrorContains(t, err, "the gold groups no article")
	_, err = assay.Score([]int{0, 1}, []int{0, 1}, "b3.f2")
	assert.ErrorContains(t, err, "did you mean b3.f1?")
	_, err = assay.Compare([]int{0, 0, 1}, []int{0, 0, 0}, []int{0, 0, 1}, "clusters")
	assert.ErrorContains(t, err, "cannot be tested")
	_, err = assay.Cluster(t.Context(), []string{"a", "b"}, "kmeens(k=2)")
	assert.ErrorContains(t, err, "did you mean kmeans?")
	_, err = assay.Cluster(t.Context(), []string{"a", "b"}, "kmeans(k=gold)")
	assert.ErrorContains(t, err, "gold")
	_, err = assay.Cluster(t.Context(), [][]float32{{1, 2}, {1}}, "kmeans(k=2)")
	assert.ErrorContains(t, err, "row 1")
	_, err = assay.Duplicates(t.Context(), []string{"a"}, 1.5)
	assert.ErrorContains(t, err, "threshold")
}

func TestNothingToCluster(t *testing.T) {
	found, err := assay.Group(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, found)
	pairs, err := assay.Duplicates(t.Context(), nil, 0.5)
	require.NoError(t, err)
	assert.Empty(t, pairs)
}

// Equal clusterings are no better and no worse, whatever their names.
func TestCompareOfRenamedClusterings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "n")
		gold := rapid.SliceOfN(rapid.IntRange(0, 5), n, n).Draw(t, "gold")
		a := rapid.SliceOfN(rapid.IntRange(0, 5), n, n).Draw(t, "a")
		b := make([]string, n)
		for i, l := range a {
			b[i] = string(rune('z' - l))
		}
		d, err := assay.Compare(gold, a, b, "b3.f1")
		require.NoError(t, err)
		assert.Zero(t, d.Delta)
		assert.Equal(t, 1., d.P)
		scores, err := assay.Score(gold, gold, "b3.f1")
		require.NoError(t, err)
		assert.InDelta(t, 1, scores[0].Value, 1e-12)
	})
}
