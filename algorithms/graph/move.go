package graph

import (
	"context"
	"math/rand/v2"
	"slices"
)

// slack is the share of a node's strength by which a move must gain, so that
// rounding alone moves nothing, and moves end.
const slack = 1e-10

// A moving is local moving under way: nodes go to the group, of those around
// them and the empty one, where modularity gains most.
type moving struct {
	n        *network
	group    []int32
	strength []float64 // of each group
	size     []int32   // of each group
	empty    []int32   // groups without nodes
	sums     *sums
	rate     float64 // weight that chance gives for each unit of strength²
	moved    bool
}

// move changes group, whose numbers are below the number of nodes, until no
// node in the queue gains by moving. All nodes start in the queue, in random
// order; when one moves, those around it that are not in its new group join the
// queue again. It reports whether anything moved.
func move(ctx context.Context, n *network, group []int32, resolution float64, random *rand.Rand) (bool, error) {
	m := &moving{n: n, group: group, rate: resolution / n.total, sums: newSums(n.nodes())}
	m.strength, m.size = make([]float64, n.nodes()), make([]int32, n.nodes())
	for i, g := range group {
		m.strength[g] += n.strength[i]
		m.size[g]++
	}
	for g, size := range m.size {
		if size == 0 {
			m.empty = append(m.empty, int32(g))
		}
	}
	q := newQueue(n.nodes(), random)
	for steps := 0; q.length > 0; steps++ {
		if steps%1024 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		i := q.pop()
		if !m.place(i) {
			continue
		}
		for _, j := range n.to[n.start[i]:n.start[i+1]] {
			if group[j] != group[i] {
				q.push(j)
			}
		}
	}
	return m.moved, nil
}

// place puts node i where it gains most, and reports whether it moved. The gain of
// a group is the weight between them less what chance would give.
func (m *moving) place(i int32) bool {
	n, own := m.n, m.group[i]
	m.sums.around(n, i, m.group)
	s := n.strength[i]
	factor := m.rate * s
	stays := m.sums.of[own] - factor*(m.strength[own]-s)
	best, gain := own, stays+slack*s
	for _, g := range m.sums.seen {
		if g == own {
			continue
		}
		if v := m.sums.of[g] - factor*m.strength[g]; v > gain {
			best, gain = g, v
		}
	}
	if gain < 0 && m.size[own] > 1 {
		best = m.empty[len(m.empty)-1]
	}
	if best == own {
		return false
	}
	m.shift(i, own, best)
	return true
}

func (m *moving) shift(i, from, to int32) {
	s := m.n.strength[i]
	if m.size[to] == 0 {
		m.empty = m.empty[:len(m.empty)-1]
	}
	m.strength[from] -= s
	m.strength[to] += s
	m.size[from]--
	m.size[to]++
	if m.size[from] == 0 {
		m.strength[from] = 0
		m.empty = append(m.empty, from)
	}
	m.group[i], m.moved = to, true
}

// A queue holds nodes, each once at most, in a ring.
type queue struct {
	ring         []int32
	in           []bool
	head, length int
}

func newQueue(n int, random *rand.Rand) *queue {
	return &queue{ring: order(n, random), in: slices.Repeat([]bool{true}, n), length: n}
}

func (q *queue) pop() int32 {
	i := q.ring[q.head]
	if q.head++; q.head == len(q.ring) {
		q.head = 0
	}
	q.length--
	q.in[i] = false
	return i
}

func (q *queue) push(i int32) {
	if q.in[i] {
		return
	}
	at := q.head + q.length
	if at >= len(q.ring) {
		at -= len(q.ring)
	}
	q.ring[at] = i
	q.in[i] = true
	q.length++
}

// order is 0 to n−1 in random order.
func order(n int, random *rand.Rand) []int32 {
	list := singletons(n)
	random.Shuffle(n, func(a, b int) { list[a], list[b] = list[b], list[a] })
	return list
}
