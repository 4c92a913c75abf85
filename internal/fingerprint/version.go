package fingerprint

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

const module = "github.com/seed-9405df2f/assay"

// A Build says what the running program was built from. Fields that are not known are
// empty.
type Build struct {
	Version  string `json:"version"`          // of assay, also where it is a dependency
	Commit   string `json:"commit,omitempty"` // of the repository
	Date     string `json:"date,omitempty"`   // of the commit, RFC 3339
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// ThisBuild returns what is known of the running program.
func ThisBuild() Build {
	b := Build{Version: Version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != module {
		return b // the commit is that of another repository
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// Version is the released version of assay, or for other builds a fingerprint
// of the program itself, so that what other code stored is never taken for its
// own. In a program that uses assay as a library it is the version of that dependency.
var Version = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		if version := released(info); version != "" {
			return version
		}
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

// released returns the version of assay among the modules of a program, "" if what it was
// built from is not known to be that of a version.
func released(info *debug.BuildInfo) string {
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path != module {
			continue
		}
		if m.Replace != nil {
			m = m.Replace
		}
		if m.Version == "(devel)" || strings.Contains(m.Version, "+dirty") {
			return ""
		}
		return m.Version
	}
	return ""
}
