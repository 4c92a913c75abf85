// Package unionfind keeps a partition of 0…n−1 that only grows coarser.
package unionfind

// Sets is a partition into disjoint sets: a forest, joined by size, with paths
// halved on the way (Tarjan and van Leeuwen 1984). A series of m operations
// takes time nearly linear in m. It is not safe for concurrent use, Find
// included.
type Sets struct {
	parent []int32
	size   []int32 // of the set, at its root
}

// New returns n sets of one element each.
func New(n int) *Sets {
	s := &Sets{parent: make([]int32, n), size: make([]int32, n)}
	for i := range s.parent {
		s.parent[i], s.size[i] = int32(i), 1
	}
	return s
}

// Find returns the root of the set that holds i. Two elements have the same root
// when they are in the same set; which element it is may change with a Union.
func (s *Sets) Find(i int) int {
	at := int32(i)
	for s.parent[at] != at {
		s.parent[at] = s.parent[s.parent[at]]
		at = s.parent[at]
	}
	return int(at)
}

// Union joins the sets of i and j, and reports whether they were apart.
func (s *Sets) Union(i, j int) bool {
	a, b := s.Find(i), s.Find(j)
	if a == b {
		return false
	}
	if s.size[a] < s.size[b] {
		a, b = b, a
	}
	s.parent[b] = int32(a)
	s.size[a] += s.size[b]
	return true
}

// Size is the number of elements in the set that holds i.
func (s *Sets) Size(i int) int { return int(s.size[s.Find(i)]) }

// Labels gives each element the number of its set. Sets are numbered from 0 by
// their smallest elements, so equal partitions have equal labels however they
// came about.
func (s *Sets) Labels() []int32 {
	labels := make([]int32, len(s.parent))
	numbers := make([]int32, len(s.parent)) // of each root's set, from 1; 0 = none yet
	next := int32(0)
	for i := range labels {
		root := s.Find(i)
		if numbers[root] == 0 {
			next++
			numbers[root] = next
		}
		labels[i] = numbers[root] - 1
	}
	return labels
}
