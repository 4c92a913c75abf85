package format

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
)

// A tableHead is what is known of a table by its beginning.
type tableHead struct {
	dialect
	skip     int     // bytes before the table: a line sep=; or comments
	comments int     // lines of them
	given    bool    // the separator is given by the file
	returns  bool    // a carriage return alone ends a line
	width    int     // the commonest number of cells
	share    float64 // of the rows with that many
	faults   int     // rows with stray quotation marks
	rows     [][]string
}

// separators are those that tables use, in the order of their likelihood.
var separators = []byte{'\t', ',', ';', '|', 1}

// mostRows is how many rows of a sample are looked at.
const mostRows = 500

// sniffLines finds the dialect of a table whose lines end in line feeds.
func sniffLines(sample []byte, whole bool, separator byte, quotes []byte) tableHead {
	var head tableHead
	head.leading(sample)
	if separator != 0 {
		head.separator, head.given = separator, true
	}
	sample = sample[head.skip:]
	list := separators
	if head.given {
		list = []byte{head.separator}
	}
	if quotes == nil {
		quotes = []byte{'"', 0, '\''}
	}
	var best tableHead
	for _, sep := range list {
		for _, quote := range quotes {
			for _, escape := range []byte{0, '\\'} {
				if escape != 0 && !bytes.Contains(sample, []byte{escape, cmp.Or(quote, sep)}) || quote == '\'' && !singleQuoted(sample, sep) {
					continue
				}
				h := head
				h.separator, h.quote, h.escape = sep, quote, escape
				h.try(sample, whole)
				if h.score() > best.score()+1e-9 {
					best = h
				}
			}
		}
	}
	if best.width < 2 && !head.given {
		h := head
		h.separator, h.quote = ' ', quotes[0]
		if h.try(sample, whole); h.width > 1 && h.share > 0.9 && len(h.rows) > 1 {
			best = h
		} else if h, ok := head.rare(sample, whole, quotes[0]); ok {
			best = h
		}
	}
	if best.pads() {
		h := best
		h.padded = true
		if h.try(sample, whole); h.score() > best.score()-0.01 {
			best = h
		}
	}
	if best.separator == '\t' && (best.quote == 0 || bytes.IndexByte(sample, best.quote) < 0) && escapes(sample) {
		h := best
		h.quote, h.escape = 0, '\\'
		if h.try(sample, whole); h.score() > best.score()-0.01 {
			best = h
		}
	}
	return best
}

// leading finds a line sep=; and comments before the table.
func (h *tableHead) leading(sample []byte) {
	for rest := sample; ; {
		line, after, more := bytes.Cut(rest, lineEnd)
		line = bytes.TrimRight(line, "\r ")
		switch {
		case more && len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")):
			h.separator, h.given = line[4], true
		case more && len(line) > 0 && line[0] == '#' && !bytes.Contains(line, []byte("\t")):
			h.comments++
		case more && len(line) == 0:
		default:
			return
		}
		h.skip += len(rest) - len(after)
		rest = after
	}
}

// singleQuoted reports whether cells are put in single quotation marks.
func singleQuoted(sample []byte, sep byte) bool {
	return bytes.Count(sample, []byte{'\'', sep})+bytes.Count(sample, []byte("'\n")) > 3 && bytes.Count(sample, []byte{sep, '\''}) > 3
}

// escapes reports whether a table without quotation marks writes line ends and tabs with a
// backslash.
func escapes(sample []byte) bool {
	list := []string{`\n`, `\t`, `\\`, `\N`, "\\\t", "\\\n"}
	return slices.ContainsFunc(list, func(e string) bool { return bytes.Contains(sample, []byte(e)) })
}

// try reads the sample as the dialect says.
func (h *tableHead) try(sample []byte, whole bool) {
	r := &rowReader{in: bytes.NewReader(nil), buf: bytes.Clone(sample), to: len(sample), next: 1, err: io.EOF}
	r.speak(h.dialect)
	h.rows, h.faults = nil, 0
	widths := map[int]int{}
	for len(h.rows) < mostRows {
		cells, err := r.row()
		if err == io.EOF {
			break
		}
		if !whole && r.from == r.to {
			break // it may be cut
		}
		if err != nil {
			h.faults++
			if h.faults > 100 {
				break
			}
			continue
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = string(c)
		}
		h.rows = append(h.rows, row)
		widths[len(row)]++
	}
	h.width, h.share = 0, 0
	for w, n := range widths {
		if n > widths[h.width] || n == widths[h.width] && w > h.width {
			h.width = w
		}
	}
	if n := len(h.rows); n > 0 {
		good, doubt := widths[h.width], 1.0
		if n > 1 && len(h.rows[0]) == h.width-1 && (h.separator == ' ' || h.separator == '\t') { // R leaves out the name of the row names
			good++
			doubt = 0.97
		}
		h.share = doubt * float64(good) / float64(n+h.faults)
	}
}

// score is higher for a better reading.
func (h tableHead) score() float64 {
	if h.width < 2 {
		if h.width == 0 {
			return 0
		}
		return 0.3 * h.share
	}
	score := h.share
	if h.share < 0.999 {
		score *= 0.9
	}
	return score + 0.002*float64(min(h.width, 20))
}

// hasHeader reports whether the first row holds names. known is how many of them are
// such of fields of articles or labels.
func (h *tableHead) hasHeader() (header bool, known int) {
	if len(h.rows) == 0 {
		return false, 0
	}
	first := h.rows[0]
	if h.numbersAsNames() {
		return true, 1
	}
	seen := map[string]bool{}
	for i, cell := range first {
		cell = strings.TrimSpace(cell)
		if _, err := strconv.ParseFloat(cell, 64); err == nil || utf8.RuneCountInString(cell) > 60 || strings.Contains(cell,
			"://") || strings.Contains(cell, "\n") {
			return false, 0
		}
		if cell == "" && i > 0 && len(first) == 2 || seen[cell] && cell == "" {
			return false, 0
		}
		seen[cell] = true
		if _, ok := classify(cell); ok {
			known++
		}
	}
	if known > 0 {
		return true, known
	}
	unnamed := len(first) == h.width-1 && !slices.ContainsFunc(first, func(cell string) bool { return !isName(cell) }) // R
	return unnamed || h.namesAbove(), 0
}

// namesAbove reports whether a column holds numbers or long texts under a first row of
// words.
func (h *tableHead) namesAbove() bool {
	if len(h.rows) < 2 {
		return false
	}
	for i, cell := range h.rows[0] {
		if cell == "" || !isName(cell) {
			continue
		}
		numbers, below := 0, 0
		for _, row := range h.rows[1:] {
			if i < len(row) && row[i] != "" {
				below++
				if _, err := strconv.ParseFloat(strings.TrimSpace(row[i]), 64); err == nil {
					numbers++
				}
			}
		}
		if below > 0 && numbers == below {
			return true
		}
	}
	return false
}

// isName reports whether a cell can be the name of a field: a word or two.
func isName(cell string) bool {
	return len(strings.Fields(cell)) <= 3 && strings.IndexFunc(cell, unicode.IsLetter) >= 0
}

// guess names the columns of a table without a header by what is in them, and returns the
// two that may both be labels, if there are.
func (h *tableHead) guess() (names map[int]role, both []int) {
	names = map[int]role{}
	type column struct {
		words, filled        float64
		numbers, urls, dates int
		distinct             map[string]bool
		whole                bool
	}
	columns := make([]column, h.width)
	n := 0
	for _, row := range h.rows {
		if len(row) != h.width {
			continue
		}
		n++
		for i, cell := range row {
			c := &columns[i]
			if c.distinct == nil {
				c.distinct, c.whole = map[string]bool{}, true
			}
			cell = strings.TrimSpace(cell)
			c.distinct[cell] = true
			if cell == "" {
				continue
			}
			c.filled++
			c.words += float64(wordCount(cell))
			if _, err := strconv.Atoi(cell); err == nil {
				c.numbers++
			} else if strings.Contains(cell, "://") {
				c.urls++
			} else if _, err := corpus.ParseMoment(cell); err == nil || strings.Contains(err.Error(), "certain") {
				c.dates++
			}
		}
	}
	var texts, labels []int
	for i := range columns {
		c := &columns[i]
		full := int(c.filled)
		switch {
		case full == 0:
		case c.urls == full:
			names[i] = urlRole
		case c.dates == full:
			names[i] = publishedRole
		case c.words/c.filled >= 3:
			texts = append(texts, i)
		case len(c.distinct) < n || n == 1 && c.numbers == 1:
			labels = append(labels, i)
		case len(c.distinct) == n && names[i] == noRole && !hasRole(names, idRole):
			names[i] = idRole
		}
	}
	longest := -1
	for _, i := range texts {
		if longest < 0 || columns[i].words > columns[longest].words {
			longest = i
		}
	}
	if longest >= 0 {
		names[longest] = textRole
	}
	for _, i := range texts {
		if i < longest && !hasRole(names, titleRole) {
			names[i] = titleRole
		}
	}
	if len(labels) > 1 {
		return names, labels
	}
	if len(labels) == 1 {
		names[labels[0]] = labelRole
	}
	return names, nil
}

// wordCount counts words; of scripts without spaces every second character is one.
func wordCount(s string) int {
	wide := 0
	for _, r := range s {
		if r >= 0x2e80 {
			wide++
		}
	}
	return len(strings.Fields(s)) + wide/2
}

func hasRole(names map[int]role, r role) bool {
	for _, have := range names {
		if have == r {
			return true
		}
	}
	return false
}

// notes tell how a table is written, where that is not comma, tab and a header.
func (h *tableHead) notes(header bool) (list []string) {
	switch h.separator {
	case ',', '\t':
	case ' ':
		list = append(list, "the cells are set apart by spaces")
	default:
		list = append(list, fmt.Sprintf("the cells are set apart by %q", h.separator))
	}
	if h.escape != 0 {
		list = append(list, "backslashes protect the signs behind them: \\n is a line end")
		if h.quote != 0 {
			list[len(list)-1] = `backslashes protect quotation marks: \" is one`
		}
	}
	if h.quote == 0 && h.hasQuotes() {
		list = append(list, "quotation marks are part of the texts: they do not go around cells")
	}
	if h.returns {
		list = append(list, "carriage returns alone end lines, too")
	}
	if h.quote == '\'' {
		list = append(list, "single quotation marks go around cells")
	}
	if !header {
		list = append(list, "the first row is no header: columns are told by what is in them, and named 1, 2, …")
	}
	if h.comments > 0 {
		list = append(list, fmt.Sprintf("%d lines of comments before the table are left out", h.comments))
	}
	return list
}

func (h *tableHead) hasQuotes() bool {
	quoted := func(cell string) bool { return strings.HasPrefix(cell, `"`) }
	return slices.ContainsFunc(h.rows, func(row []string) bool { return slices.ContainsFunc(row, quoted) })
}
