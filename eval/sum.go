package eval

import "math"

// A sum adds up numbers in blocks, and the sums of the blocks with compensation (Neumaier 1974):
// a plain sum of a million terms may be wrong in the tenth digit, which is more than the least
// differences that entropies have. Up to sumBlock terms it is the plain sum.
type sum struct {
	block, total, lost float64
	n                  int // terms of the block
}

const sumBlock = 1024

func (s *sum) add(x float64) {
	s.block += x
	if s.n++; s.n == sumBlock {
		s.close()
	}
}

// close adds the block to the total.
func (s *sum) close() {
	t := s.total + s.block
	if math.Abs(s.total) >= math.Abs(s.block) {
		s.lost += (s.total - t) + s.block
	} else {
		s.lost += (s.block - t) + s.total
	}
	s.total, s.block, s.n = t, 0, 0
}

func (s *sum) value() float64 {
	if s.n > 0 {
		s.close()
	}
	if v := s.total + s.lost; !math.IsNaN(v) {
		return v
	}
	return s.total // infinite, or not a number itself
}
