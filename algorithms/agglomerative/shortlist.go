package agglomerative

import "math"

// listed is how many clusters a shortlist has room for.
const listed = 8

// A shortlist is the clusters nearest to one, the nearest first. Clusters that
// were joined since stay on it until they come first; a new cluster that belongs
// on it is offered when it is made.
type shortlist struct {
	count int
	list  [listed]neighbour
	least neighbour // those not listed come no earlier than this
}

// A neighbour is a cluster, with its size, at a distance.
type neighbour struct {
	cluster, size int
	distance      float32
}

func (n *neighbour) before(o *neighbour) bool {
	return n.distance < o.distance || n.distance == o.distance && n.cluster < o.cluster
}

// reset empties the list; all clusters are then to be offered.
func (s *shortlist) reset() {
	s.count, s.least = 0, neighbour{cluster: math.MaxInt, distance: float32(math.Inf(1))}
}

// offer puts a cluster in its place in the order.
func (s *shortlist) offer(n neighbour) {
	if n.distance > s.least.distance || !n.before(&s.least) {
		return
	}
	if s.count == listed {
		s.count--
		if s.least = s.list[s.count]; s.least.before(&n) {
			s.least = n
			s.count++
			return
		}
	}
	at := s.count
	for ; at > 0 && n.before(&s.list[at-1]); at-- {
		s.list[at] = s.list[at-1]
	}
	s.list[at] = n
	s.count++
}

// settle drops what is no more, given the sizes of all clusters, until a cluster
// comes first that is. It returns false if there is none.
func (s *shortlist) settle(size []int) bool {
	gone := 0
	for gone < s.count && size[s.list[gone].cluster] != s.list[gone].size {
		gone++
	}
	s.count = copy(s.list[:], s.list[gone:s.count])
	return s.count > 0
}
