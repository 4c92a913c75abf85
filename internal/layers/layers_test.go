// Package layers keeps the house in order: no package imports one of a higher
// floor.
package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-9405df2f/assay"

// rooms is the house from the lowest floor up. A package may import the packages
// of lower rooms, and those listed before it in its own room.
var rooms = [][]string{
	{ // internal
		"internal/parallel", "internal/progress", "internal/atomicfile", "internal/lockfile",
		"internal/compressed", "internal/fingerprint", "internal/testfiles",
		"internal/vec", "internal/knn", "internal/unionfind", "internal/stringindex", "internal/table", "internal/tensor",
		"internal/eigen", "internal/ami", "internal/assign", "internal/chat", "internal/process", "internal/layers",
	},
	{"spec"},
	{ // corpus
		"corpus/language", "corpus/outlet", "corpus", "corpus/gold", "corpus/text", "corpus/counts", "corpus/text/rouge", "corpus/text/neardup",
		"corpus/format/internal/archive", "corpus/format/internal/charset", "corpus/format/internal/markup", "corpus/format",
		"corpus/features/internal/tokenizer", "corpus/features/internal/bert", "corpus/features",
	},
	{ // algorithms
		"algorithms", "algorithms/internal/spacetest",
		"algorithms/kmeans", "algorithms/agglomerative", "algorithms/density", "algorithms/graph", "algorithms/topic", "algorithms/minhash",
		"algorithms/storyline", "algorithms/stream", "algorithms/external", "algorithms/control", "algorithms/summarize", "algorithms/all",
	},
	{ // eval: metrics
		"eval", "eval/stats", "eval/judge", "eval/geometry", "eval/coverage", "eval/diversity", "eval/attribution", "eval/conflicts",
		"eval/streaming", "eval/all",
	},
	{ // what runs and reads trials
		"eval/results", "eval/summaries", "eval/bench",
		"eval/bench/progress", "eval/partial", "eval/outcome", "eval/score", "eval/compare", "eval/explain", "eval/gate",
		"eval/label", "eval/audit", "eval/mteb", "eval/register", "eval/scorefile", "eval/check", "eval/goldtest",
		"eval/tune", "eval/granularity", "eval/ladder",
	},
	{"reports/chart", "reports", "reports/views", "reports/pages", "reports/reference"},
	{".", "cmd/internal/flags", "cmd/assay", "cmd/assay-peers", "cmd/assay-steps"},
}

// longestChain is the largest number of packages of this module of which each
// imports the next.
const longestChain = 12

// place returns the floor of a package and its position there, -1 if it has none.
func place(path string) (floor, position int) {
	for f, room := range rooms {
		if p := slices.Index(room, path); p >= 0 {
			return f, p
		}
	}
	return -1, -1
}

// sources calls f for each Go file of the module, tests aside, with its package.
func sources(t *testing.T, mode parser.Mode, f func(pkg string, set *token.FileSet, file *ast.File)) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != root {
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
				return filepath.SkipDir // another module
			}
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(path))
		require.NoError(t, err)
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, mode)
		require.NoError(t, err)
		f(filepath.ToSlash(relative), set, file)
		return nil
	})
	require.NoError(t, err)
}

// imports maps each package of the module to those of the module that it imports,
// tests aside.
func imports(t *testing.T) map[string][]string {
	found := map[string][]string{}
	sources(t, parser.ImportsOnly, func(pkg string, _ *token.FileSet, file *ast.File) {
		if found[pkg] == nil {
			found[pkg] = []string{}
		}
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			if imported, ok := strings.CutPrefix(name, module+"/"); ok && !slices.Contains(found[pkg], imported) {
				found[pkg] = append(found[pkg], imported)
			}
		}
	})
	return found
}

func TestNoPackageImportsOneAboveIt(t *testing.T) {
	assert.LessOrEqual(t, len(rooms), 8)
	found := imports(t)
	for pkg, list := range found {
		floor, position := place(pkg)
		require.GreaterOrEqual(t, floor, 0, "package %s has no place in the rooms", pkg)
		for _, imported := range list {
			f, p := place(imported)
			assert.True(t, f < floor || f == floor && p < position, "%s imports %s, which does not stand below it", pkg, imported)
		}
	}
	for _, room := range rooms {
		for _, pkg := range room {
			assert.True(t, found[pkg] != nil || pkg == "internal/layers", "no package %s", pkg)
		}
	}
}

func TestLongestChain(t *testing.T) {
	found := imports(t)
	memo := map[string][]string{}
	var longest func(pkg string) []string
	longest = func(pkg string) []string {
		if chain, ok := memo[pkg]; ok {
			return chain
		}
		var best []string
		for _, imported := range found[pkg] {
			if chain := longest(imported); len(chain) > len(best) {
				best = chain
			}
		}
		memo[pkg] = append([]string{pkg}, best...)
		return memo[pkg]
	}
	for pkg := range found {
		assert.LessOrEqual(t, len(longest(pkg)), longestChain, "%v", longest(pkg))
	}
}

// A helper for tests must stay light: goldtest reaches few packages of this module, and none that
// speaks HTTP, asks a language model, or reads heavy formats.
func TestGoldtestIsLight(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}} {{.Imports}}", module+"/eval/goldtest").Output()
	require.NoError(t, err)
	var own []string
	for line := range strings.Lines(string(out)) {
		if pkg, imported, _ := strings.Cut(line, " "); strings.HasPrefix(pkg, module+"/") {
			own = append(own, strings.TrimPrefix(pkg, module+"/"))
			// The public suffix list, which corpus/outlet uses, implements an interface of net/http.
			assert.NotContains(t, strings.Fields(strings.Trim(imported, "[]\n")), "net/http", pkg)
		}
	}
	assert.LessOrEqual(t, len(own), 18, "%v", own)
	assert.Contains(t, own, "eval/gate")
	for _, heavy := range []string{"internal/chat", "corpus/format", "corpus/features", "algorithms", "eval/all"} {
		assert.NotContains(t, own, heavy)
	}
}

// Metrics score what they are given: an algorithm or a summarizer is run by those who
// run trials, and by the protocol of a stream.
func TestMetricsReachNoAlgorithm(t *testing.T) {
	found := imports(t)
	var reaches func(pkg string) bool
	reaches = func(pkg string) bool {
		return strings.HasPrefix(pkg+"/", "algorithms/") || slices.ContainsFunc(found[pkg], reaches)
	}
	assert.True(t, reaches("eval/streaming"), "the test finds what is there")
	floor, _ := place("eval")
	for _, pkg := range rooms[floor] {
		if pkg != "eval/streaming" && pkg != "eval/all" {
			assert.False(t, reaches(pkg), "%s reaches an algorithm", pkg)
		}
	}
}

// The engines of cmd/assay-beam stay in the module of their own.
func TestBeamStaysOutside(t *testing.T) {
	for _, name := range []string{"go.mod", "go.sum"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", name))
		require.NoError(t, err)
		assert.NotContains(t, string(raw), "github.com/apache/beam", name)
	}
}
