package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/coverage"
)

// A cost is the blocks of statements that a call executed, and the bytes that it allocated.
type cost struct{ steps, bytes uint64 }

// costOf calls f.
func costOf(f func()) (c cost, err error) {
	if err = coverage.ClearCounters(); err != nil {
		return c, fmt.Errorf("%w: build with -cover -covermode=atomic", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	var file bytes.Buffer
	if err = coverage.WriteCounters(&file); err != nil {
		return c, err
	}
	c.bytes = after.TotalAlloc - before.TotalAlloc
	c.steps, err = sumCounters(file.Bytes())
	return c, err
}

// sumCounters returns the sum of the counters in a file of them, whose form is that of
// package internal/coverage of Go: a header, a segment with its strings and arguments, and
// for each function the number of its counters, its package, its number and its counters.
func sumCounters(raw []byte) (sum uint64, err error) {
	const (
		header  = 4 + 4 + 16 + 1 + 1 + 6 // magic, version, hash, flavour, byte order, padding
		segment = 8 + 4 + 4              // functions, bytes of strings and of arguments
		version = 1
		varints = 2
	)
	order := binary.LittleEndian
	if len(raw) < header+segment || string(raw[:4]) != "\x00cwm" || order.Uint32(raw[4:]) != version || raw[24] != varints {
		return 0, errors.New("the counters of this version of Go have another form")
	}
	functions := order.Uint64(raw[header:])
	skip := header + segment + int(order.Uint32(raw[header+8:])) + int(order.Uint32(raw[header+12:]))
	r := bytes.NewReader(raw)
	r.Seek(int64((skip+3)/4*4), io.SeekStart)
	next := func() (v uint64) {
		if err == nil {
			v, err = binary.ReadUvarint(r)
		}
		return v
	}
	for range functions {
		counters := next()
		next()
		next()
		for range min(counters, uint64(r.Len())) {
			sum += next()
		}
	}
	return sum, err
}
