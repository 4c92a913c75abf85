package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

// Write stores a corpus. The path's ending chooses the format: .jsonl for one
// file of JSON lines, .txt for a story page (both with .gz or .zst if wished),
// anything else for a folder in assay's own form. Files appear whole or not at
// all; a folder that exists is not touched.
func Write(path string, c *corpus.Corpus) error {
	if strings.ContainsAny(path, "\x00") || path == "" {
		return fmt.Errorf("%q is no path", path)
	}
	switch plain := strings.TrimSuffix(strings.TrimSuffix(path, ".gz"), ".zst"); {
	case strings.HasSuffix(plain, ".jsonl"):
		return jsonLines.write(path, c)
	case strings.HasSuffix(plain, ".txt"):
		return storyPage.write(path, c)
	}
	return native.write(path, c)
}

// WritePages writes the stories of a corpus as story pages.
func WritePages(w io.Writer, c *corpus.Corpus) error { return writeStoryPage(w, c) }
