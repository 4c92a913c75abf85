// Package format reads and writes corpora in published formats. [Open] takes a path or
// the name of an embedded corpus.
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
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/spec"
)

// A Format describes one published form of corpora, and makes its reader.
type Format struct {
	Name, Title, Doc string

	// Endings are those of the names of files that [Write] stores in this format,
	// compression aside, such as ".jsonl".
	Endings []string
	// Detect reports whether a source is of this format. head is its first bytes,
	// decompressed, without a byte order mark and leading white space; nil for a
	// folder. A nil Detect leaves the format to those who name it.
	Detect func(src Source, head []byte) bool
	// New returns the reader with its parameters, tagged fields as package spec
	// describes them, at their defaults. A reader that is a [Writer] writes, too.
	New func() Reader
}

// A Reader reads a corpus. It reports each fault, and stops with the error that report
// returns.
type Reader interface {
	Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error)
}

// A Writer is a Reader that also writes its format, whole or not at all.
type Writer interface {
	Write(path string, c *corpus.Corpus) error
}

// Formats is the list of formats, in the order of detection.
var Formats = []Format{
	parquetTable, datatrove, native, kite, feed, gdelt, mind, reuters, ecbplus, newsML, conll, warc, clustbench, folder,
	npyLabels, graphML, arffTable, labelStudio, argilla, prodigy, judgedPairs, jsonLines, jsonDocument,
	storyPage, malletTopics, csvTable, labelLines,
}

// A Source is a folder or a file to read.
type Source struct {
	fsys fs.FS
	path string // inside fsys; "." for a folder that is fsys itself
	name string // as the user wrote it
}

// Name is the source as the user wrote it, for messages.
func (s Source) Name() string { return s.name }

// Files returns the folder, or that of the file.
func (s Source) Files() fs.FS { return s.fsys }

// Dir reports whether the source is a folder.
func (s Source) Dir() bool {
	info, err := fs.Stat(s.fsys, s.path)
	return err == nil && info.IsDir()
}

// Join returns a file of the folder.
func (s Source) Join(file string) Source {
	return Source{s.fsys, file, filepath.Join(s.name, file)}
}

var compressionEndings = []string{"", ".gz", ".zst", ".bz2", ".xz", ".lzma"}

// find returns a file of the folder, or of the folder that the file is in, plain or
// compressed. name is its path in the file system of the source.
func (s Source) find(name string) (Source, error) {
	for _, ending := range compressionEndings {
		if info, err := fs.Stat(s.fsys, name+ending); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if s.path == "." {
			return s.Join(name + ending), nil
		}
		return Source{s.fsys, name + ending, strings.TrimSuffix(s.name, s.path) + name + ending}, nil
	}
	return Source{}, fmt.Errorf("%s: the folder has no %s (nor %[2]s.gz or %[2]s.zst): %w", s.name, name, fs.ErrNotExist)
}

// BaseName is the name of a corpus without a card: that of the folder, or of the
// file without its endings.
func (s Source) BaseName() string {
	if s.name == stdin {
		return "stdin"
	}
	name := compressed.Plain(filepath.Base(s.name))
	ext := filepath.Ext(name)
	if s.Dir() && !slices.Contains([]string{".tar", ".tgz", ".zip"}, ext) {
		return name
	}
	return strings.TrimSuffix(name, ext)
}

// A Reporter is called with each fault found in reading. Reading stops with the error
// that it returns.
type Reporter func(corpus.Fault) error

// Open reads a corpus. The name is a path or the name of an embedded corpus (which
// comes first: write ./newsroom for a folder of that name), or - for standard input, which
// [Streams] gives. A format, with its
// parameters if it has any, may precede it; a gold level and a split may follow it:
//
//	newsroom    day.jsonl.gz    storypage:page.txt    ecbplus@topic    neus#test
//
// The formats of own come before those of [Formats].
func Open(ctx context.Context, name string, own ...Format) (*corpus.Corpus, error) {
	c, err := open(ctx, name, strict(ctx), own)
	if err == nil {
		noteLanguages(ctx, c)
	}
	return c, err
}

// Check reads a corpus as Open does and returns all faults: first those of reading,
// then those of the content. The corpus leaves out lines with faults. err is not nil
// if the corpus cannot be read at all.
func Check(ctx context.Context, name string, own ...Format) (c *corpus.Corpus, faults []corpus.Fault, err error) {
	report := func(f corpus.Fault) error {
		faults = append(faults, f)
		return nil
	}
	n, src, err := find(ctx, name, report, own)
	if err == nil {
		n.wantPairs()
		c, err = n.read(ctx, src, report)
	}
	if err != nil {
		return nil, faults, err
	}
	return c, append(faults, c.Check()...), nil
}

func open(ctx context.Context, name string, report Reporter, own []Format) (*corpus.Corpus, error) {
	n, src, err := find(ctx, name, report, own)
	if err != nil {
		return nil, err
	}
	return n.read(ctx, src, report)
}

// find parses the name of a corpus and returns its source, and the reader in any case.
func find(ctx context.Context, name string, report Reporter, own []Format) (n corpusName, src Source, err error) {
	formats := slices.Concat(own, Formats)
	if n, err = parseName(name, formats); err == nil {
		err = n.oneLevel()
	}
	if err != nil {
		return n, src, err
	}
	if src, err = locate(ctx, n.path); err != nil {
		return n, src, err
	}
	src, err = n.prepare(src, report, formats)
	return n, src, err
}

// A corpusName is the parsed name of a corpus. reader is nil if it names no format.
type corpusName struct {
	reader             Reader
	prefix             string // the format as written, with the colon
	path, level, split string
}

// prepare returns the source unpacked, and detects its format if the name has none.
func (n *corpusName) prepare(src Source, report Reporter, formats []Format) (Source, error) {
	src, err := src.unpack(report)
	if err == nil && n.reader == nil {
		var f Format
		if f, err = detect(src, formats); err == nil {
			n.reader = f.New()
		}
	}
	return src, err
}

// wantPairs has judged pairs read as the gold of a corpus.
func (n *corpusName) wantPairs() {
	if r, ok := n.reader.(*pairsReader); ok {
		r.wanted = true
	}
}

// read reads the corpus at its level, or its part.
func (n *corpusName) read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	if r, ok := n.reader.(interface{ chosenLevel(name string) }); ok && n.level != "" {
		r.chosenLevel(n.level)
	}
	c, err := n.reader.Read(ctx, src, report)
	if err != nil {
		return nil, explain(err)
	}
	if _, listed := n.reader.(storyLister); !listed {
		c.AddMissingStories()
	} else if err := addStories(ctx, src, c, report); err != nil {
		return nil, err
	}
	if n.level != "" {
		if c, err = n.atLevel(ctx, c, src, report); err != nil {
			return nil, err
		}
	}
	if n.split != "" {
		return c.Part(n.split)
	}
	return c, nil
}

// atLevel returns the corpus at its level: one that it has, or a column of any name.
func (n *corpusName) atLevel(ctx context.Context, c *corpus.Corpus, src Source, report Reporter) (*corpus.Corpus, error) {
	at, err := c.AtLevel(n.level)
	r, ok := n.reader.(interface{ column(name string) })
	if err == nil || !ok {
		return at, err
	}
	r.column(n.level)
	switch at, other := n.reader.Read(ctx, src, report); {
	case errors.Is(other, errLabelsOnly):
		return nil, other
	case other != nil || !at.Labelled():
		return nil, fmt.Errorf("%w, nor a column of that name", err)
	default:
		at.AddMissingStories()
		at.Level = n.level
		return at, nil
	}
}

// A storyLister is a Reader whose corpora have an entry for each story.
type storyLister interface{ listsStories() }

// parseName parses the name of a corpus. A name that exists as written is a path,
// whatever characters it has.
func parseName(name string, formats []Format) (n corpusName, err error) {
	n.path = name
	for i, r := range name {
		if r != ':' || n.reader != nil {
			continue
		}
		s, err := spec.Parse(name[:i])
		if err != nil {
			continue
		}
		f, err := spec.Find("format", formats, func(f Format) string { return f.Name }, s.Name)
		if err != nil && !exists(name) && len(s.Name) > 1 && !strings.ContainsAny(s.Name, `/\.`) {
			return n, err
		}
		if err == nil {
			n.reader, n.prefix, n.path = f.New(), name[:i+1], name[i+1:]
			if err := spec.Bind(s, n.reader); err != nil {
				return n, err
			}
		}
	}
	if !exists(n.path) {
		n.path, n.split, _ = strings.Cut(n.path, "#")
	}
	if !exists(n.path) {
		n.path, n.level, _ = strings.Cut(n.path, "@")
	}
	return n, nil
}

// Folder returns the folder in which the files lie that a corpus names, such as its pictures:
// the corpus itself, or the folder of the file. Embedded corpora and streams have none ("").
func Folder(name string, own ...Format) string {
	n, err := parseName(name, slices.Concat(own, Formats))
	if err != nil || slices.Contains(gold.Names(), n.path) || isStream(n.path) {
		return ""
	}
	if info, err := os.Stat(n.path); err == nil && info.IsDir() {
		return n.path
	}
	return filepath.Dir(n.path)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func locate(ctx context.Context, path string) (Source, error) {
	if slices.Contains(gold.Names(), path) {
		fsys, err := fs.Sub(gold.Files, path)
		return Source{fsys, ".", path}, err
	}
	if isStream(path) {
		raw, err := readOnce(ctx, path)
		return Memory(path, raw), err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		hint := ""
		if near := spec.Nearest(path, gold.Names()); near != "" {
			hint = fmt.Sprintf("; did you mean the embedded corpus %s?", near)
		}
		return Source{}, absent(fmt.Sprintf("%s: no such file or folder, and no embedded corpus (%s)%s",
			path, strings.Join(gold.Names(), ", "), hint))
	}
	if err != nil {
		return Source{}, err
	}
	if info.IsDir() {
		return Source{os.DirFS(path), ".", path}, nil
	}
	if !info.Mode().IsRegular() { // a pipe can be read once
		return readPipe(path)
	}
	dir, file := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	return Source{os.DirFS(dir), file, path}, nil
}

// absent is the error of a file that does not exist.
type absent string

func (e absent) Error() string { return string(e) }

func (absent) Is(target error) bool { return target == fs.ErrNotExist }

func detect(src Source, formats []Format) (f Format, err error) {
	head, err := src.head()
	if err != nil {
		return f, err
	}
	if head != nil && len(head) == 0 {
		return f, fmt.Errorf("%s: the file is empty", src.name)
	}
	for _, f := range formats {
		if f.Detect != nil && f.Detect(src, head) {
			return f, nil
		}
	}
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	if src.Dir() {
		return f, fmt.Errorf("%s: the folder has no articles.jsonl (nor articles.jsonl.gz or .zst), and its files are of no known form: "+
			"name one of them, or write the format before the path, as in %[2]s:%[1]s (formats: %[3]s)",
			src.name, folder.Name, strings.Join(names, ", "))
	}
	return f, fmt.Errorf("%s: the format cannot be told from the content: write it before the path, as in %[2]s:%[1]s (formats: %[3]s)",
		src.name, csvTable.Name, strings.Join(names, ", "))
}

// headSize is how much of a file Format.Detect sees.
const headSize = 1 << 16

// head returns the first bytes of a file as Format.Detect takes them; nil for a
// folder.
func (s Source) head() ([]byte, error) {
	if s.Dir() {
		return nil, nil
	}
	r, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, err := bufio.NewReaderSize(r, headSize).Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return nil, explain(fmt.Errorf("%s: %w", s.name, err))
	}
	head = charset.Head(bytes.Clone(head))
	if bytes.HasPrefix(head, []byte{recordSign}) {
		blankSigns(head)
	}
	return append([]byte{}, bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")...), nil
}

// explain adds advice to the errors of damaged files.
func explain(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: the file was cut off; fetch or write it again", err)
	}
	return err
}
