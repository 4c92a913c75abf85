package corpus

import (
	"maps"
	"math"
	"slices"
)

// Labels gives each article of a corpus, in order, the number of its group.
// Gold and found groupings have this type.
type Labels []int32

// None is the label of an article without a group: unlabelled, or noise.
const None int32 = -1

// Absent is the label of an article that a grouping does not have at all: in found labels one
// that the prediction lacks, in gold one that only a prediction has. See IDPolicy.
const Absent int32 = math.MinInt32

// Canonical returns the same grouping with groups numbered from 0 by first
// appearance; negative labels but Absent become None.
func (l Labels) Canonical() Labels {
	out := make(Labels, len(l))
	l.number(func(i int, n int32) { out[i] = n })
	return out
}

// number calls f with the canonical number of each label, and returns that of groups.
func (l Labels) number(f func(i int, n int32)) int {
	next := int32(0)
	var list []int32 // numbers from 1, by label; a map where labels are far apart
	if most := l.largest(); int(most) < 4*len(l) {
		list = make([]int32, most+1)
	}
	number := map[int32]int32{}
	for i, g := range l {
		switch {
		case g == Absent:
			f(i, Absent)
			continue
		case g < 0:
			f(i, None)
			continue
		case list == nil:
			n, ok := number[g]
			if !ok {
				n = next
				number[g] = n
				next++
			}
			f(i, n)
			continue
		case list[g] == 0:
			next++
			list[g] = next
		}
		f(i, list[g]-1)
	}
	return int(next)
}

func (l Labels) largest() int32 {
	most := None
	for _, g := range l {
		most = max(most, g)
	}
	return most
}

// Alone is Canonical with a group of its own for each article of None.
func (l Labels) Alone() Labels {
	out := l.Canonical()
	if !slices.Contains(out, None) {
		return out
	}
	next := int32(out.Groups())
	for i, g := range out {
		if g == None {
			out[i] = next
			next++
		}
	}
	return out.Canonical()
}

// Groups counts the distinct groups, without None.
func (l Labels) Groups() int { return l.number(func(int, int32) {}) }

// Members lists the positions of each group's articles, ascending, by the number of
// the group; articles of None are left out.
func (l Labels) Members() [][]int {
	ordered := slices.Clone(l)
	slices.Sort(ordered)
	ordered = slices.Compact(ordered)
	first, _ := slices.BinarySearch(ordered, 0)
	ordered = ordered[first:] // the groups
	place := func(g int32) int { return int(g) }
	if len(ordered) == 0 || int(ordered[len(ordered)-1]) != len(ordered)-1 {
		place = func(g int32) int {
			k, _ := slices.BinarySearch(ordered, g)
			return k
		}
	}
	sizes, n := make([]int, len(ordered)), 0
	for _, g := range l {
		if g >= 0 {
			sizes[place(g)]++
			n++
		}
	}
	list, all := make([][]int, len(ordered)), make([]int, n)
	for k, size := range sizes {
		list[k], all = all[:0:size], all[size:]
	}
	for i, g := range l {
		if g >= 0 {
			k := place(g)
			list[k] = append(list[k], i)
		}
	}
	return list
}

// Pick returns the elements of a list at the given positions, in their order.
func Pick[L ~[]E, E any, P int | int32](list L, positions []P) L {
	picked := make(L, len(positions))
	for n, i := range positions {
		picked[n] = list[i]
	}
	return picked
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
