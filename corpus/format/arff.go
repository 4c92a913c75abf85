package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var arffTable = Format{
	Name: "arff", Title: "ARFF of Weka",
	Doc: "Tables of Weka, with texts or with the clusters that a clusterer assigned. What is not named by a parameter is " +
		"found by the names of the attributes.",
	Detect: func(_ Source, head []byte) bool {
		for line := range bytes.Lines(head) {
			line = bytes.TrimSpace(line)
			if len(line) > 0 && line[0] != '%' {
				return len(line) > 9 && bytes.EqualFold(line[:9], []byte("@relation"))
			}
		}
		return false
	},
	New: func() Reader { return spec.Defaults(new(arffReader)) },
}

type arffReader struct{ fieldParams }

// ReadLabels reads the attribute of the clusters.
func (r *arffReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	return r.asLabels(src, func() (*corpus.Corpus, error) { return r.Read(ctx, src, report) })
}

// Read reads a table.
func (r *arffReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	raw, notes, err := src.readText(r.Encoding)
	if err != nil {
		return nil, err
	}
	names, rows, lines, err := parseARFF(src, raw)
	if err != nil {
		return nil, err
	}
	fields := make([]*field, len(names))
	for i, name := range names {
		if plainName(name) == "instancenumber" { // Weka's own
			name = "index"
		}
		fields[i] = &field{path: name}
		for _, row := range rows[:min(len(rows), 50)] {
			if row[i] != nil {
				fields[i].sample = append(fields[i].sample, string(row[i]))
			}
		}
	}
	m, err := r.mapFields(src.name, "arff", fields)
	if err != nil {
		return nil, err
	}
	out := newRecords(&r.fieldParams, "arff", src, report, m)
	out.expect(len(rows))
	for n, row := range rows {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out.begin(lines[n])
		for i, v := range row {
			if len(v) > 0 {
				out.set(fields[i], v, textValue)
			}
		}
		if err := out.end(); err != nil {
			return nil, err
		}
	}
	out.absent = append(out.absent, notes...)
	return out.finish()
}

// parseARFF reads the names of the attributes and the rows; ? is nil.
func parseARFF(src Source, raw []byte) (names []string, rows [][][]byte, lines []int, err error) {
	number, data := 0, false
	for line := range bytes.Lines(raw) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '%' {
			continue
		}
		fail := func(format string, args ...any) error {
			return fmt.Errorf("%s: %w", corpus.Pos{File: src.name, Line: number}, fmt.Errorf(format, args...))
		}
		word, rest, _ := bytes.Cut(bytes.ReplaceAll(line, []byte("\t"), []byte(" ")), []byte(" "))
		switch {
		case data && line[0] == '{':
			return nil, nil, nil, fail("the rows are sparse ({index value, …}): save the table as dense ARFF")
		case data:
			row, err := arffRow(line)
			if err != nil {
				return nil, nil, nil, fail("%w", err)
			}
			if len(row) != len(names) {
				return nil, nil, nil, fail("the row has %d values, there are %d attributes", len(row), len(names))
			}
			rows, lines = append(rows, row), append(lines, number)
		case strings.EqualFold(string(word), "@attribute"):
			name, err := arffName(bytes.TrimSpace(rest))
			if err != nil {
				return nil, nil, nil, fail("%w", err)
			}
			names = append(names, name)
		case strings.EqualFold(string(word), "@data"):
			data = true
		}
	}
	if !data || len(names) == 0 {
		return nil, nil, nil, fmt.Errorf("%s: the ARFF file has no @data", src.name)
	}
	return names, rows, lines, nil
}

var errARFFQuote = errors.New("a quotation mark is never closed")

// arffName is the name of an attribute, which may be in quotation marks.
func arffName(rest []byte) (string, error) {
	if len(rest) == 0 {
		return "", errors.New("the attribute has no name")
	}
	if rest[0] != '\'' && rest[0] != '"' {
		name, _, _ := bytes.Cut(rest, []byte(" "))
		return string(name), nil
	}
	name, _, err := arffQuoted(rest)
	return string(name), err
}

// arffQuoted reads a value in quotation marks, where a backslash protects the sign behind
// it.
func arffQuoted(b []byte) (value, rest []byte, err error) {
	quote := b[0]
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			if i++; i < len(b) {
				switch b[i] {
				case 'n':
					value = append(value, '\n')
				case 't':
					value = append(value, '\t')
				case 'r':
					value = append(value, '\r')
				default:
					value = append(value, b[i])
				}
			}
		case quote:
			return value, b[i+1:], nil
		default:
			value = append(value, b[i])
		}
	}
	return nil, nil, errARFFQuote
}

// arffRow cuts a row into values.
func arffRow(line []byte) (row [][]byte, err error) {
	for {
		line = bytes.TrimLeft(line, " \t")
		var value []byte
		if len(line) > 0 && (line[0] == '\'' || line[0] == '"') {
			if value, line, err = arffQuoted(line); err != nil {
				return nil, err
			}
			line = bytes.TrimLeft(line, " \t")
		} else {
			end := bytes.IndexByte(line, ',')
			if end < 0 {
				end = len(line)
			}
			if value = bytes.TrimSpace(line[:end]); string(value) == "?" {
				value = nil
			}
			line = line[end:]
		}
		row = append(row, value)
		if len(line) == 0 {
			return row, nil
		}
		if line[0] != ',' && line[0] != '{' {
			return nil, errors.New("a comma is wanted behind a value in quotation marks")
		}
		if line[0] == '{' { // the weight of the row
			return row, nil
		}
		line = line[1:]
	}
}
