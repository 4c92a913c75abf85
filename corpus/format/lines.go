package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var bom = []byte("\xef\xbb\xbf")

// Open opens the source, unpacked if it is compressed.
func (s Source) Open() (io.ReadCloser, error) {
	file, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, err
	}
	r, err := compressed.NewReader(file)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	return stream{r, file}, nil
}

// A stream closes the decompressor and then the file.
type stream struct {
	io.ReadCloser
	file io.Closer
}

// foreign is the number of bytes behind the compressed data that are no part of them.
func (s stream) foreign() int64 {
	if r, ok := s.ReadCloser.(*compressed.Reader); ok {
		return r.Foreign
	}
	return 0
}

func (s stream) Close() error { return errors.Join(s.ReadCloser.Close(), s.file.Close()) }

// Lines calls each for every line that is not blank, without its line end. Lines that
// are not UTF-8 are reported and left out.
func (s Source) Lines(ctx context.Context, report Reporter, each func(pos corpus.Pos, line []byte) error) error {
	file, err := s.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	reader := bufio.NewReaderSize(file, 1<<20)
	pos := corpus.Pos{File: s.name}
	for {
		line, err := readLine(reader)
		if err != nil && !errors.Is(err, io.EOF) {
			pos.Line++
			return fmt.Errorf("%s: %w", pos, err)
		}
		if pos.Line++; pos.Line == 1 {
			line = bytes.TrimPrefix(line, bom)
		}
		if pos.Line%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if bad := charset.Invalid(line); bad >= 0 {
			f := corpus.Fault{Pos: pos, Kind: corpus.BadEncoding, Severity: corpus.Error,
				Message: fmt.Sprintf("byte %d of the line is not UTF-8: convert the file to UTF-8", bad+1)}
			if err := report(f); err != nil {
				return err
			}
		} else if text := bytes.TrimSpace(line); len(text) > 0 {
			if err := each(pos, text); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// readLine reads a line of any length.
func readLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	long := bytes.Clone(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = r.ReadSlice('\n')
		long = append(long, line...)
	}
	return long, err
}
