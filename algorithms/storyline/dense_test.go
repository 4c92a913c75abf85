package storyline

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

const denseDims = 64

// telling are vectors of a model that knows the stories: the direction of the story, and
// noise; all have one direction in common.
func telling(gold corpus.Labels, noise float64) [][]float32 {
	list := make([][]float32, len(gold))
	for i, g := range gold {
		story, own := rand.New(rand.NewPCG(uint64(g), 1)), rand.New(rand.NewPCG(uint64(i), 2))
		row := make([]float32, denseDims)
		for c := range row {
			row[c] = float32(1 + story.NormFloat64() + noise*own.NormFloat64())
		}
		list[i] = row
	}
	return list
}

// vectorFile writes vectors as lines of JSON.
func vectorFile(t *testing.T, list []corpus.Article, rows [][]float32) string {
	space, err := features.FromRows(rows)
	require.NoError(t, err)
	return writeVectors(t, list, space)
}

// solved clusters with vectors beside the words.
func solved(t *testing.T, text string, list []corpus.Article) corpus.Labels {
	s := bound(t, text)
	space, err := features.Build(t.Context(), s.SpaceSpec(), &features.Input{Articles: list})
	require.NoError(t, err)
	labels, err := s.Cluster(t.Context(), &algorithms.Problem{Articles: list, Space: space})
	require.NoError(t, err)
	return labels
}

// Of short texts, whose words say little, vectors that know the stories find them.
func TestVectorsHelpWhereWordsAreFew(t *testing.T) {
	list, gold := shortFlow(300, 25, 20)
	alone := agree(gold, solved(t, "storyline", list))
	path := vectorFile(t, list, telling(gold, 1))
	assert.Greater(t, agree(gold, solved(t, fmt.Sprintf("storyline(dense=file(%q))", path), list)), alone+0.05)
	none := solved(t, fmt.Sprintf("storyline(dense=file(%q),dense_words=0)", path), list)
	assert.Equal(t, solved(t, "storyline", list), none, "vectors worth no words change nothing")
}

func randomLabels(n int) corpus.Labels {
	rng, out := rand.New(rand.NewPCG(5, 5)), make(corpus.Labels, n)
	for i := range out {
		out[i] = int32(rng.IntN(n))
	}
	return out
}

func shortFlow(n, stories, words int) ([]corpus.Article, corpus.Labels) {
	list, gold := flow(23, n, stories, words)
	for i := range list {
		list[i].ID = fmt.Sprint("a", i)
	}
	return list, gold
}

// Evidence is 0 for most pairs of unrelated articles, and rises to 1, whatever all vectors
// have in common and whatever their length.
func TestEvidenceIsAgainstUnrelatedArticles(t *testing.T) {
	gold := make(corpus.Labels, 200)
	for i := range gold {
		gold[i] = int32(i / 4)
	}
	words := &features.Space{Dense: &features.Dense{Rows: 200, Cols: 1, Data: slices.Repeat([]float32{1}, 200)}}
	rows := telling(gold, 0.3)
	for _, shift := range []float32{0, 5} {
		for _, row := range rows {
			for c := range row {
				row[c] = 3 * (row[c] + shift)
			}
		}
		space, err := features.FromRows(rows)
		require.NoError(t, err)
		e := newEmbedding(space.Dense, words, 8)
		unrelated, some := 0, 0
		cosines := make([]float32, 200)
		for i := range gold {
			e.cosines(i, 0, cosines)
			for j, cosine := range cosines {
				v := e.evidence(cosine)
				assert.GreaterOrEqual(t, v, 0.0)
				assert.LessOrEqual(t, v, 1+1e-6)
				switch {
				case gold[i] == gold[j]:
					assert.Greater(t, v, 0.5)
				case v > 0:
					some++
					fallthrough
				default:
					unrelated++
				}
			}
		}
		assert.Less(t, some, unrelated/20)
	}
}

func TestShareFallsWithWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words, worth := rapid.Float64Range(0, 500), rapid.Float64Range(0.1, 100).Draw(t, "worth")
		e := &embedding{words: []float64{words.Draw(t, "a"), words.Draw(t, "b"), -1}, worth: worth}
		share := e.share(0, 1)
		assert.Equal(t, share, e.share(1, 0))
		assert.Greater(t, share, 0.0)
		assert.LessOrEqual(t, share, 1.0)
		assert.Zero(t, e.share(0, 2), "an article without a vector")
		e.words[0]++
		e.words[1]++
		assert.Less(t, e.share(0, 1), share)
	})
	assert.InDelta(t, 0.5, shareOf(8, 8), 1e-12)
}

// The distances are those of the definition, symmetric, and 0 from itself.
func TestMixedDistances(t *testing.T) {
	list, gold := flow(29, 60, 6, 20)
	words, err := features.Build(t.Context(), bound(t, "storyline").Space, &features.Input{Articles: list})
	require.NoError(t, err)
	vectors, err := features.FromRows(telling(gold, 1))
	require.NoError(t, err)
	r, e := newRows(words, list), newEmbedding(vectors.Dense, words, 8)
	all, plain := make([][]float32, 60), make([]float32, 60)
	for i := range all {
		all[i] = make([]float32, 60)
		measure(r, e).distances(i, 0, all[i])
	}
	for i := range all {
		r.distances(i, 0, plain)
		for j, d := range all[i] {
			assert.InDelta(t, all[j][i], d, 1e-6)
			if i == j {
				assert.Zero(t, d)
				continue
			}
			share := 8 / (8 + min(e.words[i], e.words[j]))
			cosine := vec.Dot(e.vectors.Row(i), e.vectors.Row(j))
			want := 1 - (1-share)*float64(1-plain[j]) - share*e.evidence(cosine)*r.nearness(i, j)
			assert.InDelta(t, want, d, 1e-5)
		}
	}
	half := make([]float32, 30)
	measure(r, e).distances(3, 30, half)
	assert.InDeltaSlice(t, all[3][30:], half, 1e-6)
}

func TestLargeCorporaWithVectors(t *testing.T) {
	list, gold := flow(17, 600, 20, 25)
	s := bound(t, "storyline")
	words, err := features.Build(t.Context(), s.Space, &features.Input{Articles: list})
	require.NoError(t, err)
	vectors, err := features.FromRows(telling(gold, 1))
	require.NoError(t, err)
	p := &algorithms.Problem{Articles: list, Space: words}
	without, err := divideAndCluster(t.Context(), s, p, nil, 200)
	require.NoError(t, err)
	with, err := divideAndCluster(t.Context(), s, p, newEmbedding(vectors.Dense, words, 8), 200)
	require.NoError(t, err)
	assert.Greater(t, agree(gold, with), agree(gold, without))
}

// The stream takes vectors, too; a state holds those that a calibration may need.
func TestStreamWithVectors(t *testing.T) {
	list, gold := shortFlow(300, 8, 40)
	path := vectorFile(t, list, telling(gold, 1))
	text := fmt.Sprintf("storyline-online(dense=file(%q),sample=120,every=100)", path)
	l := liveOf(t, text)
	s, ok := algorithms.SpaceOf(l)
	require.True(t, ok)
	_, ok = algorithms.SpaceOf(liveOf(t, "storyline-online"))
	assert.False(t, ok)
	space, err := features.Build(t.Context(), s, &features.Input{Articles: list})
	require.NoError(t, err)
	whole, err := l.Cluster(t.Context(), &algorithms.Problem{Articles: list, Space: space})
	require.NoError(t, err)
	alone, err := liveOf(t, "storyline-online(sample=120,every=100)").Cluster(t.Context(), &algorithms.Problem{Articles: list})
	require.NoError(t, err)
	assert.Greater(t, agree(gold, whole), agree(gold, alone)-0.02)

	_, err = l.Cluster(t.Context(), &algorithms.Problem{Articles: list})
	assert.ErrorContains(t, err, "needs a space")

	one := begun(t, text)
	want := taken(t, one, list)
	state := saved(t, begun(t, text))
	stories := map[string]int32{}
	for part := range slices.Chunk(list, 70) {
		next := restored(t, text, state)
		out := taken(t, next, part)
		for k, id := range out.IDs {
			stories[id] = out.Stories[k]
		}
		state = saved(t, next)
	}
	for i, id := range want.IDs {
		assert.Equal(t, want.Stories[i], stories[id], id)
	}
	assert.Equal(t, saved(t, one), state)
	assert.Error(t, begun(t, "storyline-online(sample=120,every=100)").UnmarshalBinary(state), "made with vectors")
}

func TestDenseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"storyline(dense=nothing)":          "nothing",
		"storyline(dense=bert)":             "path",
		"storyline-online(dense=nothing)":   "nothing",
		"storyline(dense_words=-1)":         "dense_words",
		"storyline(dense=file(/no/such/x))": "",
	} {
		parsed, err := spec.Parse(text)
		require.NoError(t, err)
		target := Entry.New()
		if parsed.Name == OnlineEntry.Name {
			target = OnlineEntry.New()
		}
		if err = spec.Bind(parsed, target); want == "" {
			assert.NoError(t, err, "the file is read when the space is built")
		} else {
			assert.ErrorContains(t, err, want)
		}
	}
	list, _ := shortFlow(20, 5, 20)
	s := bound(t, "storyline(dense=file(x))")
	words, err := features.Build(t.Context(), s.Space, &features.Input{Articles: list})
	require.NoError(t, err)
	_, err = s.Cluster(t.Context(), &algorithms.Problem{Articles: list, Space: words.Part(0)})
	assert.ErrorContains(t, err, "SpaceSpec")
}

// Vectors that know the stories are worth more than those of chance, which are worth nothing.
func TestFitWorth(t *testing.T) {
	list, gold := shortFlow(200, 20, 20)
	c := &corpus.Corpus{Card: corpus.Card{Name: "flow"}, Articles: list}
	for i, g := range gold {
		c.Articles[i].Story = fmt.Sprint("s", g)
	}
	c.AddMissingStories()
	worth := func(rows [][]float32) float64 {
		dense, err := spec.Parse(fmt.Sprintf("file(%q)", vectorFile(t, list, rows)))
		require.NoError(t, err)
		m, err := Collect(t.Context(), c, []string{"tfidf(ngrams=2,once=0.4)", "numbers"}, dense, 0)
		require.NoError(t, err)
		w, err := Fit(t.Context(), 0, m)
		require.NoError(t, err)
		plain, err := Collect(t.Context(), c, []string{"tfidf(ngrams=2,once=0.4)", "numbers"}, spec.Spec{}, 0)
		require.NoError(t, err)
		without, err := Fit(t.Context(), 0, plain)
		require.NoError(t, err)
		assert.Nil(t, without.DenseWords)
		assert.Equal(t, without.Channels, w.Channels, "vectors leave the weights of words as they are")
		_, err = Fit(t.Context(), 0, m, plain)
		assert.ErrorContains(t, err, "other channels")
		return *w.DenseWords
	}
	good := worth(telling(gold, 1))
	assert.Greater(t, good, 4.0)
	assert.Less(t, worth(telling(randomLabels(len(gold)), 1)), 1.0)
}

// The loss of a regression with equal shares of pairs at two similarities is their entropy.
func TestLogistic(t *testing.T) {
	pairs := []likeness{{0, 1, .1}, {0, 0, .4}, {1, 1, .3}, {1, 0, .2}}
	assert.InDelta(t, 0.5*(0.5004024)+0.5*(0.6730117), logistic(pairs), 1e-4)
	assert.Less(t, logistic([]likeness{{0, 0, .5}, {1, 1, .5}}), 0.01, "pairs that can be told apart")
	_, err := fitWorth(canceled(), [][]ranking{{{own: []float32{1}, ownBeside: []vectorPair{{1, 1}}}}}, []float64{1}, 1)
	assert.ErrorIs(t, err, context.Canceled)
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func writeVectors(t *testing.T, list []corpus.Article, space *features.Space) string {
	path := filepath.Join(t.TempDir(), "v.jsonl")
	file, err := os.Create(path)
	require.NoError(t, err)
	defer file.Close()
	lines := json.NewEncoder(file)
	for i, a := range list {
		require.NoError(t, lines.Encode(map[string]any{"id": a.ID, "vector": space.Vector(i)}))
	}
	return path
}
