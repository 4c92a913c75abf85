package fingerprint

import (
	"os"
	"runtime/debug"
	"strings"
	"sync"
)

// Version is the released version of assay, or for other builds a fingerprint
// of the program itself, so that what other code stored is never taken for its
// own.
var Version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" && info.Main.Version != "(devel)" && !strings.Contains(info.Main.Version, "+dirty") {
		return info.Main.Version
	}
	path, err := os.Executable()
	if err != nil {
		return "devel"
	}
	sum, err := Sum([]string{path})
	if err != nil {
		return "devel"
	}
	return "devel-" + sum
})
