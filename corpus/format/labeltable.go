package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/zeebo/xxh3"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// ErrNoParts is the error of files that cannot be read by parts.
var ErrNoParts = errors.New("only a plain file of CSV or TSV in UTF-8, with one label an article and a row in each line, is " +
	"read by parts: convert it, or count the cells elsewhere")

// A LabelTable is a table of text with one row an article, CSV or one of its kin, that is
// read in byte ranges, so that parts of it can be read by several processes. It is UTF-8,
// not compressed, and each row is one line.
type LabelTable struct {
	Path   string // of the file
	Column string // of the labels
	Size   int64  // of the file, in bytes
	begin  int64  // of the first row
	table  rowTable
	id     int    // columns, -1 for none
	labels [2]int // gold and found
	gone   int    // whether articles are distractors
}

// A LabelRow is a row of a LabelTable. Its bytes are valid until the next row is read.
type LabelRow struct {
	At         int64 // where the row begins in the file
	ID         []byte
	Labels     [2][]byte // of the table itself and, after Join, of the other; as they are written
	Distractor bool
}

// OpenLabelTable opens the table that name says, written as for OpenLabels.
func OpenLabelTable(ctx context.Context, name string) (*LabelTable, error) {
	n, src, err := find(ctx, name, strict(ctx), nil)
	if err != nil {
		return nil, err
	}
	r, ok := n.reader.(*csvReader)
	if !ok || r.fieldParams.Labels != "one" || n.split != "" {
		return nil, fmt.Errorf("%s: %w", name, ErrNoParts)
	}
	file, err := os.Open(n.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrNoParts)
	}
	t := &LabelTable{Path: n.path, Size: info.Size(), id: -1, gone: -1}
	return t, t.open(r, n.level, src, file)
}

// open finds out what the columns are.
func (t *LabelTable) open(r *csvReader, column string, src Source, file *os.File) error {
	head := make([]byte, 8)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	first, err := src.head()
	if err != nil {
		return err
	}
	if plain := bytes.TrimLeft(bytes.TrimPrefix(head[:n], bom), " \t\r\n"); !bytes.HasPrefix(first, plain) {
		return fmt.Errorf("%s: %w", t.Path, ErrNoParts)
	}
	if bytes.HasPrefix(head[:n], bom) {
		t.begin = int64(len(bom))
	}
	text, err := charset.NewReader(io.NewSectionReader(file, 0, t.Size), r.Encoding)
	if err != nil {
		return fmt.Errorf("%s: %w", t.Path, err)
	}
	table, err := r.open(src, text)
	if err != nil {
		return err
	}
	if text.Name != "" || table.head.returns {
		return fmt.Errorf("%s: %w", t.Path, ErrNoParts)
	}
	if column != "" {
		r.column(column)
	}
	r.labels = new(labelsOnly)
	m, err := table.mapping(&r.fieldParams)
	if err != nil {
		return err
	}
	if err := reportOthers(t.Path, column, r.labels); err != nil {
		return err
	}
	for i, f := range table.fields {
		switch {
		case f == m.gold:
			t.labels, t.Column = [2]int{i, i}, f.path
		case f.role == idRole:
			t.id = i
		case f.role == distractorRole:
			t.gone = i
		}
	}
	t.begin += int64(table.rows.read - table.rows.to + table.rows.from)
	t.table = *table
	t.table.rows = nil
	return nil
}

// reportOthers is an error if found groups are beside gold ones, and no column was named.
func reportOthers(path, column string, l *labelsOnly) error {
	if column != "" || len(l.others) == 0 {
		return nil
	}
	return fmt.Errorf("%s: both %s and %s may hold the groups: choose with @%[2]s or @%[3]s behind the name of the file", path,
		l.column, l.others[0])
}

// Join makes the rows of a table have the labels of another, too, if both are one file, and
// reports whether they are.
func (t *LabelTable) Join(other *LabelTable) bool {
	a, errA := os.Stat(t.Path)
	b, errB := os.Stat(other.Path)
	if errA != nil || errB != nil || !os.SameFile(a, b) || t.table.head.dialect != other.table.head.dialect {
		return false
	}
	t.labels[1] = other.labels[1]
	return true
}

// HasIDs reports whether the rows name articles.
func (t *LabelTable) HasIDs() bool { return t.id >= 0 }

// Fingerprint is one of the size, the ends and the columns of the table: what tells it from
// others without reading it.
func (t *LabelTable) Fingerprint() (string, error) {
	file, err := os.Open(t.Path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	const end = 1 << 16
	h := xxh3.New()
	fmt.Fprintln(h, t.Size, t.begin, t.id, t.labels, t.gone)
	for _, from := range []int64{0, max(0, t.Size-end)} {
		if _, err := io.Copy(h, io.NewSectionReader(file, from, end)); err != nil {
			return "", err
		}
	}
	return fingerprint.Of(h.Sum(nil)), nil
}

// Range returns the bytes of part i of n, from 0: those in which its rows begin.
func (t *LabelTable) Range(i, n int) (from, to int64) {
	length := t.Size - t.begin
	at := func(i int) int64 { return t.begin + int64(float64(length)*float64(i)/float64(n)) }
	if i+1 == n {
		return at(i), t.Size
	}
	return at(i), at(i + 1)
}

// LabelRows reads rows of a LabelTable one after the other.
type LabelRows struct {
	t     *LabelTable
	file  *os.File
	rows  *rowReader
	start int64 // of what rows reads
	to    int64
	whole bool
	row   LabelRow
}

// Rows returns the rows that begin in the bytes from ≤ at < to, in their order.
func (t *LabelTable) Rows(from, to int64) (*LabelRows, error) {
	file, err := os.Open(t.Path)
	if err != nil {
		return nil, err
	}
	r := &LabelRows{t: t, file: file, to: to, whole: from <= t.begin && to >= t.Size}
	if r.start, err = t.lineFrom(file, from); err != nil {
		file.Close()
		return nil, err
	}
	r.rows = newRowReader(io.NewSectionReader(file, r.start, t.Size-r.start))
	r.rows.speak(t.table.head.dialect)
	return r, nil
}

// Close ends the reading.
func (r *LabelRows) Close() error { return r.file.Close() }

// Next returns the next row, which is valid until the next call; io.EOF comes after the last.
func (r *LabelRows) Next() (*LabelRow, error) {
	for {
		cells, err := r.rows.row()
		at := r.start + int64(r.rows.at)
		switch {
		case errors.Is(err, io.EOF) || err == nil && at >= r.to:
			return nil, io.EOF
		case err != nil:
		case r.rows.several && !r.whole:
			err = fmt.Errorf("a cell goes over several lines: %w", ErrNoParts)
		case r.t.table.repeatsHeader(cells):
			continue
		}
		r.row.At = at
		if err == nil {
			err = r.t.fill(&r.row, cells)
		}
		if err != nil {
			return nil, r.t.Fault(at, err)
		}
		return &r.row, nil
	}
}

func (t *LabelTable) fill(row *LabelRow, cells [][]byte) error {
	width := len(t.table.fields)
	for len(cells) > width && len(bytes.TrimSpace(cells[len(cells)-1])) == 0 {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != width {
		return fmt.Errorf("the row has %d columns, the others %d: put fields that hold the separator in quotation marks",
			len(cells), width)
	}
	row.Labels = [2][]byte{cells[t.labels[0]], cells[t.labels[1]]}
	if t.id >= 0 {
		if row.ID = bytes.TrimSpace(cells[t.id]); len(row.ID) == 0 {
			return errors.New("the id is empty: every row needs the id of an article")
		}
		if !isASCII(view(row.ID)) {
			row.ID = norm.NFC.Bytes(row.ID)
		}
	}
	if t.gone >= 0 {
		row.Distractor = slices.Contains([]string{"true", "1", "yes"}, string(bytes.ToLower(bytes.TrimSpace(cells[t.gone]))))
	}
	return nil
}

// lineFrom is where the first line begins that does so at from or later.
func (t *LabelTable) lineFrom(file io.ReaderAt, from int64) (int64, error) {
	if from <= t.begin {
		return t.begin, nil
	}
	buf := make([]byte, 1<<16)
	for at := from - 1; ; at += int64(len(buf)) {
		n, err := file.ReadAt(buf, at)
		if i := bytes.IndexByte(buf[:n], '\n'); i >= 0 {
			return at + int64(i) + 1, nil
		}
		if errors.Is(err, io.EOF) {
			return t.Size, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// Fault is an error in the row that begins at a byte, with its line.
func (t *LabelTable) Fault(at int64, err error) error {
	file, opened := os.Open(t.Path)
	if opened != nil {
		return err
	}
	defer file.Close()
	line := 1
	buf := make([]byte, 1<<20)
	for in := io.NewSectionReader(file, 0, at); ; {
		n, end := in.Read(buf)
		line += bytes.Count(buf[:n], lineEnd)
		if end != nil {
			return fmt.Errorf("%s:%d: %w", t.Path, line, err)
		}
	}
}

// PlainGroups returns the names of groups as they are compared, empty for words that mean no
// group: -1, NaN and their kin, and a#b where a or b is the name of a group. articles are the
// numbers of articles that have them. notes tell what was read as no group.
func PlainGroups(names []string, articles []int) (plain, notes []string) {
	list := make([]groupName, len(names))
	r := records{}
	for i, name := range names {
		list[i] = groupName{text: name, count: int32(min(articles[i], 1<<31-1))}
		r.groupNumber([]byte(name), false)
	}
	plain, notes = plainGroups(list)
	several := 0
	for i, name := range names {
		if len(r.joinedLabels(name)) > 1 {
			plain[i] = ""
			several += articles[i]
		}
	}
	if several > 0 {
		notes = append(notes, fmt.Sprintf("%d articles have several labels, and so none", several))
	}
	return plain, notes
}

// PlainGroup is the name of a group without what does not set it apart: white space around
// it, another Unicode form, 3.0 for 3.
func PlainGroup(name string) string { return plainGroup(name) }
