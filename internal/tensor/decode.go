// Package tensor reads arrays of numbers from files that others wrote:
// safetensors, and NumPy's npy. Sizes are checked against the length of the
// file before anything is allocated, so a hostile file ends in an error.
package tensor

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// A kind is how one number is stored, little-endian.
type kind struct {
	size  int64
	value func(b []byte) float64
}

var kinds = map[string]kind{
	"F64": {8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }},
	"F32": {4, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }},
	"F16": {2, func(b []byte) float64 { return Half(binary.LittleEndian.Uint16(b)) }},
	"BF16": {2, func(b []byte) float64 {
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))
	}},
	"I64": {8, func(b []byte) float64 { return float64(int64(binary.LittleEndian.Uint64(b))) }},
	"I32": {4, func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) }},
	"I16": {2, func(b []byte) float64 { return float64(int16(binary.LittleEndian.Uint16(b))) }},
	"I8":  {1, func(b []byte) float64 { return float64(int8(b[0])) }},
	"U8":  {1, func(b []byte) float64 { return float64(b[0]) }},
}

// Half is the value of an IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of
// fraction.
func Half(h uint16) float64 {
	sign, exponent, fraction := 1.0, int(h>>10&31), float64(h&1023)
	if h>>15 == 1 {
		sign = -1
	}
	switch {
	case exponent == 0:
		return sign * math.Ldexp(fraction, -24)
	case exponent < 31:
		return sign * math.Ldexp(1024+fraction, exponent-25)
	case fraction == 0:
		return math.Inf(int(sign))
	}
	return math.NaN()
}

// product is the number of values in a shape, or false where a size is negative
// or the product passes limit.
func product(shape []int, limit int64) (int64, bool) {
	n := int64(1)
	for _, size := range shape {
		if size < 0 {
			return 0, false
		}
		if size == 0 {
			return 0, true
		}
		if n > limit/int64(size) {
			return 0, false
		}
		n *= int64(size)
	}
	return n, true
}

// decode reads n numbers. The caller has checked that r holds them.
func decode[T float32 | float64](r io.Reader, k kind, n int64) ([]T, error) {
	data := make([]T, n)
	buffer := bufio.NewReaderSize(r, 1<<16)
	one := make([]byte, k.size)
	for i := range data {
		if _, err := io.ReadFull(buffer, one); err != nil {
			return nil, fmt.Errorf("reading value %d of %d: %w", i, n, err)
		}
		data[i] = T(k.value(one))
	}
	return data, nil
}
