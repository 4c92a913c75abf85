package corpus

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func gzipped(t testing.TB, s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(s))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func zstandard(t testing.TB, s string) []byte {
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	defer w.Close()
	return w.EncodeAll([]byte(s), nil)
}

func TestReadLabelsForms(t *testing.T) {
	want := &LabelsFile{IDs: []string{"a", "b,1", "c"}, Groups: []string{"x", "", "7"}}
	for name, content := range map[string]string{
		"csv":            "id,label\na,x\n\"b,1\",-1\nc,7\n",
		"no end of line": "id,label\na,x\n\"b,1\",-1\nc,7",
		"windows":        "\uFEFFid,label\r\n\r\na,x\r\n\"b,1\",\r\n  \r\nc, 7\r\n",
		"tsv":            "ID\tLabel\na\tx\nb,1\t-1.0\nc\t7\n",
		"other columns":  ",label,title,id\n0,x,\"t, u\",a\n1,,,\"b,1\"\n2,7,t,c\n",
		"label first":    "story,label,id\n1,x,a\n1,-1,\"b,1\"\n1,7,c\n",
		"json":           `{"id":"a","label":"x"}` + "\n\n" + `{"label":null,"id":"b,1","title":"t"}` + "\n" + ` {"id":"c","label":7}`,
	} {
		for _, packed := range [][]byte{[]byte(content), gzipped(t, content), zstandard(t, content)} {
			f, err := ParseLabels(bytes.NewReader(packed), "")
			require.NoError(t, err, name)
			assert.Equal(t, want.IDs, f.IDs, name)
			assert.Equal(t, want.Groups, f.Groups, name)
		}
	}
}

func TestReadLabelsLines(t *testing.T) {
	f, err := ParseLabels(strings.NewReader("id,label\n\n\"two\nlines\",1\nb,2\n"), "")
	require.NoError(t, err)
	assert.Equal(t, []string{"two\nlines", "b"}, f.IDs)
	assert.Equal(t, []int{3, 5}, f.Lines)
	f, err = ParseLabels(strings.NewReader("\n{\"id\":1,\"label\":2}\n\n{\"id\":12345678901234567890,\"label\":\"-1\"}"), "")
	require.NoError(t, err)
	assert.Equal(t, &LabelsFile{IDs: []string{"1", "12345678901234567890"}, Groups: []string{"2", ""}, Lines: []int{2, 4}}, f)
}

func TestReadLabelsErrors(t *testing.T) {
	for content, want := range map[string]string{
		"":                                        "f.csv: the file is empty",
		"\uFEFF\n":                                "f.csv: the file is empty",
		"a,1\nb,2\n":                              "f.csv:1: the header has no column id",
		"id\na\n":                                 "f.csv:1: the header has no column label",
		"id,label\na,1\nb\n":                      "f.csv:3: the row has 1 columns, the header 2",
		"id,label\na,b,1\n":                       "f.csv:2: the row has 3 columns, the header 2",
		"id,label\na,1\nb,2\na,3\n":               `f.csv:4: id "a" is in line 2 already`,
		"id,label\n,1\n":                          "f.csv:2: the id is empty",
		"id,label\na,\xe9\n":                      "f.csv:2: the text is not UTF-8",
		"id,label\na\"b,1\n":                      "f.csv:2: bare",
		"id,label\na,1\n\"b,2\nc,3\n":             "f.csv:3: extraneous or missing",
		`{"id":"a","label":1}` + "\n" + `{"id":`:  "f.csv:2: no JSON object of one line",
		"{\n" + `"id":"a","label":1}`:             "f.csv:1: no JSON object of one line",
		`{"id":"a","label":1} {"id":"b"}`:         "f.csv:1: no JSON object of one line",
		`{"id":"a","label":1}}`:                   "f.csv:1: no JSON object of one line",
		`{"label":1}`:                             "f.csv:1: the field id is missing",
		`{"id":null,"label":1}`:                   "f.csv:1: the id is empty",
		`{"id":["a"],"label":1}`:                  "f.csv:1: the field id is neither",
		`{"id":"","label":1}`:                     "f.csv:1: the id is empty",
		`{"id":"a"}`:                              "f.csv:1: the field label is missing",
		`{"id":"a","label":[1]}`:                  "f.csv:1: the field label is neither",
		`{"id":"a","label":1}` + "\n" + "{\"\xff": "f.csv:2: the text is not UTF-8",
		`{"id":"1","label":1}` + "\n" + `{"id":1,"label":1}`: `f.csv:2: id "1" is in line 1 already`,
		"\x1f\x8b": "f.csv: the compressed file breaks off",
	} {
		_, err := ParseLabels(strings.NewReader(content), "f.csv")
		assert.ErrorContains(t, err, want, "%q", content)
	}
	_, err := ReadLabels(filepath.Join(t.TempDir(), "none.csv"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// Cut anywhere, a compressed file is an error, never a shorter list.
func TestReadLabelsTruncated(t *testing.T) {
	var table, lines strings.Builder
	table.WriteString("id,label\n")
	for i := range 60 {
		fmt.Fprintf(&table, "article-%d,%d\n", i*i, i*7919%13)
		fmt.Fprintf(&lines, "{\"id\":%d,\"label\":%d}\n", i*i, i*7919%13)
	}
	for _, packed := range [][]byte{gzipped(t, table.String()), gzipped(t, lines.String()), zstandard(t, table.String()),
		zstandard(t, lines.String())} {
		for n := 4; n < len(packed); n++ {
			_, err := ParseLabels(bytes.NewReader(packed[:n]), "f.gz")
			require.ErrorContains(t, err, "f.gz", "the first %d of %d bytes", n, len(packed))
		}
	}
	packed := gzipped(t, table.String())
	_, err := ParseLabels(bytes.NewReader(packed[:len(packed)-9]), "f.gz")
	assert.ErrorContains(t, err, "breaks off")
	packed[len(packed)-5] ^= 1
	_, err = ParseLabels(bytes.NewReader(packed), "f.gz")
	assert.ErrorContains(t, err, "checksum")
}

func TestAlign(t *testing.T) {
	f := &LabelsFile{Path: "f.csv", IDs: []string{"a", "b", "c", "d"}, Groups: []string{"x", "y", "", "x"}}
	labels, err := f.Align([]string{"b", "d", "c", "a"}, IDPolicy{})
	require.NoError(t, err)
	assert.Equal(t, Labels{0, 1, None, 1}, labels)

	_, err = f.Align([]string{"b", "e"}, IDPolicy{})
	assert.ErrorContains(t, err, `f.csv`)
	assert.ErrorContains(t, err, `1 of 2 articles have no label: ["e"]`)
	assert.ErrorContains(t, err, `3 of 4 labels are for articles that the corpus does not have: ["a" "c" "d"]`)
	_, err = f.Align([]string{"b", "e"}, IDPolicy{Missing: "singletons"})
	assert.NotContains(t, err.Error(), "have no label")
	_, err = f.Align([]string{"b", "e"}, IDPolicy{Unknown: "ignore"})
	assert.NotContains(t, err.Error(), "labels are for")

	labels, err = f.Align([]string{"e", "d", "f", "a", "c"}, IDPolicy{Missing: "singletons", Unknown: "ignore"})
	require.NoError(t, err)
	assert.Equal(t, Labels{0, 1, 2, 1, None}, labels)
	labels, err = f.Align(nil, IDPolicy{Unknown: "ignore"})
	require.NoError(t, err)
	assert.Empty(t, labels)

	var many []string
	for i := range 14 {
		many = append(many, fmt.Sprint(i))
	}
	_, err = (&LabelsFile{}).Align(many, IDPolicy{})
	assert.ErrorContains(t, err, `14 of 14 articles have no label: ["0" "1" "2" "3" "4" "5" "6" "7" "8" "9"] and 4 more`)
}

func TestWriteLabels(t *testing.T) {
	var b strings.Builder
	require.NoError(t, WriteLabels(&b, []string{"a", `b "q", c`, "d"}, Labels{3, None, -7}))
	assert.Equal(t, "id,label\na,3\n\"b \"\"q\"\", c\",-1\nd,-1\n", b.String())
	assert.ErrorContains(t, WriteLabels(&b, []string{"a"}, nil), "1 ids, 0 labels")
	for _, id := range []string{"", "\xff", "a\r\nb"} {
		assert.ErrorContains(t, WriteLabels(&b, []string{id}, Labels{1}), "does not hold", "%q", id)
	}
}

func TestWriteThenReadIsIdentity(t *testing.T) {
	id := rapid.OneOf(rapid.StringMatching("[ab,\"\n\t {é'-]{1,5}"), rapid.StringN(1, 6, -1)).
		Filter(func(s string) bool { return !strings.Contains(s, "\r\n") })
	path := filepath.Join(t.TempDir(), "labels")
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(id, rapid.ID).Draw(t, "ids")
		labels := Labels(rapid.SliceOfN(rapid.Int32Range(-1, 5), len(ids), len(ids)).Draw(t, "labels"))
		var b bytes.Buffer
		require.NoError(t, WriteLabels(&b, ids, labels))
		require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
		f, err := ReadLabels(path)
		require.NoError(t, err)
		got, err := f.Align(rapid.Permutation(ids).Draw(t, "shuffled"), IDPolicy{})
		require.NoError(t, err)
		require.Equal(t, labels.Groups(), got.Groups())
		got, err = f.Align(ids, IDPolicy{})
		require.NoError(t, err)
		require.Equal(t, labels.Canonical(), got)
	})
}

func FuzzReadLabels(f *testing.F) {
	for _, s := range []string{"", "id,label\na,1\n", "id\tstory\n\"a\nb\"\t-1", `{"id":1,"cluster":null}`, "\uFEFFlabel,id\r\n1,\"\"\"\"\r\n",
		"{", "\x1f\x8b\x08"} {
		f.Add([]byte(s))
	}
	f.Add(gzipped(f, "id,label\na,1\n"))
	f.Add(zstandard(f, `{"id":"a","label":"b"}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := ParseLabels(bytes.NewReader(content), "f")
		if err != nil {
			require.Nil(t, file)
			return
		}
		require.Len(t, file.Groups, len(file.IDs))
		require.Len(t, file.Lines, len(file.IDs))
		labels, err := file.Align(file.IDs, IDPolicy{})
		require.NoError(t, err)
		for i, group := range file.Groups {
			require.Equal(t, group == "", labels[i] == None)
		}
	})
}

func BenchmarkReadLabels(b *testing.B) {
	const n = 100_000
	var table strings.Builder
	table.WriteString("id,label\n")
	for i := range n {
		fmt.Fprintf(&table, "article-%d,%d\n", i, i/20)
	}
	b.Run(fmt.Sprintf("csv/n=%d", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := ParseLabels(strings.NewReader(table.String()), "")
			require.NoError(b, err)
		}
	})
}
