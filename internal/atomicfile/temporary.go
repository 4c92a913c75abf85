package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// ending is that of the names of temporary files.
const ending = ".assay-temporary"

// longest is the number of bytes of a file's name that the name of its temporary file
// repeats: file systems take 255.
const longest = 200

// prefix returns how the names of the temporary files of a file begin.
func prefix(path string) string {
	name := filepath.Base(path)
	return "." + name[:min(len(name), longest)] + "."
}

// temporaryName returns a new name in the folder of path.
func temporaryName(path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf("%s%016x%s", prefix(path), rand.Uint64(), ending))
}

// temporary makes a file in the folder of path, with the mode of a new file.
func temporary(path string) (*os.File, error) {
	for {
		file, err := os.OpenFile(temporaryName(path), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

// temporaryFolder makes a folder beside path, with the mode of a new folder.
func temporaryFolder(path string) (string, error) {
	for {
		name := temporaryName(path)
		err := os.Mkdir(name, 0o777)
		if !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

// IsTemporary reports whether a name is that of a temporary file in the place of path: a
// killed process leaves one behind.
func IsTemporary(name, path string) bool {
	random, ok := strings.CutPrefix(name, prefix(path))
	random, ended := strings.CutSuffix(random, ending)
	return ok && ended && len(random) == 16 && strings.Trim(random, "0123456789abcdef") == ""
}
