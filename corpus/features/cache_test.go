package features

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// When the test program is started with this variable it is another process that
// uses the cache: "build" prints the space that it got; "write" begins to write
// one, says so, and never ends.
const otherVariable = "ASSAY_TEST_CACHE"

func TestMain(m *testing.M) {
	switch os.Getenv(otherVariable) {
	case "build":
		other(func(c *Cache, s spec.Spec, in *Input) error {
			space, _, err := c.Build(context.Background(), s, in)
			if err != nil {
				return err
			}
			return space.write(os.Stdout)
		})
	case "write":
		other(func(c *Cache, s spec.Spec, in *Input) error {
			return atomicfile.Write(c.path(s, in), func(w io.Writer) error {
				if _, err := w.Write(make([]byte, 100_000)); err != nil {
					return err
				}
				fmt.Println("writing")
				select {}
			})
		})
	default:
		os.Exit(m.Run())
	}
}

const otherSpec = "lsa(dims=5)"

func otherInput() *Input { return &Input{Articles: synthetic(200), Seed: 7} }

func other(use func(*Cache, spec.Spec, *Input) error) {
	s, err := spec.Parse(otherSpec)
	if err == nil {
		err = use(&Cache{Dir: os.Args[len(os.Args)-1]}, s, otherInput())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func process(t *testing.T, mode, dir string) *exec.Cmd {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, dir)
	cmd.Env = append(os.Environ(), otherVariable+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestTwoProcessesAtOnce(t *testing.T) {
	var want bytes.Buffer
	require.NoError(t, build(t, otherSpec, otherInput()).write(&want))
	for range 3 {
		dir := t.TempDir()
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				got, err := process(t, "build", dir).Output()
				assert.NoError(t, err)
				assert.Equal(t, want.Bytes(), got)
			})
		}
		group.Wait()
		assert.Len(t, files(t, dir), 1, "one space, nothing half written, no lock")
	}
}

func TestAKilledWriter(t *testing.T) {
	dir := t.TempDir()
	cmd := process(t, "write", dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "writing\n", line)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	left := files(t, dir)
	require.Len(t, left, 1)

	c := &Cache{Dir: dir}
	assert.Equal(t, build(t, otherSpec, otherInput()), cached(t, c, otherSpec, otherInput()))
	assert.Len(t, files(t, dir), 2, "it might still be writing")
	old := time.Now().Add(-2 * abandoned)
	require.NoError(t, os.Chtimes(filepath.Join(dir, left[0]), old, old))
	cached(t, c, "tfidf", otherInput())
	assert.NotContains(t, files(t, dir), left[0], "nobody writes for so long")
	assert.Len(t, files(t, dir), 2)
}

// files lists the names in a folder.
func files(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func cached(t testing.TB, c *Cache, text string, in *Input) *Space {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	space, built, err := c.Build(t.Context(), s, in)
	require.NoError(t, err)
	assert.Positive(t, built.Seconds)
	return space
}

// builds counts what the feature "counted" was built.
var builds atomic.Int64

type counted struct {
	Space spec.Spec `spec:"space,positional,required"`
}

func (f *counted) Files() []string { return Files(f.Space) }

func (f *counted) Build(ctx context.Context, in *Input) (*Space, error) {
	builds.Add(1)
	return buildNew(ctx, f.Space, in)
}

// counting adds that feature, and returns a function that says how often it was
// built since it was last asked.
func counting(t testing.TB) func() int {
	all := Entries
	t.Cleanup(func() { Entries = all })
	Entries = append(slices.Clip(all), Entry{Name: "counted", New: func() Builder { return new(counted) }})
	builds.Store(0)
	return func() int { return int(builds.Swap(0)) }
}

func TestCacheBuildsOnce(t *testing.T) {
	count := counting(t)
	c := &Cache{Dir: filepath.Join(t.TempDir(), "new", "folder")}
	for _, text := range []string{"tfidf", "lsa(dims=3)", "concat(tfidf,lsa)", "static(testdata/static)"} {
		in := &Input{Articles: synthetic(20), Seed: 1, Workers: 1}
		text = "counted(" + text + ")"
		want := build(t, text, in)
		count()
		assert.Equal(t, want, cached(t, c, text, in))
		in.Workers = 4
		assert.Equal(t, want, cached(t, c, text, in))
		assert.Equal(t, 1, count(), text)
		got, err := Build(c.Context(t.Context()), mustParse(t, text), in)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		assert.Zero(t, count(), text)
	}
	in := &Input{Articles: synthetic(20), Seed: 1}
	cached(t, c, "counted(tfidf)", in)
	assert.Equal(t, 0, count())
	in.Seed = 2
	cached(t, c, "counted(tfidf)", in)
	assert.Equal(t, 0, count(), "tfidf does not depend on the seed")
	cached(t, c, "counted(concat(tfidf,lsa))", in)
	assert.Equal(t, 1, count(), "lsa does, wherever it stands")
	assert.Len(t, files(t, c.Dir), 5)
}

func mustParse(t testing.TB, text string) spec.Spec {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	return s
}

func TestCacheOfNoArticles(t *testing.T) {
	count := counting(t)
	c := &Cache{Dir: t.TempDir()}
	for range 2 {
		assert.Zero(t, cached(t, c, "counted(tfidf)", new(Input)).Rows())
	}
	assert.Equal(t, 1, count())
}

func TestAnotherArticleIsAnotherSpace(t *testing.T) {
	count := counting(t)
	c := &Cache{Dir: t.TempDir()}
	articles := func() []corpus.Article {
		return []corpus.Article{{ID: "1", Title: "One", Text: "two three", Source: "s", URL: "u", Lang: "en", Image: &corpus.Image{URL: "i"}}, {ID: "2", Text: "four"}}
	}
	ask := func(change func(list []corpus.Article)) int {
		list := articles()
		change(list)
		in := &Input{Articles: list}
		assert.Equal(t, build(t, "tfidf", in).Sparse, cached(t, c, "counted(tfidf)", in).Sparse)
		return count()
	}
	require.Equal(t, 1, ask(func([]corpus.Article) {}))
	for name, change := range map[string]func([]corpus.Article){
		"id": func(l []corpus.Article) { l[0].ID = "3" }, "title": func(l []corpus.Article) { l[0].Title = "Two" },
		"text": func(l []corpus.Article) { l[1].Text += "." }, "source": func(l []corpus.Article) { l[1].Source = "s" },
		"url": func(l []corpus.Article) { l[0].URL = "" }, "lang": func(l []corpus.Article) { l[0].Lang = "fr" },
		"published": func(l []corpus.Article) { l[0].Published = corpus.Moment{Time: time.Unix(0, 0)} },
		"image":     func(l []corpus.Article) { l[0].Image = nil }, "order": func(l []corpus.Article) { l[0], l[1] = l[1], l[0] },
	} {
		assert.Equal(t, 1, ask(change), name)
	}
	assert.Zero(t, ask(func(l []corpus.Article) { l[0].Story, l[1].Distractor = "gold", true }), "gold does not enter")
}

func TestAChangedModelIsAnotherSpace(t *testing.T) {
	model := filepath.Join(t.TempDir(), "model")
	require.NoError(t, os.CopyFS(model, os.DirFS("testdata/static")))
	c := &Cache{Dir: t.TempDir()}
	text, in := fmt.Sprintf("static(%q)", model), texts("The RIVER rose")
	plain := cached(t, c, text, in)
	assert.Equal(t, plain, cached(t, c, text, in))
	require.NoError(t, os.WriteFile(filepath.Join(model, "config.json"), []byte(`{"normalize":true}`), 0o644))
	unit := cached(t, c, text, in)
	assert.NotEqual(t, plain, unit)
	assert.Equal(t, build(t, text, in), unit)
	require.NoError(t, os.Remove(filepath.Join(model, "config.json")))
	_, _, err := c.Build(t.Context(), mustParse(t, text), in)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestDamagedEntriesAreBuiltAgain(t *testing.T) {
	count := counting(t)
	in := texts("a b", "b c")
	for _, text := range []string{"counted(tfidf)", "counted(lsa)"} {
		c := &Cache{Dir: t.TempDir()}
		want := cached(t, c, text, in)
		path := filepath.Join(c.Dir, files(t, c.Dir)[0])
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		count()
		for n := 0; n < len(whole); n += 5 {
			for _, damaged := range [][]byte{whole[:n], append(append(slices.Clone(whole[:n]), whole[n]^1), whole[n+1:]...)} {
				require.NoError(t, os.WriteFile(path, damaged, 0o644))
				require.Equal(t, want, cached(t, c, text, in))
				require.Equal(t, 1, count(), "byte %d of %d", n, len(whole))
			}
		}
		require.Equal(t, want, cached(t, c, text, in))
		assert.Zero(t, count(), "and put in place")
	}
}

func TestTheOldestLeave(t *testing.T) {
	count := counting(t)
	dir := t.TempDir()
	c := &Cache{Dir: dir}
	spaces := []string{"counted(tfidf)", "counted(tfidf(stop=false))", "counted(tfidf(stem=true))"}
	in := &Input{Articles: synthetic(20)}
	size := int64(0)
	for i, text := range spaces {
		before := files(t, dir)
		cached(t, c, text, in)
		for _, name := range files(t, dir) {
			if !slices.Contains(before, name) {
				then := time.Now().Add(time.Duration(i-10) * time.Hour)
				require.NoError(t, os.Chtimes(filepath.Join(dir, name), then, then))
				info, err := os.Stat(filepath.Join(dir, name))
				require.NoError(t, err)
				size += info.Size()
			}
		}
	}
	for _, name := range []string{"notes.txt", ".hidden"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o644))
	}
	cached(t, c, spaces[0], in) // used now, thus the youngest
	count()
	c.Limit = size
	cached(t, c, "counted(tfidf(min_df=2))", in)
	assert.Equal(t, 1, count())
	for _, text := range []string{spaces[0], spaces[2], "counted(tfidf(min_df=2))"} {
		cached(t, c, text, in)
		assert.Zero(t, count(), text)
	}
	cached(t, c, spaces[1], in)
	assert.Equal(t, 1, count(), "this one was used longest ago")
	c.Limit = 1
	cached(t, c, "counted(tfidf(max_df=0.5))", in)
	assert.Len(t, files(t, dir), 3, "the one just built stays, and files of others")
	assert.Subset(t, files(t, dir), []string{"notes.txt", ".hidden"})
}

func TestMeasuredSpaces(t *testing.T) {
	count := counting(t)
	plain := &Cache{Dir: t.TempDir()}
	measuring := &Cache{Dir: plain.Dir, Peak: func() int64 { return 77 }}
	s, in := mustParse(t, "counted(tfidf)"), texts("a", "b")
	for _, step := range []struct {
		c      *Cache
		builds int
		peak   int64
	}{{plain, 1, 0}, {measuring, 1, 77}, {measuring, 0, 77}, {plain, 0, 77}} {
		_, built, err := step.c.Build(t.Context(), s, in)
		require.NoError(t, err)
		assert.Equal(t, step.builds, count())
		assert.Equal(t, step.peak, built.PeakMemory)
	}
}

func TestACacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	in := texts("a", "b")
	assert.Equal(t, build(t, "tfidf", in), cached(t, &Cache{Dir: filepath.Join(file, "below")}, "tfidf", in))
}

func TestVectorsFromFilesAreNotKeptTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.npy")
	require.NoError(t, os.WriteFile(path, []byte(npyFile(2, 1, 1, 2)), 0o644))
	c := &Cache{Dir: t.TempDir()}
	cached(t, c, fmt.Sprintf("file(%q)", path), texts("a", "b"))
	assert.Empty(t, files(t, c.Dir))
	cached(t, c, fmt.Sprintf("concat(file(%q),tfidf)", path), texts("a", "b"))
	assert.Len(t, files(t, c.Dir), 1)
}

func TestCacheGivesErrorsOn(t *testing.T) {
	c := &Cache{Dir: t.TempDir()}
	_, _, err := c.Build(t.Context(), spec.Spec{Name: "tfdif"}, texts("a"))
	assert.ErrorContains(t, err, "did you mean tfidf")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = c.Build(ctx, spec.Spec{Name: "tfidf"}, texts("a"))
	assert.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, files(t, c.Dir))
}

func TestStoreRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "cols")
		want := &Space{Name: rapid.StringN(0, 20, -1).Draw(t, "name"), Sparse: &CSR{Rows: rows, Cols: cols, Start: []int{0}, Index: []int32{}, Data: []float32{}}}
		m := want.Sparse
		for range rows {
			for c := range cols {
				if rapid.Bool().Draw(t, "set") {
					m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, rapid.Float32().Draw(t, "v"))
				}
			}
			m.Start = append(m.Start, len(m.Index))
		}
		if rapid.Bool().Draw(t, "dense") {
			want.Sparse, want.Dense = nil, &Dense{Rows: rows, Cols: cols, Data: rapid.SliceOfN(rapid.Float32(), rows*cols, rows*cols).Draw(t, "data")}
		}
		var b bytes.Buffer
		require.NoError(t, want.write(&b))
		got, err := read(bufio.NewReader(&b), int64(b.Len()))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []*Space{{Name: "a", Dense: &Dense{Rows: 1, Cols: 2, Data: []float32{1, 2}}}, {Sparse: &CSR{Rows: 1, Cols: 2, Start: []int{0, 1}, Index: []int32{1}, Data: []float32{3}}}} {
		var b bytes.Buffer
		require.NoError(f, s.write(&b))
		f.Add(b.Bytes())
	}
	f.Add([]byte(`{"Schema":"assay/space/1","Rows":4611686018427387904,"Cols":4611686018427387904}` + "\n"))
	f.Add([]byte(`{"Schema":"assay/space/1","Sparse":true,"Rows":9223372036854775807}` + "\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := read(bufio.NewReader(bytes.NewReader(raw)), int64(len(raw)))
		if err == nil {
			assert.GreaterOrEqual(t, s.Rows(), 0)
		}
	})
}

func BenchmarkCache(b *testing.B) {
	in := &Input{Articles: synthetic(10000)}
	c := &Cache{Dir: b.TempDir()}
	cached(b, c, "tfidf", in)
	b.Run("hit/articles=10000/words=120", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			cached(b, c, "tfidf", in)
		}
	})
}
