package results

import (
	"errors"
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
