package compressed

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"
)

// isLZMA reports whether a file begins with the header of lzma alone, which has no magic:
// the usual properties, a dictionary of a round size, and a size that is unknown or below
// 256 GiB.
func isLZMA(head []byte) bool {
	return len(head) >= lzma.HeaderLen && bytes.HasPrefix(head, []byte("\x5d\x00\x00")) && lzma.ValidHeader(head[:lzma.HeaderLen])
}

// recent is a buffer that remembers the last bytes that were read from it.
type recent struct {
	*bufio.Reader
	last [16]byte
}

func (r *recent) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	kept := p[max(0, n-len(r.last)):n]
	copy(r.last[:], r.last[len(kept):])
	copy(r.last[len(r.last)-len(kept):], kept)
	return n, err
}

// ReadByte reads a byte.
func (r *recent) ReadByte() (byte, error) {
	b, err := r.Reader.ReadByte()
	if err == nil {
		copy(r.last[:], r.last[1:])
		r.last[len(r.last)-1] = b
	}
	return b, err
}

// streams reads the streams of a file one after another. Foreign bytes behind the last one
// end it as they do [members].
type streams struct {
	z       io.Reader
	in      *recent
	foreign *int64
	// behind returns the number of bytes read beyond the end of the last stream, or the
	// error if err is not that end.
	behind func(in *recent, err error) (int, error)
	ended  bool
}

func (s *streams) Read(p []byte) (int, error) {
	if s.ended {
		return 0, io.EOF
	}
	n, err := s.z.Read(p)
	if err == nil {
		return n, nil
	}
	taken, err := s.behind(s.in, err)
	if err != nil {
		return n, err
	}
	s.ended = true
	count := func(b byte) {
		if b != 0 || *s.foreign > 0 {
			*s.foreign++
		}
	}
	for _, b := range s.in.last[len(s.in.last)-taken:] {
		count(b)
	}
	for {
		b, err := s.in.Reader.ReadByte()
		if err != nil {
			break
		}
		count(b)
	}
	return n, io.EOF
}

// newZstandard reads frames. As the library passes over less than a magic number behind
// the last frame, or takes it for a frame that is cut off, zeros follow that begin none.
func newZstandard(in *recent, foreign *int64) (*streams, func() error, error) {
	zeros := bytes.NewReader(make([]byte, 4))
	z, err := zstd.NewReader(io.MultiReader(in, zeros), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(1<<29))
	if err != nil {
		return nil, nil, err
	}
	behind := func(_ *recent, err error) (int, error) {
		switch {
		case errors.Is(err, zstd.ErrMagicMismatch):
			return zeros.Len(), nil
		case zeros.Len() < 4: // they were taken for a part of a frame
			return 0, io.ErrUnexpectedEOF
		}
		return 0, err
	}
	return &streams{z: z, in: in, foreign: foreign, behind: behind}, z.IOReadCloser().Close, nil
}

// behindXZ knows the errors of bytes that begin no stream. Padding is four zeros at a time.
// The library takes a file that is cut off between blocks for whole, so the end is looked at.
func behindXZ(in *recent, err error) (int, error) {
	const footer = "YZ" // the end of a stream
	last := in.last[:]
	switch {
	case err.Error() == "xz: invalid header magic bytes":
		return 12, nil
	case errors.Is(err, io.EOF):
		if end := bytes.TrimRight(last, "\x00"); len(end) > 0 && !bytes.HasSuffix(end, []byte(footer)) {
			return 0, io.ErrUnexpectedEOF
		}
		return 0, nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		for n := 1; n < 12; n++ {
			if string(last[len(last)-n-2:len(last)-n]) == footer {
				return n, nil
			}
		}
	}
	return 0, err
}

// behindBzip2 knows the errors of bytes that begin no stream: two are read to find that out.
func behindBzip2(in *recent, err error) (int, error) {
	bad := bzip2.StructuralError("")
	switch {
	case errors.As(err, &bad) && strings.Contains(string(bad), "continuation"):
		return 2, nil
	case errors.Is(err, io.ErrUnexpectedEOF) && endOfBzip2(in.last[:len(in.last)-1]):
		return 1, nil
	case errors.Is(err, io.EOF):
		return 0, nil
	}
	return 0, err
}

// behindLZMA knows the end of the one stream that a file of lzma alone has.
func behindLZMA(_ *recent, err error) (int, error) {
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return 0, err
}

// endOfBzip2 reports whether a stream ends with the bytes: 48 bits of a magic number, 32
// of a checksum, and up to 7 that fill the last byte.
func endOfBzip2(last []byte) bool {
	const magic, width = 0x177245385090, 48
	for fill := range 8 {
		var got uint64
		for bit := range width {
			at := len(last)*8 - fill - 32 - width + bit
			got = got<<1 | uint64(last[at/8]>>(7-at%8)&1)
		}
		if got == magic {
			return true
		}
	}
	return false
}
