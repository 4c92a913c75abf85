package assign

import "math"

// insert matches one more row: it searches the cheapest alternating path to a free column,
// or to a row that can do without one. Ties are broken by the smaller column.
func (m *matcher) insert(root int32) {
	least := m.least(root)
	m.rowPotential[root] = least
	m.reached, m.settled, m.queue = m.reached[:0], m.settled[:0], m.queue[:0]
	// A row without a column costs 0 less its potential.
	s := search{drop: -least, dropAt: root, free: math.Inf(1)}
	m.relax(root, 0, &s)
	end, length := int32(-1), 0.0
	for {
		for len(m.queue) > 0 && (m.state[m.queue[0].column] == settled || m.queue[0].dist > m.dist[m.queue[0].column]) {
			m.queue.pop()
		}
		if len(m.queue) == 0 || m.queue[0].dist >= s.drop {
			length = s.drop
			break
		}
		n := m.queue.pop()
		m.state[n.column] = settled
		m.settled = append(m.settled, n.column)
		row := m.row[n.column]
		if row < 0 {
			end, length = n.column, n.dist
			break
		}
		if d := n.dist - m.rowPotential[row]; d < s.drop {
			s.drop, s.dropAt = d, row
		}
		m.relax(row, n.dist, &s)
		if m.eager && s.free <= n.dist {
			end, length = s.end, n.dist
			break
		}
	}
	m.rowPotential[root] += length
	for _, c := range m.settled {
		if row := m.row[c]; row >= 0 {
			m.rowPotential[row] += length - m.dist[c]
		}
		m.potential[c] -= length - m.dist[c]
	}
	m.augment(root, end, s.dropAt)
	for _, c := range m.reached {
		m.state[c] = fresh
	}
}

// least returns the potential of a row without a column: 0 less what its best column is
// worth to it.
func (m *matcher) least(row int32) float64 {
	least := 0.0
	for k := m.Start[row]; k < m.Start[row+1]; k++ {
		least = min(least, -m.Weight[k]-m.potential[m.Column[k]])
	}
	return least
}

// A search has found paths of these lengths: to the row that can best do without a column,
// and to the nearest free column. Longer ones are not followed.
type search struct {
	drop   float64
	dropAt int32
	free   float64
	end    int32
}

// limit is the length from which on paths are not followed.
func (s *search) limit() float64 { return min(s.drop, math.Nextafter(s.free, math.Inf(1))) }

// relax reaches the columns of a row that is base away from the root.
func (m *matcher) relax(row int32, base float64, s *search) {
	from, to := m.Start[row], m.Start[row+1]
	columns, own, potential := m.Column[from:to], m.rowPotential[row], m.potential
	weights := m.Weight[from:to][:len(columns)]
	m.work += len(columns)
	limit := s.limit()
	for k, c := range columns {
		d := base - weights[k] - own - potential[c]
		if d >= limit || m.state[c] == settled || m.state[c] == reached && d >= m.dist[c] {
			continue
		}
		if m.state[c] == fresh {
			m.state[c] = reached
			m.reached = append(m.reached, c)
		}
		m.dist[c], m.from[c] = d, row
		if m.row[c] < 0 {
			s.free, s.end = d, c
			limit = s.limit()
		}
		m.queue.push(node{d, c})
	}
}

// augment reverses the path that ends in a free column, or in a row that gives up its
// column.
func (m *matcher) augment(root, end, dropAt int32) {
	c := end
	if end < 0 {
		if dropAt == root {
			return
		}
		c = m.column[dropAt]
		m.column[dropAt] = -1
	}
	for {
		row := m.from[c]
		next := m.column[row]
		m.column[row], m.row[c] = c, row
		if row == root {
			return
		}
		c = next
	}
}

type node struct {
	dist   float64
	column int32
}

func (n node) before(o node) bool { return n.dist < o.dist || n.dist == o.dist && n.column < o.column }

// A queue is a binary heap, the nearest node first; ties are broken by the smaller column.
type queue []node

func (q *queue) push(n node) {
	list := append(*q, n)
	at := len(list) - 1
	for at > 0 {
		up := (at - 1) / 2
		if !n.before(list[up]) {
			break
		}
		list[at] = list[up]
		at = up
	}
	list[at] = n
	*q = list
}

func (q *queue) pop() node {
	list := *q
	top, last := list[0], list[len(list)-1]
	list = list[:len(list)-1]
	for at := 0; len(list) > 0; {
		down := 2*at + 1
		if down >= len(list) {
			list[at] = last
			break
		}
		if down+1 < len(list) && list[down+1].before(list[down]) {
			down++
		}
		if !list[down].before(last) {
			list[at] = last
			break
		}
		list[at] = list[down]
		at = down
	}
	*q = list
	return top
}
