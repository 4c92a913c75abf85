package graph

import (
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// A network is a weighted graph without direction: node i has the edges start[i]
// to start[i+1], each of which stands at its other end too. A node may stand for
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
	n.to, n.weight = make([]int32, 0, len(m.Index)), make([]float64, 0, len(m.Index))
	for i := range m.Rows {
		index, data := m.Row(i)
		for p, j := range index {
			if int(j) == i {
				n.loop[i] = float64(data[p])
				continue
			}
			n.to, n.weight = append(n.to, j), append(n.weight, float64(data[p]))
		}
		n.start = append(n.start, len(n.to))
	}
	n.sum()
	return n
}

// aggregate makes one node of each group; groups are numbered from 0 without a
// gap, count of them.
func (n *network) aggregate(group []int32, count int) *network {
	out := &network{start: make([]int, 1, count+1), loop: make([]float64, count)}
	members, from := byGroup(group, count)
	sums := newSums(count)
	for g := range count {
		sums.reset()
		for _, i := range members[from[g]:from[g+1]] {
			out.loop[g] += n.loop[i]
			for e := n.start[i]; e < n.start[i+1]; e++ {
				if other := group[n.to[e]]; int(other) == g {
					out.loop[g] += n.weight[e]
				} else {
					sums.add(other, n.weight[e])
				}
			}
		}
		for _, other := range sums.seen {
			out.to, out.weight = append(out.to, other), append(out.weight, sums.of[other])
		}
		out.start = append(out.start, len(out.to))
	}
	out.sum()
	return out
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
	next := make([]int, count)
	copy(next, from)
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
	part := make([]int32, len(group))
	for i := range part {
		part[i] = corpus.None
	}
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
// came.
type sums struct {
	of   []float64
	in   []bool
	seen []int32
}

func newSums(count int) *sums {
	return &sums{of: make([]float64, count), in: make([]bool, count)}
}

func (s *sums) add(group int32, weight float64) {
	if !s.in[group] {
		s.in[group], s.of[group] = true, 0
		s.seen = append(s.seen, group)
	}
	s.of[group] += weight
}

func (s *sums) reset() {
	for _, g := range s.seen {
		s.in[g] = false
	}
	s.seen = s.seen[:0]
}

// around adds up the weights of a node's edges by the groups of their other ends.
func (s *sums) around(n *network, i int32, group []int32) {
	s.reset()
	for e := n.start[i]; e < n.start[i+1]; e++ {
		s.add(group[n.to[e]], n.weight[e])
	}
}
