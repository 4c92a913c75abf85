// Package testfiles finds the corpora and reference values that tests read beside the
// checkout, in ../shared, and says which tests run. The files are not part of assay.
package testfiles

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Path returns the path of a file or folder of ../shared. If it is absent, it skips the
// test and names it.
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

// Long skips a test that takes long, and says what it does, unless the environment
// variable ASSAY_LONG is 1.
func Long(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("ASSAY_LONG") != "1" {
		t.Skipf("%s: set ASSAY_LONG=1 to run it", what)
	}
}
