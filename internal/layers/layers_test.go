// Package layers keeps the house in order: no package imports one that stands
// below it.
package layers

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-9405df2f/assay"

// layers is the house from top to bottom. A package may import what stands above
// it; those of one line do not import each other.
var layers = [][]string{
	{"internal/atomicfile", "internal/compressed", "internal/filehash", "internal/mutual", "internal/parallel", "internal/shared", "internal/spec", "internal/vec", "internal/layers"},
	{"internal/program", "internal/chat"},
	{"corpus"},
	{"corpus/gold", "corpus/text", "corpus/features/internal/tensor", "corpus/features/internal/tokenizer"},
	{"corpus/format", "corpus/features", "corpus/text/rouge"},
	{"algorithms", "algorithms/internal/unionfind", "algorithms/internal/knn", "algorithms/internal/eigen", "algorithms/internal/spacetest"},
	{"algorithms/kmeans", "algorithms/agglomerative", "algorithms/minhash", "algorithms/external", "algorithms/control",
		"algorithms/density", "algorithms/stream", "algorithms/topic"},
	{"algorithms/graph", "algorithms/summarize"}, // spectral ends with k-means, and submodular groups sentences by it
	{"algorithms/stories"},                       // cuts trees, and large corpora by the graph of their articles
	{"algorithms/catalog"},
	{"eval"},
	{"eval/coverage", "eval/diversity", "eval/geometry", "eval/stats"},
	{"eval/attribution", "eval/conflicts", "eval/streaming"},
	{"eval/catalog"},
	{"eval/bench", "eval/compare", "eval/explain", "eval/gate"},
	{"eval/goldtest", "eval/tune", "reports/charts"},
	{"reports", "reports/pages"},
	{"cmd/assay", "internal/peers"},
}

func layer(path string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, path) })
}

func TestNoPackageImportsOneBelowIt(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(path))
		require.NoError(t, err)
		pkg := filepath.ToSlash(relative)
		seen[pkg] = true
		own := layer(pkg)
		require.GreaterOrEqual(t, own, 0, "package %s has no place in the layers", pkg)
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			if imported, ok := strings.CutPrefix(name, module+"/"); ok {
				assert.Less(t, layer(imported), own, "%s imports %s, which does not stand above it", path, imported)
			}
		}
		return nil
	})
	require.NoError(t, err)
	for _, l := range layers {
		for _, pkg := range l {
			assert.True(t, seen[pkg] || pkg == "internal/layers", "no package %s", pkg)
		}
	}
}
