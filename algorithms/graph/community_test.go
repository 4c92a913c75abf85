package graph

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// TestCommunityAgainstSentenceTransformers wants the very clusters of the original.
func TestCommunityAgainstSentenceTransformers(t *testing.T) {
	f, err := os.Open("testdata/community.json.gz")
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	var cases []struct {
		Set, MinSize int
		Threshold    float64
		Labels       corpus.Labels
		Rows         [][]float32 // of the set, in a case of its own
	}
	require.NoError(t, json.NewDecoder(z).Decode(&cases))
	spaces := map[int]*features.Space{}
	for _, c := range cases {
		if c.Rows != nil {
			spaces[c.Set] = spacetest.Dense(c.Rows...)
		}
	}
	compared := 0
	for _, c := range cases {
		if c.Rows != nil {
			continue
		}
		a := NewCommunity()
		a.Threshold, a.MinSize = c.Threshold, c.MinSize
		for _, s := range []*features.Space{spaces[c.Set], spacetest.Sparse(spaces[c.Set])} {
			assert.Equal(t, c.Labels.Canonical(), cluster(t, a, problem(s)), "set %d, %v", c.Set, a)
			compared++
		}
	}
	assert.Equal(t, 2*12*16, compared)
}

func TestCommunityByHand(t *testing.T) {
	// Row 1 is within 0.9 of rows 0 and 2, which are not of each other; row 4 is zero.
	s := spacetest.Dense([]float32{1, 0}, []float32{0.92, 0.39}, []float32{0.7, 0.714}, []float32{-1, 0}, []float32{0, 0})
	for _, c := range []struct {
		threshold float64
		least     int
		want      corpus.Labels
	}{
		{0.9, 2, corpus.Labels{0, 0, 0, -1, -1}},
		{0.9, 1, corpus.Labels{0, 0, 0, 1, -1}},
		{0.9, 4, corpus.Labels{-1, -1, -1, -1, -1}},
		{0.93, 2, corpus.Labels{-1, -1, -1, -1, -1}},
		{1, 1, corpus.Labels{0, 1, 2, 3, -1}},
		{0.9, 6, corpus.Labels{-1, -1, -1, -1, -1}},
	} {
		a := NewCommunity()
		a.Threshold, a.MinSize = c.threshold, c.least
		assert.Equal(t, c.want, cluster(t, a, problem(s)), "%v", a)
	}
	assert.Empty(t, cluster(t, NewCommunity(), &algorithms.Problem{}))
	_, err := NewCommunity().Cluster(t.Context(), &algorithms.Problem{Articles: make([]corpus.Article, 1)})
	assert.Error(t, err, "no space")
	_, err = (&Community{Threshold: 2, MinSize: 1}).Cluster(t.Context(), problem(s))
	assert.ErrorContains(t, err, "threshold")
}

// TestCommunityProperties: a cluster has min_size articles, and one of them is within
// the threshold of all; no article in noise could be the middle of a further cluster.
func TestCommunityProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := blobs(rapid.IntRange(1, 60).Draw(t, "n"), 5, 3, rapid.Uint64().Draw(t, "seed"))
		a := NewCommunity()
		a.Threshold = rapid.SampledFrom([]float64{0.3, 0.8, 0.95}).Draw(t, "threshold")
		a.MinSize = rapid.IntRange(1, 8).Draw(t, "min_size")
		labels := cluster(t, a, problem(s))
		near, _, err := s.Nearest(t.Context(), 0, a.Threshold, 1)
		require.NoError(t, err)
		sizes, centred := map[int32]int{}, map[int32]bool{}
		for _, label := range labels {
			sizes[label]++
		}
		for i, label := range labels {
			index, _ := near.Row(i)
			same := 1
			for _, j := range index {
				if labels[j] == label {
					same++
				}
			}
			if label == corpus.None {
				assert.Less(t, same, a.MinSize)
			} else if same == sizes[label] {
				centred[label] = true
			}
		}
		for label, n := range sizes {
			if label != corpus.None {
				assert.GreaterOrEqual(t, n, a.MinSize)
				assert.True(t, centred[label])
			}
		}
	})
}
