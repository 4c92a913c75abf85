package corpus

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/internal/table"
)

// A LabelsFile is the content of a labels file: ids with the names of their groups,
// in the order of the file. The three lists have equal lengths.
type LabelsFile struct {
	Path   string
	IDs    []string // distinct and not empty
	Groups []string // the name of the group; empty = None
	Lines  []int    // the line of each id, from 1

	// Column is where the groups were read from, if it was found by its name. Others are
	// columns that may hold found groups, if the column is one of gold: Align refuses a
	// file that has any.
	Column string
	Others []string

	// ByPosition reports whether the file names no articles: its ids are the numbers of
	// its rows. Where they are not the ids of the corpus, its labels belong to the articles
	// in their order.
	ByPosition bool
	// Rest is the meaning of articles behind the last row of a file by position.
	Rest Rest
}

// A Rest is what articles are that a file by position does not reach.
type Rest int

const (
	NoRest      Rest = iota // there may be none
	RestIsNone              // they have no group
	RestIsAlone             // each is a group of its own
)

// ReadLabels reads labels exactly as WriteLabels writes them, or the same as TSV or JSON
// lines, compressed or not. An empty group, -1 and null are None. Errors name the line.
// The files of other programs are read by format.OpenLabels.
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
	l := labelsReader{file: &LabelsFile{Path: path}, lineOf: map[string]int{}}
	rows := table.Table{Columns: []string{"id", "label"}, Required: [][]string{{"id"}, {"label"}},
		Header: "id,label", Object: `{"id": "a1", "label": 3}, or null for an article without a group`, Row: l.add}
	plain, err := compressed.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, table.Broken(err))
	}
	defer plain.Close()
	if line, err := rows.Read(plain); err != nil {
		return nil, fmt.Errorf("%s: %w", Pos{path, line}, err)
	}
	return l.file, nil
}

type labelsReader struct {
	file   *LabelsFile
	lineOf map[string]int
}

func (l *labelsReader) add(line int, row map[string]string) error {
	id := strings.Clone(row["id"])
	if id == "" {
		return errors.New("the id is empty: every row needs the id of an article")
	}
	if first, ok := l.lineOf[id]; ok {
		return fmt.Errorf("id %q is in line %d already: keep one of the two", id, first)
	}
	l.lineOf[id] = line
	group := strings.Clone(strings.TrimSpace(row["label"]))
	if group == "-1" || group == "-1.0" { // some tools write numbers as floats
		group = ""
	}
	l.file.IDs = append(l.file.IDs, id)
	l.file.Groups = append(l.file.Groups, group)
	l.file.Lines = append(l.file.Lines, line)
	return nil
}

// WriteLabels writes labels as CSV with the header id,label; ReadLabels reads it. None
// is written as -1; articles of Absent are left out.
func WriteLabels(w io.Writer, ids []string, l Labels) error {
	if len(ids) != len(l) {
		return fmt.Errorf("writing labels: %d ids, %d labels", len(ids), len(l))
	}
	rows := csv.NewWriter(w)
	if err := rows.Write([]string{"id", "label"}); err != nil {
		return fmt.Errorf("writing labels: %w", err)
	}
	for i, id := range ids {
		if l[i] == Absent {
			continue
		}
		if id == "" || !utf8.ValidString(id) || strings.Contains(id, "\r\n") {
			return fmt.Errorf("writing labels: article %d has an id that CSV does not hold: %q", i, id)
		}
		if err := rows.Write([]string{id, fmt.Sprint(max(l[i], None))}); err != nil {
			return fmt.Errorf("writing labels: %w", err)
		}
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return fmt.Errorf("writing labels: %w", err)
	}
	return nil
}
