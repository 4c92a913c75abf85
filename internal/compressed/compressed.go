// Package compressed reads and writes gzip, Zstandard and plain files.
package compressed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// NewReader decompresses r if it begins with the bytes of gzip or Zstandard. Closing
// it does not close r.
func NewReader(r io.Reader) (io.ReadCloser, error) {
	buffer := bufio.NewReaderSize(r, 1<<16)
	head, err := buffer.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(buffer)
		if err != nil {
			return nil, fmt.Errorf("reading gzip: %w", err)
		}
		return z, nil
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(buffer, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, fmt.Errorf("reading zstd: %w", err)
		}
		return z.IOReadCloser(), nil
	}
	return io.NopCloser(buffer), nil
}

// Plain returns a path without its ending .gz or .zst.
func Plain(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, ".zst"), ".gz")
}

// Write calls write with a writer that compresses if path ends in .gz or .zst.
func Write(w io.Writer, path string, write func(io.Writer) error) error {
	var z io.WriteCloser
	switch {
	case strings.HasSuffix(path, ".gz"):
		z = gzip.NewWriter(w)
	case strings.HasSuffix(path, ".zst"):
		var err error
		if z, err = zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)); err != nil {
			return err
		}
	default:
		return write(w)
	}
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}
