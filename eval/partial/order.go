package partial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus/format"
)

// sameOrder reads the shard of two tables that have the same ids in the same order.
func (l *Labels) sameOrder(ctx context.Context, s Shard, add func(gold, found []byte, at int64) error) error {
	gold, found := l.tables[0], l.tables[1]
	from, to := gold.Range(s.Index, s.Count)
	a, err := gold.Rows(from, math.MaxInt64)
	if err != nil {
		return err
	}
	defer a.Close()
	first, err := a.Next()
	switch {
	case errors.Is(err, io.EOF) && s.Index > 0 || err == nil && first.At >= to:
		return nil // the shard has no row
	case err != nil && !errors.Is(err, io.EOF):
		return err
	}
	begin := int64(0)
	if err == nil && s.Index > 0 {
		if begin, err = find(ctx, found, first.ID, float64(from)/float64(gold.Size)); err != nil {
			return err
		}
		if begin < 0 {
			return gold.Fault(first.At, fmt.Errorf("%s has no id %q: %w", found.Path, first.ID, errOrder))
		}
	}
	b, err2 := found.Rows(begin, math.MaxInt64)
	if err2 != nil {
		return err2
	}
	defer b.Close()
	// The row behind the shard is compared, too: so the rows that another shard finds in the
	// second table begin where those of this one end.
	for n := 0; ; n++ {
		row, end := b.Next()
		if end != nil && !errors.Is(end, io.EOF) {
			return end
		}
		switch {
		case err != nil && end != nil:
			return nil
		case err != nil:
			return found.Fault(row.At, fmt.Errorf("the id %q comes behind the last of %s: %w", row.ID, gold.Path, errOrder))
		case end != nil:
			return gold.Fault(first.At, fmt.Errorf("the id %q comes behind the last of %s: %w", first.ID, found.Path, errOrder))
		case !bytes.Equal(first.ID, row.ID):
			return gold.Fault(first.At, fmt.Errorf("the id is %q, and in the row of %s in its place %q: %w", first.ID, found.Path, row.ID,
				errOrder))
		case first.At >= to:
			return nil
		}
		if err := add(story(first), row.Labels[0], first.At); err != nil {
			return err
		}
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if first, err = a.Next(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
}

var errOrder = errors.New("the files do not have the same articles in the same order: use --any-order")

// find returns where the row of an id begins, -1 if there is none. It looks around a share of the
// table first: the rows of two tables in one order are about as far from the begin.
func find(ctx context.Context, t *format.LabelTable, id []byte, share float64) (int64, error) {
	id = bytes.Clone(id)
	around := int64(share * float64(t.Size))
	errFound := errors.New("found")
	for width := int64(1 << 17); ; width *= 8 {
		at := int64(-1)
		err := eachRow(ctx, t, around-width, around+width, func(row *format.LabelRow) error {
			if bytes.Equal(row.ID, id) {
				at = row.At
				return errFound
			}
			return nil
		})
		if err == nil && width < t.Size {
			continue
		}
		if errors.Is(err, errFound) {
			err = nil
		}
		return at, err
	}
}

// The rows that anyOrder sorts: their keys are an id, a zero, the table, and the label; their
// numbers how often they come and where the first of them is.
const (
	inGold  = 'a'
	inFound = 'b'
)

// anyOrder reads from both tables the rows of the ids whose hashes are of the shard, sorts
// them by id in runs on the disk, and joins them.
func (l *Labels) anyOrder(ctx context.Context, s Shard, memory int64, add func(gold, found []byte, at int64) error) error {
	rows := NewBuilder(Cells, memory)
	defer rows.Discard()
	rows.distinct = true
	var key []byte
	for i, t := range l.tables {
		err := eachRow(ctx, t, 0, math.MaxInt64, func(row *format.LabelRow) error {
			if s.Count > 1 && int(xxh3.Hash(row.ID)%uint64(s.Count)) != s.Index {
				return nil
			}
			label := row.Labels[0]
			if i == 0 {
				label = story(row)
			}
			key = append(append(append(key[:0], row.ID...), between, inGold+byte(i)), label...)
			return rows.Add(key, 1, uint64(row.At))
		})
		if err != nil {
			return err
		}
	}
	j := joiner{Labels: l, add: add}
	if err := rows.drain(j.row); err != nil {
		return err
	}
	return j.end()
}

// A joiner joins the sorted rows of both tables.
type joiner struct {
	*Labels
	add              func(gold, found []byte, at int64) error
	id, gold, found  []byte
	atGold, atFound  int64 // -1 for none
	any              bool
	missing, unknown int
	some             [2][]string // ids of the missing and the unknown
}

// row takes the next row.
func (j *joiner) row(key []byte, numbers ...uint64) error {
	id, rest, _ := bytes.Cut(key, []byte{between})
	if len(rest) == 0 {
		return fmt.Errorf("an id has a zero byte: %q", key)
	}
	if !j.any || !bytes.Equal(id, j.id) {
		if err := j.finish(); err != nil {
			return err
		}
		j.any, j.id, j.atGold, j.atFound = true, append(j.id[:0], id...), -1, -1
	}
	table, at, label := 0, &j.atGold, &j.gold
	if rest[0] == inFound {
		table, at, label = 1, &j.atFound, &j.found
	}
	if *at >= 0 || numbers[0] > 1 {
		return j.tables[table].Fault(max(*at, int64(numbers[1])), fmt.Errorf("id %q is in another line, too: keep one of the two", id))
	}
	*at, *label = int64(numbers[1]), append((*label)[:0], rest[1:]...)
	return nil
}

// finish takes the article whose rows were read.
func (j *joiner) finish() error {
	switch {
	case !j.any:
		return nil
	case j.atGold < 0:
		j.unknown++
		j.keep(1)
		return j.add([]byte(Absent), j.found, j.tables[0].Size+j.atFound) // behind all of the gold
	case j.atFound < 0:
		j.missing++
		if j.keep(0); j.head.Policy.Missing == "absent" {
			return j.add(j.gold, []byte(Absent), j.atGold)
		}
		return j.add(j.gold, []byte(Alone), j.atGold)
	}
	return j.add(j.gold, j.found, j.atGold)
}

func (j *joiner) keep(side int) {
	if len(j.some[side]) < 5 {
		j.some[side] = append(j.some[side], string(j.id))
	}
}

// end takes the last article, and returns an error if the policy allows no ids that one side
// alone has.
func (j *joiner) end() error {
	if err := j.finish(); err != nil {
		return err
	}
	p := j.head.Policy
	if j.missing > 0 && p.Missing == "error" {
		return fmt.Errorf("%d articles of %s have no label in %s: %q (add them, or allow it with missing=singletons or missing=absent)",
			j.missing, j.names[0], j.names[1], j.some[0])
	}
	if j.unknown > 0 && p.Unknown == "error" {
		return fmt.Errorf("%d labels of %s are for articles that %s does not have: %q (remove them, or allow it with unknown=ignore or "+
			"unknown=foreign)", j.unknown, j.names[1], j.names[0], j.some[1])
	}
	return nil
}
