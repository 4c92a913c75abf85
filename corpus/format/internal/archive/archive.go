// Package archive opens tar and zip archives as file systems, within limits and
// without leaving them: an entry never names a place outside the archive.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/charmap"
)

// Limits bound what an archive may unpack to. A ratio counts only beyond Free
// bytes, so that small archives of repetitive files pass.
type Limits struct {
	Entries int
	Bytes   int64
	Ratio   int64 // unpacked bytes per packed byte
	Free    int64
}

// DefaultLimits hold for archives of texts: these shrink by a factor of ten at most.
var DefaultLimits = Limits{Entries: 1 << 20, Bytes: 2 << 30, Ratio: 100, Free: 64 << 20}

// ErrLimit is wrapped by the errors of archives beyond the limits.
var ErrLimit = errors.New("the archive is beyond a limit")

func (l Limits) entries(n int) error {
	if n > l.Entries {
		return fmt.Errorf("%w: it has more than %d entries; unpack it and name the folder", ErrLimit, l.Entries)
	}
	return nil
}

func (l Limits) size(unpacked, packed int64) error {
	if unpacked > l.Bytes {
		return fmt.Errorf("%w: it unpacks to more than %d MiB; unpack it and name the folder", ErrLimit, l.Bytes>>20)
	}
	if unpacked > l.Free && unpacked/l.Ratio > packed {
		return fmt.Errorf("%w: it unpacks to more than %d times its size, as no archive of texts does; unpack it and name the "+
			"folder if you trust it",
			ErrLimit, l.Ratio)
	}
	return nil
}

// IsZip reports whether the first bytes of a file are those of a zip archive.
func IsZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// HeadSize is how many bytes IsTar looks at.
const HeadSize = 512

// IsTar reports whether the first bytes of a file, decompressed, are a tar header:
// its sum of bytes is right, which also tells archives older than the magic.
func IsTar(head []byte) bool {
	if len(head) < HeadSize {
		return false
	}
	field := strings.Trim(string(head[148:156]), " \x00")
	var want int64
	for _, r := range field {
		if r < '0' || r > '7' {
			return false
		}
		want = want*8 + int64(r-'0')
	}
	var sum int64
	for i, b := range head[:HeadSize] {
		if i >= 148 && i < 156 {
			b = ' '
		}
		sum += int64(b)
	}
	return field != "" && sum == want
}

// Tar reads a tar archive, decompressed already, into memory. packed returns how
// many bytes of the file have been read so far. The notes say what was left out.
func Tar(r io.Reader, packed func() int64, limits Limits) (*FS, []string, error) {
	b := newBuilder()
	end := &zeros{in: r}
	t := tar.NewReader(end)
	var unpacked int64
	for n := 1; ; n++ {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			notes := b.notes()
			if end.n < HeadSize {
				notes = append(notes, "the archive has no mark at its end, so it may have been cut off between two files")
			}
			return b.fsys, notes, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading tar: %w", err)
		}
		if err := limits.entries(n); err != nil {
			return nil, nil, err
		}
		switch h.Typeflag {
		case tar.TypeDir:
			b.add(h.Name, h.ModTime, 0, nil)
			continue
		case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		case tar.TypeXGlobalHeader:
			continue
		default:
			b.skip("links, devices and other entries that are no files", h.Name)
			continue
		}
		var content bytes.Buffer
		content.Grow(int(min(h.Size, 1<<20)))
		for {
			k, err := io.CopyN(&content, t, 1<<20)
			unpacked += k
			if err := limits.size(unpacked, packed()); err != nil {
				return nil, nil, err
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, nil, fmt.Errorf("reading tar: %s: %w", h.Name, err)
			}
		}
		b.memory(h.Name, h.ModTime, content.Bytes())
	}
}

// zeros counts the zeros at the end of what was read: a tar archive ends with blocks of them.
type zeros struct {
	in io.Reader
	n  int
}

func (z *zeros) Read(p []byte) (int, error) {
	n, err := z.in.Read(p)
	if rest := len(bytes.TrimRight(p[:n], "\x00")); rest > 0 {
		z.n = n - rest
	} else {
		z.n += n
	}
	return n, err
}

// unpackers are the methods of compression of zip archives, beside the usual two.
var unpackers = map[uint16]zip.Decompressor{
	12: func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) },
	93: zstd.ZipDecompressor(zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(1<<27)),
	95: func(in io.Reader) io.ReadCloser {
		x, err := xz.NewReader(in)
		if err != nil {
			r, w := io.Pipe()
			w.CloseWithError(err)
			return r
		}
		return io.NopCloser(x)
	},
}

// Zip opens a zip archive. Its entries are unpacked as they are read, and never to
// more than the directory says.
func Zip(r io.ReaderAt, size int64, limits Limits) (*FS, []string, error) {
	if n := zipEntries(r, size); n > limits.Entries {
		return nil, nil, limits.entries(n)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, nil, fmt.Errorf("reading zip: %w", err)
	}
	if err := limits.entries(len(z.File)); err != nil {
		return nil, nil, err
	}
	for method, unpacker := range unpackers {
		z.RegisterDecompressor(method, unpacker)
	}
	b := newBuilder()
	var unpacked uint64
	for _, f := range z.File {
		if f.UncompressedSize64 > uint64(limits.Bytes) || unpacked > uint64(limits.Bytes) {
			return nil, nil, limits.size(limits.Bytes+1, size)
		}
		unpacked += f.UncompressedSize64
		if err := limits.size(int64(unpacked), size); err != nil {
			return nil, nil, err
		}
		mode := f.Mode()
		switch {
		case mode.IsDir() || strings.HasSuffix(f.Name, "/"):
			b.add(f.Name, f.Modified, 0, nil)
		case f.Flags&1 != 0:
			b.skip("encrypted entries", f.Name)
		case !mode.IsRegular():
			b.skip("links, devices and other entries that are no files", f.Name)
		case f.Method != zip.Store && f.Method != zip.Deflate && unpackers[f.Method] == nil:
			b.skip(fmt.Sprintf("entries packed with method %d, which is not known", f.Method), f.Name)
		default:
			b.add(f.Name, f.Modified, int64(f.UncompressedSize64), f.Open)
		}
	}
	return b.fsys, b.notes(), nil
}

// zipEntries is the number of entries that the end of a zip archive states, 0 if it
// is not found there.
func zipEntries(r io.ReaderAt, size int64) int {
	tail := make([]byte, min(size, 1<<16))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+12 > len(tail) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(tail[at+10:]))
}

// A builder makes the tree of an archive.
type builder struct {
	fsys    *FS
	skipped map[string][]string
	kinds   []string
}

func newBuilder() *builder {
	root := &node{name: ".", children: map[string]*node{}}
	return &builder{fsys: &FS{root}, skipped: map[string][]string{}}
}

func (b *builder) skip(kind, name string) {
	if b.skipped[kind] == nil {
		b.kinds = append(b.kinds, kind)
	}
	b.skipped[kind] = append(b.skipped[kind], name)
}

func (b *builder) notes() (list []string) {
	for _, kind := range b.kinds {
		names := b.skipped[kind]
		list = append(list, fmt.Sprintf("%d left out: %s, such as %q", len(names), kind, names[0]))
	}
	return list
}

// File is a file system of one file that is in memory.
func File(name string, raw []byte) *FS {
	b := newBuilder()
	b.memory(name, time.Time{}, raw)
	return b.fsys
}

// memory puts a file into the tree whose content is in memory.
func (b *builder) memory(name string, when time.Time, raw []byte) {
	b.add(name, when, int64(len(raw)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
}

// add puts a file into the tree, or a folder if open is nil.
func (b *builder) add(name string, when time.Time, size int64, open func() (io.ReadCloser, error)) {
	clean, ok := inside(name)
	if !ok {
		b.skip("entries whose names lead out of the archive", name)
		return
	}
	if clean == "." {
		return
	}
	dir, parts := b.fsys.root, strings.Split(clean, "/")
	if open == nil {
		parts = append(parts, "")
	}
	for _, part := range parts[:len(parts)-1] {
		next := dir.children[part]
		if next == nil {
			next = &node{name: part, when: when, children: map[string]*node{}}
			dir.children[part] = next
		}
		if next.children == nil {
			b.skip("entries below a file", name)
			return
		}
		dir = next
	}
	last := parts[len(parts)-1]
	if open == nil {
		return
	}
	if old := dir.children[last]; old != nil {
		if old.children != nil {
			b.skip("files with the name of a folder", name)
			return
		}
		b.skip("earlier entries of a name that comes again", name)
	}
	dir.children[last] = &node{name: last, when: when, size: size, open: open}
}

// inside returns the name of an entry as package fs writes it, and whether it
// stays in the archive.
func inside(name string) (string, bool) {
	if !utf8.ValidString(name) { // as old programs write them
		name, _ = charmap.Windows1252.NewDecoder().String(name)
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' || strings.ContainsRune(name, 0) {
		return "", false
	}
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
		case "..":
			return "", false
		default:
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ".", true
	}
	clean := strings.Join(parts, "/")
	return clean, fs.ValidPath(clean)
}
