package format

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

const boats = "nr,headline,group\n1,Ferry stops,a\n2,The ferry stops,a\n3,Crane lifts,b\n"

// pipe returns the path of a pipe that gives its content once.
func pipe(t *testing.T, content string) string {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	go func() {
		io.WriteString(w, content)
		w.Close()
	}()
	t.Cleanup(func() { r.Close() })
	path := fmt.Sprintf("/dev/fd/%d", r.Fd())
	if _, err := os.Stat(path); err != nil {
		t.Skip("there is no /dev/fd here")
	}
	return path
}

func TestStreamsAreReadOnceAndOpenAgain(t *testing.T) {
	ctx := Streams(t.Context(), strings.NewReader(boats))
	for _, path := range []string{"-", pipe(t, boats)} {
		for range 2 {
			c, err := Open(ctx, "csv(id=nr,title=headline,story=group):"+path)
			require.NoError(t, err)
			assert.Len(t, c.Articles, 3)
			file, err := OpenLabels(ctx, path+"@group")
			require.NoError(t, err)
			assert.Equal(t, []string{"a", "a", "b"}, file.Groups)
		}
	}
}

func TestStandardInputHasToBeGiven(t *testing.T) {
	_, err := Open(t.Context(), "-")
	assert.ErrorContains(t, err, "save it to a file")
}

func TestPipeWithoutStreams(t *testing.T) {
	c, err := Open(t.Context(), pipe(t, boats))
	require.NoError(t, err)
	assert.Len(t, c.Articles, 3)
}

func TestStreamLimits(t *testing.T) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("12345")), nil }
	raw, err := readStream(t.Context(), "-", open, 5)
	require.NoError(t, err)
	assert.Equal(t, "12345", string(raw))
	_, err = readStream(t.Context(), "-", open, 4)
	assert.ErrorContains(t, err, "save it to a file")

	_, err = Open(Streams(t.Context(), strings.NewReader("")), "-")
	assert.EqualError(t, err, "-: nothing came from it: it is empty")

	ctx, cancel := context.WithCancel(t.Context())
	silent, w := io.Pipe()
	defer w.Close()
	cancel()
	_, err = readStream(ctx, "-", func() (io.ReadCloser, error) { return silent, nil }, 4)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = readStream(t.Context(), "-", func() (io.ReadCloser, error) { return nil, errors.New("it is gone") }, 4)
	assert.EqualError(t, err, "-: it is gone")
}

func TestSaveStream(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "results")
	ctx := Streams(t.Context(), strings.NewReader(boats))
	name, err := SaveStream(ctx, "csv(id=nr):-@cluster", dir)
	require.NoError(t, err)
	assert.Equal(t, "csv(id=nr):"+filepath.Join(dir, "stdin")+"@cluster", name)
	c, err := Open(t.Context(), name)
	require.NoError(t, err)
	assert.Equal(t, "stdin", c.Name())

	name, err = SaveStream(ctx, "tiny", dir)
	require.NoError(t, err)
	assert.Equal(t, "tiny", name)
}

func TestWithParams(t *testing.T) {
	table := writeTemp(t, "day.csv", boats)
	lines := writeTemp(t, "day.jsonl", `{"id":"1","title":"Ferry","meta":{"head line":"The ferry"}}`+"\n")
	for _, c := range []struct {
		name, key, value, want string
	}{
		{table, "title", "headline", "csv(title=headline):" + table},
		{"csv(header=yes):" + table + "@cluster", "id", "nr", "csv(header=yes,id=nr):" + table + "@cluster"},
		{lines, "title", "meta.head line", `jsonl(title="meta.head line"):` + lines},
		{"-", "title", "headline", "csv(title=headline):-"},
	} {
		ctx := Streams(t.Context(), strings.NewReader(boats))
		got, err := WithParams(ctx, c.name, map[string]string{c.key: c.value})
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, got)
		opened, err := Open(ctx, got)
		require.NoError(t, err, got)
		assert.NotEmpty(t, opened.Articles)
	}
	_, err := WithParams(t.Context(), table, map[string]string{"titel": "headline"})
	assert.ErrorContains(t, err, "did you mean title?")
	_, err = WithParams(t.Context(), "csv(title=nr):"+table, map[string]string{"title": "headline"})
	assert.ErrorContains(t, err, "given twice")
	_, err = WithParams(t.Context(), "tiny", map[string]string{"title": "headline"})
	assert.ErrorContains(t, err, "takes no parameters")
}

// What Write stores reads back with the same content, from whatever kind it was.
func TestConvertedCorporaReadBack(t *testing.T) {
	classes := filepath.Join(t.TempDir(), "classes")
	for name, text := range map[string]string{
		"boats/1":  "Ferry\n\nA ferry, \"Ann\".\n",
		"cranes/1": "Crane\n\nIt lifts\ta tug;\n\nand \\ lowers it.\n",
	} {
		path := filepath.Join(classes, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	sources := []string{
		classes,
		writeTemp(t, "day.csv", boats),
		writeTemp(t, "day.tsv", "id\ttitle\ttext\tpublished\tstory\n"+
			"1\tFerry\tIt stops.\t2031-03-11T07:42:00+02:00\ta\n2\tCrane\tIt lifts.\t\t\n"),
		writeTemp(t, "day.jsonl", `{"id":"1","title":"Ferry","body":"It stops.","topic":"x","story":"a","tags":["b",{"c":1.50}]}`+"\n"),
		writeTemp(t, "day.json", `{"articles":[{"headline":"Fähre","body":"Sie hält.\nLang.",`+
			`"publisher":{"name":"quay.example"},"cluster":7}]}`),
		writeTemp(t, "feed.xml", "<rss><channel><item><guid>1</guid><title>Ferry &amp; quay</title>"+
			"<pubDate>Tue, 11 Mar 2031 07:42:00 GMT</pubDate><link>https://quay.example/1</link></item></channel></rss>"),
		writeTemp(t, "reut2-000.sgm", `<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" NEWID="1"><TOPICS><D>ship</D></TOPICS>`+
			`<TEXT><TITLE>SHIPS SAIL</TITLE><BODY>They sail.</BODY></TEXT></REUTERS>`),
	}
	for _, source := range sources {
		want, err := Open(t.Context(), source)
		require.NoError(t, err, source)
		for _, ending := range []string{"", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".csv.gz", ".jsonl.zst"} {
			out := filepath.Join(t.TempDir(), "out"+ending)
			require.NoError(t, Write(out, want), "%s to %s", source, ending)
			got, err := Open(t.Context(), out)
			require.NoError(t, err, "%s to %s", source, ending)
			assert.Equal(t, tableCells(want).Fingerprint(), tableCells(got).Fingerprint(), "%s to %s", source, ending)
		}
	}
}

// tableCells is a corpus whose further fields are texts, as tables have them.
func tableCells(c *corpus.Corpus) *corpus.Corpus {
	plain := *c
	plain.Articles = slices.Clone(c.Articles)
	for i := range plain.Articles {
		a := &plain.Articles[i]
		a.Extra = maps.Clone(a.Extra)
		for name, value := range a.Extra {
			text, err := json.Marshal(jsonText(value))
			if err != nil {
				panic(err)
			}
			a.Extra[name] = text
		}
	}
	return &plain
}

func TestWriteTakesNoStandardOutput(t *testing.T) {
	assert.ErrorContains(t, Write("-", &corpus.Corpus{}), "name a folder or a file")
}
