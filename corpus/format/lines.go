package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var bom = []byte("\xef\xbb\xbf")

// Open opens the source, unpacked if it is compressed.
func (s Source) Open() (io.ReadCloser, error) { return s.open() }

func (s Source) open() (stream, error) {
	file, err := s.fsys.Open(s.path)
	if err != nil {
		return stream{}, err
	}
	r, err := compressed.NewReader(file)
	if err != nil {
		file.Close()
		return stream{}, fmt.Errorf("%s: %w", s.name, err)
	}
	return stream{r, file}, nil
}

// A stream closes the decompressor and then the file.
type stream struct {
	*compressed.Reader
	file fs.File
}

func (s stream) Close() error { return errors.Join(s.Reader.Close(), s.file.Close()) }

// A textFile is a file that is open for reading as text, decompressed and decoded.
type textFile struct {
	*charset.Reader
	file stream
}

// openText opens the source as text of an encoding; empty if it is to be found.
func (s Source) openText(encoding string) (*textFile, error) {
	file, err := s.open()
	if err != nil {
		return nil, err
	}
	text, err := charset.NewReader(&sequence{in: file}, encoding)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	return &textFile{text, file}, nil
}

// recordSign begins each record of a JSON text sequence (RFC 7464).
const recordSign = 0x1e

// A sequence reads JSON text sequences as the documents in them, one behind the other, and any
// other file as it is.
type sequence struct {
	in           io.Reader
	begun, signs bool
}

func (s *sequence) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	if n > 0 && !s.begun {
		s.begun, s.signs = true, p[0] == recordSign
	}
	if s.signs {
		blankSigns(p[:n])
	}
	return n, err
}

// blankSigns makes blanks of the signs between records: JSON has none inside.
func blankSigns(b []byte) {
	for i, c := range b {
		if c == recordSign {
			b[i] = ' '
		}
	}
}

func (t *textFile) Close() error { return t.file.Close() }

// size estimates the size of the unpacked file after read bytes of it.
func (t *textFile) size(read int) float64 {
	info, err := t.file.file.Stat()
	if err != nil {
		return 0
	}
	size := float64(info.Size())
	if packed := t.file.Packed(); packed > 0 {
		size *= float64(read) / float64(packed)
	}
	return size
}

// notes describes how the file had to be decoded and unpacked, once it was read.
func (t *textFile) notes() (notes []string) {
	if t.Name != "" && t.Decided {
		notes = append(notes, fmt.Sprintf("the text is not UTF-8: it is read as %s; set another with encoding=", t.Name))
	}
	if n := t.file.Foreign; n > 0 {
		notes = append(notes, fmt.Sprintf("%d bytes behind the compressed data are no part of them: they are left out", n))
	}
	return notes
}

// readText reads the source whole, as openText opens it, and returns its notes, too.
func (s Source) readText(encoding string) (raw []byte, notes []string, err error) {
	text, err := s.openText(encoding)
	if err != nil {
		return nil, nil, err
	}
	defer text.Close()
	if raw, err = io.ReadAll(text); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.name, err)
	}
	return raw, text.notes(), nil
}

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
