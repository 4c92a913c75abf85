package features

import "slices"

// radixSorter sorts numbers by some of their bits, eight at a time; those that are
// equal in them keep their order. Its zero value is ready.
type radixSorter struct{ spare []uint64 }

// sort sorts keys by the given number of bits above the lowest skip ones. Fewer
// keys than are worth a table of counts it sorts as whole numbers: the bits below
// must ascend among equals, and those above be zero.
func (s *radixSorter) sort(keys []uint64, skip, bits int) {
	if len(keys) < 64 {
		slices.Sort(keys)
		return
	}
	s.spare = slices.Grow(s.spare[:0], len(keys))
	from, to := keys, s.spare[:len(keys)]
	for shift := skip; shift < skip+bits; shift += 8 {
		var next [256]uint32
		for _, k := range from {
			next[uint8(k>>shift)]++
		}
		sum := uint32(0)
		for digit := range next {
			next[digit], sum = sum, sum+next[digit]
		}
		for _, k := range from {
			at := &next[uint8(k>>shift)]
			to[*at] = k
			*at++
		}
		from, to = to, from
	}
	if (bits+7)/8%2 == 1 {
		copy(keys, from)
	}
}
