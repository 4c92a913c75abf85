package results

import (
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/internal/lockfile"
)

// lockFile names who writes to a folder.
const lockFile = ".assay-lock"

// lock keeps other processes from writing to a folder until unlock is called.
func lock(dir string) (unlock func(), err error) {
	place := lockfile.Place{Path: dir, By: "a bench", Does: "writes to this folder", Else: "choose another folder"}
	return lockfile.Lock(filepath.Join(dir, lockFile), place)
}

// Free returns an error if another process writes to a folder, as [Open] would.
func Free(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, lockFile)); err != nil {
		return nil // it is not locked, or does not exist
	}
	unlock, err := lock(dir)
	if err == nil {
		unlock()
	}
	return err
}
