package format

import (
	"bytes"
	"context"
	"io/fs"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// Memory is a source that is in memory, such as what came from a pipe or the output of a
// program. name is for messages; its ending may help to tell the format.
func Memory(name string, raw []byte) Source {
	return Source{memory{name, raw}, "content", name}
}

// ParseLabels reads labels from memory as OpenLabels reads them from a file.
func ParseLabels(ctx context.Context, name string, raw []byte, own ...Format) (*corpus.LabelsFile, error) {
	return readLabels(ctx, corpusName{path: name}, Memory(name, raw), strict(ctx), own)
}

// memory is a file system of one file.
type memory struct {
	name string
	raw  []byte
}

// Open opens the file.
func (m memory) Open(name string) (fs.File, error) {
	if name != "content" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return memoryFile{bytes.NewReader(m.raw), m}, nil
}

type memoryFile struct {
	*bytes.Reader
	memory
}

func (f memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f memoryFile) Close() error               { return nil }
func (f memoryFile) Name() string               { return "content" }
func (f memoryFile) Size() int64                { return int64(len(f.raw)) }
func (f memoryFile) Mode() fs.FileMode          { return 0o444 }
func (f memoryFile) ModTime() time.Time         { return time.Time{} }
func (f memoryFile) IsDir() bool                { return false }
func (f memoryFile) Sys() any                   { return nil }
