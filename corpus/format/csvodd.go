package format

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// sniff finds the dialect of a table from a sample of it, which may be cut in a row.
// separator and quote are those given by the user, 0 for none. Carriage returns alone end
// lines if the first line ends in one, or if more rows are whole so.
func sniff(sample []byte, whole bool, separator byte, quotes []byte) tableHead {
	first := bareReturn(sample)
	if first < 0 {
		return sniffLines(sample, whole, separator, quotes)
	}
	feeder := lineFeeder{}
	best := sniffLines(feeder.feed(bytes.Clone(sample)), whole, separator, quotes)
	best.returns = true
	if at := bytes.IndexByte(sample, '\n'); at >= 0 && at < first {
		if plain := sniffLines(sample, whole, separator, quotes); plain.score() >= best.score() {
			return plain
		}
	}
	return best
}

// bareReturn is the place of the first carriage return without a line feed; -1 for none.
func bareReturn(b []byte) int {
	for i := 0; ; i++ {
		at := bytes.IndexByte(b[i:], '\r')
		if at < 0 || i+at+1 == len(b) && i > 0 {
			return -1
		}
		if i += at; i+1 == len(b) || b[i+1] != '\n' && !bytes.HasPrefix(b[i+1:], []byte("\r\n")) {
			return i
		}
	}
}

// A lineFeeder reads every line end as a line feed.
type lineFeeder struct {
	in    io.Reader
	after bool // the last byte was a carriage return
}

func (l *lineFeeder) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	return len(l.feed(p[:n])), err
}

// feed changes b.
func (l *lineFeeder) feed(b []byte) []byte {
	out := b[:0]
	for _, c := range b {
		if c == '\n' && l.after {
			l.after = false
			continue
		}
		if l.after = c == '\r'; l.after {
			c = '\n'
		}
		out = append(out, c)
	}
	return out
}

// endAtReturns makes carriage returns end lines, in what is read already, too.
func (r *rowReader) endAtReturns() {
	l := &lineFeeder{in: r.in}
	r.to = r.from + len(l.feed(r.buf[r.from:r.to]))
	r.in = l
}

// rareSeparators are taken if the first row so has names that are known.
const rareSeparators = "^~:#\x1f\x1e\x02"

// rare tries the separators that tables seldom have.
func (h tableHead) rare(sample []byte, whole bool, quote byte) (tableHead, bool) {
	for i := range len(rareSeparators) {
		h.separator, h.quote = rareSeparators[i], quote
		h.try(sample, whole)
		if _, known := h.hasHeader(); h.width > 1 && h.share > 0.9 && known > 1 && known*2 >= h.width {
			return h, true
		}
	}
	return h, false
}

// strange is what sets the names in the first row apart if that is no separator; empty if
// the first row is not of names, or the other rows have nothing of the kind.
func (h *tableHead) strange() string {
	if h.width != 1 || len(h.rows) < 2 {
		return ""
	}
	line := strings.TrimLeft(h.rows[0][0], " \"'")
	part := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.'
	}
	known := 0
	for _, name := range strings.FieldsFunc(line, func(r rune) bool { return !part(r) }) {
		if _, ok := classify(name); ok {
			known++
		}
	}
	from := strings.IndexFunc(line, func(r rune) bool { return !part(r) })
	if known < 2 || from < 0 {
		return ""
	}
	sep := line[from:]
	sep = strings.Trim(sep[:max(strings.IndexFunc(sep, part), 0)], " \"'")
	have := 0
	for _, row := range h.rows {
		if strings.Contains(row[0], sep) {
			have++
		}
	}
	if sep == "" || 10*have < 9*len(h.rows) {
		return ""
	}
	return sep
}

// pads reports whether a space is before every cell but the first ones.
func (h *tableHead) pads() bool {
	cells := 0
	for _, row := range h.rows {
		for _, cell := range row[min(1, len(row)):] {
			if cell == "" {
				continue
			}
			if cells++; cell[0] != ' ' {
				return false
			}
		}
	}
	return cells > 2
}

// numbersAsNames reports whether the first row has 0, 1, … as names beside that of an
// index, which may be empty, as pandas names columns without a name.
func (h *tableHead) numbersAsNames() bool {
	first := h.rows[0]
	if name := strings.TrimSpace(first[0]); len(first) < 2 || len(h.rows) < 2 || name != "" {
		if r, ok := classify(name); !ok || r.role != idRole || len(first) < 2 {
			return false
		}
	}
	for i, cell := range first[1:] {
		if cell != strconv.Itoa(i) {
			return false
		}
	}
	for _, row := range h.rows[1:] {
		if strings.TrimSpace(row[0]) == "" {
			return false
		}
	}
	return true
}
