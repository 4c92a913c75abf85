package results

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// manifestFile lists the files of labels and pages that benches have begun to write into
// a folder, one a line.
const manifestFile = ".assay-files"

// removeTemporary removes what was being written when a bench was killed: temporary files
// of those that the manifest lists, and nothing else.
func removeTemporary(dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	own := map[string][]string{} // base names by folder
	for _, name := range strings.Split(string(raw), "\n") {
		own[path.Dir(name)] = append(own[path.Dir(name)], path.Base(name))
	}
	for _, part := range []string{labelsDir, pagesDir} {
		files, err := os.ReadDir(filepath.Join(dir, part))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, f := range files {
			if !strings.HasPrefix(f.Name(), ".") || !f.Type().IsRegular() ||
				!slices.ContainsFunc(own[part], func(base string) bool { return atomicfile.IsTemporary(f.Name(), base) }) {
				continue
			}
			if err := os.Remove(filepath.Join(dir, part, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Begin puts the files of a trial on the manifest, before they are written.
func (s *Store) Begin(key string) error {
	file, err := os.OpenFile(filepath.Join(s.dir, manifestFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(atomicfile.Append(file, []byte(LabelsFile(key)+"\n"+PagesFile(key)+"\n")), file.Close())
}

// Complete reports whether the files that a result names are there.
func (s *Store) Complete(r Result) bool {
	for _, name := range []string{r.Labels, r.Pages} {
		if name == "" {
			continue
		}
		if info, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(name))); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// Take appends a result of another folder, with the files that it names.
func (s *Store) Take(r Result) error {
	if err := s.Begin(r.Key); err != nil {
		return err
	}
	for _, name := range []string{r.Labels, r.Pages} {
		if name == "" {
			continue
		}
		name = filepath.FromSlash(name)
		if !filepath.IsLocal(name) {
			return fmt.Errorf("the result of trial %s in %s names a file outside of it: %q", r.Key, r.Dir, name)
		}
		raw, err := os.ReadFile(filepath.Join(r.Dir, name))
		if err != nil {
			return fmt.Errorf("a file of trial %s: %w", r.Key, err)
		}
		if err := atomicfile.Write(filepath.Join(s.dir, name), func(w io.Writer) error {
			_, err := w.Write(raw)
			return err
		}); err != nil {
			return err
		}
	}
	return s.Append(r)
}
