package corpus

import (
	"maps"
	"slices"
)

// Labels gives each article of a corpus, in order, the number of its group.
// Gold and found groupings have this type.
type Labels []int32

// None is the label of an article without a group: unlabelled, or noise.
const None int32 = -1

// Canonical returns the same grouping with groups numbered from 0 by first
// appearance; negative labels become None.
func (l Labels) Canonical() Labels {
	number := make(map[int32]int32)
	out := make(Labels, len(l))
	for i, g := range l {
		if g < 0 {
			out[i] = None
			continue
		}
		n, ok := number[g]
		if !ok {
			n = int32(len(number))
			number[g] = n
		}
		out[i] = n
	}
	return out
}

// Alone is Canonical with a group of its own for each article of None.
func (l Labels) Alone() Labels {
	out := l.Canonical()
	next := int32(out.Groups())
	for i, g := range out {
		if g < 0 {
			out[i] = next
			next++
		}
	}
	return out.Canonical()
}

// Groups counts the distinct groups, without None.
func (l Labels) Groups() int {
	return 1 + int(slices.Max(append(l.Canonical(), None)))
}

// Members lists the positions of each group's articles, ascending, by the number of
// the group; articles of None are left out.
func (l Labels) Members() [][]int {
	at := make(map[int32][]int)
	for i, g := range l {
		if g >= 0 {
			at[g] = append(at[g], i)
		}
	}
	var list [][]int
	for _, g := range slices.Sorted(maps.Keys(at)) {
		list = append(list, at[g])
	}
	return list
}

// Pick returns the elements of a list at the given positions, in their order.
func Pick[L ~[]E, E any](list L, positions []int) L {
	picked := make(L, len(positions))
	for n, i := range positions {
		picked[n] = list[i]
	}
	return picked
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
