package archive

import (
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"
)

// An FS is the tree of an archive.
type FS struct{ root *node }

// A node is a file, or a folder if it has children.
type node struct {
	name     string
	when     time.Time
	size     int64
	open     func() (io.ReadCloser, error)
	children map[string]*node
}

// Open opens a file or a folder of the archive.
func (f *FS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	n := f.root
	if name != "." {
		for part := range strings.SplitSeq(name, "/") {
			if n = n.children[part]; n == nil {
				return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
			}
		}
	}
	if n.children != nil {
		return &folder{info: info{n}}, nil
	}
	r, err := n.open()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{ReadCloser: r, info: info{n}}, nil
}

type file struct {
	io.ReadCloser
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

type folder struct {
	info info
	list []fs.DirEntry
	read bool
}

func (d *folder) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *folder) Close() error               { return nil }

func (d *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.n.name, Err: fs.ErrInvalid}
}

// ReadDir lists the folder as fs.ReadDirFile says.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if !d.read {
		d.read = true
		for _, name := range slices.Sorted(maps.Keys(d.info.n.children)) {
			d.list = append(d.list, fs.FileInfoToDirEntry(info{d.info.n.children[name]}))
		}
	}
	if n <= 0 {
		list := d.list
		d.list = nil
		return list, nil
	}
	if len(d.list) == 0 {
		return nil, io.EOF
	}
	k := min(n, len(d.list))
	list := d.list[:k]
	d.list = d.list[k:]
	return list, nil
}

type info struct{ n *node }

func (i info) Name() string       { return i.n.name }
func (i info) Size() int64        { return i.n.size }
func (i info) ModTime() time.Time { return i.n.when }
func (i info) IsDir() bool        { return i.n.children != nil }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
