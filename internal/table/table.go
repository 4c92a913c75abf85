// Package table reads small tables: CSV or TSV with a header, or JSON lines with fields
// of the names of the columns. The form is detected from the content.
package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Table is the form of a table.
type Table struct {
	Columns  []string   // that are read
	Required [][]string // one column of each list must be there
	// Closed refuses other columns, and ignores spaces after commas.
	Closed         bool
	Booleans       bool   // of JSON are read, as "true" and "false"
	Header, Object string // an example of the first line, and of a line of JSON
	// Row takes a row that begins in a line, from 1: its values by column, "" for null.
	// The map is valid until the next call.
	Row func(line int, row map[string]string) error
}

// Read reads all rows of a text that is not compressed. With an error it returns its line, or 0 if it is of no line.
func (t *Table) Read(r io.Reader) (line int, err error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(3); string(head) == "\uFEFF" {
		_, _ = in.Discard(3) // cannot fail after Peek
	}
	head, _ := in.Peek(in.Size())
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		return t.readJSON(in)
	}
	rows := csv.NewReader(in)
	rows.FieldsPerRecord, rows.ReuseRecord, rows.TrimLeadingSpace = -1, true, t.Closed
	if first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n")); bytes.ContainsRune(first, '\t') {
		rows.Comma, rows.TrimLeadingSpace = '\t', false
	}
	return t.readRows(rows)
}

var errUTF8 = errors.New("the text is not UTF-8: save the file as UTF-8")

// Broken explains an error of reading what follows a line.
func Broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the compressed file breaks off after this: fetch or write it again")
	}
	return fmt.Errorf("reading what comes after this: %w", err)
}

// readRows reads CSV or TSV. Rows must be as wide as the header: a comma without
// quotation marks would shift the columns.
func (t *Table) readRows(rows *csv.Reader) (line int, err error) {
	var header []string
	values := map[string]string{}
	for {
		row, err := rows.Read()
		var syntax *csv.ParseError
		switch {
		case err == io.EOF && header == nil:
			return 0, fmt.Errorf("the file is empty: a header %s is wanted, then the rows", t.Header)
		case err == io.EOF:
			return 0, nil
		case errors.As(err, &syntax):
			return syntax.StartLine, fmt.Errorf(
				"%w: put fields with separators, quotation marks or line ends in quotation marks, and double those inside", syntax.Err)
		case err != nil:
			return line, Broken(err)
		}
		line, _ = rows.FieldPos(0)
		switch {
		case slices.ContainsFunc(row, func(s string) bool { return !utf8.ValidString(s) }):
			return line, errUTF8
		case len(row) == 1 && strings.TrimSpace(row[0]) == "":
			continue
		case header == nil:
			for _, name := range row {
				header = append(header, strings.ToLower(strings.TrimSpace(name)))
			}
			if err := t.check(header, "the header has no column %s: write %s in the first line", t.Header); err != nil {
				return line, err
			}
			continue
		case len(row) != len(header):
			return line, fmt.Errorf("the row has %d columns, the header %d: put fields that hold the separator in quotation marks",
				len(row), len(header))
		}
		for i, name := range slices.Backward(header) { // the first of two columns of a name is read
			values[name] = row[i]
		}
		if err := t.Row(line, values); err != nil {
			return line, err
		}
	}
}

// check checks the names of columns; missing is the form of the error for one that is not
// there, given its name and an example.
func (t *Table) check(names []string, missing, example string) error {
	for i, name := range names {
		switch {
		case !t.Closed:
		case !slices.Contains(t.Columns, name):
			return fmt.Errorf("unknown column %q: the columns are %s; take out the others", name, strings.Join(t.Columns, ", "))
		case slices.Contains(names[:i], name):
			return fmt.Errorf("the column %q is there twice: take one out", name)
		}
	}
	for _, any := range t.Required {
		if !slices.ContainsFunc(any, func(name string) bool { return slices.Contains(names, name) }) {
			list := any[0]
			if len(any) > 1 {
				list += " (or " + strings.Join(any[1:], ", or ") + ")"
			}
			return fmt.Errorf(missing, list, example)
		}
	}
	return nil
}

func (t *Table) readJSON(in *bufio.Reader) (line int, err error) {
	for line = 1; ; line++ {
		raw, end := in.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return line - 1, Broken(end)
		}
		if len(bytes.TrimSpace(raw)) > 0 {
			row, err := t.object(raw)
			if err == nil {
				err = t.Row(line, row)
			}
			if err != nil {
				return line, err
			}
		}
		if end == io.EOF {
			return 0, nil
		}
	}
}

func (t *Table) object(line []byte) (map[string]string, error) {
	if !utf8.Valid(line) {
		return nil, errUTF8
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	err := d.Decode(&fields)
	if _, end := d.Token(); err != nil || fields == nil || end != io.EOF {
		return nil, fmt.Errorf("no JSON object of one line: write %s", t.Object)
	}
	names := make([]string, 0, len(fields))
	row := map[string]string{}
	for name, value := range fields {
		names = append(names, name)
		switch v := value.(type) {
		case nil:
			row[name] = ""
		case string:
			row[name] = v
		case json.Number:
			row[name] = v.String()
		default:
			if is, ok := v.(bool); ok && t.Booleans {
				row[name] = strconv.FormatBool(is)
			} else if slices.Contains(t.Columns, name) {
				return nil, fmt.Errorf("the field %s is neither a string nor a number nor null", name)
			}
		}
	}
	slices.Sort(names)
	return row, t.check(names, "the field %s is missing: write %s", t.Object)
}
