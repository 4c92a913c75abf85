package partial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// What articles have in place of a group; no name is that, since names are UTF-8.
const (
	Distractor = "\xff" // in place of a story: known to belong to none
	Alone      = "\xff" // in place of a cluster: a cluster of its own, whatever the policy says of noise
	Absent     = "\xfe" // in place of either: that side does not have the article
)

// between separates the story and the cluster of a cell.
const between = 0

// CellKey appends the key of a cell to dst: the name of the story and that of the cluster, empty
// for none.
func CellKey(dst, story, cluster []byte) []byte {
	dst = append(dst, story...)
	dst = append(dst, between)
	return append(dst, cluster...)
}

// plainCell brings the names in a key into the form in which they are compared.
func plainCell(key []byte) ([]byte, error) {
	story, cluster, ok := bytes.Cut(key, []byte{between})
	if !ok || bytes.IndexByte(cluster, between) >= 0 {
		return nil, fmt.Errorf("a label has a zero byte: %q", key)
	}
	plain := make([]byte, 0, len(key))
	for i, name := range [][]byte{story, cluster} {
		if i > 0 {
			plain = append(plain, between)
		}
		switch {
		case string(name) == Alone, string(name) == Absent:
			plain = append(plain, name...)
		case !utf8.Valid(name):
			return nil, fmt.Errorf("the label %q is not UTF-8: convert the file", name)
		default:
			plain = append(plain, format.PlainGroup(string(name))...)
		}
	}
	return plain, nil
}

// NewCells returns a builder of cells. The numbers of a row are the articles, at least 1, and where
// the first of them is in the input, 0 if that is not known: stories and clusters are
// then scored in the order of their names.
func NewCells(memory int64) *Builder {
	b := NewBuilder(Cells, memory)
	b.plain = plainCell
	return b
}

// Labels are two groupings of the same articles in files: gold and found.
type Labels struct {
	// AnyOrder is set if the files have their rows in different orders. Each shard then
	// reads both, and sorts the rows of a share of the ids on the disk.
	AnyOrder bool
	Memory   int64 // that a shard takes, about, in bytes; 0 = DefaultMemory

	names  [2]string
	tables [2]*format.LabelTable // the second is nil if both are columns of the first
	memory func(ctx context.Context, add func(gold, found []byte, at int64) error) error
	head   Head
}

// OpenLabels opens the labels of gold and found, written as for [format.OpenLabels]: two columns
// of one table, as in day.csv@story and day.csv@cluster, two tables, or any two files, which then are
// read as a whole. Names of groups that mean none, noise and unlabelled articles are counted as
// they are: the policy is applied when the whole is scored.
func OpenLabels(ctx context.Context, gold, found string, policy *Policy) (*Labels, error) {
	l := &Labels{names: [2]string{gold, found}}
	l.head = NewHead(Cells, "", filepath.Base(gold)+" "+filepath.Base(found))
	l.head.Policy = policy
	for i, name := range l.names {
		var err error
		if l.tables[i], err = format.OpenLabelTable(ctx, name); errors.Is(err, format.ErrNoParts) {
			return l, l.openAny(ctx)
		} else if err != nil {
			return nil, err
		}
	}
	var sums [2]string
	for i, t := range l.tables {
		var err error
		if sums[i], err = t.Fingerprint(); err != nil {
			return nil, err
		}
	}
	l.head.Source = fingerprint.Of([]byte(sums[0] + sums[1]))
	if l.tables[0].Join(l.tables[1]) {
		l.tables[1] = nil
		return l, nil
	}
	for _, t := range l.tables {
		if !t.HasIDs() {
			return nil, fmt.Errorf("%s: it names no articles, so that its rows cannot be matched with those of another file: add a column id",
				t.Path)
		}
	}
	return l, nil
}

// openAny reads files that cannot be read by parts.
func (l *Labels) openAny(ctx context.Context) error {
	c, _, err := format.OpenGoldLabels(ctx, l.names[0])
	if err != nil {
		return err
	}
	ids := corpus.IDPolicy{Missing: l.head.Policy.Missing, Unknown: l.head.Policy.Unknown}
	lone := Absent
	if ids.Missing == "singletons" {
		ids.Missing, lone = "absent", Alone
	}
	if ids.Unknown == "ignore" {
		ids.Unknown = "foreign" // they are counted, and left out when the whole is scored
	}
	a, err := format.AlignLabels(ctx, c, ids, l.names[1])
	if err != nil {
		return err
	}
	c = a.Corpus
	gold, labels := c.Gold(), a.Labels[0]
	l.head.Source = c.Fingerprint()
	l.memory = func(_ context.Context, add func(gold, found []byte, at int64) error) error {
		for i, s := range gold {
			var story, cluster []byte
			switch {
			case s >= 0:
				story = []byte(c.Stories[s].ID)
			case len(c.Articles) > 0 && c.Articles[i].Distractor:
				story = []byte(Distractor)
			case s == corpus.Absent:
				story = []byte(Absent)
			}
			if labels[i] >= 0 {
				cluster = strconv.AppendInt(nil, int64(labels[i]), 10)
			} else if labels[i] == corpus.Absent {
				cluster = []byte(lone)
			}
			if err := add(story, cluster, int64(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// Write writes the cells of a shard.
func (l *Labels) Write(ctx context.Context, to io.Writer, s Shard) error {
	s = s.whole()
	if err := s.Valid(); err != nil {
		return err
	}
	memory := l.Memory
	if memory == 0 {
		memory = DefaultMemory
	}
	if l.AnyOrder && l.tables[1] != nil {
		memory /= 2
	}
	cells := NewCells(memory)
	defer cells.Discard()
	var key []byte
	add := func(gold, found []byte, at int64) error {
		key = CellKey(key[:0], gold, found)
		return cells.Add(key, 1, uint64(at))
	}
	var err error
	switch {
	case l.memory != nil && s.Count > 1:
		err = fmt.Errorf("%s and %s: %w", l.names[0], l.names[1], format.ErrNoParts)
	case l.memory != nil:
		err = l.memory(ctx, add)
	case l.tables[1] == nil:
		err = l.oneTable(ctx, s, add)
	case l.AnyOrder:
		err = l.anyOrder(ctx, s, memory, add)
	default:
		err = l.sameOrder(ctx, s, add)
	}
	if err != nil {
		return err
	}
	return cells.Close(to, l.head.For(s))
}

// story is the label of the gold of a row.
func story(row *format.LabelRow) []byte {
	if row.Distractor {
		return []byte(Distractor)
	}
	return row.Labels[0]
}

// eachRow calls f for the rows that begin in some bytes of a table.
func eachRow(ctx context.Context, t *format.LabelTable, from, to int64, f func(*format.LabelRow) error) error {
	rows, err := t.Rows(from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = f(row)
		}
		if err == nil && n%4096 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// oneTable reads the shard of a table with both columns.
func (l *Labels) oneTable(ctx context.Context, s Shard, add func(gold, found []byte, at int64) error) error {
	from, to := l.tables[0].Range(s.Index, s.Count)
	return eachRow(ctx, l.tables[0], from, to, func(row *format.LabelRow) error { return add(story(row), row.Labels[1], row.At) })
}
