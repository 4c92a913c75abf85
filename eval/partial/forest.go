package partial

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// An Edge joins two articles, by their numbers.
type Edge struct{ A, B uint64 }

// ForestOf writes the spanning forest of a graph: which articles are connected. edges may come
// in any order, and again. setting is what the edges depend on, and source the fingerprint
// of the articles, of which shard s was looked at.
func ForestOf(to io.Writer, edges []Edge, head Head, s Shard) error {
	f := newForest()
	for _, e := range edges {
		f.union(e.A, e.B)
	}
	w := NewWriter(to, Forest)
	if err := f.write(w); err != nil {
		return err
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
	list := make([]Edge, 0, len(f.before))
	for n := range f.before {
		list = append(list, Edge{n, 0})
	}
	for i := range list {
		list[i].B = f.first(list[i].A)
	}
	slices.SortFunc(list, func(a, b Edge) int { return cmp.Compare(a.A, b.A) })
	for _, e := range list {
		if err := w.Add(binary.BigEndian.AppendUint64(nil, e.A), e.B); err != nil {
			return err
		}
	}
	return nil
}
