//go:build !unix

package lockfile

import (
	"errors"
	"io/fs"
	"os"
)

// lockedFile opens a file. Files are not locked on this system: it is free if it was
// absent, and a killed process leaves it behind.
func lockedFile(path string) (file *os.File, free bool, err error) {
	file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		file, err = os.Open(path)
		return file, false, err
	}
	return file, true, err
}
