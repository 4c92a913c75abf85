package partial

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
)

// Merge writes the partial of several parts, which are read once, side by side, in little
// memory. notes tell which parts were left out, since their shards are in others.
func Merge(to io.Writer, parts ...*Reader) (notes []string, err error) {
	head, kept, notes, err := join(parts)
	if err != nil {
		return nil, err
	}
	return notes, mergeInto(to, head, kept)
}

// join returns the head of all parts, which is not whole though all shards are there, and the parts that
// are needed.
func join(parts []*Reader) (head Head, kept []*Reader, notes []string, err error) {
	if len(parts) == 0 {
		return head, nil, nil, errors.New("there are no partials to merge")
	}
	head = parts[0].Head
	kept = parts[:1:1]
	for _, p := range parts[1:] {
		if d := head.differs(p.Head); d != "" {
			return head, nil, nil, fmt.Errorf("%s and %s cannot be merged: %s", parts[0].Name, p.Name, d)
		}
		joined, again, err := head.join(p.Head)
		if err != nil {
			return head, nil, nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		if again {
			notes = append(notes, fmt.Sprintf("%s is left out: its shards are in other partials, with the same content", p.Name))
			continue
		}
		head = joined
		kept = append(kept, p)
	}
	return head, kept, notes, nil
}

// mergeInto writes the rows of the parts as a partial.
func mergeInto(to io.Writer, head Head, kept []*Reader) error {
	w := NewWriter(to, head.Kind)
	add := w.Add
	var forest *forest
	if head.Kind == Forest {
		forest = newForest()
		add = forest.add
	}
	if err := mergeRows(kept, add); err != nil {
		return err
	}
	if forest != nil {
		if err := forest.write(w); err != nil {
			return err
		}
	}
	return w.Close(head.whole)
}

// MergeBytes is Merge of two partials in memory.
func MergeBytes(a, b []byte) ([]byte, error) {
	var parts []*Reader
	for i, raw := range [][]byte{a, b} {
		r, err := NewReader([]string{"the first partial", "the second partial"}[i], bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return nil, err
		}
		parts = append(parts, r)
	}
	var out bytes.Buffer
	_, err := Merge(&out, parts...)
	return out.Bytes(), err
}

// mergeRows calls add for the rows of all parts, in the order of their keys.
func mergeRows(parts []*Reader, add func(key []byte, numbers ...uint64) error) error {
	h := make(byKey, 0, len(parts))
	for _, p := range parts {
		more, err := p.Next()
		if err != nil {
			return err
		}
		if more {
			h = append(h, p)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		p := h[0]
		if err := add(p.Key, p.Numbers...); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		more, err := p.Next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return nil
}

// byKey is a heap of readers.
type byKey []*Reader

func (h byKey) Len() int           { return len(h) }
func (h byKey) Less(i, j int) bool { return string(h[i].Key) < string(h[j].Key) }
func (h byKey) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *byKey) Push(x any)        { *h = append(*h, x.(*Reader)) }
func (h *byKey) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
