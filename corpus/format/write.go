package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// Write stores a corpus. The ending of the path selects the format, from own before
// [Formats]: .jsonl is one file of JSON lines, .json, .csv, .tsv and .parquet are tables,
// .kite.json is a file of Kite, .txt a story page, each but Parquet with .gz or .zst if
// wanted; anything else is a folder in assay's own form. Files are written whole or not
// at all. It is an error if the folder exists.
func Write(path string, c *corpus.Corpus, own ...Format) error {
	if strings.ContainsAny(path, "\x00") || path == "" {
		return fmt.Errorf("%q is no path", path)
	}
	if path == stdin {
		return errors.New("- is no path to write to: name a folder or a file, whose ending chooses the format")
	}
	for _, f := range slices.Concat(own, Formats) {
		for _, ending := range f.Endings {
			if w, ok := f.New().(Writer); ok && strings.HasSuffix(compressed.Plain(path), ending) {
				return w.Write(path, c)
			}
		}
	}
	return nativeReader{}.Write(path, c)
}

// WritePages writes the stories of a corpus as story pages.
func WritePages(w io.Writer, c *corpus.Corpus) error { return writeStoryPage(w, c) }
