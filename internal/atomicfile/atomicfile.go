// Package atomicfile writes files whole or not at all, and writes through devices, pipes
// and open descriptors, which cannot be replaced.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An Error is a failure to write: a full disk, a missing right. Errors of the function
// that makes the content are not of this type.
type Error struct {
	Path string // as the caller gave it
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// failure returns an Error without the names that the system's error has: they may be
// those of temporary files.
func failure(path string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	return &Error{path, bare(err)}
}

// bare is an error of the system without the operation and the path.
func bare(err error) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &onPath):
		return bare(onPath.Err)
	case errors.As(err, &onLink):
		return bare(onLink.Err)
	case errors.As(err, &call):
		return bare(call.Err)
	}
	return err
}

// Write writes a file whole: write is called with a temporary file in the folder of path,
// which is synced and renamed to path. Absent parent folders are made. After an error path
// is unchanged and no temporary file remains. A file that exists keeps its mode and, where
// the system allows it, its owner. A symbolic link stays, and its target is written. A
// device, a pipe or an open descriptor such as /dev/fd/1 is written through.
func Write(path string, write func(io.Writer) error) error {
	return WriteAll(File{path, write})
}

// A File is a path and what makes its content.
type File struct {
	Path  string
	Write func(io.Writer) error
}

// WriteAll writes files as [Write] does: none is replaced before the content of all is on
// the disk.
func WriteAll(files ...File) (err error) {
	var whole []replacement
	defer func() {
		for _, r := range whole {
			os.Remove(r.temporary) // not there any more if it was renamed
		}
	}()
	for _, f := range files {
		t, err := resolve(f.Path)
		if err != nil {
			return failure(f.Path, err)
		}
		if t.descriptor >= 0 || t.special() {
			if err := t.through(f); err != nil {
				return err
			}
			continue
		}
		name, err := t.stage(f)
		if err != nil {
			return err
		}
		whole = append(whole, replacement{name, t.path, f.Path})
	}
	for _, r := range whole {
		if err := os.Rename(r.temporary, r.final); err != nil {
			return failure(r.given, err)
		}
	}
	return nil
}

// A replacement is a temporary file that is complete.
type replacement struct{ temporary, final, given string }

// through writes to what is there.
func (t target) through(f File) error {
	file, err := t.open()
	if err != nil {
		return failure(f.Path, err)
	}
	if err := fill(file, f); err != nil {
		file.Close()
		return err
	}
	return failure(f.Path, file.Close())
}

// stage writes a temporary file that can take the place of the target, and returns its
// name.
func (t target) stage(f File) (name string, err error) {
	if err := t.allowed(); err != nil {
		return "", failure(f.Path, err)
	}
	if err := os.MkdirAll(filepath.Dir(t.path), 0o777); err != nil {
		return "", failure(f.Path, err)
	}
	file, err := temporary(t.path)
	if err != nil {
		return "", failure(f.Path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if err := fill(file, f); err != nil {
		return "", err
	}
	if t.info != nil {
		keepOwner(file, t.info)
		if err := file.Chmod(t.info.Mode()); err != nil {
			return "", failure(f.Path, err)
		}
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return "", failure(f.Path, err)
	}
	return file.Name(), nil
}

// WriteFolder calls write with a temporary folder and renames it to path, which must not
// exist. After an error nothing remains.
func WriteFolder(path string, write func(dir string) error) (err error) {
	if err := absent(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return failure(path, err)
	}
	dir, err := temporaryFolder(path)
	if err != nil {
		return failure(path, err)
	}
	if err = write(dir); err == nil {
		err = failure(path, os.Rename(dir, path))
	}
	if err == nil {
		return nil
	}
	os.RemoveAll(dir)
	var inside *Error
	if rest, below := "", false; errors.As(err, &inside) {
		if rest, below = strings.CutPrefix(inside.Path, dir); below {
			return &Error{path + rest, inside.Err}
		}
	}
	return err
}

// Append writes to the end of a file, all or nothing.
func Append(file *os.File, data []byte) error {
	before, err := file.Stat()
	if err != nil {
		return failure(file.Name(), err)
	}
	if _, err = file.Write(data); err == nil || !before.Mode().IsRegular() {
		return failure(file.Name(), err)
	}
	return failure(file.Name(), errors.Join(bare(err), file.Truncate(before.Size())))
}

// AppendTo writes to the end of a file as [Append] does. An absent one, and its parent
// folders, are made; links, devices, pipes and descriptors are treated as [Write] does.
func AppendTo(path string, data []byte) error {
	t, err := resolve(path)
	if err != nil {
		return failure(path, err)
	}
	open := t.open
	if t.descriptor < 0 && !t.special() {
		if err := os.MkdirAll(filepath.Dir(t.path), 0o777); err != nil {
			return failure(path, err)
		}
		open = func() (*os.File, error) { return os.OpenFile(t.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666) }
	}
	file, err := open()
	if err != nil {
		return failure(path, err)
	}
	if err := Append(file, data); err != nil {
		file.Close()
		return &Error{path, errors.Unwrap(err)}
	}
	return failure(path, file.Close())
}

// fill writes the content of a file. A failure to write counts before what the
// function makes of it.
func fill(file *os.File, f File) error {
	s := NewStream(f.Path, file)
	buffer := bufio.NewWriter(s)
	err := f.Write(buffer)
	if err == nil {
		buffer.Flush() // the stream keeps its error
	}
	if s.err != nil {
		return s.err
	}
	return err
}

// A Stream is a writer that keeps its first error, as an [Error], and writes nothing after
// it.
type Stream struct {
	name string
	w    io.Writer
	err  error
}

// NewStream returns a stream that names itself so in errors.
func NewStream(name string, w io.Writer) *Stream { return &Stream{name: name, w: w} }

// Write writes, unless an earlier write has failed.
func (s *Stream) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	if err != nil {
		s.err = failure(s.name, err)
	}
	return n, s.err
}

// Err returns the first error.
func (s *Stream) Err() error { return s.err }

// Fd returns the descriptor of a file, and that of none otherwise.
func (s *Stream) Fd() uintptr {
	if f, ok := s.w.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}
