package assign

import "slices"

// Rounds of bids, and the bids of one round for each row: where rows outbid each other by
// ever smaller steps, searches are faster.
const (
	rounds     = 4
	bidsPerRow = 8
)

// bid lets rows take the column that is worth most to them at the prices of the columns,
// less what the next best is worth: the price rises so that the row would take either.
// A row that is outbid bids again, in the next round if the price did not rise. It returns
// the other rows, and those that are not settled: that have no column, and for which one is
// worth its price.
func (m *matcher) bid(rows []int32) (open []int32) {
	done := make([]bool, len(m.column))
	free := slices.Clone(rows)
	for range rounds {
		bids := bidsPerRow * len(free)
		var later []int32
		for n := 0; n < len(free); n++ {
			if bids == 0 {
				later = append(later, free[n:]...)
				break
			}
			bids--
			row := free[n]
			done[row] = true
			first, second, worth, next := m.bestTwo(row)
			if worth <= 0 {
				continue // prices never fall: it stays without a column
			}
			outbid := m.row[first]
			switch {
			case worth > next:
				m.potential[first] -= worth - next
			case outbid >= 0 && second >= 0:
				first, outbid = second, m.row[second]
			}
			m.row[first], m.column[row] = row, first
			if outbid < 0 {
				continue
			}
			m.column[outbid], done[outbid] = -1, false
			if worth > next {
				free[n] = outbid
				n--
			} else {
				later = append(later, outbid)
			}
		}
		free = later
	}
	for _, row := range rows {
		if c := m.column[row]; c >= 0 {
			from, to := m.Start[row], m.Start[row+1]
			k := slices.Index(m.Column[from:to], c) // it bid for c, so c is there
			m.rowPotential[row] = -m.Weight[from:to][k] - m.potential[c]
		}
	}
	for row := range done {
		if !done[row] {
			open = append(open, int32(row))
		}
	}
	return open
}

// bestTwo returns the two columns that are worth most to a row at their prices, and what
// they are worth. Ties are broken by a column without a row, then by the smaller number.
// None, −1 and worth 0, is better than a column that is worth less.
func (m *matcher) bestTwo(row int32) (first, second int32, worth, next float64) {
	first, second = -1, -1
	from, to := m.Start[row], m.Start[row+1]
	columns := m.Column[from:to]
	for k, w := range m.Weight[from:to][:len(columns)] {
		c := columns[k]
		v := w + m.potential[c]
		switch {
		case v < next || v <= 0:
		case v > worth, v == worth && m.row[c] < 0 && m.row[first] >= 0:
			first, second, worth, next = c, first, v, worth
		default:
			if v > next || second < 0 {
				second, next = c, v
			}
		}
	}
	return first, second, worth, next
}
