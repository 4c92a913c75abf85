//go:build !arm64

package vec

import "math"

// fma returns x·y+z, rounded once. The product is exact in float64, so that only
// the sum is rounded twice: once to float64 and once to float32. Where that may
// differ from rounding once, the first rounding is made one to odd, which the
// second then cannot tell from the exact sum (Boldo and Melquiond 2008).
func fma(x, y, z float32) float32 {
	product, addend := float64(x)*float64(y), float64(z)
	sum := product + addend
	bits := math.Float64bits(sum)
	const tail, half, least = 1<<29 - 1, 1 << 28, 0x1p-126
	if bits&tail != half && math.Abs(sum) >= least || bits&1 == 1 {
		return float32(sum)
	}
	// What the sum lost (Knuth's TwoSum).
	part := sum - product
	lost := (product - (sum - part)) + (addend - part)
	switch {
	case lost == 0 || math.IsNaN(lost):
	case (lost > 0) == (sum > 0):
		bits++
	default:
		bits--
	}
	return float32(math.Float64frombits(bits))
}
