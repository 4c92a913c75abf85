package eval

import (
	"container/heap"
	"slices"
)

// articles weights a pair by its number of common articles.
func articles(_, count, _ float64) float64 { return count }

// Match assigns each story at most one cluster, one to one, so that the sum of the
// weights of the pairs is largest. weight gets the size of the story, the number of
// common articles and the size of the cluster, and must be above 0. It inserts story
// after story along a shortest augmenting path with node potentials (Hungarian method;
// Jonker & Volgenant 1987) on the sparse table, so that tens of thousands of stories
// and clusters need no dense matrix. Ties are broken by the smaller number.
// It returns the cluster of each story, -1 for none.
func (t *Table) Match(weight func(story, common, cluster float64) float64) []int32 {
	return t.MatchCells(func(s int, c Cell) float64 {
		return weight(float64(t.Stories[s]), float64(c.Count), float64(t.Clusters[c.Cluster]))
	})
}

// MatchCells is Match with a weight for each cell, 0 or more; pairs of weight 0
// may be matched or not.
func (t *Table) MatchCells(weight func(story int, c Cell) float64) []int32 {
	m := &matcher{
		t:        t,
		cost:     make([]float64, len(t.cells)),
		cluster:  slices.Repeat([]int32{-1}, len(t.Stories)),
		story:    slices.Repeat([]int32{-1}, len(t.Clusters)),
		dist:     make([]float64, len(t.Clusters)),
		from:     make([]int32, len(t.Clusters)),
		state:    make([]uint8, len(t.Clusters)),
		potStory: make([]float64, len(t.Stories)),
		potClust: make([]float64, len(t.Clusters)),
	}
	for s := range t.Stories {
		for k := t.start[s]; k < t.start[s+1]; k++ {
			m.cost[k] = -weight(s, t.cells[k])
		}
	}
	for s := range t.Stories {
		if t.Stories[s] > 0 {
			m.insert(int32(s))
		}
	}
	return m.cluster
}

type matcher struct {
	t                  *Table
	cost               []float64 // of each cell: the negative weight
	cluster, story     []int32   // the matching, both ways
	potStory, potClust []float64 // potentials: the cost of a cell is at least their sum
	dist               []float64 // of clusters, in this search
	from               []int32   // the story from which a cluster was reached
	state              []uint8   // 0 new, 1 reached, 2 settled
}

// insert matches one more story: it searches the cheapest alternating path to a free
// cluster, or to a story that can do without one.
func (m *matcher) insert(root int32) {
	m.potStory[root] = 0
	for k := m.t.start[root]; k < m.t.start[root+1]; k++ {
		m.potStory[root] = min(m.potStory[root], m.cost[k]-m.potClust[m.t.cells[k].Cluster])
	}
	var reached, settled []int32
	var queue nodeQueue
	relax := func(story int32, base float64) {
		for k := m.t.start[story]; k < m.t.start[story+1]; k++ {
			c := m.t.cells[k]
			d := base + m.cost[k] - m.potStory[story] - m.potClust[c.Cluster]
			if m.state[c.Cluster] == 0 || m.state[c.Cluster] == 1 && d < m.dist[c.Cluster] {
				if m.state[c.Cluster] == 0 {
					reached = append(reached, c.Cluster)
				}
				m.state[c.Cluster], m.dist[c.Cluster], m.from[c.Cluster] = 1, d, story
				heap.Push(&queue, node{d, c.Cluster})
			}
		}
	}
	relax(root, 0)
	// A story without a cluster costs 0 minus its potential.
	drop, dropAt := -m.potStory[root], root
	free, length := int32(-1), 0.0
	for {
		for queue.Len() > 0 && (m.state[queue[0].cluster] == 2 || queue[0].dist > m.dist[queue[0].cluster]) {
			heap.Pop(&queue)
		}
		if queue.Len() == 0 || queue[0].dist >= drop {
			length = drop
			break
		}
		n := heap.Pop(&queue).(node)
		m.state[n.cluster] = 2
		settled = append(settled, n.cluster)
		s := m.story[n.cluster]
		if s < 0 {
			free, length = n.cluster, n.dist
			break
		}
		if d := n.dist - m.potStory[s]; d < drop {
			drop, dropAt = d, s
		}
		relax(s, n.dist)
	}
	m.potStory[root] += length
	for _, c := range settled {
		if s := m.story[c]; s >= 0 {
			m.potStory[s] += length - m.dist[c]
		}
		m.potClust[c] -= length - m.dist[c]
	}
	m.augment(root, free, dropAt)
	for _, c := range reached {
		m.state[c] = 0
	}
}

// augment reverses the path that ends in a free cluster, or in a story that gives up
// its cluster.
func (m *matcher) augment(root, free, dropAt int32) {
	c := free
	if free < 0 {
		if dropAt == root {
			return
		}
		c = m.cluster[dropAt]
		m.cluster[dropAt] = -1
	}
	for {
		s := m.from[c]
		next := m.cluster[s]
		m.cluster[s], m.story[c] = c, s
		if s == root {
			return
		}
		c = next
	}
}

type node struct {
	dist    float64
	cluster int32
}

type nodeQueue []node

func (q nodeQueue) Len() int { return len(q) }
func (q nodeQueue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].cluster < q[j].cluster
}
func (q nodeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *nodeQueue) Push(x any)   { *q = append(*q, x.(node)) }
func (q *nodeQueue) Pop() any {
	last := len(*q) - 1
	n := (*q)[last]
	*q = (*q)[:last]
	return n
}
