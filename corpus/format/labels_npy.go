package format

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
)

var npyLabels = Format{
	Name: "npy", Title: "NumPy array",
	Doc: "Labels by position in an array of NumPy (.npy): any integer type, floats that are whole numbers, words; one " +
		"dimension, either byte order.",
	Detect: func(_ Source, head []byte) bool { return bytes.HasPrefix(head, []byte("\x93NUMPY")) },
	New:    func() Reader { return npyReader{} },
}

type npyReader struct{}

// Read refuses: there are no articles in an array.
func (npyReader) Read(_ context.Context, src Source, _ Reporter) (*corpus.Corpus, error) {
	return nil, labelsAlone(src)
}

var npyField = regexp.MustCompile(`'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([^)]*\)|\[.*\])`)

// ReadLabels reads an array.
func (npyReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	file, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<16)
	h, err := npyHead(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	list := labelList{src: src}
	var rows []int
	cell := make([]byte, h.size)
	for i := range h.count {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if _, err := io.ReadFull(in, cell); err != nil {
			return nil, fmt.Errorf("%s: the array is cut off: its head promises %d labels, it holds %d", src.name, h.count, i)
		}
		name, nan, err := h.label(cell)
		if err != nil {
			return nil, fmt.Errorf("%s: position %d: %w", src.name, i+1, err)
		}
		rows = append(rows, list.group(name, nan))
	}
	if _, err := in.ReadByte(); err == nil {
		return nil, fmt.Errorf("%s: there are more bytes than the %d labels that the head promises", src.name, h.count)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: there are no labels in it", src.name)
	}
	return byPosition(src, list.groups, rows, report)
}

// An npyArray is the head of an array.
type npyArray struct {
	kind  byte // i, u, f, b, U or S
	size  int  // of an element, in bytes
	order binary.ByteOrder
	count int
}

func npyHead(in io.Reader) (h npyArray, err error) {
	start := make([]byte, 10)
	if _, err := io.ReadFull(in, start); err != nil || !bytes.HasPrefix(start, []byte("\x93NUMPY")) {
		return h, fmt.Errorf("it is no NumPy array")
	}
	length := int(binary.LittleEndian.Uint16(start[8:]))
	if start[6] > 1 {
		more := make([]byte, 2)
		if _, err := io.ReadFull(in, more); err != nil {
			return h, err
		}
		length |= int(binary.LittleEndian.Uint16(more)) << 16
	}
	if length > 1<<16 {
		return h, fmt.Errorf("the head of the NumPy array is too long")
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(in, text); err != nil {
		return h, err
	}
	fields := map[string]string{}
	for _, m := range npyField.FindAllStringSubmatch(string(text), -1) {
		fields[m[1]] = strings.Trim(m[2], "'")
	}
	if err := h.setType(fields["descr"]); err != nil {
		return h, err
	}
	h.count = 1
	wide := 0
	for part := range strings.SplitSeq(strings.Trim(fields["shape"], "()"), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > 1<<40 {
			return h, fmt.Errorf("the shape %s of the NumPy array is no shape", fields["shape"])
		}
		if n != 1 {
			wide++
		}
		h.count *= n
	}
	if wide > 1 || fields["shape"] == "" {
		return h, fmt.Errorf("the NumPy array has the shape %s: labels are wanted in one dimension", fields["shape"])
	}
	return h, nil
}

// setType reads a type such as <i8.
func (h *npyArray) setType(descr string) error {
	if len(descr) < 3 || strings.HasPrefix(descr, "[") {
		return fmt.Errorf("the NumPy array is of records: labels are wanted, one number each")
	}
	h.order = binary.LittleEndian
	if descr[0] == '>' {
		h.order = binary.BigEndian
	}
	h.kind = descr[1]
	n, err := strconv.Atoi(descr[2:])
	if err != nil || n < 1 || n > 1<<12 {
		return fmt.Errorf("the NumPy array has the type %q: integers, whole floats or words are wanted", descr)
	}
	if h.size = n; h.kind == 'U' {
		h.size = 4 * n
	}
	ok := map[byte]string{'i': " 1 2 4 8 ", 'u': " 1 2 4 8 ", 'f': " 2 4 8 ", 'b': " 1 "}[h.kind]
	switch {
	case h.kind == 'O':
		return fmt.Errorf("the NumPy array holds Python objects: save it as integers, as in numpy.save(name, labels.astype(int))")
	case h.kind != 'U' && h.kind != 'S' && !strings.Contains(ok, fmt.Sprintf(" %d ", n)):
		return fmt.Errorf("the NumPy array has the type %q: integers, whole floats or words are wanted", descr)
	}
	return nil
}

// label is an element as the name of a group.
func (h *npyArray) label(b []byte) (name string, nan bool, err error) {
	switch h.kind {
	case 'b':
		return strconv.Itoa(int(b[0])), false, nil
	case 'S':
		return string(bytes.TrimRight(b, "\x00")), false, nil
	case 'U':
		var text []byte
		for ; len(b) >= 4; b = b[4:] {
			if r := h.order.Uint32(b); r != 0 && r <= utf8.MaxRune {
				text = utf8.AppendRune(text, rune(r))
			}
		}
		return string(text), false, nil
	}
	bits := uint64(0)
	switch len(b) {
	case 1:
		bits = uint64(b[0])
	case 2:
		bits = uint64(h.order.Uint16(b))
	case 4:
		bits = uint64(h.order.Uint32(b))
	case 8:
		bits = h.order.Uint64(b)
	}
	switch h.kind {
	case 'u':
		return strconv.FormatUint(bits, 10), false, nil
	case 'i':
		shift := 64 - 8*len(b)
		return strconv.FormatInt(int64(bits<<shift)>>shift, 10), false, nil
	}
	v := 0.0
	switch len(b) {
	case 2:
		v = half16(uint16(bits))
	case 4:
		v = float64(math.Float32frombits(uint32(bits)))
	case 8:
		v = math.Float64frombits(bits)
	}
	if math.IsNaN(v) {
		return "NaN", true, nil
	}
	if v != math.Trunc(v) || math.IsInf(v, 0) {
		return "", false, fmt.Errorf("%v is no whole number, and so no label", v)
	}
	return strconv.FormatFloat(v, 'f', -1, 64), false, nil
}

// half16 is the value of a float of 16 bits.
func half16(b uint16) float64 {
	sign, exponent, part := 1.0, int(b>>10&31), float64(b&1023)/1024
	if b>>15 == 1 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(part, -14)
	case 31:
		if part == 0 {
			return math.Inf(int(sign))
		}
		return math.NaN()
	}
	return sign * math.Ldexp(1+part, exponent-15)
}
