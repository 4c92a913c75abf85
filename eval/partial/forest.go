package partial

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// ForestOf writes the spanning forest of groups of articles that shard s found.
func ForestOf(to io.Writer, groups corpus.Labels, head Head, s Shard) error {
	w := NewWriter(to, Forest)
	first := map[int32]int{}
	for i, g := range groups {
		at, ok := first[g]
		if !ok {
			first[g] = i
			continue
		}
		if err := w.Add(binary.BigEndian.AppendUint64(nil, uint64(i)), uint64(at)); err != nil {
			return err
		}
	}
	return w.Close(head.For(s))
}

// Trees calls f for each article of a forest that is not alone and not the first of its
// tree: with its number and that of the first.
func Trees(r *Reader, f func(article, first uint64) error) error {
	for {
		more, err := r.Next()
		if err != nil || !more {
			return err
		}
		if len(r.Key) != 8 {
			return fmt.Errorf("%s: %w", r.Name, errors.New("the forest has a key that is no number"))
		}
		if err := f(binary.BigEndian.Uint64(r.Key), r.Numbers[0]); err != nil {
			return err
		}
	}
}

// A forest is a union-find structure over numbers that need not be dense: of each that is not
// alone, one before it in its tree.
type forest struct{ before map[uint64]uint64 }

func newForest() *forest { return &forest{map[uint64]uint64{}} }

// first is the least number in the tree of n.
func (f *forest) first(n uint64) uint64 {
	root := n
	for {
		up, ok := f.before[root]
		if !ok {
			break
		}
		root = up
	}
	for n != root { // paths are made short
		n, f.before[n] = f.before[n], root
	}
	return root
}

func (f *forest) union(a, b uint64) {
	if a, b = f.first(a), f.first(b); a != b {
		f.before[max(a, b)] = min(a, b)
	}
}

// add takes a row of another forest.
func (f *forest) add(key []byte, numbers ...uint64) error {
	if len(key) != 8 {
		return errors.New("the forest has a key that is no number")
	}
	f.union(binary.BigEndian.Uint64(key), numbers[0])
	return nil
}

// write writes each article that is not the first of its tree, with the first: the same
// bytes for the same trees.
func (f *forest) write(w *Writer) error {
	for _, n := range slices.Sorted(maps.Keys(f.before)) {
		if err := w.Add(binary.BigEndian.AppendUint64(nil, n), f.first(n)); err != nil {
			return err
		}
	}
	return nil
}
