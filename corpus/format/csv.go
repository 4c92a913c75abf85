package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/spec"
)

var csvTable = Format{
	Name:  "csv",
	Title: "table as text",
	Doc: "CSV, TSV and their kin: any separator, quotation marks or backslashes, with or without a header, in any encoding. " +
		"What is not named by a parameter is found by the names of the columns. Story texts are in a file beside it, as with jsonl.",
	Endings: []string{".csv", ".tsv"},
	Detect:  detectTable,
	New:     func() Reader { return spec.Defaults(new(csvReader)) },
}

type csvReader struct {
	fieldParams
	Separator string `spec:"sep" default:"" doc:"sign between the cells: a sign, or tab, comma, semicolon, pipe, space"`
	Header    string `spec:"header" default:"auto" oneof:"auto,yes,no" doc:"whether the first row holds the names of the columns"`
	Quote     string `spec:"quote" default:"auto" oneof:"auto,double,single,none" doc:"quotation marks around cells"`
}

// detectTable reports whether the beginning of a file is that of a table.
func detectTable(src Source, head []byte) bool {
	if head == nil {
		return false
	}
	ending := filepath.Ext(compressed.Plain(strings.ToLower(src.name)))
	named := ending == ".csv" || ending == ".tsv" || ending == ".tab"
	text, err := charset.NewReader(bytes.NewReader(head), "")
	if err != nil {
		return false
	}
	decoded, err := io.ReadAll(text)
	if err != nil || bytes.IndexByte(decoded, 0) >= 0 || len(bytes.TrimSpace(decoded)) == 0 {
		return false
	}
	if named || text.Mixed {
		return named
	}
	if decoded = bytes.TrimLeft(decoded, " \t\r\n"); len(decoded) == 0 || decoded[0] == '<' || decoded[0] == '{' ||
		decoded[0] == '[' || decoded[0] == '@' {
		return false
	}
	h := sniff(decoded, len(head) < headSize-1024, 0, nil)
	_, known := h.hasHeader()
	few := 3
	if h.separator == '\t' || h.separator == 1 {
		few = 2
	}
	return h.width > 1 && (known > 1 && h.share > 0.5 || len(h.rows) >= few && h.share > 0.9) || h.width == 1 && known == 1 && len(h.rows) > 1
}

// separator is the sign that the user gives, 0 for none.
func (r *csvReader) separator() (byte, error) {
	switch r.Separator {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	case "pipe":
		return '|', nil
	case "space":
		return ' ', nil
	}
	if len(r.Separator) == 1 && r.Separator[0] > 0 && r.Separator[0] < utf8.RuneSelf {
		return r.Separator[0], nil
	}
	return 0, fmt.Errorf("csv: sep=%s: one sign is wanted, or tab, comma, semicolon, pipe, space", r.Separator)
}

func (r *csvReader) quotes() []byte {
	return map[string][]byte{"double": {'"'}, "single": {'\''}, "none": {0}}[r.Quote]
}

// weighedRows is the number of rows after which the size of the rest is reckoned: the first rows
// are shorter where ids are numbers.
const weighedRows = 1 << 16

// Read reads a table.
func (r *csvReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	text, err := src.openText(r.Encoding)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	t, err := r.open(src, text.Reader)
	if err != nil {
		return nil, err
	}
	m, err := t.mapping(&r.fieldParams)
	if err != nil {
		return nil, err
	}
	out := newRecords(&r.fieldParams, "csv", src, report, m)
	out.alone = out.alone || m.goldAlone(&r.fieldParams)
	if n := len(t.head.rows); n > 0 && t.sampled > 0 {
		out.expect(min(int(text.size(t.rows.to)/float64(t.sampled)*float64(n)*1.05), weighedRows))
	}
	if err := t.readAll(ctx, out, text.size); err != nil {
		return nil, err
	}
	out.absent = append(t.head.notes(t.header), text.notes()...)
	if t.headers > 0 {
		out.absent = append(out.absent, fmt.Sprintf("%d rows repeat the header: they are left out", t.headers))
	}
	if t.blanks > 0 {
		out.absent = append(out.absent, fmt.Sprintf("%d empty lines between labels are articles without a group", t.blanks))
	}
	return out.finish()
}

// A rowTable is a table that is being read.
type rowTable struct {
	src     Source
	text    *charset.Reader
	rows    *rowReader
	head    tableHead
	header  bool
	fields  []*field
	guessed map[int]role
	both    []int
	sampled int // bytes of the rows in head
	headers int // rows that repeat the header
	blanks  int // empty lines that are labels
}

// open finds out how a table is written and what its columns are called.
func (r *csvReader) open(src Source, text *charset.Reader) (*rowTable, error) {
	sep, err := r.separator()
	if err != nil {
		return nil, err
	}
	t := &rowTable{src: src, text: text, rows: newRowReader(text)}
	t.rows.fill()
	if t.rows.err != nil && !errors.Is(t.rows.err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", src.name, t.rows.err)
	}
	sample := t.rows.buf[:t.rows.to]
	const most = 1 << 18
	whole := t.rows.err != nil && len(sample) <= most
	t.head = sniff(sample[:min(len(sample), most)], whole, sep, r.quotes())
	if t.head.returns {
		t.rows.endAtReturns()
	}
	t.rows.from += t.head.skip
	t.rows.next += bytes.Count(t.rows.buf[:t.head.skip], lineEnd)
	t.rows.speak(t.head.dialect)
	if sep := t.head.strange(); sep != "" && r.Header != "no" {
		return nil, errChoice(src.name, "the cells look set apart by %q: one sign of ASCII is wanted, such as a tab: replace it "+
			"by one that is in no text", sep)
	}
	if len(t.head.rows) == 0 {
		return t, nil
	}
	for _, row := range t.head.rows {
		for _, cell := range row {
			t.sampled += len(cell) + 1
		}
	}
	t.header, _ = t.head.hasHeader()
	if r.Header != "auto" {
		t.header = r.Header == "yes"
	}
	if err := t.name(); err != nil {
		return nil, err
	}
	return t, nil
}

// name names the columns, by the header or by number.
func (t *rowTable) name() error {
	names := make([]string, t.head.width)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	rows := t.head.rows
	if t.header {
		if _, err := t.rows.row(); err != nil {
			return fmt.Errorf("%s: %w", corpus.Pos{File: t.src.name, Line: t.rows.line}, err)
		}
		names = slices.Clone(rows[0])
		rows = rows[1:]
		if len(names)+1 == t.head.width && !emptyLast(rows, len(names)) { // R leaves out the name of the row names
			names = slices.Insert(names, 0, "")
		}
		for i := range names {
			if names[i] = strings.TrimSpace(names[i]); names[i] == "" && i == 0 {
				names[i] = "Unnamed: 0"
			} else if names[i] == "" {
				names[i] = fmt.Sprint("column ", i+1)
			}
		}
	} else {
		t.guessed, t.both = t.head.guess()
	}
	for i, name := range names {
		f := &field{path: name}
		for _, row := range rows[:min(len(rows), 50)] {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				f.sample = append(f.sample, row[i])
			}
		}
		t.fields = append(t.fields, f)
	}
	return nil
}

// emptyLast reports whether the last cell of all rows of more than n cells is empty.
func emptyLast(rows [][]string, n int) bool {
	for _, row := range rows {
		if len(row) > n && strings.TrimSpace(row[len(row)-1]) != "" {
			return false
		}
	}
	return true
}

// mapping gives the columns their roles.
func (t *rowTable) mapping(params *fieldParams) (*mapping, error) {
	if t.header || len(t.fields) == 0 {
		return params.mapFields(t.src.name, "csv", t.fields)
	}
	if params.labels != nil {
		if known := t.head.labelColumns(); known != nil {
			t.guessed, t.both = known, nil
		}
	}
	given := *params
	for r, to := range map[role]*string{idRole: &given.ID, titleRole: &given.Title, textRole: &given.Text,
		urlRole: &given.URL, publishedRole: &given.Published, labelRole: &given.Story} {
		for i, f := range t.fields {
			if *to == "" && t.guessed[i] == r {
				*to = f.path
			}
		}
	}
	if given.Story == "" && len(t.both) > 0 {
		a, b := t.fields[t.both[0]].path, t.fields[t.both[1]].path
		return nil, errChoice(t.src.name, "there is no header, and columns %s and %s may both hold the gold groups: choose "+
			"with csv(story=%[1]s) or csv(story=%[2]s)", a, b)
	}
	m, err := given.mapFields(t.src.name, "csv", t.fields)
	if err == nil && m.gold != nil {
		m.gold.level = "label"
	}
	return m, err
}

// readAll reads the rows into a corpus. size returns the bytes of the whole text, from those read.
func (t *rowTable) readAll(ctx context.Context, out *records, size func(read int) float64) error {
	fields := t.fields
	t.rows.blank = out.params.labels != nil && len(fields) == 1
	blank := 0 // lines
	for n := 0; ; n++ {
		cells, err := t.rows.row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if n == weighedRows {
			out.expect(max(0, int(size(t.rows.read)/float64(t.rows.read)*weighedRows*1.05)-n))
		}
		if t.rows.blank && err == nil && len(bytes.TrimSpace(cells[0])) == 0 {
			blank++
			continue
		}
		for ; blank > 0; blank-- { // an empty line between labels is one, and those at the end are not
			out.begin(t.rows.line - blank)
			t.blanks++
			if err := out.end(); err != nil {
				return err
			}
		}
		out.begin(t.rows.line)
		switch {
		case errors.Is(err, errQuote) || errors.Is(err, errNoClose):
			out.fault(corpus.BadSyntax, "%s", err)
		case err != nil:
			return fmt.Errorf("%s: %w", out.now.Pos, err)
		case t.repeatsHeader(cells):
			t.headers++
			continue
		case t.rows.cut && t.header && len(cells) < len(fields):
			if err := out.report(corpus.Fault{Pos: out.now.Pos, Kind: corpus.Decision, Severity: corpus.Warning,
				Message: fmt.Sprintf("the last row is cut off (%d of %d cells): it is left out; fetch or write the file again",
					len(cells), len(fields))}); err != nil {
				return err
			}
			continue
		case len(cells) != len(fields):
			cells = t.width(cells, out)
		}
		if t.text.Mixed {
			t.encoding(cells, out)
		}
		for i, cell := range cells {
			if len(cell) > 0 {
				out.set(fields[i], cell, textValue)
			}
		}
		if err := out.end(); err != nil {
			return err
		}
	}
}

// repeatsHeader reports whether a row is the header again, as where tables were put one
// behind the other.
func (t *rowTable) repeatsHeader(cells [][]byte) bool {
	if !t.header || len(cells) < 2 || len(cells) != len(t.head.rows[0]) {
		return false
	}
	for i, name := range t.head.rows[0] {
		if string(cells[i]) != name {
			return false
		}
	}
	return true
}

// width takes a row that is longer or shorter than the header: cells that are empty may be
// left out or added at the end.
func (t *rowTable) width(cells [][]byte, out *records) [][]byte {
	for len(cells) > len(t.fields) && len(bytes.TrimSpace(cells[len(cells)-1])) == 0 {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(t.fields) {
		what := "header"
		if !t.header {
			what = "others"
		}
		out.fault(corpus.BadSyntax, "the row has %d columns, the %s %d: put fields that hold the separator in quotation marks",
			len(cells), what, len(t.fields))
		return nil
	}
	return cells
}

func (t *rowTable) encoding(cells [][]byte, out *records) {
	for _, cell := range cells {
		if !utf8.Valid(cell) {
			out.fault(corpus.BadEncoding, "the text is not UTF-8, as what is before it: convert the file to UTF-8")
		}
	}
}
