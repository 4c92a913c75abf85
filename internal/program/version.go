// Package program tells which assay is running.
package program

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/zeebo/xxh3"
)

// Version is the released version of assay, or for a build that is none a digest
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
	raw, err := os.ReadFile(path)
	if err != nil {
		return "devel"
	}
	return fmt.Sprintf("devel-%016x", xxh3.Hash(raw))
})
