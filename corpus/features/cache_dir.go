package features

import (
	"fmt"
	"os"
	"path/filepath"
)

// CacheVariable is the environment variable with the folder of [DefaultCacheDir].
const CacheVariable = "ASSAY_CACHE"

// DefaultCacheDir returns the folder for a [Cache] that several programs share, and
// makes it: that in CacheVariable, else one in the user's cache folder. It is "" if the
// system has no such folder.
func DefaultCacheDir() (string, error) {
	if dir := os.Getenv(CacheVariable); dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", fmt.Errorf("%s: %w", CacheVariable, err)
		}
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	dir = filepath.Join(dir, "assay")
	if err != nil || os.MkdirAll(dir, 0o700) != nil {
		return "", nil // nobody asked for it, so it may be absent
	}
	return dir, nil
}
