package partial

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/zeebo/xxh3"
)

// magic begins each partial; its last figure is the version of the form.
const magic = "assay partial 1\n"

// A Writer writes a partial: the line "assay partial 1", its rows, the head as JSON, the
// length of the head in four bytes, the first the greatest, and the XXH3 hash of 128 bits of
// all that precedes. A row is uvarints and bytes: one more than the number of bytes that its key
// has in common with the key before, the number of others, these bytes, and the numbers of the
// kind. A zero ends the rows. Keys ascend.
type Writer struct {
	to      io.Writer
	all     xxh3.Hasher
	rows    xxh3.Hasher
	rules   []rule
	last    []byte
	buf     []byte
	pending bool // last, with its numbers, is not written yet
	numbers []uint64
	before  []byte // the key before last
	err     error
}

// NewWriter returns a writer of a kind.
func NewWriter(to io.Writer, kind Kind) *Writer {
	w := &Writer{to: to, rules: kinds[kind], numbers: make([]uint64, len(kinds[kind]))}
	w.buf = append(w.buf, magic...)
	w.flush(nil)
	return w
}

// Add writes a row. A key that equals the last is joined with it; none may be before it.
func (w *Writer) Add(key []byte, numbers ...uint64) error {
	if w.pending {
		switch order := string(w.last); {
		case order == string(key):
			for i, rule := range w.rules {
				w.numbers[i] = rule(w.numbers[i], numbers[i])
			}
			return w.err
		case order > string(key):
			return fmt.Errorf("the key %q comes after %q", key, w.last)
		}
		w.row()
	}
	w.pending = true
	w.last = append(w.last[:0], key...)
	copy(w.numbers, numbers)
	return w.err
}

// row writes the pending row.
func (w *Writer) row() {
	shared := 0
	for shared < min(len(w.before), len(w.last)) && w.before[shared] == w.last[shared] {
		shared++
	}
	w.buf = binary.AppendUvarint(w.buf, uint64(shared)+1)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(w.last)-shared))
	w.buf = append(w.buf, w.last[shared:]...)
	for _, n := range w.numbers {
		w.buf = binary.AppendUvarint(w.buf, n)
	}
	w.before = append(w.before[:0], w.last...)
	if len(w.buf) > 1<<16 {
		w.flush(&w.rows)
	}
}

func (w *Writer) flush(rows *xxh3.Hasher) {
	w.all.Write(w.buf)
	if rows != nil {
		rows.Write(w.buf)
	}
	if w.err == nil {
		_, w.err = w.to.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// Close ends the rows, and writes the head that head makes of their sum.
func (w *Writer) Close(head func(sum string) Head) error {
	if w.pending {
		w.row()
	}
	w.buf = append(w.buf, 0)
	w.flush(&w.rows)
	raw, err := json.Marshal(head(hexSum(&w.rows)))
	if err != nil {
		return err
	}
	w.buf = binary.BigEndian.AppendUint32(append(w.buf, raw...), uint32(len(raw)))
	w.flush(nil)
	sum := w.all.Sum128().Bytes()
	w.buf = append(w.buf, sum[:]...)
	w.flush(nil)
	return w.err
}

func hexSum(h *xxh3.Hasher) string {
	sum := h.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}

// errCut is that of partials that are not whole.
var errCut = errors.New("the partial is cut off or damaged: make it again, or copy it again")

// A Reader reads a partial.
type Reader struct {
	Head    Head
	Name    string // of the file, for errors
	Key     []byte // of the row that was read last, as Numbers valid until the next is read
	Numbers []uint64

	in       io.ReaderAt
	at       int64 // behind buf
	end      int64 // of the rows and the head
	sum      []byte
	buf      []byte
	from     int
	all      xxh3.Hasher
	done     bool
	tail     []byte // the head, its length
	closer   io.Closer
	rowBytes int64
}

// Open opens a partial of a file.
func Open(path string) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		var r *Reader
		if r, err = NewReader(path, file, info.Size()); err == nil {
			r.closer = file
			return r, nil
		}
	}
	file.Close()
	return nil, err
}

// Is reports whether a file begins as partials do.
func Is(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, len(magic)-2)
	_, err = io.ReadFull(file, head)
	return err == nil && string(head) == magic[:len(head)]
}

// NewReader returns a reader of a partial of size bytes; errors name it.
func NewReader(name string, in io.ReaderAt, size int64) (*Reader, error) {
	r := &Reader{Name: name, in: in, buf: make([]byte, 0, 1<<16)}
	fail := func(err error) (*Reader, error) { return nil, fmt.Errorf("%s: %w", name, err) }
	first := make([]byte, len(magic))
	if _, err := in.ReadAt(first, 0); err != nil || string(first) != magic {
		if err == nil && string(first[:len(magic)-2]) == magic[:len(magic)-2] {
			return fail(fmt.Errorf("it is a partial of the form %q, and this assay reads %q: make it again", first, magic))
		}
		return fail(errors.New("it is no partial: assay score --cells and assay duplicates --shard write them"))
	}
	const sumSize, lengthSize = 16, 4
	r.end = size - sumSize
	last := make([]byte, lengthSize+sumSize)
	if r.end < int64(len(magic))+lengthSize+1 {
		return fail(errCut)
	}
	if _, err := in.ReadAt(last, r.end-lengthSize); err != nil {
		return fail(errCut)
	}
	r.sum = last[lengthSize:]
	length := int64(binary.BigEndian.Uint32(last))
	from := r.end - lengthSize - length
	if from < int64(len(magic))+1 {
		return fail(errCut)
	}
	r.tail = make([]byte, length+lengthSize)
	if _, err := in.ReadAt(r.tail, from); err != nil || json.Unmarshal(r.tail[:length], &r.Head) != nil {
		return fail(errCut)
	}
	if kinds[r.Head.Kind] == nil {
		return fail(fmt.Errorf("it holds %q, which this assay does not know: make it again", r.Head.Kind))
	}
	r.Numbers = make([]uint64, len(kinds[r.Head.Kind]))
	r.rowBytes, r.at = from, int64(len(magic))
	r.all.Write(first)
	return r, nil
}

// Close closes the file.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

// Next reads a row. It is false at the end, with an error if the partial is not whole.
func (r *Reader) Next() (bool, error) {
	if r.done {
		return false, nil
	}
	shared, ok := r.uvarint()
	if ok && shared == 0 {
		return false, r.finish()
	}
	length, more := r.uvarint()
	if !ok || !more || shared-1 > uint64(len(r.Key)) || length > uint64(r.rowBytes) || !r.fill(int(length)) {
		return false, r.broken()
	}
	r.Key = append(r.Key[:shared-1], r.buf[r.from:r.from+int(length)]...)
	r.from += int(length)
	for i := range r.Numbers {
		if r.Numbers[i], ok = r.uvarint(); !ok {
			return false, r.broken()
		}
	}
	return true, nil
}

func (r *Reader) broken() error { r.done = true; return fmt.Errorf("%s: %w", r.Name, errCut) }

// finish checks the sum.
func (r *Reader) finish() error {
	r.done = true
	r.all.Write(r.buf[:r.from])
	r.all.Write(r.tail)
	if sum := r.all.Sum128().Bytes(); string(sum[:]) != string(r.sum) || r.at-int64(len(r.buf)-r.from) != r.rowBytes {
		return r.broken()
	}
	return nil
}

func (r *Reader) uvarint() (uint64, bool) {
	if len(r.buf)-r.from < binary.MaxVarintLen64 {
		r.fill(binary.MaxVarintLen64)
	}
	v, n := binary.Uvarint(r.buf[r.from:])
	r.from += max(n, 0)
	return v, n > 0
}

// fill has n bytes in the buffer, and reports whether there are as many.
func (r *Reader) fill(n int) bool {
	if len(r.buf)-r.from >= n {
		return true
	}
	r.all.Write(r.buf[:r.from])
	r.buf = append(r.buf[:0], r.buf[r.from:]...)
	r.from = 0
	want := int(min(int64(max(n, 1<<16)-len(r.buf)), r.rowBytes-r.at))
	if want > 0 {
		have := len(r.buf)
		r.buf = append(r.buf, make([]byte, want)...)
		got, _ := r.in.ReadAt(r.buf[have:], r.at) // a short read is found by the sum
		r.buf = r.buf[:have+got]
		r.at += int64(got)
	}
	return len(r.buf) >= n
}
