package neardup

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// inMemory is a Sorter of a list.
type inMemory struct{ keys [][]byte }

func (m *inMemory) Add(key []byte) error {
	m.keys = append(m.keys, bytes.Clone(key))
	return nil
}

func (m *inMemory) Sorted(f func(key []byte) error) error {
	slices.SortFunc(m.keys, bytes.Compare)
	for _, key := range m.keys {
		if err := f(key); err != nil {
			return err
		}
	}
	return nil
}

// variantsOf returns variants of a few sets, so that buckets are small and large, with copies and empty ones.
func variantsOf(random *rand.Rand, n int) (sets [][]uint64) {
	for len(sets) < n {
		base := make([]uint64, random.IntN(12))
		for i := range base {
			base[i] = random.Uint64N(200)
		}
		for range 1 + random.IntN(150) {
			set := slices.Clone(base)
			for range min(len(set), random.IntN(4)) {
				set[random.IntN(len(set))] = random.Uint64N(200)
			}
			slices.Sort(set)
			sets = append(sets, slices.Compact(set))
		}
	}
	return sets
}

// Groups through a sorter are those of Find, whatever the bands, the shard and the workers.
func TestGroupsAreThoseOfFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := variantsOf(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), rapid.IntRange(0, 400).Draw(t, "n"))
		c := Config{Perm: 16, Bands: rapid.IntRange(1, 8).Draw(t, "bands"), Rows: rapid.IntRange(1, 2).Draw(t, "rows"),
			Threshold: rapid.Float64Range(0, 1).Draw(t, "threshold"), Seed: 3, Workers: rapid.IntRange(1, 3).Draw(t, "workers")}
		c.Shards = rapid.IntRange(1, c.Bands).Draw(t, "shards")
		c.Shard = rapid.IntRange(0, c.Shards-1).Draw(t, "shard")
		set := func(i int, s *text.Shingler) []uint64 { return sets[i] }
		found, err := GroupsFunc(context.Background(), len(sets), set, c, new(inMemory))
		require.NoError(t, err)
		want := near(t, sets, c)
		require.Equal(t, want.Groups, found)
	})
}

type failing struct{ inMemory }

var errFull = errors.New("the disk is full")

func (f *failing) Add(key []byte) error {
	if len(f.keys) > 20 {
		return errFull
	}
	return f.inMemory.Add(key)
}

func TestGroupsFail(t *testing.T) {
	sets := variantsOf(rand.New(rand.NewPCG(1, 1)), 5000)
	set := func(i int, s *text.Shingler) []uint64 { return sets[i] }
	c := Config{Perm: 16, Threshold: 0.5}
	_, err := GroupsFunc(context.Background(), len(sets), set, c, new(failing))
	assert.ErrorIs(t, err, errFull)
	ctx, cancel := context.WithCancel(context.Background())
	sorter := cancelling{cancel: cancel}
	_, err = GroupsFunc(ctx, len(sets), set, c, &sorter)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = GroupsFunc(context.Background(), len(sets), set, Config{}, new(inMemory))
	assert.ErrorContains(t, err, "perm must be at least 1")
}

// cancelling cancels a context when all keys are there.
type cancelling struct {
	inMemory
	cancel func()
}

func (c *cancelling) Sorted(f func(key []byte) error) error {
	c.cancel()
	return c.inMemory.Sorted(f)
}
