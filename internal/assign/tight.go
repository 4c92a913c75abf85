package assign

// tight are paths along pairs that cost exactly the sum of their potentials. Such a path
// from a free row to a free column, or to a row that can do without one, needs no prices
// changed, and many are found in one pass over the matrix, where ties are many: one search
// after the other would go through most of it each time.
type tight struct {
	*matcher
	seen  []int32 // of rows: the round in which they were
	round int32
	next  []int // of rows: the pair to follow next
	look  []int // of rows: the pair from which on columns may be free
	path  []int32
}

func newTight(m *matcher) *tight {
	rows := len(m.column)
	t := &tight{matcher: m, seen: make([]int32, rows), next: make([]int, rows), look: make([]int, rows)}
	return t
}

// match matches free rows along tight paths, in rounds in which each row is seen once (Pothen
// & Fan 1990), until a round finds none. It returns the rows that are left.
func (t *tight) match(free []int32) []int32 {
	copy(t.look, t.Start)
	left := free[:0]
	for _, row := range free {
		if t.rowPotential[row] = t.least(row); t.rowPotential[row] < 0 {
			left = append(left, row)
		}
	}
	for {
		t.round++
		before := len(left)
		free, left = left, left[:0]
		for _, row := range free {
			if !t.descend(row) {
				left = append(left, row)
			}
		}
		if len(left) == before {
			return left
		}
	}
}

// descend matches a row if it finds a path among rows that were not seen in this round.
func (t *tight) descend(root int32) bool {
	t.path = t.path[:0]
	t.enter(root)
	for len(t.path) > 0 {
		row := t.path[len(t.path)-1]
		if c := t.freeColumn(row); c >= 0 {
			t.take(c)
			return true
		}
		c := t.step(row)
		if c < 0 {
			t.path = t.path[:len(t.path)-1]
			continue
		}
		owner := t.row[c]
		if t.rowPotential[owner] >= 0 {
			t.column[owner] = -1
			t.take(c)
			return true
		}
		t.enter(owner)
	}
	return false
}

func (t *tight) enter(row int32) {
	t.seen[row], t.next[row] = t.round, t.Start[row]
	t.path = append(t.path, row)
}

// freeColumn returns a free column that is tight to a row, -1 for none. No column becomes
// free again, so that none is looked at twice.
func (t *tight) freeColumn(row int32) int32 {
	for end := t.Start[row+1]; t.look[row] < end; t.look[row]++ {
		if k := t.look[row]; t.row[t.Column[k]] < 0 && t.isTight(row, k) {
			return t.Column[k]
		}
	}
	return -1
}

// step returns the next column that is tight to a row and has a row not seen, -1 for none.
func (t *tight) step(row int32) int32 {
	for end := t.Start[row+1]; t.next[row] < end; {
		k := t.next[row]
		t.next[row]++
		if owner := t.row[t.Column[k]]; owner >= 0 && t.seen[owner] != t.round && t.isTight(row, k) {
			return t.Column[k]
		}
	}
	return -1
}

func (t *tight) isTight(row int32, k int) bool {
	return -t.Weight[k]-t.rowPotential[row]-t.potential[t.Column[k]] <= 0
}

// take gives a column to the last row of the path, its column to the one before, and so on.
func (t *tight) take(c int32) {
	for i := len(t.path) - 1; i >= 0; i-- {
		row := t.path[i]
		former := t.column[row]
		t.column[row], t.row[c] = c, row
		c = former
	}
}

// matchTied matches the rows that are left after an auction: along tight paths, and by
// searches, after which there may be tight paths again. These are looked for when the
// searches have looked at as many pairs as there are, and more where that leads to little.
func (m *matcher) matchTied(free []int32) []int32 {
	t := newTight(m)
	for wait := len(m.Column); len(free) > 0; {
		m.insert(free[0])
		if free = free[1:]; m.work < wait {
			continue
		}
		before := len(free)
		free = t.match(free)
		if m.work = 0; before-len(free) > before/4 {
			wait = len(m.Column)
		} else {
			wait *= 4
		}
	}
	return m.column
}
