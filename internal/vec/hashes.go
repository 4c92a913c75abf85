package vec

import "math"

const (
	hashes    = 64 // functions of one walk over the elements
	fewHashes = 8
)

// LeastHashes writes into least, for each pair of a and b, the minimum of a·x+b mod
// 2⁶⁴ over all x, and the largest number if there are none.
func LeastHashes(least, a, b, x []uint64) {
	a, b = a[:len(least)], b[:len(least)]
	step := hashes
	if len(least) < hashes {
		step = fewHashes
	}
	if len(least) < fewHashes || len(x) == 0 || !canHash() {
		plainHashes(least, a, b, x)
		return
	}
	for from := 0; from < len(least); from += step {
		// The last walk begins early, and does some functions again.
		from = min(from, len(least)-step)
		hashWalk(least[from:from+step], a[from:from+step], b[from:from+step], x)
	}
}

// plainHashes is LeastHashes in plain Go. Two functions share a walk over the
// elements, so that their minima need not wait for each other.
func plainHashes(least, a, b, x []uint64) {
	i := 0
	for ; i+2 <= len(least); i += 2 {
		a, b, c, d := a[i], b[i], a[i+1], b[i+1]
		first, second := uint64(math.MaxUint64), uint64(math.MaxUint64)
		for _, x := range x {
			first = min(first, a*x+b)
			second = min(second, c*x+d)
		}
		least[i], least[i+1] = first, second
	}
	if i < len(least) {
		least[i] = math.MaxUint64
		for _, x := range x {
			least[i] = min(least[i], a[i]*x+b[i])
		}
	}
}
