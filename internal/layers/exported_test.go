package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a package exports can be written down in another module: no exported
// signature, field, variable or type of a public package names an internal one.
func TestExportedTypesArePublic(t *testing.T) {
	files := 0
	sources(t, parser.SkipObjectResolution, func(pkg string, set *token.FileSet, file *ast.File) {
		if isInternal(pkg) {
			return
		}
		files++
		for _, at := range internalTypes(file) {
			assert.Fail(t, "an exported declaration names an internal type", "%s", set.Position(at))
		}
	})
	assert.Greater(t, files, 100)
}

func TestInternalTypesAreFound(t *testing.T) {
	for source, want := range map[string]int{
		"func F(x []vec.Panels) {}":                   1,
		"func F() map[string]*vec.Panels { return 1}": 1,
		"func f(x vec.Panels) {}":                     0,
		"func F() { var x vec.Panels; _ = x }":        0,
		"type T struct { A, b vec.Panels }":           1,
		"type T struct { b vec.Panels }":              0,
		"type T struct { vec.Panels }":                1,
		"type T struct { A corpus.Labels }":           0,
		"type T interface { M(vec.Panels) }":          1,
		"type T = vec.Panels":                         1,
		"func (t T) M(vec.Panels) {}":                 1,
		"func (t *t) M(vec.Panels) {}":                0,
		"func (t *T) m(vec.Panels) {}":                0,
		"var V vec.Panels":                            1,
		"var V = vec.New()":                           0,
	} {
		text := "package p\nimport (\"" + module + "/internal/vec\"\n\"" + module + "/corpus\")\n" + source
		file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
		require.NoError(t, err)
		assert.Len(t, internalTypes(file), want, source)
	}
}

func isInternal(pkg string) bool {
	return strings.HasPrefix(pkg, "internal/") || strings.Contains(pkg, "/internal/")
}

// internalTypes returns where exported declarations name types of internal packages.
func internalTypes(file *ast.File) (found []token.Pos) {
	hidden := map[string]bool{} // by the name that the file has for it
	for _, i := range file.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if imported, ok := strings.CutPrefix(name, module+"/"); ok && isInternal(imported) {
			local := path.Base(name)
			if i.Name != nil {
				local = i.Name.Name
			}
			hidden[local] = true
		}
	}
	look := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.StructType:
				n.Fields.List = slices.DeleteFunc(n.Fields.List, func(f *ast.Field) bool { return f.Names != nil && !anyExported(f.Names) })
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && hidden[x.Name] {
					found = append(found, n.Pos())
				}
			}
			return true
		})
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || receiverExported(d.Recv.List[0].Type)) {
				look(d.Type)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if s, ok := s.(*ast.TypeSpec); ok && s.Name.IsExported() {
					look(s.Type)
				}
				if s, ok := s.(*ast.ValueSpec); ok && s.Type != nil && anyExported(s.Names) {
					look(s.Type)
				}
			}
		}
	}
	return found
}

func anyExported(names []*ast.Ident) bool { return slices.ContainsFunc(names, (*ast.Ident).IsExported) }

// receiverExported reports whether methods on a type can be called from outside.
func receiverExported(t ast.Expr) (exported bool) {
	ast.Inspect(t, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && !exported {
			exported = name.IsExported()
		}
		return true
	})
	return exported
}
