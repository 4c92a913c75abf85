// Package tensor reads arrays of numbers from files that others wrote:
// safetensors, and NumPy's npy. Sizes are checked against the length of the
// file before anything is allocated, so a hostile file ends in an error.
package tensor

import (
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
	value := float64(math.Float32frombits(uint32(h&0x7fff)<<13)) * 0x1p112 // the exponents of float32 begin 112 lower
	if h&0x7c00 == 0x7c00 {
		value = math.Inf(1)
		if h&1023 != 0 {
			value = math.NaN()
		}
	}
	if h>>15 == 1 {
		return -value
	}
	return value
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
	buffer := make([]byte, min(n, 1<<13)*k.size)
	for done := int64(0); done < n; {
		got, err := io.ReadFull(r, buffer[:min(int64(len(buffer)), (n-done)*k.size)])
		some := data[done : done+int64(got)/k.size]
		for i := range some {
			some[i] = T(k.value(buffer[int64(i)*k.size:]))
		}
		if done += int64(len(some)); err != nil {
			return nil, fmt.Errorf("reading value %d of %d: %w", done, n, err)
		}
	}
	return data, nil
}
