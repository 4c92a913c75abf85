package register

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tables in docs are of the figures in the register: assay reproduce --format md -o docs/reproduced.md writes them.
func TestTablesInDocs(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "reproduced.md"))
	require.NoError(t, err)
	cells := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([a-z-]+) \| (\d+) \| \d+ \|`).FindAllStringSubmatch(string(raw), -1) {
		cells[row[1]] = row[2]
	}
	for i := range Entries {
		e := &Entries[i]
		if n, ok := cells[e.Name]; ok {
			assert.Equal(t, strconv.Itoa(e.Cells()), n, "%s has other cells than docs/reproduced.md", e.Name)
		}
	}
	assert.GreaterOrEqual(t, len(cells), 8)
}
