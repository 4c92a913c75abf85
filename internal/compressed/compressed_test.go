package compressed

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

func TestRoundTrip(t *testing.T) {
	content := strings.Repeat("many words, ", 1000)
	for _, path := range []string{"a.jsonl", "a.jsonl.gz", "a.jsonl.zst"} {
		var b bytes.Buffer
		require.NoError(t, Write(&b, path, func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		}))
		whole := b.Bytes()
		r, err := NewReader(bytes.NewReader(whole))
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		assert.Equal(t, content, string(got))
		if path == "a.jsonl" {
			continue
		}
		assert.Less(t, len(whole), len(content)/10)
		r, err = NewReader(bytes.NewReader(whole[:len(whole)/2]))
		require.NoError(t, err)
		_, err = io.ReadAll(r)
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF, path)
	}
}

func TestShort(t *testing.T) {
	for _, content := range []string{"", "a", "\x1f"} {
		r, err := NewReader(strings.NewReader(content))
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, content, string(got))
	}
}

func pack(t *testing.T, w io.WriteCloser, b *bytes.Buffer, content string) []byte {
	_, err := io.WriteString(w, content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func unpack(t *testing.T, packed []byte) (string, *Reader) {
	r, err := NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return string(got), r
}

func TestKinds(t *testing.T) {
	const content = "id,label\na,1\n"
	var b bytes.Buffer
	packed := bytes.Clone(pack(t, gzip.NewWriter(&b), &b, content))
	for name, c := range map[string]struct {
		behind, want string
		foreign      int64
	}{
		"one":     {"", content, 0},
		"zeros":   {strings.Repeat("\x00", 700), content, 0},
		"garbage": {"GARBAGE!", content, 8},
		"both":    {"\x00\x00G\x00", content, 2},
		"short":   {"G", content, 1},
		"members": {string(packed), content + content, 0},
	} {
		got, r := unpack(t, append(bytes.Clone(packed), c.behind...))
		assert.Equal(t, c.want, got, name)
		assert.Equal(t, c.foreign, r.Foreign, name)
	}

	b.Reset()
	z, err := zstd.NewWriter(&b)
	require.NoError(t, err)
	frame := append([]byte{0x52, 0x2a, 0x4d, 0x18, 3, 0, 0, 0}, "abc"...)
	got, _ := unpack(t, append(frame, pack(t, z, &b, content)...))
	assert.Equal(t, content, got)

	b.Reset()
	x, err := xz.NewWriter(&b)
	require.NoError(t, err)
	got, _ = unpack(t, pack(t, x, &b, content))
	assert.Equal(t, content, got)

	bz, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWc/PqkkAAAVZAAAQAAQgADYkIAAiGjE0IMmImlpIzjH4u5IpwoSGfn1SSA==")
	require.NoError(t, err)
	got, _ = unpack(t, bz)
	assert.Equal(t, content, got)

	assert.ErrorContains(t, Write(io.Discard, "a.csv.xz", nil), "choose .gz or .zst")
	assert.Equal(t, "a.csv", Plain("a.csv.bz2"))
}

// Foreign bytes behind the last stream are left out and counted, whatever a file is
// compressed with, and a file that is cut off is still an error.
func TestBehind(t *testing.T) {
	const content = "id,label\na,1\n"
	bz, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWc/PqkkAAAVZAAAQAAQgADYkIAAiGjE0IMmImlpIzjH4u5IpwoSGfn1SSA==")
	require.NoError(t, err)
	files := map[string][]byte{"bzip2": bz}
	for name, writer := range map[string]func(w io.Writer) (io.WriteCloser, error){
		"zstd": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
		"xz":   func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) },
		"lzma": func(w io.Writer) (io.WriteCloser, error) { return lzma.NewWriter(w) },
	} {
		var b bytes.Buffer
		w, err := writer(&b)
		require.NoError(t, err)
		files[name] = pack(t, w, &b, content)
	}
	for name, packed := range files {
		for _, c := range []struct {
			behind  string
			foreign int64
		}{
			{"", 0}, {"\n", 1}, {"\x00", 0}, {"\x00\x00\x00\x00", 0}, {"ab", 2}, {"abc", 3}, {"abcd", 4}, {"abcdefghijk", 11},
			{"GARBAGE GARBAGE", 15}, {strings.Repeat("\x00", 700), 0}, {strings.Repeat("x", 1<<17), 1 << 17},
		} {
			got, r := unpack(t, append(bytes.Clone(packed), c.behind...))
			assert.Equal(t, content, got, name)
			assert.Equal(t, c.foreign, r.Foreign, "%s, %d bytes behind it", name, len(c.behind))
		}
		if name != "lzma" { // which has one stream
			got, r := unpack(t, append(bytes.Clone(packed), packed...))
			assert.Equal(t, content+content, got, name)
			assert.Zero(t, r.Foreign, name)
		}
		for cut := 1; cut < len(packed)-13; cut++ {
			r, err := NewReader(bytes.NewReader(packed[:len(packed)-cut]))
			if err == nil {
				_, err = io.ReadAll(r)
			}
			assert.Error(t, err, "%s without its last %d bytes", name, cut)
		}
	}
}

// A file that unpacks to thousands of times its size is refused before memory or
// patience ends.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks a gibibyte")
	}
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	require.NoError(t, err)
	block := make([]byte, 1<<24)
	for range 80 {
		_, err := z.Write(block)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	r, err := NewReader(&b)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, r)
	assert.ErrorContains(t, err, "more than 500 times its size")
}
