package fingerprint

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReleased(t *testing.T) {
	fork, folder := &debug.Module{Version: "v0.2.1"}, &debug.Module{Path: "../assay"}
	other := debug.Module{Path: "example.org/digest", Version: "v7.0.0"}
	for name, c := range map[string]struct {
		info debug.BuildInfo
		want string
	}{
		"the program":    {debug.BuildInfo{Main: debug.Module{Path: module, Version: "v0.1.0"}}, "v0.1.0"},
		"a clone":        {debug.BuildInfo{Main: debug.Module{Path: module, Version: "(devel)"}}, ""},
		"edited":         {debug.BuildInfo{Main: debug.Module{Path: module, Version: "v0.1.0+dirty"}}, ""},
		"a library":      {debug.BuildInfo{Main: other, Deps: []*debug.Module{{Path: module, Version: "v0.2.0"}}}, "v0.2.0"},
		"of a fork":      {debug.BuildInfo{Main: other, Deps: []*debug.Module{{Path: module, Version: "v0.2.0", Replace: fork}}}, "v0.2.1"},
		"of a folder":    {debug.BuildInfo{Main: other, Deps: []*debug.Module{{Path: module, Version: "v0.2.0", Replace: folder}}}, ""},
		"something else": {debug.BuildInfo{Main: other}, ""},
	} {
		assert.Equal(t, c.want, released(&c.info), name)
	}
	b := ThisBuild()
	assert.NotEmpty(t, b.Version)
	assert.Contains(t, b.Go, "go1.")
}
