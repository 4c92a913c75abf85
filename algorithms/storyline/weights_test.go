package storyline

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func TestWeightsBuiltIn(t *testing.T) {
	w, err := BuiltIn()
	require.NoError(t, err)
	space, err := w.Space()
	require.NoError(t, err)
	assert.Equal(t, bound(t, "storyline").SpaceSpec().String(), space.String(), "the default of storyline is what was learnt")
	_, canonical, err := features.Parse(space)
	require.NoError(t, err)
	assert.Equal(t, canonical, space)
	require.NotNil(t, w.DenseWords)
	assert.Equal(t, New().Worth, *w.DenseWords)
}

// TestWeightsAreReproducible learns the weights built in once more, without what vectors
// are worth.
func TestWeightsAreReproducible(t *testing.T) {
	testfiles.Long(t, "reads eight corpora")
	w, again := learntAgain(t, spec.Spec{})
	again.DenseWords = w.DenseWords
	assert.Equal(t, w, again)
}

// TestDenseWordsAreReproducible learns what vectors of all-MiniLM-L6-v2 are worth, too.
func TestDenseWordsAreReproducible(t *testing.T) {
	testfiles.Long(t, "reads eight corpora")
	dir := os.Getenv("ASSAY_VECTORS")
	if dir == "" {
		t.Skip("ASSAY_VECTORS names no folder of vectors: embedding eight corpora takes seven minutes, and then they are kept there")
	}
	model := testfiles.Path(t, "models", "all-minilm-l6-v2")
	w, again := learntAgain(t, spec.Spec{Name: "bert", Args: []spec.Arg{{Value: spec.Spec{Name: model}}}})
	assert.Equal(t, w, again)
}

// learntAgain returns the weights built in, and those that their corpora teach.
func learntAgain(t *testing.T, dense spec.Spec) (w, again *Weights) {
	ctx := (&features.Cache{Dir: cmp.Or(os.Getenv("ASSAY_VECTORS"), t.TempDir())}).Context(t.Context())
	w, err := BuiltIn()
	require.NoError(t, err)
	var list []*TrainingSet
	for _, s := range w.Trained {
		path := s.Corpus
		if path != "newsroom" {
			path = testfiles.Path(t, "corpora", strings.Split(path, "#")[0]) + strings.TrimPrefix(path, strings.Split(path, "#")[0])
		}
		c, err := format.Open(t.Context(), path)
		require.NoError(t, err)
		m, err := Collect(ctx, c, w.Spaces(), dense, 0)
		require.NoError(t, err)
		require.Equal(t, s, m.Source)
		list = append(list, m)
	}
	again, err = Fit(t.Context(), 0, list...)
	require.NoError(t, err)
	return w, again
}

func TestWeightsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my weights.json")
	words := 3.5
	w := &Weights{
		DenseWords: &words,
		Schema:     Schema, Channels: []Channel{{"tfidf", 0.6}, {"numbers", 0}, {"time", 0.8}},
		Link: LinkWeights{Constant: -1, Mean: 2}, Trained: []Source{{"x", "abc", 2, 1}},
	}
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, w.Write(file))
	require.NoError(t, file.Close())
	read, err := Read(path)
	require.NoError(t, err)
	assert.Equal(t, w, read)

	s := bound(t, `storyline(weights="`+path+`")`)
	assert.Equal(t, "concat(tfidf,time,weights=0.6:0.8)", s.SpaceSpec().String(), "a channel of no weight is left out")
	space, worth := bound(t, `storyline(dense=time,weights="`+path+`")`).learnt()
	assert.Equal(t, "concat(tfidf,time,weights=0.6:0.8)", space.String())
	assert.Equal(t, 3.5, worth)
	assert.Equal(t, []string{path}, s.Files())
	assert.Empty(t, bound(t, "storyline").Files())
	live := liveOf(t, `storyline-online(weights="`+path+`")`)
	assert.Equal(t, []string{path}, live.Files())
	got, err := live.weights()
	require.NoError(t, err)
	assert.Equal(t, linkModel{-1, 2}, got.Link.model())

	alone := &Weights{Channels: []Channel{{"tfidf", 0.6}, {"numbers", 0}}}
	space, err = alone.Space()
	require.NoError(t, err)
	assert.Equal(t, "tfidf", space.String())
}

// Files of the first version name two things otherwise.
func TestFormerWeightsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"schema":"assay/stories/1","channels":[{"space":"tfidf","weight":1}],
"judge":{"constant":-3,"mean":2,"nearest":1,"size":0.5,"time":0.25},
"trained":[{"corpus":"c","digest":"d","articles":5,"stories":2}]}`), 0o644))
	got, err := Read(path)
	require.NoError(t, err)
	assert.Equal(t, &Weights{
		Schema: Schema, Channels: []Channel{{"tfidf", 1}}, Link: LinkWeights{-3, 2, 1, 0.5, 0.25}, Trained: []Source{{"c", "d", 5, 2}},
	}, got)
}

func TestWeightsErrors(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{
		"":                             ":1: ",
		"{\n\"schema\": 1}":            ":2: ",
		"{\n\n\"channels\": [}":        ":3: ",
		"{\"weight\":\n1}":             `unknown field "weight"`,
		`{"schema":"assay/stories/9"}`: `:1: its schema is "assay/stories/9" where "assay/storyline/2" was expected`,
		`{"schema":"assay/stories/1"}`: "no channel has a weight above 0",
		filled("tfidf(min=2)", "1"):    ":3: channel \"tfidf(min=2)\"",
		filled("tfidf", "-1"):          ":3: channel tfidf: its weight is -1; it must be from 0 to 1e6",
		filled("tfidf", "1e7"):         "from 0 to 1e6",
		filled("tfidf", "0"):           ":2: no channel has a weight above 0",
		filled("tfidf", `"much"`):      ":3: ",
		filled("nothing", "1"):         "nothing",
		filled("file(x", "1"):          ":3: ",
		filled("tfidf", "1") + " {}":   "something follows",
		strings.Replace(filled("tfidf", "1"), "\"channels\"", "\"dense_words\": -2, \"channels\"", 1): ":2: dense_words is -2",
		filled("file(/no/such)", "0.5"): "",
	} {
		path := filepath.Join(dir, "w.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		_, err := Read(path)
		if want == "" {
			assert.NoError(t, err, text)
			continue
		}
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), path)
		assert.Contains(t, err.Error(), want, text)
	}
	for _, text := range []string{"storyline(weights=nowhere.json)", "storyline-online(weights=nowhere.json)"} {
		parsed, err := spec.Parse(text)
		require.NoError(t, err)
		target := Entry.New()
		if parsed.Name == OnlineEntry.Name {
			target = OnlineEntry.New()
		}
		assert.ErrorContains(t, spec.Bind(parsed, target), "nowhere.json")
	}
}

func filled(space, weight string) string {
	return "{\"schema\": \"assay/storyline/2\",\n\"channels\": [\n{\"space\": \"" + space + "\", \"weight\": " + weight + "}]}"
}

func FuzzWeights(f *testing.F) {
	f.Add(builtIn)
	f.Add([]byte(filled("concat(tfidf,time)", "1")))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := parse(data)
		if err != nil {
			return
		}
		var out bytes.Buffer
		require.NoError(t, w.Write(&out))
		again, err := parse(out.Bytes())
		require.NoError(t, err)
		assert.Equal(t, w, again)
	})
}
