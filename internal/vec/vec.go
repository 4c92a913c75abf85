// Package vec holds the kernels on vectors that clustering algorithms and metrics
// share. It is the only place that knows of vector instructions: of AVX-512, AVX2
// and plain Go a kernel takes the widest that the processor has, where the vectors
// are long enough to gain; those for AVX2 are partly of the package vek.
//
// A sum of n float32 products is off by at most about (n/4+4)·2⁻²⁴ of the sum of their
// absolute values. The order of the sum is fixed by its length: equal vectors give
// equal bits, whichever slice they lie in, and exchanging the two vectors changes
// nothing.
//
// All processors give the same bits. A kernel has a fixed number of partial sums
// and a fixed order in which they come together, whatever the registers: 32 of them
// are four of AVX2, two of AVX-512, or an array. Where the kernels for a processor
// multiply and add in one step, rounded once, plain Go does so too ([fma]); where
// they round twice, the conversion of the product keeps compilers from joining the
// steps. Tests hold the instruction sets against each other bit for bit.
package vec

import (
	"math"

	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
)

// lane is the number of values that vek takes in one step. What does not fill a
// step it adds up one by one, so the ends of vectors, and vectors shorter than
// this, are left to the plain loops.
const lane = 32

// Dot returns the inner product of two vectors of equal length.
func Dot(a, b []float32) float32 {
	b = b[:len(a)]
	if len(a) < lane {
		return dot(a, b)
	}
	head := len(a) &^ (lane - 1)
	sum := dotLanes(a[:head], b[:head])
	if head < len(a) {
		sum += dot(a[head:], b[head:])
	}
	return sum
}

// dot is Dot in plain Go: four strands, which a processor adds up side by side.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		s0 += float32(x[0]*y[0]) + float32(x[4]*y[4])
		s1 += float32(x[1]*y[1]) + float32(x[5]*y[5])
		s2 += float32(x[2]*y[2]) + float32(x[6]*y[6])
		s3 += float32(x[3]*y[3]) + float32(x[7]*y[7])
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		s0 += float32(v * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// most is the number of values from which on vek starts goroutines of its own for
// one product.
const most = 100_000

// Dots writes the inner products of v with the rows of a matrix into out: rows
// holds len(out) of them, one after the other, each as long as v. It takes about
// half the time of as many calls of Dot, whose last bits it need not share. The
// product with a row does not depend on how many rows there are.
func Dots(out, rows, v []float32) {
	n := len(v)
	if n < lane || n%lane > n/8 {
		for r := range out {
			out[r] = Dot(rows[r*n:(r+1)*n], v)
		}
		return
	}
	if !accelerated || level < avx2 {
		plainDots(out, rows, v)
		return
	}
	step := max(1, (most-1)/n)
	for from := 0; from < len(out); from += step {
		to := min(from+step, len(out))
		vek32.MatMul_Into(out[from:to], rows[from*n:to*n], v, n)
	}
}

// Dots64 is Dots in float64.
func Dots64(out, rows, v []float64) {
	n := len(v)
	if n < lane || n%lane > n/8 {
		for r := range out {
			out[r] = dot64(rows[r*n:(r+1)*n], v)
		}
		return
	}
	if !accelerated || level < avx2 {
		plainDots64(out, rows, v)
		return
	}
	step := max(1, (most-1)/n)
	for from := 0; from < len(out); from += step {
		to := min(from+step, len(out))
		vek.MatMul_Into(out[from:to], rows[from*n:to*n], v, n)
	}
}

func dot64(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	for len(a) >= 4 {
		x, y := (*[4]float64)(a), (*[4]float64)(b)
		s0 += float64(x[0] * y[0])
		s1 += float64(x[1] * y[1])
		s2 += float64(x[2] * y[2])
		s3 += float64(x[3] * y[3])
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += float64(v * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// SquaredDistance returns the squared Euclidean distance between two vectors of
// equal length, from their differences: nothing cancels, and equal vectors are
// at 0 exactly. It is plain Go everywhere: vek gives only the distance, whose root
// is an estimate that depends on the processor.
func SquaredDistance(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		d0, d1, d2, d3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
		d4, d5, d6, d7 := x[4]-y[4], x[5]-y[5], x[6]-y[6], x[7]-y[7]
		s0 += float32(d0*d0) + float32(d4*d4)
		s1 += float32(d1*d1) + float32(d5*d5)
		s2 += float32(d2*d2) + float32(d6*d6)
		s3 += float32(d3*d3) + float32(d7*d7)
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		d := v - b[i]
		s0 += float32(d * d)
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
		s0 += float32(v[0] * dense[at[0]])
		s1 += float32(v[1] * dense[at[1]])
		s2 += float32(v[2] * dense[at[2]])
		s3 += float32(v[3] * dense[at[3]])
		index, value = index[4:], value[4:]
	}
	for i, at := range index {
		s0 += float32(value[i] * dense[at])
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

// WideDot is Dot of a vector with one in float64, summed in float64.
func WideDot(a []float32, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	for len(a) >= 4 {
		x, y := (*[4]float32)(a), (*[4]float64)(b)
		s0 += float64(float64(x[0]) * y[0])
		s1 += float64(float64(x[1]) * y[1])
		s2 += float64(float64(x[2]) * y[2])
		s3 += float64(float64(x[3]) * y[3])
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += float64(float64(v) * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// WideSquaredDistance is SquaredDistance of a vector from one in float64, summed
// in float64.
func WideSquaredDistance(a []float32, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	for len(a) >= 4 {
		x, y := (*[4]float32)(a), (*[4]float64)(b)
		d0, d1, d2, d3 := float64(x[0])-y[0], float64(x[1])-y[1], float64(x[2])-y[2], float64(x[3])-y[3]
		s0 += float64(d0 * d0)
		s1 += float64(d1 * d1)
		s2 += float64(d2 * d2)
		s3 += float64(d3 * d3)
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		d := float64(v) - b[i]
		s0 += float64(d * d)
	}
	return (s0 + s1) + (s2 + s3)
}

// WideDotSparse is DotSparse with a dense vector in float64, summed in float64.
func WideDotSparse(index []int32, value []float32, dense []float64) float64 {
	var s0, s1 float64
	value = value[:len(index)]
	for len(index) >= 2 {
		at, v := (*[2]int32)(index), (*[2]float32)(value)
		s0 += float64(float64(v[0]) * dense[at[0]])
		s1 += float64(float64(v[1]) * dense[at[1]])
		index, value = index[2:], value[2:]
	}
	for i, at := range index {
		s0 += float64(float64(value[i]) * dense[at])
	}
	return s0 + s1
}

// lanes is how many values are compared side by side to find the greatest.
const lanes = 8

// Greatest returns the index of the greatest value, the first of several, that value,
// and the greatest of the others, -Inf if there are none. None may be NaN.
func Greatest(v []float32) (at int, first, second float32) {
	if len(v) == 0 || len(v)%lanes != 0 {
		return plainGreatest(v)
	}
	return greatest(v)
}

func plainGreatest(v []float32) (at int, first, second float32) {
	first, second = float32(math.Inf(-1)), float32(math.Inf(-1))
	for i, x := range v {
		if x > first {
			at, first, second = i, x, first
		} else {
			second = max(second, x)
		}
	}
	return at, first, second
}
