package format

import (
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// A jsonScanner reads JSON without making values of it. NaN and Infinity, as Python
// writes them, are numbers to it.
type jsonScanner struct {
	b       []byte
	i       int
	scratch []byte
}

var (
	errJSON = errors.New("not JSON")
	errDeep = errors.New("the JSON is nested too deep")
)

// deepest is how far values may be nested.
const deepest = 200

// space skips white space and returns the byte behind it, 0 at the end.
func (s *jsonScanner) space() byte {
	for s.i < len(s.b) {
		switch c := s.b[s.i]; c {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return c
		}
	}
	return 0
}

// eat takes a sign, if it is next.
func (s *jsonScanner) eat(c byte) bool {
	if s.space() != c || s.i >= len(s.b) {
		return false
	}
	s.i++
	return true
}

// stringEnd holds the bytes at which the plain part of a string ends.
var stringEnd = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// text reads a string. What it returns is valid until the next call.
func (s *jsonScanner) text() ([]byte, error) {
	if !s.eat('"') {
		return nil, errJSON
	}
	from := s.i
	b, i := s.b, s.i
	for i < len(b) && !stringEnd[b[i]] {
		i++
	}
	if i >= len(b) {
		return nil, errJSON
	}
	if b[i] == '"' {
		s.i = i + 1
		return b[from:i], nil
	}
	out := append(s.scratch[:0], b[from:i]...)
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			s.i, s.scratch = i+1, out
			return out, nil
		case c == '\\':
			var ok bool
			if out, i, ok = unescape(out, b, i+1); !ok {
				return nil, errJSON
			}
		case c < 0x20:
			return nil, errJSON
		default:
			from := i
			for i < len(b) && !stringEnd[b[i]] {
				i++
			}
			out = append(out, b[from:i]...)
		}
	}
	return nil, errJSON
}

// unescape reads what is behind a backslash.
func unescape(out, b []byte, i int) ([]byte, int, bool) {
	if i >= len(b) {
		return out, i, false
	}
	switch c := b[i]; c {
	case '"', '\\', '/':
		return append(out, c), i + 1, true
	case 'b':
		return append(out, '\b'), i + 1, true
	case 'f':
		return append(out, '\f'), i + 1, true
	case 'n':
		return append(out, '\n'), i + 1, true
	case 'r':
		return append(out, '\r'), i + 1, true
	case 't':
		return append(out, '\t'), i + 1, true
	case 'u':
		r := hex4(b, i+1)
		if r < 0 {
			return out, i, false
		}
		i += 5
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+1 < len(b) && b[i] == '\\' && b[i+1] == 'u' {
				if low := hex4(b, i+2); low >= 0 {
					pair = utf16.DecodeRune(r, low)
				}
			}
			if pair != utf8.RuneError {
				i += 6
			}
			r = pair
		}
		return utf8.AppendRune(out, r), i, true
	}
	return out, i, false
}

// hex4 reads four hexadecimal digits; -1 if they are none.
func hex4(b []byte, i int) rune {
	if i+4 > len(b) {
		return -1
	}
	r := rune(0)
	for _, c := range b[i : i+4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// word reads a number or a name such as null, and returns it as it is written.
func (s *jsonScanner) word() ([]byte, error) {
	s.space()
	from := s.i
	for s.i < len(s.b) {
		c := s.b[s.i]
		if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '+' || c == '.' {
			s.i++
			continue
		}
		break
	}
	w := s.b[from:s.i]
	switch string(w) {
	case "true", "false", "null", "NaN", "Infinity", "-Infinity":
		return w, nil
	}
	if !isNumberWord(w) {
		s.i = from
		return nil, errJSON
	}
	return w, nil
}

// isNumberWord reports whether a word is a number of JSON.
func isNumberWord(w []byte) bool {
	i := 0
	digits := func() bool {
		from := i
		for i < len(w) && w[i] >= '0' && w[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(w) && w[i] == '-' {
		i++
	}
	zero := i < len(w) && w[i] == '0'
	if from := i; !digits() || zero && i-from > 1 {
		return false
	}
	if i < len(w) && w[i] == '.' {
		if i++; !digits() {
			return false
		}
	}
	if i < len(w) && w[i]|0x20 == 'e' {
		if i++; i < len(w) && (w[i] == '+' || w[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(w)
}

// skip reads a value and returns it as it is written.
func (s *jsonScanner) skip(depth int) ([]byte, error) {
	c := s.space()
	from := s.i
	var err error
	switch c {
	case '"':
		err = s.skipText()
	case '{':
		err = s.object(depth, func([]byte) error {
			_, err := s.skip(depth + 1)
			return err
		})
	case '[':
		err = s.list(depth, func() error {
			_, err := s.skip(depth + 1)
			return err
		})
	default:
		_, err = s.word()
	}
	return s.b[from:s.i], err
}

func (s *jsonScanner) skipText() error {
	_, err := s.text()
	return err
}

// object reads an object; each reads the value of a key. The key is valid until then.
func (s *jsonScanner) object(depth int, each func(key []byte) error) error {
	if depth > deepest {
		return errDeep
	}
	if !s.eat('{') {
		return errJSON
	}
	if s.eat('}') {
		return nil
	}
	for {
		key, err := s.text()
		if err != nil {
			return err
		}
		if !s.eat(':') {
			return errJSON
		}
		if err := each(key); err != nil {
			return err
		}
		if s.eat('}') {
			return nil
		}
		if !s.eat(',') {
			return errJSON
		}
	}
}

// list reads a list; each reads one value.
func (s *jsonScanner) list(depth int, each func() error) error {
	if depth > deepest {
		return errDeep
	}
	if !s.eat('[') {
		return errJSON
	}
	if s.eat(']') {
		return nil
	}
	for {
		if err := each(); err != nil {
			return err
		}
		if s.eat(']') {
			return nil
		}
		if !s.eat(',') {
			return errJSON
		}
	}
}
