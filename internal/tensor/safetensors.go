package tensor

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// maxHeader is the longest header that the format allows.
const maxHeader = 100_000_000

// Safetensors is an open file of the safetensors format: eight bytes with the
// length of the header, the header in JSON, the numbers.
type Safetensors struct {
	Metadata map[string]string

	r       io.ReaderAt
	data    int64 // where the numbers begin
	entries map[string]entry
}

type entry struct {
	DType   string
	Shape   []int
	Offsets [2]int64 `json:"data_offsets"`
}

// OpenSafetensors opens a file for a function, and puts its name before any error.
func OpenSafetensors(path string, read func(*Safetensors) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	tensors, err := ReadSafetensors(file, info.Size())
	if err == nil {
		err = read(tensors)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// ReadSafetensors reads the header of a file of the given size, and checks that
// all that it describes lies within the file. r stays in use.
func ReadSafetensors(r io.ReaderAt, size int64) (*Safetensors, error) {
	var prefix [8]byte
	if _, err := r.ReadAt(prefix[:], 0); err != nil {
		return nil, fmt.Errorf("this is no safetensors file: it has no header")
	}
	length := binary.LittleEndian.Uint64(prefix[:])
	if length > maxHeader || int64(length) > size-8 {
		return nil, fmt.Errorf("this is no safetensors file: a header of %d bytes does not fit into %d", length, size)
	}
	header := make([]byte, length)
	if _, err := r.ReadAt(header, 8); err != nil && length > 0 {
		return nil, fmt.Errorf("reading the safetensors header: %w", err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(header, &parts); err != nil {
		return nil, fmt.Errorf("the safetensors header is not JSON: %w", err)
	}
	f := &Safetensors{r: r, data: 8 + int64(length), entries: map[string]entry{}}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if name == "__metadata__" {
			if err := json.Unmarshal(parts[name], &f.Metadata); err != nil {
				return nil, fmt.Errorf("the safetensors metadata is no map of strings: %w", err)
			}
			continue
		}
		e, err := parseEntry(parts[name], size-f.data)
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", name, err)
		}
		f.entries[name] = e
	}
	return f, nil
}

func parseEntry(raw json.RawMessage, size int64) (entry, error) {
	var e entry
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, err
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || to < from || to > size {
		return e, fmt.Errorf("its bytes %d to %d lie outside the %d of the file", from, to, size)
	}
	k, known := kinds[e.DType]
	if !known {
		return e, nil // an error only where it is asked for
	}
	if n, ok := product(e.Shape, size); !ok || n*k.size != to-from {
		return e, fmt.Errorf("its shape %v of %s does not take %d bytes", e.Shape, e.DType, to-from)
	}
	return e, nil
}

// Names lists the tensors, ascending.
func (f *Safetensors) Names() []string { return slices.Sorted(maps.Keys(f.entries)) }

// Has reports whether there is a tensor of that name.
func (f *Safetensors) Has(name string) bool {
	_, ok := f.entries[name]
	return ok
}

// Floats reads a tensor as float32, whatever it is stored as; integers stay the
// numbers that they are. Values beyond float32 become infinite.
func (f *Safetensors) Floats(name string) (shape []int, data []float32, err error) {
	e, ok := f.entries[name]
	if !ok {
		return nil, nil, fmt.Errorf("there is no tensor %q, only %q", name, f.Names())
	}
	k, ok := kinds[e.DType]
	if !ok {
		return nil, nil, fmt.Errorf("tensor %q: numbers of type %q are not known", name, e.DType)
	}
	size := e.Offsets[1] - e.Offsets[0]
	data, err = decode[float32](io.NewSectionReader(f.r, f.data+e.Offsets[0], size), k, size/k.size)
	if err != nil {
		return nil, nil, fmt.Errorf("tensor %q: %w", name, err)
	}
	return e.Shape, data, nil
}
