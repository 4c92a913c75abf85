package graph

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// A network is a weighted graph without direction: node i has the edges start[i]
// to start[i+1], each of which is listed at its other end too. A node may be made of
// many; what joins those is its loop, both directions counted.
type network struct {
	start    []int
	to       []int32
	weight   []float64
	loop     []float64
	strength []float64 // sum of the weights of a node's edges and its loop
	total    float64   // sum of the strengths: 2m
}

func (n *network) nodes() int { return len(n.loop) }

// sum fills the strengths and the total.
func (n *network) sum() {
	n.strength, n.total = make([]float64, n.nodes()), 0
	for i := range n.strength {
		s := n.loop[i]
		for _, w := range n.weight[n.start[i]:n.start[i+1]] {
			s += w
		}
		n.strength[i] = s
		n.total += s
	}
}

func newNetwork(m *features.CSR) *network {
	n := &network{start: make([]int, 1, m.Rows+1), loop: make([]float64, m.Rows)}
	to, weight := make([]int32, 0, len(m.Index)), make([]float64, 0, len(m.Index))
	for i := range m.Rows {
		index, data := m.Row(i)
		for p, j := range index {
			if int(j) == i {
				n.loop[i] = float64(data[p])
				continue
			}
			to, weight = append(to, j), append(weight, float64(data[p]))
		}
		n.start = append(n.start, len(to))
	}
	n.to, n.weight = to, weight
	n.sum()
	return n
}

// aggregate makes one node of each group; groups are numbered from 0 without a
// gap, count of them.
func (n *network) aggregate(group []int32, count int) *network {
	out := &network{start: make([]int, 1, count+1), loop: make([]float64, count)}
	members, from := byGroup(group, count)
	sums := newSums(count)
	to, weight := make([]int32, 0, len(n.to)/2), make([]float64, 0, len(n.to)/2)
	for g := range int32(count) {
		sums.reset()
		for _, i := range members[from[g]:from[g+1]] {
			out.loop[g] += n.loop[i]
			sums.add(n, i, group)
		}
		out.loop[g] += sums.of[g]
		for _, other := range sums.seen {
			if other != g {
				to, weight = append(to, other), append(weight, sums.of[other])
			}
		}
		out.start = append(out.start, len(to))
	}
	out.to, out.weight = to, weight
	out.sum()
	return out
}

// within is the network without the edges between groups, strengths left out.
func (n *network) within(group []int32) *network {
	start, to, weight := make([]int, n.nodes()+1), make([]int32, len(n.to)), make([]float64, len(n.to))
	kept := 0
	for i, own := range group {
		w := n.weight[n.start[i]:n.start[i+1]]
		for e, j := range n.to[n.start[i]:n.start[i+1]] {
			// Written in any case, and kept by counting: no branch to mispredict.
			to[kept], weight[kept] = j, w[e]
			if group[j] == own {
				kept++
			}
		}
		start[i+1] = kept
	}
	return &network{start: start, to: to[:kept], weight: weight[:kept], loop: n.loop}
}

// byGroup lists the nodes by group, each group's in order: those of group g are
// members[from[g]:from[g+1]].
func byGroup(group []int32, count int) (members []int32, from []int) {
	members, from = make([]int32, len(group)), make([]int, count+1)
	for _, g := range group {
		from[g+1]++
	}
	for g := range count {
		from[g+1] += from[g]
	}
	next := slices.Clone(from)
	for i, g := range group {
		members[next[g]] = int32(i)
		next[g]++
	}
	return members, from
}

// renumber numbers groups from 0 by first appearance, in place, and counts them.
func renumber(group []int32) int {
	number := make([]int32, len(group))
	count := int32(0)
	for i, g := range group {
		if number[g] == 0 {
			count++
			number[g] = count
		}
		group[i] = number[g] - 1
	}
	return int(count)
}

// components cuts groups into parts that edges connect.
func (n *network) components(group []int32) []int32 {
	part := slices.Repeat([]int32{corpus.None}, len(group))
	count := int32(0)
	var open []int32
	for i := range part {
		if part[i] != corpus.None {
			continue
		}
		part[i] = count
		for open = append(open[:0], int32(i)); len(open) > 0; {
			at := open[len(open)-1]
			open = open[:len(open)-1]
			for _, j := range n.to[n.start[at]:n.start[at+1]] {
				if part[j] == corpus.None && group[j] == group[i] {
					part[j] = count
					open = append(open, j)
				}
			}
		}
		count++
	}
	return part
}

// sums adds up weights by group, and knows the groups in the order in which they
// came. It does without branches: a processor would guess most of them wrong.
type sums struct {
	of   []float64 // 0 if not seen
	next []int     // 1 if not seen, else 0: how far it moves the end of seen
	room []int32   // for all groups and one that does not count
	seen []int32
}

func newSums(count int) *sums {
	return &sums{of: make([]float64, count), next: slices.Repeat([]int{1}, count), room: make([]int32, count+1)}
}

func (s *sums) reset() {
	for _, g := range s.seen {
		s.of[g], s.next[g] = 0, 1
	}
	s.seen = s.room[:0]
}

// add adds the weights of a node's edges by the groups of their other ends.
func (s *sums) add(n *network, i int32, group []int32) {
	to, weight := n.to[n.start[i]:n.start[i+1]], n.weight[n.start[i]:n.start[i+1]]
	of, next, room, end := s.of, s.next, s.room, len(s.seen)
	for e, j := range to {
		g := group[j]
		room[end] = g
		end += next[g]
		next[g] = 0
		of[g] += weight[e]
	}
	s.seen = room[:end]
}

// around is add from nothing.
func (s *sums) around(n *network, i int32, group []int32) {
	s.reset()
	s.add(n, i, group)
}
