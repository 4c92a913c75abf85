package compressed

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// largestZip is the size of a zip archive that is read from a stream.
const largestZip = 1 << 30

// unzip opens the one file of a zip archive. Archives of several files are not unpacked
// here: they are read as they are.
func (u *Reader) unzip(r io.Reader, buffer io.Reader) error {
	at, size, err := readerAt(r, buffer)
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return fmt.Errorf("reading zip: %w", err)
	}
	var files []*zip.File
	for _, f := range archive.File {
		base := path.Base(f.Name)
		if !f.FileInfo().IsDir() && !strings.HasPrefix(f.Name, "__MACOSX/") && !strings.HasPrefix(base, ".") {
			files = append(files, f)
		}
	}
	if len(files) != 1 {
		u.in, u.packed = io.NewSectionReader(at, 0, size), nil
		return nil
	}
	file, err := files[0].Open()
	if err != nil {
		return fmt.Errorf("reading zip: %s: %w", files[0].Name, err)
	}
	u.in, u.close = file, file.Close
	u.packed.n = int64(files[0].CompressedSize64)
	return nil
}

// readerAt returns r itself if it can be read at any place, else what it holds.
func readerAt(r, buffered io.Reader) (io.ReaderAt, int64, error) {
	type seekable interface {
		io.ReaderAt
		io.Seeker
	}
	if file, ok := r.(seekable); ok {
		if size, err := file.Seek(0, io.SeekEnd); err == nil {
			return file, size, nil
		}
	}
	all, err := io.ReadAll(io.LimitReader(buffered, largestZip+1))
	if err != nil {
		return nil, 0, err
	}
	if len(all) > largestZip {
		return nil, 0, fmt.Errorf("reading zip: the archive is larger than %d bytes: unpack it", largestZip)
	}
	return bytes.NewReader(all), int64(len(all)), nil
}
