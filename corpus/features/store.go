package features

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// A header says what follows it in a stored space.
type header struct {
	Schema  string
	Name    string
	Sparse  bool
	Rows    int
	Cols    int
	Entries int // stored values of a sparse space
}

const storeSchema = "assay/space/1"

// Write stores a space: a line of JSON that describes it, then its arrays,
// little-endian.
func (s *Space) Write(w io.Writer) error {
	h := header{Schema: storeSchema, Name: s.Name, Rows: s.Rows(), Cols: s.Cols()}
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

// Read loads what Write stored.
func Read(r io.Reader) (*Space, error) {
	var h header
	line, err := readLine(r)
	if err == nil {
		err = json.Unmarshal(line, &h)
	}
	if err != nil || h.Schema != storeSchema {
		return nil, fmt.Errorf("this is no stored space of the form %s", storeSchema)
	}
	if h.Rows < 0 || h.Cols < 0 || h.Entries < 0 {
		return nil, fmt.Errorf("the stored space has impossible sizes")
	}
	s := &Space{Name: h.Name}
	if !h.Sparse {
		s.Dense = &Dense{Rows: h.Rows, Cols: h.Cols, Data: make([]float32, h.Rows*h.Cols)}
		return s, binary.Read(r, binary.LittleEndian, s.Dense.Data)
	}
	m := &CSR{Rows: h.Rows, Cols: h.Cols, Start: make([]int, h.Rows+1), Index: make([]int32, h.Entries), Data: make([]float32, h.Entries)}
	start := make([]int64, h.Rows+1)
	for _, a := range []any{start, m.Index, m.Data} {
		if err := binary.Read(r, binary.LittleEndian, a); err != nil {
			return nil, fmt.Errorf("reading a stored space: %w", err)
		}
	}
	for i, v := range start {
		m.Start[i] = int(v)
	}
	s.Sparse = m
	return s, nil
}

// readLine reads byte by byte, so that nothing after the line is taken.
func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	var b [1]byte
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return nil, err
		}
		if b[0] == '\n' {
			return line, nil
		}
		if line = append(line, b[0]); len(line) > 1<<16 {
			return nil, fmt.Errorf("the first line is too long")
		}
	}
}
