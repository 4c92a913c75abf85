package features

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func named(ids ...string) *Input {
	in := new(Input)
	for _, id := range ids {
		in.Articles = append(in.Articles, corpus.Article{ID: id})
	}
	return in
}

func floats(values ...float32) string {
	var raw []byte
	for _, v := range values {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	return string(raw)
}

func npyFile(rows, cols int, values ...float32) string {
	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, cols)
	return "\x93NUMPY\x01\x00" + string([]byte{byte(len(header)), 0}) + header + floats(values...)
}

func tensorFile(name, metadata string, rows, cols int, values ...float32) string {
	header := fmt.Sprintf(`{%s"%s":{"dtype":"F32","shape":[%d,%d],"data_offsets":[0,%d]}}`, metadata, name, rows, cols, 4*len(values))
	return string(binary.LittleEndian.AppendUint64(nil, uint64(len(header)))) + header + floats(values...)
}

func TestFile(t *testing.T) {
	in := named("b", "a")
	for _, content := range []string{
		npyFile(2, 2, 1, 2, 3, 4),
		tensorFile("anything", "", 2, 2, 1, 2, 3, 4),
		tensorFile(
			"embeddings",
			`"__metadata__":{"ids":"[\"a\",\"c\",\"b\"]"},"other":{"dtype":"F8","shape":[],"data_offsets":[0,0]},`, 3, 2, 3, 4,
			9, 9, 1, 2,
		),
		"{\"id\":\"a\",\"vector\":[3,4]}\n\n{\"id\":\"null\",\"vector\":[9,9],\"x\":null}\r\n{\"id\":\"b\",\"vector\":[1,2.0]}",
	} {
		path := filepath.Join(t.TempDir(), "vectors")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		s := build(t, fmt.Sprintf("file(path=%q)", path), in)
		assert.Equal(t, &Dense{Rows: 2, Cols: 2, Data: []float32{1, 2, 3, 4}}, s.Dense)
	}
}

func TestFileRefuses(t *testing.T) {
	nan := float32(math.NaN())
	for content, want := range map[string]string{
		npyFile(3, 1, 1, 2, 3): "there are 3 rows for 2 articles",
		npyFile(2, 0):          "not articles × dims",
		npyFile(2, 2, 1, 2, 3, float32(math.Inf(1))):                                     "row 1 holds +Inf in column 1",
		tensorFile("x", "", 2, 1, nan, 2):                                                "row 0 holds NaN in column 0",
		tensorFile("x", `"y":{"dtype":"F32","shape":[0,1],"data_offsets":[0,0]},`, 0, 1): `no tensor "embeddings", only ["x" "y"]`,
		tensorFile("x", `"__metadata__":{"ids":"a,b"},`, 2, 1, 1, 2):                     "no JSON list",
		tensorFile("x", `"__metadata__":{"ids":"[\"a\"]"},`, 2, 1, 1, 2):                 "1 ids for 2 rows",
		tensorFile("x", `"__metadata__":{"ids":"[\"a\",\"a\"]"},`, 2, 1, 1, 2):           `"a" has two vectors`,
		"":                             "2 of 2 articles have no vector, the first of them: a, b",
		`{"id":"b","vector":[1]}`:      "1 of 2 articles have no vector, the first of them: a",
		`{"id":"a","vector":[1,null]}`: `line 1: the vector of article "a" holds null in column 1`,
		`{"id":"a","vector":[NaN]}`:    "line 1: invalid character",
		`{"id":"a","vector":[1e39]}`:   "line 1: json: cannot unmarshal number 1e39",
		`{"vector":[1]}`:               "there is no id",
		`{"id":"a","vector":[]}`:       "is empty",
		"{\"id\":\"a\",\"vector\":[1]}\n{\"id\":\"b\",\"vector\":[1,2]}": "line 2: the vector of article \"b\" has 2 dimensions, the first has 1",
		"{\"id\":\"a\",\"vector\":[1]}\n{\"id\":\"a\",\"vector\":[1]}":   "line 2: article \"a\" has two vectors",
	} {
		path := filepath.Join(t.TempDir(), "vectors")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		_, err := (&File{Path: path}).Build(t.Context(), named("a", "b"))
		assert.ErrorContains(t, err, want)
		assert.ErrorContains(t, err, path)
	}
	_, err := (&File{Path: "testdata/absent"}).Build(t.Context(), named("a"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func FuzzFile(f *testing.F) {
	f.Add([]byte(npyFile(2, 1, 1, 2)))
	f.Add([]byte(tensorFile("embeddings", `"__metadata__":{"ids":"[\"a\",\"b\"]"},`, 2, 1, 1, 2)))
	f.Add([]byte("{\"id\":\"a\",\"vector\":[3,4]}\n{\"id\":\"b\",\"vector\":[1,2]}"))
	path := filepath.Join(f.TempDir(), "vectors")
	f.Fuzz(func(t *testing.T, content []byte) {
		require.NoError(t, os.WriteFile(path, content, 0o644))
		s, err := (&File{Path: path}).Build(t.Context(), named("a", "b"))
		if err != nil {
			return
		}
		require.Equal(t, 2, s.Rows())
		require.Len(t, s.Dense.Data, 2*s.Cols())
		require.NoError(t, finite(s.Dense))
	})
}
