package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/archive"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// unpack returns a source that is a tar or zip archive as the folder in it, or as
// the one file in it; any other source as it is. What the archive holds beside
// files is reported.
func (s Source) unpack(report Reporter) (Source, error) {
	info, err := fs.Stat(s.fsys, s.path)
	if err != nil || !info.Mode().IsRegular() {
		return s, nil // Open reports what is wrong with it; a pipe is no archive
	}
	fsys, notes, err := s.archive()
	if err != nil {
		return s, fmt.Errorf("%s: %w", s.name, err)
	}
	if fsys == nil {
		return s, nil
	}
	for _, note := range notes {
		f := corpus.Fault{Pos: corpus.Pos{File: s.name}, Kind: corpus.Decision, Severity: corpus.Warning, Message: note}
		if err := report(f); err != nil {
			return s, err
		}
	}
	folder := Source{fsys: fsys, path: ".", name: s.name}
	files, _, err := folder.files(2)
	if err == nil && len(files) == 1 {
		return files[0], nil
	}
	for range maxRoots {
		inner, ok := onlyFolder(folder.fsys)
		if !ok {
			break
		}
		if folder.fsys, err = fs.Sub(folder.fsys, inner); err != nil {
			return s, err
		}
	}
	return folder, nil
}

// maxRoots bounds the folders around the content of an archive.
const maxRoots = 16

// onlyFolder is the folder that is all that a folder holds.
func onlyFolder(fsys fs.FS) (name string, ok bool) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return "", false
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), ".") || e.Name() == "__MACOSX":
		case !e.IsDir() || name != "":
			return "", false
		default:
			name = e.Name()
		}
	}
	return name, name != ""
}

// archive opens the file as an archive; the file system is nil if it is none.
func (s Source) archive() (*archive.FS, []string, error) {
	file, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, nil, err
	}
	keep := false // a zip archive is read as long as its file is open
	defer func() {
		if !keep {
			file.Close()
		}
	}()
	if at, size, ok := zipFile(file); ok {
		fsys, notes, err := archive.Zip(at, size, archive.DefaultLimits)
		keep = err == nil
		return fsys, notes, err
	}
	plain, err := compressed.NewReader(file)
	if err != nil {
		return nil, nil, nil // Open reports what is wrong with it
	}
	defer plain.Close()
	head := make([]byte, archive.HeadSize)
	n, err := io.ReadFull(plain, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, nil, nil
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), plain)
	switch {
	case archive.IsZip(head): // compressed, or not to be read at any place
		limit := archive.DefaultLimits.Bytes
		raw, err := io.ReadAll(io.LimitReader(whole, limit+1))
		if err == nil && int64(len(raw)) > limit {
			err = fmt.Errorf("%w: more than %d MiB", archive.ErrLimit, limit>>20)
		}
		if err != nil {
			return nil, nil, err
		}
		return archive.Zip(bytes.NewReader(raw), int64(len(raw)), archive.DefaultLimits)
	case archive.IsTar(head):
		packed := plain.Packed
		if info, err := file.Stat(); err == nil && packed() == 0 { // not compressed; files in it may be sparse
			packed = info.Size
		}
		return archive.Tar(whole, packed, archive.DefaultLimits)
	}
	return nil, nil, nil
}

// zipFile is a zip archive for reading at any place, if the file is one and allows that.
func zipFile(file fs.File) (at io.ReaderAt, size int64, ok bool) {
	at, ok = file.(io.ReaderAt)
	info, err := file.Stat()
	if !ok || err != nil || !info.Mode().IsRegular() {
		return nil, 0, false
	}
	head := make([]byte, 4)
	_, err = at.ReadAt(head, 0)
	return at, info.Size(), err == nil && archive.IsZip(head)
}

// maxFiles bounds the files of a folder.
const maxFiles = 1 << 20

var errEnough = errors.New("enough")

// files lists the files of a folder and of those in it, by name, at most limit of
// them (0 means maxFiles, and an error beyond). Hidden ones are left out; a link is
// followed to a file in the folder. left counts links that lead elsewhere.
func (s Source) files(limit int) (list []Source, left int, err error) {
	err = fs.WalkDir(s.fsys, s.path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if name != s.path && (strings.HasPrefix(base, ".") || base == "__MACOSX" || base == "Thumbs.db" || base == "desktop.ini") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			target, err := resolve(s.fsys, name)
			if err == nil {
				var info fs.FileInfo
				if info, err = fs.Stat(s.fsys, target); err == nil && !info.Mode().IsRegular() {
					err = fs.ErrInvalid
				}
			}
			if err != nil {
				left++
				return nil
			}
		case !d.Type().IsRegular():
			left++
			return nil
		}
		if list = append(list, s.Join(name)); limit > 0 && len(list) >= limit {
			return errEnough
		}
		if len(list) > maxFiles {
			return fmt.Errorf("%s: the folder has more than %d files: split it", s.name, maxFiles)
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return list, left, err
}

// resolve follows the links in a name and returns the name of the file that they
// lead to, which must be in the same file system.
func resolve(fsys fs.FS, name string) (string, error) {
	for range 40 {
		next := name
		parts := strings.Split(name, "/")
		for i := range parts {
			prefix := strings.Join(parts[:i+1], "/")
			info, err := fs.Lstat(fsys, prefix)
			if err != nil {
				return "", err
			}
			if info.Mode()&fs.ModeSymlink == 0 {
				continue
			}
			target, err := fs.ReadLink(fsys, prefix)
			if err != nil {
				return "", err
			}
			next = path.Join(append([]string{path.Dir(prefix), target}, parts[i+1:]...)...)
			if path.IsAbs(target) || !fs.ValidPath(next) {
				return "", fmt.Errorf("%s: the link %s leads out of the folder", name, prefix)
			}
			break
		}
		if next == name {
			return name, nil
		}
		name = next
	}
	return "", fmt.Errorf("%s: too many links", name)
}

// maxFile bounds files that are read whole.
const maxFile = 256 << 20

// bytes reads a file whole, decompressed.
func (s Source) bytes() ([]byte, error) {
	r, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	if len(raw) > maxFile {
		return nil, fmt.Errorf("%s: the file holds more than %d MiB: split it", s.name, maxFile>>20)
	}
	return raw, nil
}

// describes reports whether a file describes a folder rather than being one of its
// articles.
func describes(name string) bool {
	base := strings.ToLower(path.Base(name))
	for _, start := range []string{"readme", "licen", "copying", "expected", "index", "notice", "makefile"} {
		if strings.HasPrefix(base, start) {
			return true
		}
	}
	return strings.HasSuffix(base, ".md") || strings.HasSuffix(base, ".dtd") || strings.HasSuffix(base, ".py")
}

// alsoFolders makes of the Detect of files one that takes folders of such files, too.
func alsoFolders(is func(file Source, head []byte) bool) func(src Source, head []byte) bool {
	return func(src Source, head []byte) bool {
		if head == nil {
			return mostFiles(src, is)
		}
		return is(src, head)
	}
}

// mostFiles reports whether most of the first files of a folder are of a form, by
// their names and first bytes as Detect takes them.
func mostFiles(src Source, is func(file Source, head []byte) bool) bool {
	files, _, err := src.files(256)
	if err != nil {
		return false
	}
	yes, all := 0, 0
	for _, f := range files {
		if describes(f.path) {
			continue
		}
		if all++; all > 32 {
			break
		}
		if head, err := f.head(); err == nil && is(f, head) {
			yes++
		}
	}
	return 2*yes > all
}
