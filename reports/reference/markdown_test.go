package reference

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write docs/reference anew")

// The pages in docs/reference are what the descriptions say.
func TestPagesInDocs(t *testing.T) {
	for _, k := range Kinds() {
		var page strings.Builder
		require.NoError(t, WriteMarkdown(&page, k))
		path := filepath.Join("..", "..", "docs", "reference", k.Name+".md")
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, []byte(page.String()), 0o644))
		}
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, page.String(), string(raw), "%s is not what the program says: go test ./reports/reference -update writes it anew", path)
	}
}
