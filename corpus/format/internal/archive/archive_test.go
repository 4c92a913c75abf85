package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
)

func makeTar(t testing.TB, headers []tar.Header, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		h.Mode = 0o644
		if h.Typeflag == 0 || h.Typeflag == tar.TypeReg {
			h.Size = int64(len(content))
		}
		require.NoError(t, w.WriteHeader(&h))
		if h.Size > 0 {
			_, err := io.WriteString(w, content)
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func whole() int64 { return 1 << 40 }

func TestTar(t *testing.T) {
	raw := makeTar(t, []tar.Header{
		{Name: "day/"}, {Name: "./day/sport/1"}, {Name: "day/sport/2"}, {Name: "../../etc/passwd"}, {Name: "/root"},
		{Name: "day/link", Typeflag: tar.TypeSymlink, Linkname: "/etc"}, {Name: "day/tty", Typeflag: tar.TypeChar},
		{Name: "day/sport/1"}, {Name: "day/caf\xe9"},
	}[1:], "a word")
	assert.True(t, IsTar(raw))
	fsys, notes, err := Tar(bytes.NewReader(raw), whole, DefaultLimits)
	require.NoError(t, err)
	require.NoError(t, fstest.TestFS(fsys, "day/sport/1", "day/sport/2", "day/café"))
	assert.Equal(t, []string{
		`2 left out: entries whose names lead out of the archive, such as "../../etc/passwd"`,
		`2 left out: links, devices and other entries that are no files, such as "day/link"`,
		`1 left out: earlier entries of a name that comes again, such as "day/sport/1"`,
	}, notes)
	content, err := fs.ReadFile(fsys, "day/sport/2")
	require.NoError(t, err)
	assert.Equal(t, "a word", string(content))
}

func TestZip(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"day/", "day/a.txt", `day\b.txt`, "../c.txt", "C:/d.txt"} {
		f, err := w.Create(name)
		require.NoError(t, err)
		if name != "day/" {
			_, err = io.WriteString(f, "a word")
			require.NoError(t, err)
		}
	}
	link := &zip.FileHeader{Name: "day/link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	_, err := w.CreateHeader(link)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	assert.True(t, IsZip(b.Bytes()))
	fsys, notes, err := Zip(bytes.NewReader(b.Bytes()), int64(b.Len()), DefaultLimits)
	require.NoError(t, err)
	require.NoError(t, fstest.TestFS(fsys, "day/a.txt", "day/b.txt"))
	assert.Len(t, notes, 2)
	_, _, err = Zip(bytes.NewReader(b.Bytes()), int64(b.Len()), Limits{Entries: 3, Bytes: 1 << 20, Ratio: 100, Free: 1 << 20})
	assert.ErrorIs(t, err, ErrLimit)
}

// endless is a file of zeros.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestBombs(t *testing.T) {
	pr, pw := io.Pipe()
	go func() {
		z := gzip.NewWriter(pw)
		w := tar.NewWriter(z)
		if w.WriteHeader(&tar.Header{Name: "zeros", Size: 10 << 30, Mode: 0o644}) == nil {
			_, err := io.CopyN(w, endless{}, 10<<30)
			pw.CloseWithError(err)
		}
	}()
	defer pr.Close()
	c := &counter{r: pr}
	z, err := gzip.NewReader(c)
	require.NoError(t, err)
	_, _, err = Tar(z, func() int64 { return c.n }, DefaultLimits)
	require.ErrorIs(t, err, ErrLimit)
	assert.Less(t, c.n, int64(4<<20), "of some 10 MB")

	var many []tar.Header
	for range 11 {
		many = append(many, tar.Header{Name: "x"})
	}
	limits := DefaultLimits
	limits.Entries = 10
	_, _, err = Tar(bytes.NewReader(makeTar(t, many, "")), whole, limits)
	require.ErrorContains(t, err, "more than 10 entries")
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func FuzzTar(f *testing.F) {
	f.Add(makeTar(f, []tar.Header{{Name: "a/b"}, {Name: "a"}, {Name: "../c"}}, "text"))
	f.Add([]byte{})
	small := Limits{Entries: 1000, Bytes: 1 << 20, Ratio: 100, Free: 1 << 20}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, open := range []func() (*FS, []string, error){
			func() (*FS, []string, error) { return Tar(bytes.NewReader(raw), whole, small) },
			func() (*FS, []string, error) { return Zip(bytes.NewReader(raw), int64(len(raw)), small) },
		} {
			fsys, _, err := open()
			if err != nil {
				continue
			}
			err = fs.WalkDir(fsys, ".", func(_ string, _ fs.DirEntry, err error) error { return err })
			require.NoError(t, err)
		}
	})
}

// Other programs pack the entries of zip archives in other ways; those that are not known are
// left out by name.
func TestZipMethods(t *testing.T) {
	const text = "a ferry, a tug, a ferry, a tug"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(93, zstd.ZipCompressor())
	var packed bytes.Buffer
	x, err := xz.NewWriter(&packed)
	require.NoError(t, err)
	_, err = io.WriteString(x, text)
	require.NoError(t, err)
	require.NoError(t, x.Close())
	for name, method := range map[string]uint16{"xz.txt": 95, "ppmd.txt": 98} {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: method, CRC32: crc32.ChecksumIEEE([]byte(text)),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(text))})
		require.NoError(t, err)
		_, err = w.Write(packed.Bytes())
		require.NoError(t, err)
	}
	for name, method := range map[string]uint16{"zstd.txt": 93, "plain.txt": zip.Store} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		require.NoError(t, err)
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	fsys, notes, err := Zip(bytes.NewReader(b.Bytes()), int64(b.Len()), DefaultLimits)
	require.NoError(t, err)
	for _, name := range []string{"zstd.txt", "xz.txt", "plain.txt"} {
		got, err := fs.ReadFile(fsys, name)
		require.NoError(t, err, name)
		assert.Equal(t, text, string(got))
	}
	assert.Equal(t, []string{`1 left out: entries packed with method 98, which is not known, such as "ppmd.txt"`}, notes)
}

// A tar archive that ends after a whole file is not known to be whole.
func TestTarWithoutEnd(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range []string{"a.txt", "b.txt"} {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: 5, Mode: 0o600}))
		_, err := io.WriteString(w, "ferry")
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	for length, want := range map[int]int{b.Len(): 0, 1024: 1, 2048: 1} {
		_, notes, err := Tar(bytes.NewReader(b.Bytes()[:length]), func() int64 { return int64(length) }, DefaultLimits)
		require.NoError(t, err)
		assert.Len(t, notes, want, "%d bytes", length)
	}
}
