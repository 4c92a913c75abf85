package features

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A header describes what follows it in a stored space.
type header struct {
	Schema  string
	Name    string
	Sparse  bool
	Rows    int
	Cols    int
	Entries int      // stored values of a sparse space
	Notes   []string `json:",omitempty"`
	Parts   []int    `json:",omitempty"`
	Words   int      // columns of which the word is stored: all or none
}

const storeSchema = "assay/space/3"

// write stores a space: a line of JSON that describes it, then its arrays,
// little-endian.
func (s *Space) write(w io.Writer) error {
	h := header{Schema: storeSchema, Name: s.Name, Notes: s.Notes, Parts: s.Parts, Rows: s.Rows(), Cols: s.Cols(), Words: len(s.Words)}
	var arrays []any
	if m := s.Sparse; m != nil {
		h.Sparse, h.Entries = true, len(m.Index)
		start := make([]int64, len(m.Start))
		for i, v := range m.Start {
			start[i] = int64(v)
		}
		arrays = []any{start, m.Index, m.Data}
	} else {
		arrays = []any{s.Dense.Data}
	}
	arrays = append(arrays, s.Words)
	if err := json.NewEncoder(w).Encode(h); err != nil {
		return err
	}
	for _, a := range arrays {
		if err := binary.Write(w, binary.LittleEndian, a); err != nil {
			return err
		}
	}
	return nil
}

// read loads what write stored. There are at most size bytes to read.
func read(in *bufio.Reader, size int64) (*Space, error) {
	var h header
	if err := readLine(in, &h); err != nil || h.Schema != storeSchema {
		return nil, fmt.Errorf("this is no stored space of the form %s", storeSchema)
	}
	if !h.fits(size) {
		return nil, fmt.Errorf("the stored space is shorter than it says")
	}
	s := &Space{Name: h.Name, Notes: h.Notes, Parts: h.Parts}
	if h.Words > 0 {
		s.Words = make([]uint32, h.Words)
	}
	if !h.Sparse {
		s.Dense = &Dense{Rows: h.Rows, Cols: h.Cols, Data: make([]float32, h.Rows*h.Cols)}
		return s, errors.Join(readNumbers(in, s.Dense.Data), readNumbers(in, s.Words))
	}
	m := &CSR{Rows: h.Rows, Cols: h.Cols, Start: make([]int, h.Rows+1), Index: make([]int32, h.Entries), Data: make([]float32, h.Entries)}
	start := make([]int64, h.Rows+1)
	if err := errors.Join(readNumbers(in, start), readNumbers(in, m.Index), readNumbers(in, m.Data), readNumbers(in, s.Words)); err != nil {
		return nil, err
	}
	for i, v := range start {
		m.Start[i] = int(v)
	}
	s.Sparse = m
	return s, nil
}

// fits reports whether size bytes can hold the arrays, so that no more memory
// is taken than there is to read.
func (h header) fits(size int64) bool {
	for k, at := range h.Parts {
		if at > h.Cols || at < 0 || k == 0 && at > 0 || k > 0 && at < h.Parts[k-1] {
			return false
		}
	}
	if h.Rows < 0 || h.Cols < 0 || h.Entries < 0 || h.Words != 0 && h.Words != h.Cols || int64(h.Words) > size/4 {
		return false
	}
	if h.Sparse {
		return int64(h.Rows) < size/8 && int64(h.Entries) <= size/8
	}
	return h.Cols == 0 || int64(h.Rows) <= size/4/int64(h.Cols)
}

// readNumbers fills a list in steps, so that the bytes take little memory.
func readNumbers[T int32 | uint32 | int64 | float32](r io.Reader, list []T) error {
	const step = 1 << 14
	for len(list) > 0 {
		n := min(len(list), step)
		if err := binary.Read(r, binary.LittleEndian, list[:n]); err != nil {
			return fmt.Errorf("reading a stored space: %w", err)
		}
		list = list[n:]
	}
	return nil
}

func readLine(in *bufio.Reader, v any) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}
