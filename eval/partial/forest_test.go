package partial

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// Forests of parts of the edges merge into the components of all, whatever the order.
func TestForests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		shards := rapid.IntRange(1, 6).Draw(t, "shards")
		sets := unionfind.New(n)
		lists := make([]*unionfind.Sets, shards)
		for s := range lists {
			lists[s] = unionfind.New(n)
		}
		node := rapid.IntRange(0, n-1)
		for range rapid.IntRange(0, 60).Draw(t, "edges") {
			a, b, s := node.Draw(t, "a"), node.Draw(t, "b"), rapid.IntRange(0, shards-1).Draw(t, "shard")
			sets.Union(a, b)
			lists[s].Union(a, b)
		}
		head := NewHead(Forest, "the source", "corpus")
		var parts []*Reader
		for s, groups := range lists {
			var b bytes.Buffer
			require.NoError(t, ForestOf(&b, groups.Labels(), head, Shard{s, shards}))
			parts = append(parts, opened(t, b.Bytes()))
		}
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 0)).Shuffle(shards, func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		var merged, again bytes.Buffer
		_, err := Merge(&merged, parts...)
		require.NoError(t, err)
		first := make([]int, n)
		for i := range first {
			first[i] = i
		}
		require.NoError(t, Trees(opened(t, merged.Bytes()), func(article, of uint64) error {
			first[article] = int(of)
			return nil
		}))
		for i := range n {
			for j := range i {
				assert.Equal(t, sets.Find(i) == sets.Find(j), first[i] == first[j])
			}
		}
		require.NoError(t, ForestOf(&again, sets.Labels(), head, Shard{}))
		assert.Equal(t, again.Bytes(), merged.Bytes())
	})
}
