package tensor

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	npyDescr   = regexp.MustCompile(`'descr':\s*(?:'([^']*)'|\[)`)
	npyFortran = regexp.MustCompile(`'fortran_order':\s*(True|False)`)
	npyShape   = regexp.MustCompile(`'shape':\s*\(([0-9, ]*)\)`)
)

// An NPY is the header of an npy file: how its elements are stored.
type NPY struct {
	Descr   string // the type, such as <f4; empty if the elements are records
	Kind    byte   // of the elements: i, u, f, b, U, S, or one that is not read
	Size    int64  // of an element, in bytes
	Shape   []int
	Fortran bool

	order binary.ByteOrder
}

// ReadNPYHeader reads the header that numpy.save writes, of versions 1 to 3 of the format;
// the elements follow.
func ReadNPYHeader(r io.Reader) (*NPY, error) {
	start := make([]byte, 12)
	if _, err := io.ReadFull(r, start[:10]); err != nil || string(start[:6]) != "\x93NUMPY" {
		return nil, fmt.Errorf("this is no npy file")
	}
	length := int64(binary.LittleEndian.Uint16(start[8:]))
	switch start[6] {
	case 1:
	case 2, 3:
		if _, err := io.ReadFull(r, start[10:]); err != nil {
			return nil, fmt.Errorf("reading the npy header: %w", err)
		}
		length = int64(binary.LittleEndian.Uint32(start[8:]))
	default:
		return nil, fmt.Errorf("version %d of npy is not known", start[6])
	}
	header, err := io.ReadAll(io.LimitReader(r, min(length, maxHeader)))
	if err != nil {
		return nil, fmt.Errorf("reading the npy header: %w", err)
	}
	if int64(len(header)) < length {
		return nil, fmt.Errorf("a npy header of %d bytes does not fit into the file, or is too long", length)
	}
	return parseNPY(string(header))
}

func parseNPY(header string) (*NPY, error) {
	descr, fortran, dims := npyDescr.FindStringSubmatch(header), npyFortran.FindStringSubmatch(header), npyShape.FindStringSubmatch(header)
	if descr == nil || fortran == nil || dims == nil {
		return nil, fmt.Errorf("the npy header lacks descr, fortran_order or shape: %.200q", header)
	}
	a := &NPY{Descr: descr[1], Fortran: fortran[1] == "True", order: binary.LittleEndian}
	for part := range strings.SplitSeq(dims[1], ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, fmt.Errorf("the npy shape: %w", err)
		}
		a.Shape = append(a.Shape, n)
	}
	if len(a.Descr) < 3 {
		return a, nil
	}
	if a.Descr[0] == '>' {
		a.order = binary.BigEndian
	}
	if a.Kind = a.Descr[1]; a.Kind == 'U' {
		a.Size = 4
	} else {
		a.Size = 1
	}
	n, err := strconv.ParseUint(a.Descr[2:], 10, 16)
	if err != nil {
		a.Kind = 0
	}
	a.Size *= int64(n)
	return a, nil
}

// Numbers reports whether the elements are numbers that Number reads.
func (a *NPY) Numbers() bool {
	switch a.Kind {
	case 'i', 'u':
		return a.Size == 1 || a.Size == 2 || a.Size == 4 || a.Size == 8
	case 'f':
		return a.Size == 2 || a.Size == 4 || a.Size == 8
	case 'b':
		return a.Size == 1
	}
	return false
}

// Words reports whether the elements are words.
func (a *NPY) Words() bool { return (a.Kind == 'U' || a.Kind == 'S') && a.Size > 0 }

// Number returns an element as a number.
func (a *NPY) Number(b []byte) float64 {
	bits := a.bits(b)
	switch {
	case a.Kind == 'i':
		return float64(a.signed(bits))
	case a.Kind != 'f':
		return float64(bits)
	case a.Size == 2:
		return Half(uint16(bits))
	case a.Size == 4:
		return float64(math.Float32frombits(uint32(bits)))
	}
	return math.Float64frombits(bits)
}

// Text returns an element as it is written: integers exactly, floats in their shortest form
// without an exponent.
func (a *NPY) Text(b []byte) string {
	switch a.Kind {
	case 'S':
		return string(bytes.TrimRight(b, "\x00"))
	case 'U':
		var text []byte
		for ; len(b) >= 4; b = b[4:] {
			if r := a.order.Uint32(b); r != 0 && r <= utf8.MaxRune {
				text = utf8.AppendRune(text, rune(r))
			}
		}
		return string(text)
	case 'i':
		return strconv.FormatInt(a.signed(a.bits(b)), 10)
	case 'f':
		return strconv.FormatFloat(a.Number(b), 'f', -1, 64)
	}
	return strconv.FormatUint(a.bits(b), 10)
}

func (a *NPY) bits(b []byte) uint64 {
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(a.order.Uint16(b))
	case 4:
		return uint64(a.order.Uint32(b))
	}
	return a.order.Uint64(b)
}

func (a *NPY) signed(bits uint64) int64 {
	shift := 64 - 8*a.Size
	return int64(bits<<shift) >> shift
}

// ReadNPY reads an array of numbers in C order.
func ReadNPY[T float32 | float64](r io.ReaderAt, size int64) (shape []int, data []T, err error) {
	in := io.NewSectionReader(r, 0, size)
	a, err := ReadNPYHeader(in)
	if err != nil {
		return nil, nil, err
	}
	if a.Fortran {
		return nil, nil, fmt.Errorf("the npy array is in Fortran order: save numpy.ascontiguousarray of it")
	}
	if !a.Numbers() {
		return nil, nil, fmt.Errorf("the npy array has elements of type %q: integers and floats of 16 to 64 bits are read", a.Descr)
	}
	begin, err := in.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, nil, err
	}
	n, ok := product(a.Shape, size)
	if !ok || n*a.Size != size-begin {
		return nil, nil, fmt.Errorf("the npy shape %v of %s does not take the %d bytes that follow the header", a.Shape, a.Descr, size-begin)
	}
	data, err = decode[T](in, kind{a.Size, a.Number}, n)
	return a.Shape, data, err
}
