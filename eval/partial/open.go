package partial

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// OpenCells opens a partial, or a table of cells counted elsewhere, CSV or Parquet with the columns
// gold, found and count, as a partial with a policy. ok is false, and the reader nil, if the
// file is neither. memory is that of a [Builder].
func OpenCells(ctx context.Context, path string, policy *Policy, memory int64) (r *Reader, ok bool, err error) {
	if Is(path) {
		r, err = Open(path)
		return r, true, err
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, false, nil
	}
	b := NewCells(memory)
	defer b.Discard()
	var key []byte
	ok, err = format.ReadCells(ctx, path, func(gold, found []byte, count uint64) error {
		key = CellKey(key[:0], gold, found)
		return b.Add(key, count, 0)
	})
	if err != nil || !ok {
		return nil, ok, err
	}
	head := NewHead(Cells, "", "cells counted elsewhere")
	head.Policy = policy
	r, err = temporary(func(to io.Writer) error { return b.Close(to, head.For(Shard{})) })
	if err != nil {
		return nil, true, err
	}
	r.Name = path
	return r, true, nil
}

// temporary returns a reader of a partial in a file that goes when the reader is closed.
func temporary(write func(io.Writer) error) (*Reader, error) {
	file, err := os.CreateTemp("", "assay-partial-")
	if err != nil {
		return nil, err
	}
	to := bufio.NewWriterSize(file, 1<<18)
	if err := errors.Join(write(to), to.Flush()); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	r, err := NewReader(file.Name(), file, info.Size())
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	r.closer = removed{file}
	return r, nil
}

// removed removes a file when it is closed.
type removed struct{ *os.File }

func (r removed) Close() error { return errors.Join(r.File.Close(), os.Remove(r.Name())) }

// WriteFile writes the cells of a shard to a file, whole or not at all.
func (l *Labels) WriteFile(ctx context.Context, path string, s Shard) error {
	return atomicfile.Write(path, func(to io.Writer) error {
		w := bufio.NewWriterSize(to, 1<<18)
		return errors.Join(l.Write(ctx, w, s), w.Flush())
	})
}

// MergeFiles merges partials, and tables of cells counted elsewhere, into one file that
// has all shards.
func MergeFiles(ctx context.Context, to string, paths []string, policy *Policy, memory int64) (notes []string, err error) {
	var parts []*Reader
	defer func() {
		for _, p := range parts {
			err = errors.Join(err, p.Close())
		}
	}()
	for _, path := range paths {
		r, ok, err := OpenCells(ctx, path, policy, memory)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("%s: it is neither a partial nor a table with the columns gold, found and count", path)
		}
		parts = append(parts, r)
	}
	head, kept, notes, err := join(parts)
	if err == nil {
		err = head.Complete()
	}
	if err != nil {
		return nil, err
	}
	return notes, atomicfile.Write(to, func(out io.Writer) error {
		w := bufio.NewWriterSize(out, 1<<18)
		return errors.Join(mergeInto(w, head, kept), w.Flush())
	})
}

// ReadFile reads the cells of a partial, or of a table of cells counted elsewhere. ok is false if the file
// is neither.
func ReadFile(ctx context.Context, path string, policy *Policy, memory int64) (c *Contingency, ok bool, err error) {
	r, ok, err := OpenCells(ctx, path, policy, memory)
	if err != nil || !ok {
		return nil, ok, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	usual := NewPolicy(eval.Policy{}, corpus.IDPolicy{})
	if p := r.Head.Policy; p != nil && *policy != *p && *policy != *usual {
		return nil, true, fmt.Errorf("%s: the cells were counted under the policy %s, and not %s: count them again", path, p, policy)
	}
	c, err = ReadCells(r)
	return c, true, err
}
