package knn

import (
	"math"
	"slices"
	"sync"
)

// postings search sparse rows by their rare columns, those of few rows. The products of a
// row over its rarest columns are summed up, and the rows of the largest sums are compared
// in full. Common columns, such as the words that most articles have, weigh little in
// most spaces, and cost most of the time of all pairs.
type postings struct {
	*cosines
	k     int
	scans sync.Pool
}

func newPostings(c *cosines, k int) *postings { return &postings{cosines: c, k: k} }

func (p *postings) order() []int32 { return p.all() }

func (p *postings) together() int { return 64 }

// efforts are numbers of values to meet. All pairs meet each column of the mean row.
func (p *postings) efforts() (least, most int) {
	var all int
	for t := range p.terms.Rows {
		count := p.terms.Start[t+1] - p.terms.Start[t]
		all += count * count / p.n
	}
	return min(4096, all), all / 2
}

func (p *postings) find(best []nearest, rows []int32, effort int) {
	s, _ := p.scans.Get().(*scan)
	if s == nil {
		s = &scan{postings: p, sums: make([]float32, p.n), met: make([]int32, p.n+1), query: make([]float32, p.sparse.Cols)}
	}
	for b, i := range rows {
		if p.inverse[i] > 0 {
			s.row(&best[b], int(i), effort)
		}
	}
	p.scans.Put(s)
}

// A scan is the memory of a goroutine.
type scan struct {
	*postings
	sums   []float32 // products with each row, so far
	met    []int32   // begins with the rows whose sums are not 0
	rarest []uint64  // columns of a row, in the order of sortRarest
	query  []float32 // the row, zeros and all
	likely nearest   // rows of the largest sums
}

// row compares row i with those that are likely to be near: some more than are wanted, the
// more the larger the sums, of which more are much alike then.
func (s *scan) row(best *nearest, i, effort int) {
	s.likely = nearest{k: s.k + s.k/2 + 16 + effort/2048, least: math.SmallestNonzeroFloat32, heap: s.likely.heap[:0]}
	floor := s.likely.least
	for _, j := range s.met[:s.sum(i, effort)] {
		if cosine := s.sums[j] * s.inverse[j]; cosine >= floor && int(j) != i {
			s.likely.offer(neighbour{j, cosine})
			floor = s.likely.floor()
		}
		s.sums[j] = 0
	}
	s.compare(best, i)
}

// sum adds up the products of row i over its rarest columns, which together have at most
// effort values, and returns how many rows it met.
func (s *scan) sum(i, effort int) (count int) {
	index, value := s.sparse.Row(i)
	for _, column := range s.sortRarest(index) {
		at := uint32(column)
		rows, weights := s.terms.Row(int(index[at]))
		if effort -= len(rows); effort < 0 {
			break
		}
		count = meet(s.sums, s.met, count, rows, weights, value[at])
	}
	return count
}

// meet adds the values of a column times that of the row to the sums. A row that is met for
// the first time is noted without a branch, which could not be foretold.
func meet(sums []float32, met []int32, count int, rows []int32, weights []float32, value float32) int {
	weights = weights[:len(rows)]
	for p, j := range rows {
		sum := sums[j]
		met[count] = j
		count += int((uint64(math.Float32bits(sum)) - 1) >> 63)
		if sum += float32(value * weights[p]); sum == 0 {
			sum = math.SmallestNonzeroFloat32 // met all the same
		}
		sums[j] = sum
	}
	return count
}

// sortRarest returns the places of columns, those of the fewest rows first: the lower halves
// of the numbers.
func (s *scan) sortRarest(index []int32) []uint64 {
	s.rarest = s.rarest[:0]
	for at, c := range index {
		count := s.terms.Start[c+1] - s.terms.Start[c]
		s.rarest = append(s.rarest, uint64(count)<<32|uint64(at))
	}
	slices.Sort(s.rarest)
	return s.rarest
}

// compare computes the cosines of row i with the likely rows, term by term in the order
// of sparseProducts, so that they have the same bits.
func (s *scan) compare(best *nearest, i int) {
	index, value := s.sparse.Row(i)
	for t, c := range index {
		s.query[c] = value[t]
	}
	for _, n := range s.likely.heap {
		var dot float32
		columns, weights := s.sparse.Row(int(n.row))
		for t, c := range columns {
			dot += float32(s.query[c] * weights[t])
		}
		best.offer(neighbour{n.row, s.cosine(i, int(n.row), dot)})
	}
	for _, c := range index {
		s.query[c] = 0
	}
}
