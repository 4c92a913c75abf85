package partial

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

// DuplicatesOf writes the spanning forest of the near-duplicates of a corpus that meet in the bands of a shard.
// Each pair was verified. The forest of all shards has the clusters that one search finds: those of the
// algorithm minhash. A shard reads and shingles all texts, and hashes them for its bands, so that there are
// at most as many shards as bands. memory is what the keys of bands take, about, in bytes, before they are sorted on the
// disk; 0 for DefaultMemory.
func DuplicatesOf(ctx context.Context, to io.Writer, c *corpus.Corpus, m *minhash.MinHash, near neardup.Config, s Shard,
	memory int64) error {
	if err := s.Valid(); err != nil {
		return err
	}
	s = s.whole()
	near.Shard, near.Shards = s.Index, s.Count
	groups, err := duplicateGroups(ctx, c, m, near, memory)
	if err != nil {
		return err
	}
	return ForestOf(to, groups, duplicatesHead(c, m, near.Seed), s)
}

func duplicateGroups(ctx context.Context, c *corpus.Corpus, m *minhash.MinHash, near neardup.Config, memory int64) (corpus.Labels, error) {
	keys := NewBuilder(bandKeys, memory)
	defer keys.Discard()
	keys.distinct = true
	return m.Groups(ctx, c.Articles, near, sorter{keys})
}

// A sorter sorts keys without numbers.
type sorter struct{ b *Builder }

func (s sorter) Add(key []byte) error { return s.b.Add(key) }

func (s sorter) Sorted(f func(key []byte) error) error {
	return s.b.drain(func(key []byte, _ ...uint64) error { return f(key) })
}

func duplicatesHead(c *corpus.Corpus, m *minhash.MinHash, seed uint64) Head {
	head := NewHead(Forest, c.Fingerprint(), c.Name())
	head.Setting = fmt.Sprintf("%s, seed %d", spec.Of("minhash", m), seed)
	return head
}

// DuplicateLabels returns the clusters of the articles of a corpus in the forest of all shards.
func DuplicateLabels(r *Reader, c *corpus.Corpus) (corpus.Labels, error) {
	if r.Head.Kind != Forest || r.Head.Source != c.Fingerprint() {
		return nil, fmt.Errorf("%s: it holds %s of %s with the fingerprint %s, and not near-duplicates of %s, %s", r.Name, r.Head.Kind,
			r.Head.Inputs, r.Head.Source, c.Name(), c.Fingerprint())
	}
	if err := r.Head.Complete(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	sets := unionfind.New(len(c.Articles))
	err := Trees(r, func(article, first uint64) error {
		if max(article, first) >= uint64(len(c.Articles)) {
			return fmt.Errorf("%s: article %d of %d: %w", r.Name, article, len(c.Articles), errCut)
		}
		sets.Union(int(article), int(first))
		return nil
	})
	return sets.Labels(), err
}

// WriteDuplicates writes the forest of a shard, if one is given, or else the clusters of near-duplicates as labels: those
// of a merged forest in a file or, if its name is empty, those that one search finds.
func WriteDuplicates(ctx context.Context, to io.Writer, c *corpus.Corpus, m *minhash.MinHash, near neardup.Config, s Shard,
	memory int64, merged string) (err error) {
	if err := c.CheckTexts(); err != nil {
		return err
	}
	if s.Count > 0 {
		return DuplicatesOf(ctx, to, c, m, near, s, memory)
	}
	if merged == "" {
		groups, err := duplicateGroups(ctx, c, m, near, memory)
		if err != nil {
			return err
		}
		return corpus.WriteLabels(to, c.IDs(), groups)
	}
	r, err := Open(merged)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	labels, err := DuplicateLabels(r, c)
	if err != nil {
		return err
	}
	return corpus.WriteLabels(to, c.IDs(), labels)
}
