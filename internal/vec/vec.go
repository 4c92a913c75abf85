// Package vec holds the float32 kernels that clustering algorithms share, and
// the loop that runs them over many rows at once.
//
// A kernel adds up in four strands, so that a sum of n products is off by at
// most about (n/4+4)·2⁻²⁴ of the sum of their absolute values. The strands are
// fixed: equal vectors give equal bits, whichever slice they lie in.
package vec

// Dot returns the inner product of two vectors of equal length.
func Dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		s0 += x[0]*y[0] + x[4]*y[4]
		s1 += x[1]*y[1] + x[5]*y[5]
		s2 += x[2]*y[2] + x[6]*y[6]
		s3 += x[3]*y[3] + x[7]*y[7]
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		s0 += v * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}

// SquaredDistance returns the squared Euclidean distance between two vectors of
// equal length, from their differences: nothing cancels, and equal vectors are
// at 0 exactly.
func SquaredDistance(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		d0, d1, d2, d3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
		d4, d5, d6, d7 := x[4]-y[4], x[5]-y[5], x[6]-y[6], x[7]-y[7]
		s0 += d0*d0 + d4*d4
		s1 += d1*d1 + d5*d5
		s2 += d2*d2 + d6*d6
		s3 += d3*d3 + d7*d7
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		d := v - b[i]
		s0 += d * d
	}
	return (s0 + s1) + (s2 + s3)
}

// DotSparse returns the inner product of a sparse vector, given by its columns
// and their values, with a dense one that has all those columns.
func DotSparse(index []int32, value, dense []float32) float32 {
	var s0, s1, s2, s3 float32
	value = value[:len(index)]
	for len(index) >= 4 {
		at, v := (*[4]int32)(index), (*[4]float32)(value)
		s0 += v[0] * dense[at[0]]
		s1 += v[1] * dense[at[1]]
		s2 += v[2] * dense[at[2]]
		s3 += v[3] * dense[at[3]]
		index, value = index[4:], value[4:]
	}
	for i, at := range index {
		s0 += value[i] * dense[at]
	}
	return (s0 + s1) + (s2 + s3)
}

// SquaredNorm returns the squared length of a vector, summed in float64 in the
// order of its values. It is NaN or +Inf where a value is, and never overflows
// where all are finite.
func SquaredNorm(v []float32) float64 {
	var s float64
	for _, x := range v {
		s += float64(x) * float64(x)
	}
	return s
}
