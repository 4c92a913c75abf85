// Package format reads and writes corpora: [Open] takes a path or the name of an
// embedded corpus, one file a published format stands beside it.
package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/spec"
)

// A Format is one published way to store a corpus.
type Format struct {
	Name, Title, Doc string

	// looksLike says whether the first bytes of a file, decompressed, are of this
	// format; nil for folders.
	looksLike func(head []byte) bool
	read      func(ctx context.Context, src source, report reporter) (*corpus.Corpus, error)
	write     func(path string, c *corpus.Corpus) error
}

// Formats is the one list of formats.
var Formats = []Format{native, jsonLines, storyPage}

// A source is a folder or a file that is to be read.
type source struct {
	fsys fs.FS
	path string // inside fsys; "." for a folder that is fsys itself
	name string // as the user wrote it: for messages
}

func (s source) join(file string) source {
	return source{s.fsys, file, filepath.Join(s.name, file)}
}

// baseName is the name of a corpus that has no card.
func (s source) baseName() string {
	name := filepath.Base(s.name)
	for _, ext := range []string{".gz", ".zst", ".jsonl", ".txt"} {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

// A reporter is told of each fault met in reading. When it returns an error,
// reading ends with it.
type reporter func(corpus.Fault) error

// strict ends reading at the first error and keeps still about the rest.
func strict(f corpus.Fault) error {
	if f.Severity == corpus.Error {
		return f
	}
	return nil
}

// Open reads a corpus. The name is a path or the name of an embedded corpus
// (which goes first: write ./newsroom for a folder of that name); before it may
// stand a format, after it a gold level and a split:
//
//	newsroom    day.jsonl.gz    storypage:page.txt    ecbplus@topic    neus#test
func Open(ctx context.Context, name string) (*corpus.Corpus, error) {
	return open(ctx, name, strict)
}

// Check reads a corpus as Open does and returns every fault that it finds:
// those of reading first, then those of the content. Lines with faults are left
// out of the corpus. err is for what cannot be read at all.
func Check(ctx context.Context, name string) (c *corpus.Corpus, faults []corpus.Fault, err error) {
	c, err = open(ctx, name, func(f corpus.Fault) error {
		faults = append(faults, f)
		return nil
	})
	if err != nil {
		return nil, faults, err
	}
	return c, append(faults, c.Check()...), nil
}

func open(ctx context.Context, name string, report reporter) (*corpus.Corpus, error) {
	format, path, level, split, err := parseName(name)
	if err != nil {
		return nil, err
	}
	src, err := locate(path)
	if err != nil {
		return nil, err
	}
	if format == nil {
		if format, err = detect(src); err != nil {
			return nil, err
		}
	}
	c, err := format.read(ctx, src, report)
	if err != nil {
		return nil, explain(err)
	}
	c.AddMissingStories()
	if level != "" {
		if c, err = c.AtLevel(level); err != nil {
			return nil, err
		}
	}
	if split != "" {
		return c.Part(split)
	}
	return c, nil
}

// parseName takes the parts of a corpus's name apart. What exists as it is
// written is a path, whatever signs it holds.
func parseName(name string) (format *Format, path, level, split string, err error) {
	path = name
	if before, after, ok := strings.Cut(name, ":"); ok {
		if i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == before }); i >= 0 {
			format, path = &Formats[i], after
		} else if !exists(path) && len(before) > 1 && !strings.ContainsAny(before, `/\.`) {
			_, err = spec.Find("format", Formats, func(f Format) string { return f.Name }, before)
			return nil, "", "", "", err
		}
	}
	if !exists(path) {
		path, split, _ = strings.Cut(path, "#")
	}
	if !exists(path) {
		path, level, _ = strings.Cut(path, "@")
	}
	return format, path, level, split, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func locate(path string) (source, error) {
	if slices.Contains(gold.Names(), path) {
		fsys, err := fs.Sub(gold.Files, path)
		return source{fsys, ".", path}, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		hint := ""
		if near := spec.Nearest(path, gold.Names()); near != "" {
			hint = fmt.Sprintf("; did you mean the embedded corpus %s?", near)
		}
		return source{}, fmt.Errorf("%s: no such file or folder, and no embedded corpus (%s)%s", path, strings.Join(gold.Names(), ", "), hint)
	}
	if err != nil {
		return source{}, err
	}
	if info.IsDir() {
		return source{os.DirFS(path), ".", path}, nil
	}
	dir, file := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	return source{os.DirFS(dir), file, path}, nil
}

func detect(src source) (*Format, error) {
	info, err := fs.Stat(src.fsys, src.path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return &Formats[0], nil
	}
	r, err := src.openFile()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, err := bufio.NewReaderSize(r, 4096).Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return nil, explain(fmt.Errorf("%s: %w", src.name, err))
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	for i, f := range Formats {
		if f.looksLike != nil && f.looksLike(head) {
			return &Formats[i], nil
		}
	}
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("%s: the format cannot be told from the content: write it before the path, as in %s:%s (formats: %s)", src.name, names[0], src.name, strings.Join(names, ", "))
}

// explain puts the errors of damaged files into words.
func explain(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: the file was cut off; fetch or write it again", err)
	}
	return err
}
