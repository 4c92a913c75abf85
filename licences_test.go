package assay_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write docs/licences.txt anew")

// docs/licences.txt has the licences of all modules whose code is in the program.
func TestLicences(t *testing.T) {
	var modules []string
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/assay")
		list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Skip("needs the go command")
		}
		modules = append(modules, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(modules)
	var text strings.Builder
	for _, m := range slices.Compact(modules) {
		if m == "" {
			continue
		}
		fields := strings.SplitN(m, " ", 3)
		fmt.Fprintf(&text, "==== %s %s\n", fields[0], fields[1])
		found := 0
		for _, pattern := range []string{"LICEN[CS]E*", "COPYING*", "NOTICE*"} {
			paths, err := filepath.Glob(filepath.Join(fields[2], pattern))
			require.NoError(t, err)
			for _, path := range paths {
				raw, err := os.ReadFile(path)
				require.NoError(t, err)
				fmt.Fprintf(&text, "\n%s\n", strings.TrimSpace(strings.ReplaceAll(string(raw), "\r\n", "\n")))
				found++
			}
		}
		assert.Positive(t, found, "%s has no licence", fields[0])
		text.WriteString("\n")
	}
	path := filepath.Join("docs", "licences.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644))
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, text.String() == string(raw), "modules have changed: go test . -update writes docs/licences.txt anew")
}
