package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A target is where a path leads.
type target struct {
	path       string      // after all links
	info       fs.FileInfo // nil if there is no file yet
	descriptor int         // of this process; -1 if the path names none
}

// maxLinks is how many links a path may lead through.
const maxLinks = 40

// resolve follows the links of the last part of a path, which may lead to a file that
// does not exist yet.
func resolve(path string) (target, error) {
	t := target{path: path, descriptor: -1}
	if path == "" {
		return t, errors.New("the name is empty")
	}
	for range maxLinks {
		if t.descriptor = descriptorOf(t.path); t.descriptor >= 0 {
			return t, nil
		}
		info, err := os.Lstat(t.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if strings.HasSuffix(path, "/") {
				return t, errors.New("the name is that of a folder: name a file")
			}
			return t, nil
		case err != nil:
			return t, err
		case info.IsDir():
			return t, errors.New("it is a folder: name a file")
		case info.Mode()&fs.ModeSocket != 0:
			return t, errors.New("it is a socket, which is not written: name a file")
		case info.Mode()&fs.ModeSymlink == 0:
			t.info = info
			return t, nil
		}
		to, err := os.Readlink(t.path)
		if err != nil {
			return t, err
		}
		if !filepath.IsAbs(to) {
			// not filepath.Join: .. after a link to a folder is not the folder before it
			dir, err := filepath.EvalSymlinks(filepath.Dir(t.path))
			if err != nil {
				return t, err
			}
			to = filepath.Join(dir, to)
		}
		t.path = to
	}
	return t, errors.New("too many symbolic links")
}

// descriptorOf returns the number of the open file of this process that a path names, or
// -1. To open such a path anew would begin a regular file again from its start.
func descriptorOf(path string) int {
	switch path = filepath.ToSlash(filepath.Clean(path)); path {
	case "/dev/stdin":
		return 0
	case "/dev/stdout":
		return 1
	case "/dev/stderr":
		return 2
	}
	for _, dir := range []string{"/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "/proc/" + strconv.Itoa(os.Getpid()) + "/fd/"} {
		if rest, ok := strings.CutPrefix(path, dir); ok {
			if n, err := strconv.ParseUint(rest, 10, 31); err == nil {
				return int(n)
			}
		}
	}
	return -1
}

// special reports whether the target is neither absent nor a regular file.
func (t target) special() bool { return t.info != nil && !t.info.Mode().IsRegular() }

// open opens what is written through.
func (t target) open() (*os.File, error) {
	if t.descriptor >= 0 {
		return duplicate(t.descriptor)
	}
	return os.OpenFile(t.path, os.O_WRONLY, 0)
}

// allowed returns an error if this process has no right to write to what is there.
func (t target) allowed() error {
	if t.descriptor < 0 && t.info == nil {
		return nil
	}
	if t.descriptor < 0 && t.info.Mode()&fs.ModeNamedPipe != 0 {
		return writable(t.path) // to open it would wait for a reader
	}
	file, err := t.open()
	if err != nil {
		return err
	}
	return file.Close()
}
