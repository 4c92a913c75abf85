package features

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

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
	assert.Equal(t, 1, count(), "lsa does, wherever it is used")
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
		return []corpus.Article{
			{ID: "1", Title: "One", Text: "two three", Source: "s", URL: "u", Lang: "en", Image: &corpus.Image{URL: "i"}},
			{ID: "2", Text: "four"},
		}
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
