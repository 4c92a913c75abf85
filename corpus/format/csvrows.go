package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A dialect is how a table is written as text.
type dialect struct {
	separator byte // a space means any number of them
	quote     byte // around fields; 0 for none
	escape    byte // before a sign that is meant as it is; 0 if quotes are doubled
	padded    bool // spaces around cells are no part of them
}

// A rowReader reads the rows of a table. It looks at each byte once or twice and copies
// none.
type rowReader struct {
	in io.Reader
	dialect
	stop [256]bool // bytes that end a plain field

	buf      []byte
	from, to int // what is read and not yet taken
	read     int // bytes so far
	err      error
	line     int  // of the last row, from 1
	at       int  // where the last row begins, from the first byte read
	several  bool // a cell of the last row goes over lines
	cut      bool // the last row ends without a line end
	next     int  // of the one that comes
	blank    bool // empty rows are given, too
	spans    []span
	cells    [][]byte
}

// A span is where a cell is in the buffer.
type span struct {
	from, to int
	marked   bool // there are signs to take out of it
	quoted   bool
}

const (
	rowBuffer  = 1 << 20
	largestRow = 1 << 26
)

func newRowReader(in io.Reader) *rowReader {
	return &rowReader{in: in, buf: make([]byte, rowBuffer), next: 1}
}

// speak sets the dialect.
func (r *rowReader) speak(d dialect) {
	r.dialect = d
	r.stop = [256]bool{}
	r.stop[d.separator], r.stop['\n'] = true, true
	if d.escape != 0 && d.quote == 0 {
		r.stop[d.escape] = true
	}
}

// fill reads more, and reports whether there was any.
func (r *rowReader) fill() bool {
	if r.err != nil {
		return false
	}
	if r.from > 0 {
		copy(r.buf, r.buf[r.from:r.to])
		r.from, r.to = 0, r.to-r.from
	}
	if r.to == len(r.buf) {
		if len(r.buf) >= largestRow {
			return false
		}
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	before := r.to
	for r.to < len(r.buf) && r.err == nil {
		var n int
		n, r.err = r.in.Read(r.buf[r.to:])
		r.to += n
		r.read += n
	}
	return r.to > before
}

var (
	errQuote = errors.New("a quotation mark is where none may be: put fields with separators, quotation marks or " +
		"line ends in quotation marks, and double those inside")
	errNoClose = errors.New("the quotation mark that opens a field here is never closed: put fields with separators, " +
		"quotation marks or line ends in quotation marks, " +
		"and double those inside")
)

// row reads the next row that is not empty, or any row if blank is set. The cells are valid until the next call; io.EOF
// comes after the last. After another error the row is left out and the next can be read.
func (r *rowReader) row() ([][]byte, error) {
	if r.plainRow() {
		return r.cells, nil
	}
	for {
		if r.from == r.to && !r.fill() {
			if r.err != nil {
				return nil, r.err
			}
			return nil, io.EOF
		}
		end, err := r.find()
		if err == errMore {
			if r.fill() {
				continue
			}
			if !errors.Is(r.err, io.EOF) {
				return nil, r.broken()
			}
			end, err = r.find() // now with the end of the file in sight
		}
		r.line, r.at = r.next, r.read-r.to+r.from
		r.cut = end == r.to && r.err != nil && r.buf[end-1] != '\n'
		lines := bytes.Count(r.buf[r.from:end], lineEnd)
		r.next += lines
		r.several = lines > 1
		r.from = end
		if err != nil {
			return nil, err
		}
		if !r.blank && len(r.spans) == 1 && !r.spans[0].quoted && len(bytes.TrimSpace(r.buf[r.spans[0].from:r.spans[0].to])) == 0 {
			continue
		}
		r.cells = r.cells[:0]
		for _, p := range r.spans {
			cell := r.buf[p.from:p.to]
			if p.marked {
				cell = r.unmark(cell)
			}
			r.cells = append(r.cells, cell)
		}
		return r.cells, nil
	}
}

// plainRow takes the next row if it is a line in the buffer of several cells without quotation marks and
// the like: most rows are, and this takes a third of the time.
func (r *rowReader) plainRow() bool {
	b := r.buf[r.from:r.to]
	end := bytes.IndexByte(b, '\n')
	if end < 1 || r.separator == ' ' || r.padded || b[0] == bom[0] {
		return false
	}
	line := b[:end]
	if r.quote != 0 && bytes.IndexByte(line, r.quote) >= 0 || r.escape != 0 && bytes.IndexByte(line, r.escape) >= 0 {
		return false
	}
	if line[end-1] == '\r' {
		line = line[:end-1]
	}
	r.cells = r.cells[:0]
	for {
		at := bytes.IndexByte(line, r.separator)
		if at < 0 {
			break
		}
		r.cells = append(r.cells, line[:at])
		line = line[at+1:]
	}
	if len(r.cells) == 0 {
		return false
	}
	r.cells = append(r.cells, line)
	r.line, r.at, r.cut, r.several = r.next, r.read-r.to+r.from, false, false
	r.next++
	r.from += end + 1
	return true
}

// broken is the error of a file that cannot be read on.
func (r *rowReader) broken() error {
	if r.err == nil {
		return fmt.Errorf("the row is longer than %d bytes: is a quotation mark never closed?", largestRow)
	}
	return r.err
}

var lineEnd = []byte{'\n'}

var errMore = errors.New("the row goes on")

// find finds the cells of the next row, and where it ends.
func (r *rowReader) find() (end int, err error) {
	b := r.buf[:r.to]
	last := r.err != nil
	r.spans = r.spans[:0]
	i := r.from
	if bytes.HasPrefix(b[i:], bom) { // files with a mark were put one behind the other
		i += len(bom)
	}
	for {
		if r.separator == ' ' || r.padded {
			for i < len(b) && b[i] == ' ' {
				i++
			}
		}
		if i < len(b) && r.quote != 0 && b[i] == r.quote {
			at, err := r.quotedCell(b, i+1, last)
			if err != nil {
				return at, err
			}
			i = at
		} else {
			at, marked := i, false
			for {
				for at < len(b) && !r.stop[b[at]] {
					at++
				}
				if at+1 < len(b) && b[at] == r.escape && r.escape != r.separator && r.quote == 0 {
					marked = true
					at += 2
					continue
				}
				break
			}
			p := span{from: i, to: min(at, len(b)), marked: marked}
			if (at >= len(b) || b[at] == '\n') && p.to > p.from && b[p.to-1] == '\r' {
				p.to--
			}
			for r.padded && p.to > p.from && b[p.to-1] == ' ' {
				p.to--
			}
			r.spans = append(r.spans, p)
			i = at
		}
		switch {
		case i >= len(b):
			if !last {
				return 0, errMore
			}
			return len(b), nil
		case b[i] == '\n':
			return i + 1, nil
		}
		i++
		if r.separator == ' ' && i < len(b) && b[i] == '\n' {
			return i + 1, nil
		}
	}
}

// quotedCell finds the end of a cell behind its opening quotation mark: what is behind the
// closing one and any spaces.
func (r *rowReader) quotedCell(b []byte, from int, last bool) (int, error) {
	p := span{from: from, quoted: true}
	i := from
	for {
		at := bytes.IndexByte(b[i:], r.quote)
		if r.escape != 0 {
			if e := bytes.IndexByte(b[i:], r.escape); e >= 0 && (at < 0 || e < at) {
				p.marked = true
				if i += e + 2; i > len(b) {
					i = len(b)
				}
				continue
			}
		}
		if at < 0 {
			if !last {
				return 0, errMore
			}
			return r.nextLine(b, from), errNoClose
		}
		i += at
		if i+1 < len(b) && b[i+1] == r.quote {
			p.marked = true
			i += 2
			continue
		}
		if i+1 >= len(b) && !last {
			return 0, errMore
		}
		break
	}
	p.to = i
	i++
	for i < len(b) && (b[i] == ' ' || b[i] == '\r') && b[i] != '\n' && b[i] != r.separator {
		i++
	}
	if i >= len(b) && !last {
		return 0, errMore
	}
	if i < len(b) && b[i] != r.separator && b[i] != '\n' {
		return r.nextLine(b, i), errQuote
	}
	r.spans = append(r.spans, p)
	return i, nil
}

// nextLine is where the line after a place begins.
func (r *rowReader) nextLine(b []byte, i int) int {
	if at := bytes.IndexByte(b[i:], '\n'); at >= 0 {
		return i + at + 1
	}
	return len(b)
}

// unmark takes the signs out of a cell that protect others. It changes the buffer.
func (r *rowReader) unmark(cell []byte) []byte {
	if r.quote == 0 && string(cell) == `\N` {
		return nil
	}
	out := cell[:0]
	for i := 0; i < len(cell); i++ {
		c := cell[i]
		switch {
		case r.escape != 0 && c == r.escape && i+1 < len(cell):
			i++
			out = append(out, r.meant(cell[i]))
			if r.quote != 0 && cell[i] != r.quote && cell[i] != r.escape && cell[i] != '\n' {
				out = append(out[:len(out)-1], c, cell[i])
			}
		case r.quote != 0 && c == r.quote && i+1 < len(cell) && cell[i+1] == r.quote:
			i++
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return out
}

// meant is the sign that a letter behind a backslash means.
func (r *rowReader) meant(c byte) byte {
	if r.quote != 0 {
		return c
	}
	switch c {
	case 't':
		return '\t'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case '0':
		return 0
	}
	return c
}
