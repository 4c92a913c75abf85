// Package testfiles finds the corpora and reference values that stand beside a
// checkout in ../shared, for tests. They are not part of assay.
package testfiles

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Path returns the path of a file or folder of ../shared, and skips the test,
// naming what it lacks, where there is none.
func Path(t testing.TB, elem ...string) string {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	name := filepath.Join(elem...)
	path := filepath.Join(filepath.Dir(file), "..", "..", "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs ../shared/%s", name)
	}
	return path
}
