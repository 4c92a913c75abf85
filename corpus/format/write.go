package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// Write stores a corpus. The ending of the path selects the format, from own before
// [Formats]: .jsonl is one file of JSON lines, .json, .csv, .tsv and .parquet are tables,
// .kite.json is a file of Kite, .txt a story page, each but Parquet with .gz or .zst if
// wanted; anything else is a folder in assay's own form. Files are written whole or not
// at all. It is an error if the folder exists.
func Write(path string, c *corpus.Corpus, own ...Format) error {
	w, err := writerOf(path, own)
	if err != nil {
		return err
	}
	return w.Write(path, c)
}

// CheckTarget returns the error that Write would return for a path at once, before the
// work for the corpus is done.
func CheckTarget(path string, own ...Format) error {
	w, err := writerOf(path, own)
	if _, folder := w.(nativeReader); folder && err == nil {
		return atomicfile.CheckNewFolder(path)
	}
	if err == nil {
		err = atomicfile.Check(path)
	}
	return err
}

// Beside returns the file of story texts that Write makes beside a file of articles, empty
// if it makes none.
func Beside(path string, c *corpus.Corpus, own ...Format) string {
	w, _ := writerOf(path, own)
	switch w.(type) {
	case *csvReader, *jsonReader, *linesReader, *parquetReader:
		if slices.ContainsFunc(c.Stories, hasTexts) {
			return storiesFile(path) + strings.TrimPrefix(path, compressed.Plain(path))
		}
	}
	return ""
}

// writerOf returns the writer of the format that a path chooses.
func writerOf(path string, own []Format) (Writer, error) {
	if strings.ContainsAny(path, "\x00") || path == "" {
		return nil, fmt.Errorf("%q is no path", path)
	}
	if path == stdin {
		return nil, errors.New("- is no path to write to: name a folder or a file, whose ending chooses the format")
	}
	for _, f := range slices.Concat(own, Formats) {
		for _, ending := range f.Endings {
			if w, ok := f.New().(Writer); ok && strings.HasSuffix(compressed.Plain(path), ending) {
				return w, nil
			}
		}
	}
	return nativeReader{}, nil
}

// WritePages writes the stories of a corpus as story pages.
func WritePages(w io.Writer, c *corpus.Corpus) error { return writeStoryPage(w, c) }
