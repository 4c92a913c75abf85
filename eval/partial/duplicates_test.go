package partial

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
)

// variants is a corpus of texts that are rewritten more or less, some in hundreds of variants, so that
// buckets are large and small.
func variants(random *rand.Rand) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "made"}}
	for len(c.Articles) < 900 {
		base := make([]string, 30+random.IntN(40))
		for i := range base {
			base[i] = fmt.Sprint("w", random.IntN(5000))
		}
		for range 1 + random.IntN(3)*random.IntN(120) {
			words := append([]string{}, base...)
			for range random.IntN(8) {
				words[random.IntN(len(words))] = fmt.Sprint("x", random.IntN(5000))
			}
			c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(len(c.Articles)), Text: strings.Join(words, " ")})
		}
	}
	return c
}

// The forests of any number of shards merge into the bytes of one search, and its clusters.
func TestDuplicatesInShards(t *testing.T) {
	for seed := range uint64(4) {
		c := variants(rand.New(rand.NewPCG(seed, 1)))
		m := minhash.New()
		part := func(s Shard) []byte {
			var b bytes.Buffer
			require.NoError(t, DuplicatesOf(context.Background(), &b, c, m, neardup.Config{Seed: 1}, s, 1<<18))
			return b.Bytes()
		}
		want, err := m.Find(context.Background(), c.Articles, neardup.Config{Seed: 1})
		require.NoError(t, err)
		whole := part(Shard{})
		for _, n := range []int{2, 5, 25} {
			merged := part(Shard{n - 1, n})
			for i := range n - 1 {
				merged, err = MergeBytes(part(Shard{i, n}), merged)
				require.NoError(t, err)
			}
			assert.Equal(t, whole, merged)
		}
		labels, err := DuplicateLabels(opened(t, whole), c)
		require.NoError(t, err)
		assert.Equal(t, want.Groups, labels)
		_, err = DuplicateLabels(opened(t, part(Shard{0, 2})), c)
		assert.ErrorContains(t, err, "1 of 2 shards are missing: 2")
		other := *c
		other.Articles = c.Articles[1:]
		_, err = DuplicateLabels(opened(t, whole), &other)
		assert.ErrorContains(t, err, "fingerprint")
		err = DuplicatesOf(context.Background(), new(bytes.Buffer), c, m, neardup.Config{Seed: 1}, Shard{25, 26}, 0)
		assert.ErrorContains(t, err, "has no band")
	}
}
