package register

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// A File is one that a part reads, from the folder of the data.
type File struct {
	Role string // what it is to the part, such as "data" or "labels0"; unique in the part
	Path string // from the folder of the data, with slashes
	// Size in bytes and Fingerprint (internal/fingerprint) are those of the file that the figures are measured on. A file
	// that nobody here has read has none: any content is taken, and what was read is recorded.
	Size        int64
	Fingerprint string
}

func checkFiles(files []File) error {
	roles := map[string]bool{}
	for _, f := range files {
		switch {
		case f.Role == "" || roles[f.Role]:
			return fmt.Errorf("the role %q of a file is empty or given twice", f.Role)
		case !filepath.IsLocal(filepath.FromSlash(f.Path)):
			return fmt.Errorf("%s: the path %q leaves the folder of the data", f.Role, f.Path)
		case (f.Size > 0) != (len(f.Fingerprint) == 16):
			return fmt.Errorf("%s: give size and fingerprint, or neither", f.Role)
		}
		roles[f.Role] = true
	}
	return nil
}

// A missing error says which file is absent, or is another one.
type missing struct{ text string }

func (m missing) Error() string { return m.text }

// find checks that the files are in the folder, with their sizes and fingerprints, and returns the fingerprint of all.
// What is wrong with a file is a missing error.
func find(dir string, files []File) (sum string, err error) {
	var paths []string
	for _, f := range files {
		if dir == "" {
			return "", missing{f.Path + ": no folder of data was given (--data DIR)"}
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "", missing{f.Path + " is not there"}
		case err != nil:
			return "", missing{fmt.Sprintf("%s: %v", f.Path, errors.Unwrap(err))}
		case !info.Mode().IsRegular():
			return "", missing{f.Path + " is no regular file"}
		case f.Size > 0 && info.Size() != f.Size:
			return "", missing{fmt.Sprintf("%s has %d bytes, and the file of the register %d: other data", f.Path, info.Size(), f.Size)}
		}
		paths = append(paths, path)
		if f.Fingerprint == "" {
			continue
		}
		found, err := fingerprint.Sum([]string{path})
		if err != nil {
			return "", missing{fmt.Sprintf("%s: %v", f.Path, errors.Unwrap(err))}
		}
		if found != f.Fingerprint {
			return "", missing{fmt.Sprintf("%s has the fingerprint %s, and the file of the register %s: other data", f.Path, found, f.Fingerprint)}
		}
	}
	return fingerprint.Sum(paths)
}

// manifest reads a list of files, a line each: part, role, path, size and fingerprint, set apart by spaces. The text is
// one of the register's own, so that a line that does not fit is left for Check to report.
func manifest(text string) map[string][]File {
	parts := map[string][]File{}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		size, _ := strconv.ParseInt(f[3], 10, 64)
		parts[f[0]] = append(parts[f[0]], File{Role: f[1], Path: f[2], Size: size, Fingerprint: f[4]})
	}
	return parts
}
