package format

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func write(t *testing.T, name, content string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

func TestEmbeddedCorpora(t *testing.T) {
	for _, name := range gold.Names() {
		c, faults, err := Check(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, name, c.Name())
		for _, f := range faults {
			assert.Contains(t, []corpus.FaultKind{corpus.StoryOfOne, corpus.DuplicateURL, corpus.MissingField}, f.Kind, f.Error())
		}
		if name == "headlines" {
			assert.Len(t, c.Articles, 480)
			continue
		}
		for _, s := range c.Stories {
			assert.NotEmpty(t, s.Title, s.ID)
			assert.NotEmpty(t, s.Summary, s.ID)
			assert.True(t, len(s.KeyPoints) >= 3 && len(s.KeyPoints) <= 5, s.ID)
		}
		for i := range c.Articles {
			a := &c.Articles[i]
			assert.True(t, strings.HasSuffix(a.Source, ".example"), a.ID)
			words := len(strings.Fields(a.Text))
			assert.True(t, words >= 60 && words <= 210, "%s has %d words", a.ID, words)
		}
	}
	c, err := Open(t.Context(), "newsroom")
	require.NoError(t, err)
	n := c.Stats()
	assert.GreaterOrEqual(t, n.Articles, 200)
	assert.GreaterOrEqual(t, n.Stories, 30)
	assert.GreaterOrEqual(t, n.Outlets, 15)
	assert.Equal(t, 20, n.LargestOne)
	assert.Positive(t, n.Singletons)
	assert.Positive(t, n.Distractors)
}

func TestRoundTrips(t *testing.T) {
	c, err := Open(t.Context(), "newsroom")
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, Write(dir, c))
	again, err := Open(t.Context(), dir)
	require.NoError(t, err)
	assert.Equal(t, c.Fingerprint(), again.Fingerprint())
	assert.Equal(t, c.Card, again.Card)
	assert.ErrorContains(t, Write(dir, c), "exists already")

	bare := *c
	bare.Stories = nil
	bare.AddMissingStories()
	for _, name := range []string{"a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.json", "a.csv", "a.tsv.gz", "a.parquet"} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, Write(path, &bare))
		again, err := Open(t.Context(), path)
		require.NoError(t, err)
		assert.Equal(t, bare.Fingerprint(), again.Fingerprint(), name)
		assert.Equal(t, "a", again.Name())

		require.NoError(t, Write(path, c))
		again, err = Open(t.Context(), path)
		require.NoError(t, err)
		assert.Equal(t, c.Fingerprint(), again.Fingerprint(), "%s with story texts", name)
		assert.ErrorContains(t, Write(path, &bare), "a.stories.jsonl", "%s without story texts, beside a file of them", name)
	}
}

func TestCompressedFolder(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("{\"id\":\"1\",\"text\":\"a\",\"story\":\"s\"}\n"))
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, "articles.jsonl.gz"), b.Bytes(), 0o644))
	c, err := Open(t.Context(), dir)
	require.NoError(t, err)
	assert.Len(t, c.Articles, 1)
	assert.Equal(t, filepath.Base(dir), c.Name())
	assert.Equal(t, filepath.Join(dir, "articles.jsonl.gz")+":1", c.Articles[0].Pos.String())
}

func TestArticlesStreams(t *testing.T) {
	path := write(t, "a.jsonl", "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\n{\"id\":}\n")
	var ids []string
	var failed error
	for a, err := range Articles(t.Context(), path) {
		if failed = err; err == nil {
			ids = append(ids, a.ID)
		}
	}
	assert.Equal(t, []string{"1", "2"}, ids)
	assert.ErrorContains(t, failed, "a.jsonl:4: not a JSON object at character 7")
	for range Articles(t.Context(), path) {
		break
	}
}

// One line each that says what and where.
func TestErrors(t *testing.T) {
	var cut bytes.Buffer
	z := gzip.NewWriter(&cut)
	for i := range 9999 {
		fmt.Fprintf(z, "{\"id\":\"%d\"}\n", i)
	}
	z.Close()
	for name, c := range map[string]struct{ file, content, want string }{
		"no such file":    {"", "", "no such file or folder, and no embedded corpus"},
		"truncated gzip":  {"a.jsonl.gz", cut.String()[:cut.Len()/2], "the file was cut off"},
		"cut line":        {"a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\",\"ti", "a.jsonl:2: the JSON object is cut off"},
		"duplicate":       {"a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"1\"}\n", `a.jsonl:2: the id "1" is that of the article in line 1`},
		"no id":           {"a.jsonl", "{\"id\":\"1\"}\n{\"title\":\"x\"}\n", "a.jsonl:2: the article has no id"},
		"bad date":        {"a.jsonl", "{\"id\":\"1\",\"published\":\"soon\"}\n", `a.jsonl:1: "soon" is no date`},
		"mixed":           {"a.jsonl", "\xef\xbb\xbf{\"id\":\"1\",\"title\":\"caf\xe9\"}\n", "a.jsonl:1: byte 23 of the line is not UTF-8"},
		"wrong type":      {"a.jsonl", "{\"id\":\"1\",\"title\":[1]}\n", `a.jsonl:1: field "title"`},
		"contradiction":   {"a.jsonl", "{\"id\":\"1\",\"story\":\"s\",\"distractor\":true}\n", "is a distractor and belongs to story s"},
		"empty":           {"a.jsonl", "", "the file is empty"},
		"unknown content": {"a.xyz", "hello", "the format cannot be told from the content"},
		"an empty folder": {"sub/x", "", "the file is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "absent")
			if c.file != "" {
				path = write(t, c.file, c.content)
			}
			_, err := Open(t.Context(), path)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	dir := filepath.Dir(write(t, "corpus.json", "{\n\"name\":\n}"))
	_, err := Open(t.Context(), dir)
	assert.ErrorContains(t, err, "corpus.json:3")
	dir = filepath.Dir(write(t, "corpus.json", "{\"name\":\"x\"}"))
	_, err = Open(t.Context(), dir)
	assert.ErrorContains(t, err, "the folder has no articles.jsonl")
	_, err = Open(t.Context(), "newsrom")
	assert.ErrorContains(t, err, "did you mean the embedded corpus newsroom?")
	_, err = Open(t.Context(), "newsroom@topic")
	assert.ErrorContains(t, err, `no gold level "topic"`)
	_, err = Open(t.Context(), "newsroom#test")
	assert.ErrorContains(t, err, `no split "test"`)
	_, err = Open(t.Context(), "jsnol:x")
	assert.ErrorContains(t, err, "did you mean jsonl?")
}

func TestCheckGoesOn(t *testing.T) {
	path := write(t, "a.jsonl", "\xef\xbb\xbf{\"id\":\"1\",\"title\":\"x\"}\r\n{\"id\":\"1\"}\nrubbish\n"+
		"{\"id\":\"2\",\"title\":\"caf\xe9\"}\n{\"id\":\"3\",\"title\":\"y\",\"published\":\"x\"}\n")
	c, faults, err := Check(t.Context(), path)
	require.NoError(t, err)
	assert.Len(t, c.Articles, 1)
	var lines []int
	for _, f := range faults {
		if f.Severity == corpus.Error {
			lines = append(lines, f.Pos.Line)
		}
	}
	assert.Equal(t, []int{2, 3, 4, 5}, lines)
}

func TestNamedFormat(t *testing.T) {
	path := write(t, "odd.name", "{\"id\":\"1\"}\n")
	c, err := Open(t.Context(), "jsonl:"+path)
	require.NoError(t, err)
	assert.Len(t, c.Articles, 1)
	hash := write(t, "a#b@c.jsonl", "{\"id\":\"1\"}\n")
	_, err = Open(t.Context(), hash)
	assert.NoError(t, err, "what exists is a path, whatever its signs")
}

func TestSharedCorporaOpen(t *testing.T) {
	for name, n := range map[string]int{"wikinews": 320, "ecbplus@topic": 772, "neus#test": 0, "ktlab-vi": 628, "uci-headlines": 6366,
		"seed/2025-04-25.txt": 11} {
		base := name
		if i := strings.IndexAny(name, "@#"); i > 0 {
			base = name[:i]
		}
		path := testfiles.Path(t, "corpora", base)
		c, err := Open(t.Context(), path+name[len(base):])
		require.NoError(t, err)
		if n > 0 {
			assert.Len(t, c.Articles, n, name)
		}
		assert.True(t, c.Labelled())
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("{\"id\":\"1\",\"story\":\"s\"}\n"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("\x28\xb5\x2f\xfd"))
	f.Add([]byte("25-04-2025\n\nTitle\n"))
	f.Add([]byte("\xef\xbb\xbf{}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "a.jsonl")
		require.NoError(t, os.WriteFile(path, content, 0o644))
		c, err := Open(t.Context(), path)
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for i := range c.Articles {
			require.False(t, ids[c.Articles[i].ID])
			ids[c.Articles[i].ID] = true
		}
		c.Check()
	})
}

const foundPage = `11-03-2031

A bridge closes

Date: 11-03-2031
Sources: %s

Summary

The bridge closed.

Articles in this Cluster

Cracks in the bridge – The Valley Voice

Engineers found cracks.

Detours for weeks | The Evening Star

Drivers must go round.
`

func TestUsersOutlets(t *testing.T) {
	path := write(t, "page.txt", fmt.Sprintf(foundPage, "vv.example: 1 | es.example: 1"))
	_, err := Open(t.Context(), path)
	assert.ErrorContains(t, err, `page.txt:14: the headline "Cracks in the bridge – The Valley Voice" may be of vv.example or of es.example`)

	outlets := filepath.Join(filepath.Dir(path), "outlets.csv")
	require.NoError(t, os.WriteFile(outlets, []byte("name,host\nValley Voice,vv.example\nThe Evening Star,es.example\n"), 0o644))
	c, err := Open(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, "vv.example", c.Articles[0].Source)
	assert.Equal(t, "Cracks in the bridge", c.Articles[0].Title)
	var b bytes.Buffer
	require.NoError(t, WritePages(&b, c))
	assert.Equal(t, strings.Join(strings.Fields(fmt.Sprintf(foundPage, "vv.example: 1 | es.example: 1")), " "),
		strings.Join(strings.Fields(b.String()), " "))

	require.NoError(t, os.WriteFile(outlets, []byte("outlet,host\n"), 0o644))
	_, err = Open(t.Context(), path)
	assert.ErrorContains(t, err, "outlets.csv:1: unknown column \"outlet\": the columns are name, host")
}
