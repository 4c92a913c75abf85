package tensor

import (
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

var (
	npyDescr   = regexp.MustCompile(`'descr':\s*'([^']*)'`)
	npyFortran = regexp.MustCompile(`'fortran_order':\s*(True|False)`)
	npyShape   = regexp.MustCompile(`'shape':\s*\(([0-9, ]*)\)`)
	npyKinds   = map[string]string{"<f2": "F16", "<f4": "F32", "<f8": "F64", "<i4": "I32", "<i8": "I64"}
)

// ReadNPY reads an array of numbers in C order, as numpy.save writes it: versions 1
// to 3 of the format.
func ReadNPY[T float32 | float64](r io.ReaderAt, size int64) (shape []int, data []T, err error) {
	header, begin, err := npyHeader(r, size)
	if err != nil {
		return nil, nil, err
	}
	descr, fortran := npyDescr.FindStringSubmatch(header), npyFortran.FindStringSubmatch(header)
	if descr == nil || fortran == nil {
		return nil, nil, fmt.Errorf("the npy header lacks descr, fortran_order or shape: %.200q", header)
	}
	if shape, err = npyDims(header); err != nil {
		return nil, nil, err
	}
	if fortran[1] == "True" {
		return nil, nil, fmt.Errorf("the npy array is in Fortran order: save numpy.ascontiguousarray of it")
	}
	k, ok := kinds[npyKinds[descr[1]]]
	if !ok {
		return nil, nil, fmt.Errorf("the npy array has numbers of type %q; <f2, <f4, <f8, <i4 and <i8 are read", descr[1])
	}
	n, ok := product(shape, size)
	if !ok || n*k.size != size-begin {
		return nil, nil, fmt.Errorf("the npy shape %v of %s does not take the %d bytes that follow the header", shape, descr[1], size-begin)
	}
	data, err = decode[T](io.NewSectionReader(r, begin, size-begin), k, n)
	return shape, data, err
}

// NPYShape returns the shape of an array without its numbers.
func NPYShape(r io.ReaderAt, size int64) ([]int, error) {
	header, _, err := npyHeader(r, size)
	if err != nil {
		return nil, err
	}
	return npyDims(header)
}

func npyDims(header string) (shape []int, err error) {
	dims := npyShape.FindStringSubmatch(header)
	if dims == nil {
		return nil, fmt.Errorf("the npy header lacks descr, fortran_order or shape: %.200q", header)
	}
	for part := range strings.SplitSeq(dims[1], ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, fmt.Errorf("the npy shape: %w", err)
		}
		shape = append(shape, n)
	}
	return shape, nil
}

// npyHeader returns the header and where the numbers begin.
func npyHeader(r io.ReaderAt, size int64) (string, int64, error) {
	var start [12]byte
	if n, _ := r.ReadAt(start[:], 0); n < 10 || string(start[:6]) != "\x93NUMPY" {
		return "", 0, fmt.Errorf("this is no npy file")
	}
	length, begin := int64(binary.LittleEndian.Uint16(start[8:])), int64(10)
	switch start[6] {
	case 1:
	case 2, 3:
		length, begin = int64(binary.LittleEndian.Uint32(start[8:])), 12
	default:
		return "", 0, fmt.Errorf("version %d of npy is not known", start[6])
	}
	if length > size-begin {
		return "", 0, fmt.Errorf("a npy header of %d bytes does not fit into %d", length, size)
	}
	header := make([]byte, length)
	if _, err := r.ReadAt(header, begin); err != nil && err != io.EOF {
		return "", 0, fmt.Errorf("reading the npy header: %w", err)
	}
	return string(header), begin + length, nil
}
