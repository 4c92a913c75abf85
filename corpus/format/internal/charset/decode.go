package charset

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// A Decoded is the text of a file with what was decided in decoding it.
type Decoded struct {
	Text     string
	Encoding string // its name, as the web knows it, such as windows-1252
	Note     string // empty if nothing had to be decided
	Guessed  bool   // neither the bytes nor a declaration tell the encoding
}

// declares finds the encoding that an XML declaration or an HTML meta element names.
var declares = []*regexp.Regexp{
	regexp.MustCompile(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`),
	regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9._:-]+)`),
}

// Declared is the encoding that the first bytes of an XML or HTML file name, "" if none.
func Declared(raw []byte) string {
	head := raw[:min(len(raw), 4096)]
	for _, d := range declares {
		if m := d.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// maxSample bounds what an encoding is guessed from.
const maxSample = 1 << 16

// Decode decides on the encoding of a file: by a byte order mark, else UTF-8 if
// the bytes are valid, else as declared ("" if nothing is), else by the content.
func Decode(raw []byte, declared string) Decoded {
	if d, ok := decodeMarked(raw); ok {
		return d
	}
	enc, name := charset.Lookup(declared)
	if utf8.Valid(raw) && !sevenBit(raw, name) && !looksDouble(raw, name) {
		d := Decoded{Text: string(raw), Encoding: "utf-8"}
		if enc != nil && name != "utf-8" && asciiPrefix(raw) < len(raw) {
			d.Note = fmt.Sprintf("the file declares %s, but its bytes are UTF-8: read as UTF-8", declared)
		}
		return d
	}
	d := Decoded{Encoding: name}
	switch {
	case name == "utf-8" && mostlyUTF8(raw):
		d.Text = strings.ToValidUTF8(string(raw), "\ufffd")
		d.Note = "some bytes are not UTF-8: they are read as U+FFFD"
		return d
	case enc == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16"):
		enc, d.Encoding = charset.Lookup(guess(raw[:min(len(raw), maxSample)]))
		d.Guessed = true
		d.Note = "the file is not UTF-8 and declares no encoding: read as " + d.Encoding
		if declared != "" {
			d.Note = fmt.Sprintf("the file declares %s, but its bytes are not: read as %s", declared, d.Encoding)
		}
	}
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		text = bytes.ToValidUTF8(raw, []byte("\ufffd"))
		d.Note = fmt.Sprintf("the file declares %s, but some of its bytes are not", declared)
	}
	d.Text = string(text)
	return d
}

// decodeMarked decodes files with a byte order mark, and UTF-16 without one.
func decodeMarked(raw []byte) (Decoded, bool) {
	e, mark, name := marked(raw)
	switch {
	case mark < 0:
		e, name = wide16(raw)
	case e == nil:
		return Decoded{Text: string(raw[mark:]), Encoding: "utf-8"}, utf8.Valid(raw[mark:])
	}
	if e == nil {
		return Decoded{}, false
	}
	text, err := e.NewDecoder().Bytes(raw[max(mark, 0):])
	return Decoded{Text: string(text), Encoding: name}, err == nil
}

// sevenBit reports whether the bytes are of an encoding that writes all letters in
// ASCII with escapes, and use them.
func sevenBit(raw []byte, name string) bool {
	return name == "iso-2022-jp" && bytes.IndexByte(raw, 0x1b) >= 0
}

// looksDouble reports whether bytes that happen to be valid UTF-8 are of a declared
// encoding with two bytes a letter: in UTF-8 its scripts would need three.
func looksDouble(raw []byte, name string) bool {
	switch name {
	case "euc-kr", "gbk", "gb18030", "big5", "shift_jis", "euc-jp":
	default:
		return false
	}
	return asciiPrefix(raw) < len(raw) && bytes.IndexFunc(raw, func(r rune) bool { return r >= 0x800 }) < 0
}

// mostlyUTF8 reports whether most letters beyond ASCII are valid UTF-8.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		raw = raw[size:]
	}
	return good > 4*bad
}

// Repair undoes what happens to text that was UTF-8, was taken for Latin-1 and was
// encoded again. Text in which that leaves no sense comes back as it is.
func Repair(s string) (repaired string, ok bool) {
	once := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff {
			return s, false
		}
		once = append(once, byte(r))
	}
	if len(once) == len(s) || !utf8.Valid(once) {
		return s, false
	}
	return string(once), true
}
