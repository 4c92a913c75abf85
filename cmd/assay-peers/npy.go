//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

var header = regexp.MustCompile(`'descr': '([^']*)'.*'fortran_order': (\w+).*'shape': \(([^)]*)\)`)

// readNPYHeader reads the header of an array.
func readNPYHeader(r io.Reader) (shape []int, kind string, err error) {
	var head struct {
		Magic        [6]byte
		Major, Minor uint8
		Length       uint16
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return nil, "", err
	}
	if string(head.Magic[:]) != "\x93NUMPY" || head.Major != 1 {
		return nil, "", fmt.Errorf("this is no npy file of version 1")
	}
	text := make([]byte, head.Length)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, "", err
	}
	parts := header.FindStringSubmatch(string(text))
	if parts == nil || parts[2] != "False" {
		return nil, "", fmt.Errorf("the header %q is not understood", text)
	}
	for field := range strings.SplitSeq(parts[3], ",") {
		if field = strings.TrimSpace(field); field != "" {
			n, err := strconv.Atoi(field)
			if err != nil {
				return nil, "", err
			}
			shape = append(shape, n)
		}
	}
	return shape, parts[1], nil
}

// readNPY reads the values of an array of numbers.
func readNPY(r io.Reader) ([]float64, error) {
	shape, kind, err := readNPYHeader(r)
	if err != nil {
		return nil, err
	}
	n := 1
	for _, side := range shape {
		n *= side
	}
	values := make([]float64, n)
	switch kind {
	case "<f8":
		return values, binary.Read(r, binary.LittleEndian, values)
	case "<f4":
		raw := make([]float32, n)
		err = binary.Read(r, binary.LittleEndian, raw)
		for i, v := range raw {
			values[i] = float64(v)
		}
	case "<i4":
		raw := make([]int32, n)
		err = binary.Read(r, binary.LittleEndian, raw)
		for i, v := range raw {
			values[i] = float64(v)
		}
	case "<i8":
		raw := make([]int64, n)
		err = binary.Read(r, binary.LittleEndian, raw)
		for i, v := range raw {
			values[i] = float64(v)
		}
	default:
		err = fmt.Errorf("values of kind %s are not read", kind)
	}
	return values, err
}
