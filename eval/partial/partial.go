// Package partial holds results of parts of an input that merge into the result of the
// whole, so that the parts can be computed by any number of processes and machines, in any
// order: Of(shard) gives a partial, Merge joins partials. Merging is commutative and
// associative, and the bytes of the whole depend neither on how the input was cut nor on
// the order of merging.
//
// A partial is a sorted table of keys, each with a few whole numbers that are added up, or of
// which the least is kept, where a key is in several partials. Its form is that of [Writer].
package partial

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// A Kind is what a partial holds.
type Kind string

// The kinds.
const (
	// Cells are the cells of a contingency table: the key is story and cluster, the numbers
	// are the articles that both have in common, and where the first of them is in the input.
	Cells Kind = "cells"
	// Frequencies are in how many articles terms are, a vocabulary; the empty key has the number of articles.
	Frequencies Kind = "frequencies"
	// Forest is a spanning forest of near-duplicates: the key is an article's number in eight bytes,
	// the greatest byte first, and the number that of an article before it in the same tree.
	Forest Kind = "forest"

	bandKeys Kind = "band keys" // of runs on the disk alone: keys without numbers
)

// A rule is how the numbers of equal keys become one.
type rule func(a, b uint64) uint64

func sum(a, b uint64) uint64   { return a + b }
func least(a, b uint64) uint64 { return min(a, b) }

// kinds is the one list of kinds: the rules of their numbers.
var kinds = map[Kind][]rule{
	Cells:       {sum, least},
	Frequencies: {sum},
	Forest:      {least},
	bandKeys:    {},
}

// A Head says what a partial is of. Partials merge if their heads are equal but for the
// shards that they have.
type Head struct {
	Kind    Kind    `json:"kind"`
	Version string  `json:"assay"`             // of the program that made it
	Source  string  `json:"source,omitempty"`  // fingerprint of the input
	Inputs  string  `json:"inputs,omitempty"`  // what the input is called
	Policy  *Policy `json:"policy,omitempty"`  // of cells
	Setting string  `json:"setting,omitempty"` // what else the numbers depend on
	Shards  int     `json:"shards,omitempty"`  // that there are; 0 if all are in this partial
	Have    []Piece `json:"have,omitempty"`    // the shards in this partial, in their order; nil if all
	Sum     string  `json:"sum,omitempty"`     // of the keys and numbers, if all shards are in this partial
}

// A Policy is what cells are scored under: articles that do not fit a comparison of two
// partitions, and ids that one side alone has.
type Policy struct {
	eval.Policy
	Missing string `json:"missing"`
	Unknown string `json:"unknown"`
}

// String is the policy in words.
func (p *Policy) String() string {
	if p == nil {
		return "none"
	}
	return fmt.Sprintf("%s, missing=%s, unknown=%s", p.Policy, p.Missing, p.Unknown)
}

// NewPolicy returns a policy with its defaults written out.
func NewPolicy(p eval.Policy, ids corpus.IDPolicy) *Policy {
	return &Policy{p.Full(), cmp.Or(ids.Missing, "error"), cmp.Or(ids.Unknown, "error")}
}

// A Piece is a shard that went into a partial.
type Piece struct {
	Shard int    `json:"shard"` // from 1
	Sum   string `json:"sum"`   // of its keys and numbers
}

// A Shard is one of the parts into which an input is cut. The zero Shard is the whole.
type Shard struct{ Index, Count int } // Index is from 0

// Whole is the only shard of an input that is not cut.
func (s Shard) whole() Shard {
	if s.Count == 0 {
		return Shard{0, 1}
	}
	return s
}

// Valid returns an error if the shard is none of its count.
func (s Shard) Valid() error {
	if s = s.whole(); s.Index < 0 || s.Index >= s.Count {
		return fmt.Errorf("shard %d/%d: shards are numbered from 1/%[2]d to %[2]d/%[2]d", s.Index+1, s.Count)
	}
	return nil
}

// String is the shard as it is written: 3/100.
func (s Shard) String() string { s = s.whole(); return fmt.Sprintf("%d/%d", s.Index+1, s.Count) }

// NewHead returns the head of a partial of this program: source is a fingerprint of the whole
// input, inputs what it is called.
func NewHead(kind Kind, source, inputs string) Head {
	return Head{Kind: kind, Version: fingerprint.Version(), Source: source, Inputs: inputs}
}

// For returns what makes of the sum of its rows the head of a shard.
func (h Head) For(s Shard) func(sum string) Head {
	return func(sum string) Head {
		if s = s.whole(); s.Count > 1 {
			h.Shards, h.Have = s.Count, []Piece{{s.Index + 1, sum}}
			return h
		}
		h.Sum = sum
		return h
	}
}

// whole returns the head as that of all shards, with the sum of their rows, if it has all.
func (h Head) whole(sum string) Head {
	if len(h.Have) == h.Shards {
		h.Shards, h.Have, h.Sum = 0, nil, sum
	}
	return h
}

// Missing lists the shards that a partial lacks, from 1.
func (h Head) Missing() (list []int) {
	at := 0
	for n := 1; n <= h.Shards; n++ {
		if at < len(h.Have) && h.Have[at].Shard == n {
			at++
			continue
		}
		list = append(list, n)
	}
	return list
}

// Complete returns an error that names the shards that a partial lacks.
func (h Head) Complete() error {
	missing := h.Missing()
	if len(missing) == 0 {
		return nil
	}
	const most = 20
	var names []string
	for _, n := range missing[:min(len(missing), most)] {
		names = append(names, fmt.Sprint(n))
	}
	if more := len(missing) - most; more > 0 {
		names = append(names, fmt.Sprint(more, " more"))
	}
	return fmt.Errorf("%d of %d shards are missing: %s: make them with --shard, and merge all", len(missing), h.Shards,
		strings.Join(names, ", "))
}

// differs returns what keeps two partials from being merged, empty if nothing does.
func (h Head) differs(o Head) string {
	for _, part := range [][3]string{
		{"hold", string(h.Kind), string(o.Kind)}, {"were made by assay", h.Version, o.Version},
		{"have the policy", h.Policy.String(), o.Policy.String()},
		{"have the settings", h.Setting, o.Setting}, {"are of inputs with the fingerprint", h.Source, o.Source}, {"are of", h.Inputs, o.Inputs},
		{"are of so many shards:", fmt.Sprint(max(h.Shards, 1)), fmt.Sprint(max(o.Shards, 1))},
	} {
		if part[1] != part[2] {
			return fmt.Sprintf("they %s %s and %s", part[0], part[1], part[2])
		}
	}
	return ""
}

// join adds the shards of another partial. again reports whether this one has them all.
func (h Head) join(o Head) (joined Head, again bool, err error) {
	if h.Shards == 0 && h.Source != "" {
		if h.Sum == o.Sum {
			return h, true, nil
		}
		return h, false, errors.New("all shards are there twice, with different content: keep the right one")
	}
	known := map[int]string{}
	for _, p := range h.Have {
		known[p.Shard] = p.Sum
	}
	twice := 0
	joined = h
	joined.Have = slices.Clone(h.Have)
	for _, p := range o.Have {
		switch s, ok := known[p.Shard]; {
		case !ok:
			joined.Have = append(joined.Have, p)
		case s != p.Sum:
			return h, false, fmt.Errorf("shard %d/%d is there twice, with different content: keep the right one", p.Shard, h.Shards)
		default:
			twice++
		}
	}
	if twice > 0 && twice < len(o.Have) {
		return h, false, fmt.Errorf("%d shards of it are in others, too, and the rest is not: merge the single shards", twice)
	}
	slices.SortFunc(joined.Have, func(a, b Piece) int { return cmp.Compare(a.Shard, b.Shard) })
	return joined, twice > 0, nil
}
