// Package charset turns the bytes of files of any encoding into text, and reports what it
// had to decide.
package charset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	encodingunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// A Reader reads text of any encoding as UTF-8. The encoding is the one given, that
// of a byte order mark, UTF-16 if every other byte is zero, UTF-8 as long as the bytes are
// such, else the legacy encoding in which they read best.
type Reader struct {
	Name    string // the encoding; empty as long as the text is UTF-8
	Decided bool   // by content alone
	Mixed   bool   // bytes that are not UTF-8 come after text that is: they are left as they are

	in io.Reader

	base    []byte // the memory of buf
	buf     []byte // read and not yet given on
	checked int    // the part of it that is good
	wide    bool   // letters beyond ASCII were seen
	plain   bool   // nothing is to be checked any more
	err     error  // that comes after buf
}

// NewReader returns a reader of in. name is the encoding, empty if it is to be found.
func NewReader(in io.Reader, name string) (*Reader, error) {
	t := &Reader{in: in}
	if name != "" {
		e, err := htmlindex.Get(name)
		if err != nil {
			return nil, fmt.Errorf("encoding=%s: there is no such encoding: write utf-8, utf-16le, iso-8859-1, windows-1251, …", name)
		}
		if name, _ = htmlindex.Name(e); name != "utf-8" {
			t.decode(e, name)
			return t, nil
		}
	}
	t.fill(1 << 16)
	e, mark, name := marked(t.buf)
	if mark >= 0 {
		t.buf = t.buf[mark:]
		t.wide = e == nil
		if e != nil {
			t.decode(e, name)
		}
		return t, nil
	}
	if e, name := wide16(t.buf); e != nil {
		t.decode(e, name)
		t.Decided = true
	}
	return t, nil
}

// marked finds a byte order mark; its length is -1 if there is none.
func marked(head []byte) (e encoding.Encoding, length int, name string) {
	for _, m := range []struct {
		mark, name string
		e          encoding.Encoding
	}{
		{"\xef\xbb\xbf", "", nil},
		{"\xff\xfe\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\x00\x00\xfe\xff", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"\xff\xfe", "utf-16le", encodingunicode.UTF16(encodingunicode.LittleEndian, encodingunicode.IgnoreBOM)},
		{"\xfe\xff", "utf-16be", encodingunicode.UTF16(encodingunicode.BigEndian, encodingunicode.IgnoreBOM)},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.e, len(m.mark), m.name
		}
	}
	return nil, -1, ""
}

// wide16 recognises UTF-16 without a mark by the zeros in it.
func wide16(head []byte) (encoding.Encoding, string) {
	head = head[:min(len(head), 512)&^1]
	zeros := [2]int{}
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case half < 4 || zeros[0]+zeros[1] < 4:
	case zeros[1] > half/8 && zeros[0] <= zeros[1]/8:
		return encodingunicode.UTF16(encodingunicode.LittleEndian, encodingunicode.IgnoreBOM), "utf-16le"
	case zeros[0] > half/8 && zeros[1] <= zeros[0]/8:
		return encodingunicode.UTF16(encodingunicode.BigEndian, encodingunicode.IgnoreBOM), "utf-16be"
	}
	return nil, ""
}

// Head is the beginning of a file as UTF-8 if it is text of two or four bytes a letter,
// with a mark or without; anything else as it is.
func Head(raw []byte) []byte {
	e, mark, _ := marked(raw)
	if mark < 0 {
		e, _ = wide16(raw)
	}
	if e == nil {
		return raw
	}
	rest := raw[max(mark, 0):]
	text, err := e.NewDecoder().Bytes(rest[:len(rest)&^3])
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return raw
	}
	return text
}

// decode reads the rest through a decoder.
func (t *Reader) decode(e encoding.Encoding, name string) {
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(t.buf)), &failing{t.in, t.err})
	t.in, t.buf, t.checked, t.err = transform.NewReader(rest, e.NewDecoder()), nil, 0, nil
	t.Name, t.plain = name, true
}

// failing reads on unless an error was met already.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Reader.Read(p)
}

// fill reads until n bytes are there.
func (t *Reader) fill(n int) {
	if len(t.buf) == 0 {
		t.buf = t.base[:0]
	}
	for len(t.buf) < n && t.err == nil {
		if cap(t.buf)-len(t.buf) < 512 {
			t.buf = append(make([]byte, 0, max(2*n, 2*len(t.buf))), t.buf...)
			t.base = t.buf
		}
		var more int
		more, t.err = t.in.Read(t.buf[len(t.buf):cap(t.buf)])
		t.buf = t.buf[:len(t.buf)+more]
	}
}

// Read gives on what is UTF-8.
func (t *Reader) Read(p []byte) (int, error) {
	if t.plain && len(t.buf) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		return t.in.Read(p)
	}
	if t.checked == 0 && !t.plain {
		if len(t.buf) < utf8.UTFMax {
			t.fill(1 << 15)
		}
		t.check()
		if len(t.buf) == 0 && !t.plain {
			return 0, t.err
		}
		if t.plain {
			return t.Read(p)
		}
	}
	good := t.checked
	if t.plain {
		good = len(t.buf)
	}
	n := copy(p, t.buf[:good])
	t.buf = t.buf[n:]
	t.checked = max(t.checked-n, 0)
	return n, nil
}

// check finds how far the buffer is UTF-8, and changes to another encoding if it is not
// and nothing before told that it is.
func (t *Reader) check() {
	good := validPrefix(t.buf)
	if ascii := asciiPrefix(t.buf[:good]); !t.wide && ascii < good {
		t.wide = true
	}
	if good > 0 || len(t.buf) == 0 {
		t.checked = good
		return
	}
	if !utf8.FullRune(t.buf) && t.err == nil {
		t.fill(len(t.buf) + 1)
		t.check()
		return
	}
	if t.wide {
		t.Mixed, t.plain = true, true
		return
	}
	t.fill(1 << 15)
	name := guess(t.buf)
	e, err := htmlindex.Get(name)
	if err != nil {
		t.err = errors.Join(err, t.err)
		return
	}
	t.decode(e, name)
	t.Decided = true
}

// Invalid is the place of the first byte that is not UTF-8, -1 if there is none.
func Invalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// validPrefix is the length of the part of b that is UTF-8.
func validPrefix(b []byte) int {
	if bad := Invalid(b); bad >= 0 {
		return bad
	}
	return len(b)
}

func asciiPrefix(b []byte) int {
	i := 0
	for i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 == 0 {
		i += 8
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}
