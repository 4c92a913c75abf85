// Package compressed reads files whatever they are compressed with, and writes gzip,
// Zstandard and plain bytes.
package compressed

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// A Reader reads what a file unpacks to.
type Reader struct {
	in     io.Reader // unpacked
	close  func() error
	packed *counter // nil if the file is plain
	size   int64    // unpacked so far

	// Foreign is the number of bytes behind the compressed data that belong to nothing,
	// zeros aside: they are left out. It is known at the end.
	Foreign int64
}

// What is unpacked to more than bombSize and to more than bombRatio times its size is no
// data that somebody wants to read.
const (
	bombSize  = 1 << 30
	bombRatio = 500
)

// NewReader unpacks r if its first bytes are those of gzip, Zstandard, bzip2, xz or lzma.
// Closing it does not close r.
func NewReader(r io.Reader) (*Reader, error) {
	count := &counter{r: r}
	buffer := bufio.NewReaderSize(count, 1<<16)
	head, err := buffer.Peek(lzma.HeaderLen)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	u := &Reader{packed: count, close: func() error { return nil }}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(buffer)
		if err != nil {
			return nil, fmt.Errorf("reading gzip: %w", err)
		}
		z.Multistream(false)
		u.in, u.close = &members{z: z, buffer: buffer, foreign: &u.Foreign}, z.Close
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), skippable(head):
		z, end, err := newZstandard(&recent{Reader: buffer}, &u.Foreign)
		if err != nil {
			return nil, fmt.Errorf("reading zstd: %w", err)
		}
		u.in, u.close = z, end
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 4 && head[4] == 0x31:
		in := &recent{Reader: buffer}
		u.in = &streams{z: bzip2.NewReader(in), in: in, foreign: &u.Foreign, behind: behindBzip2}
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		in := &recent{Reader: buffer}
		z, err := xz.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("reading xz: %w", err)
		}
		u.in = &streams{z: z, in: in, foreign: &u.Foreign, behind: behindXZ}
	case isLZMA(head):
		in := &recent{Reader: buffer}
		z, err := lzma.ReaderConfig{DictCap: 1 << 27}.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("reading lzma: %w", err)
		}
		u.in = &streams{z: z, in: in, foreign: &u.Foreign, behind: behindLZMA}
	default:
		u.in, u.packed = buffer, nil
	}
	return u, nil
}

// skippable reports whether a skippable frame of Zstandard begins.
func skippable(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
}

// Read unpacks.
func (u *Reader) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	if u.packed == nil {
		return n, err
	}
	u.size += int64(n)
	if u.size > bombSize && u.size/bombRatio > u.packed.n {
		return n, fmt.Errorf("the compressed file unpacks to more than %d times its size: no text does; unpack it by hand "+
			"if it is wanted", bombRatio)
	}
	if bz := bzip2.StructuralError(""); errors.As(err, &bz) {
		return n, fmt.Errorf("reading bzip2: %w", err)
	}
	return n, err
}

// Packed is how many bytes of the compressed file were read so far; 0 if the file is plain.
func (u *Reader) Packed() int64 {
	if u.packed == nil {
		return 0
	}
	return u.packed.n
}

// Close frees what unpacking took.
func (u *Reader) Close() error { return u.close() }

// counter counts the bytes that were read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// members reads the members of a gzip file. Zeros behind them, as tapes and some
// programs leave, and other foreign bytes end it.
type members struct {
	z       *gzip.Reader
	buffer  *bufio.Reader
	foreign *int64
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if n > 0 || !errors.Is(err, io.EOF) {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return n, err
		}
		head, err := m.buffer.Peek(2)
		if len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
			if err := m.z.Reset(m.buffer); err != nil {
				return 0, err
			}
			m.z.Multistream(false)
			continue
		}
		for err == nil || len(head) > 0 {
			b, readErr := m.buffer.ReadByte()
			if readErr != nil {
				break
			}
			if b != 0 || *m.foreign > 0 {
				*m.foreign++
			}
		}
		return 0, io.EOF
	}
}

var endings = []string{".gz", ".zst", ".bz2", ".xz", ".lzma", ".zip"}

// Plain is a path without the ending of its compression.
func Plain(path string) string {
	for _, ending := range endings {
		if plain, ok := strings.CutSuffix(path, ending); ok {
			return plain
		}
	}
	return path
}

// Write calls write with a writer that compresses as the ending of path says:
// .gz, .zst, or not at all.
func Write(w io.Writer, path string, write func(io.Writer) error) error {
	var z io.WriteCloser
	switch i := slices.IndexFunc(endings, func(e string) bool { return strings.HasSuffix(path, e) }); {
	case i < 0:
		return write(w)
	case endings[i] == ".gz":
		z = gzip.NewWriter(w)
	case endings[i] == ".zst":
		var err error
		if z, err = zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%s: files with the ending %s are read, not written: choose .gz or .zst", path, endings[i])
	}
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}
