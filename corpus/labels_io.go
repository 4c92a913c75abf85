package corpus

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/internal/compressed"
)

// A LabelsFile is the content of a labels file: ids with the names of their groups,
// in the order of the file. The three lists have equal lengths.
type LabelsFile struct {
	Path   string
	IDs    []string // distinct and not empty
	Groups []string // the name of the group; empty = None
	Lines  []int    // the line of each id, from 1
}

// groupColumns are the names of the column of groups; the first one found is used.
var groupColumns = []string{"label", "cluster", "story"}

// ReadLabels reads a labels file: CSV or TSV with a header that has a column id and a
// column label, cluster or story, in any order and among others, or JSON lines with
// fields of those names, either one with gzip or zstd. The format is detected from
// the content. An empty group, -1 and null are None. Errors name the line.
func ReadLabels(path string) (*LabelsFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening labels: %w", err)
	}
	defer f.Close()
	return ParseLabels(f, path)
}

// ParseLabels reads the same from r; errors name path.
func ParseLabels(r io.Reader, path string) (*LabelsFile, error) {
	l := &labelsReader{file: &LabelsFile{Path: path}, lineOf: map[string]int{}}
	plain, err := compressed.NewReader(r)
	if err != nil {
		return nil, l.broken(0, err)
	}
	defer plain.Close()
	in := bufio.NewReader(plain)
	if head, _ := in.Peek(3); string(head) == "\uFEFF" {
		_, _ = in.Discard(3) // cannot fail after Peek
	}
	if head, _ := in.Peek(in.Size()); bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		err = l.readJSON(in)
	} else {
		err = l.readTable(in)
	}
	if err != nil {
		return nil, err
	}
	return l.file, nil
}

// A labelsReader collects the rows of one file.
type labelsReader struct {
	file   *LabelsFile
	lineOf map[string]int
}

func (l *labelsReader) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s: %w", Pos{l.file.Path, line}, fmt.Errorf(format, args...))
}

// add adds one row.
func (l *labelsReader) add(line int, id, group string) error {
	if id == "" {
		return l.errorf(line, "the id is empty: every row needs the id of an article")
	}
	if first, ok := l.lineOf[id]; ok {
		return l.errorf(line, "id %q stood in line %d already: keep one of the two", id, first)
	}
	l.lineOf[id] = line
	if group = strings.TrimSpace(group); group == "-1" || group == "-1.0" { // some tools write numbers as floats
		group = ""
	}
	l.file.IDs = append(l.file.IDs, id)
	l.file.Groups = append(l.file.Groups, group)
	l.file.Lines = append(l.file.Lines, line)
	return nil
}

// broken wraps a reading error after the given line.
func (l *labelsReader) broken(line int, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return l.errorf(line, "the compressed file breaks off after this: fetch or write it again")
	}
	return l.errorf(line, "reading what comes after this: %w", err)
}

func (l *labelsReader) badUTF8(line int) error {
	return l.errorf(line, "the text is not UTF-8: save the file as UTF-8")
}

func (l *labelsReader) readTable(in *bufio.Reader) error {
	head, _ := in.Peek(in.Size())
	if first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n")); bytes.ContainsRune(first, '\t') {
		return l.readRows(in, '\t')
	}
	return l.readRows(in, ',')
}

// readRows reads CSV or TSV. Rows must be as wide as the header: a comma without
// quotation marks would shift the columns.
func (l *labelsReader) readRows(in io.Reader, comma rune) error {
	table := csv.NewReader(in)
	table.Comma, table.FieldsPerRecord, table.ReuseRecord = comma, -1, true
	width, id, group, last := 0, 0, 0, 0
	for {
		row, err := table.Read()
		var syntax *csv.ParseError
		switch {
		case err == io.EOF && width == 0:
			return l.errorf(0, "the file is empty: a header id,label is wanted, then a row an article")
		case err == io.EOF:
			return nil
		case errors.As(err, &syntax):
			return l.errorf(syntax.StartLine,
				"%w: put fields with separators, quotation marks or line ends in quotation marks, and double those inside", syntax.Err)
		case err != nil:
			return l.broken(last, err)
		}
		last, _ = table.FieldPos(0)
		switch {
		case slices.ContainsFunc(row, func(s string) bool { return !utf8.ValidString(s) }):
			return l.badUTF8(last)
		case len(row) == 1 && strings.TrimSpace(row[0]) == "":
			continue
		case width == 0:
			width = len(row)
			if id, group, err = l.columns(last, row); err != nil {
				return err
			}
			continue
		case len(row) != width:
			return l.errorf(last, "the row has %d columns, the header %d: put fields that hold the separator in quotation marks",
				len(row), width)
		}
		if err := l.add(last, strings.Clone(row[id]), strings.Clone(row[group])); err != nil {
			return err
		}
	}
}

// columns finds the columns of ids and groups in a header.
func (l *labelsReader) columns(line int, header []string) (id, group int, err error) {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = strings.ToLower(strings.TrimSpace(name))
	}
	if id = slices.Index(names, "id"); id < 0 {
		return 0, 0, l.errorf(line, "the header has no column id: write id,label in the first line")
	}
	for _, name := range groupColumns {
		if group = slices.Index(names, name); group >= 0 {
			return id, group, nil
		}
	}
	return 0, 0, l.errorf(line, "the header has no column label (or cluster, or story): write id,label in the first line")
}

func (l *labelsReader) readJSON(in *bufio.Reader) error {
	for line := 1; ; line++ {
		raw, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return l.broken(line-1, err)
		}
		if len(bytes.TrimSpace(raw)) > 0 {
			if err := l.addJSON(line, raw); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func (l *labelsReader) addJSON(line int, raw []byte) error {
	if !utf8.Valid(raw) {
		return l.badUTF8(line)
	}
	var row map[string]json.RawMessage
	if err := json.Unmarshal(raw, &row); err != nil || row == nil {
		return l.errorf(line, `no JSON object of one line: write {"id": "a1", "label": 3}`)
	}
	if !scalar(row["id"]) {
		return l.errorf(line, "the field id is missing, or neither a string nor a number")
	}
	for _, name := range groupColumns {
		group, ok := row[name]
		if !ok {
			continue
		}
		if !scalar(group) && text(group) != "" {
			return l.errorf(line, "the field %s is neither a string nor a number nor null", name)
		}
		return l.add(line, text(row["id"]), text(group))
	}
	return l.errorf(line, "the field label (or cluster, or story) is missing: write null for an article without a group")
}

// scalar reports whether a JSON value is a string or a number.
func scalar(raw json.RawMessage) bool {
	return len(raw) > 0 && strings.IndexByte(`"-0123456789`, raw[0]) >= 0
}

// WriteLabels writes labels as CSV with the header id,label; ReadLabels reads it. None
// is written as -1.
func WriteLabels(w io.Writer, ids []string, l Labels) error {
	if len(ids) != len(l) {
		return fmt.Errorf("writing labels: %d ids, %d labels", len(ids), len(l))
	}
	table := csv.NewWriter(w)
	if err := table.Write([]string{"id", "label"}); err != nil {
		return fmt.Errorf("writing labels: %w", err)
	}
	for i, id := range ids {
		if id == "" || !utf8.ValidString(id) || strings.Contains(id, "\r\n") {
			return fmt.Errorf("writing labels: article %d has an id that CSV does not hold: %q", i, id)
		}
		if err := table.Write([]string{id, fmt.Sprint(max(l[i], None))}); err != nil {
			return fmt.Errorf("writing labels: %w", err)
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("writing labels: %w", err)
	}
	return nil
}
