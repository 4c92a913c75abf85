package features

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// The table was computed by testdata/tfidf.py with scikit-learn.
// bySpaces cuts at spaces.
func bySpaces(_ *corpus.Article, s string) iter.Seq[string] { return strings.FieldsSeq(s) }

func TestTFIDFAgreesWithScikitLearn(t *testing.T) {
	raw, err := os.ReadFile("testdata/tfidf.json")
	require.NoError(t, err)
	var table struct {
		Docs  [][]string
		Cases []struct {
			Analyzer  string
			NGrams    int
			NGramsMin int `json:"ngrams_min"`
			Sublinear bool
			MinDF     int     `json:"min_df"`
			MaxDF     float64 `json:"max_df"`
			Terms     []string
			Rows      [][][2]float64
		}
	}
	require.NoError(t, json.Unmarshal(raw, &table))
	in := &Input{Articles: make([]corpus.Article, len(table.Docs))}
	for i, words := range table.Docs {
		in.Articles[i].Text = strings.Join(words, " ")
	}
	for _, c := range table.Cases {
		f := TFIDF{
			Analyzer: c.Analyzer, NGrams: c.NGrams, NGramsMin: c.NGramsMin, Sublinear: c.Sublinear, MinDF: c.MinDF,
			MaxDF: c.MaxDF, Once: 1, TitleWeight: 1,
		}
		space, err := f.weigh(t.Context(), in, bySpaces)
		require.NoError(t, err)
		m := space.Sparse
		assert.Equal(t, len(c.Terms), m.Cols)
		for i, row := range c.Rows {
			index, data := m.Row(i)
			require.Len(t, index, len(row))
			for k, want := range row {
				assert.Equal(t, int32(want[0]), index[k])
				assert.InDelta(t, want[1], data[k], 1e-6)
			}
		}
	}
}

func build(t testing.TB, text string, in *Input) *Space {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	space, err := Build(t.Context(), s, in)
	require.NoError(t, err)
	return space
}

func TestTitleWeightAndStopWords(t *testing.T) {
	in := &Input{Articles: []corpus.Article{
		{Title: "The quake", Text: "the quake shook", Lang: "en"}, {Title: "", Text: "der Fluss", Lang: "de"},
	}}
	m := build(t, "tfidf(title_weight=3,sublinear=false)", in).Sparse
	assert.Equal(t, 3, m.Cols, "fluss, quake, shook")
	index, data := m.Row(0)
	assert.Equal(t, []int32{1, 2}, index)
	assert.InDelta(t, 4, data[0]/data[1], 1e-6, "3 from the title, 1 from the text")
}

func TestStemsOfTheLanguage(t *testing.T) {
	in := &Input{Articles: []corpus.Article{
		{Text: "rises rise", Lang: "en"}, {Text: "maisons maison", Lang: "fr"}, {Text: "Häusern Hauses", Lang: "de"},
	}}
	m := build(t, "tfidf(stem=true,stop=false)", in).Sparse
	assert.Equal(t, 3, m.Cols, "rise, maison, haus")
	m = build(t, "tfidf(stop=false)", in).Sparse
	assert.Equal(t, 6, m.Cols)
}

func TestParse(t *testing.T) {
	s, _ := spec.Parse("lsa(space=tfidf(ngrams=1,min_df=2),dims=50)")
	_, canonical, err := Parse(s)
	require.NoError(t, err)
	assert.Equal(t, "lsa(dims=50,space=tfidf(min_df=2))", canonical.String())
	for text, want := range map[string]string{
		"tfdif":                   "did you mean tfidf",
		"lsa(space=lsi)":          "did you mean lsa",
		"tfidf(title_weight=0.5)": "at least 1",
		"tfidf(ngrams_min=2)":     "ngrams_min=2 is more than ngrams=1",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		_, err = Build(t.Context(), s, &Input{Articles: synthetic(5)})
		assert.ErrorContains(t, err, want, text)
	}
}

func synthetic(n int) []corpus.Article {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]corpus.Article, n)
	for i := range list {
		for range 120 {
			list[i].Text += fmt.Sprintf("w%d ", int(math.Pow(r.Float64(), 3)*20000)+i%10)
		}
	}
	return list
}

func TestLSAAgreesWithExactSVD(t *testing.T) {
	in := &Input{Articles: synthetic(60)}
	m := build(t, "tfidf(stop=false)", in).Sparse
	dense := mat.NewDense(m.Rows, m.Cols, nil)
	for i := range m.Rows {
		index, data := m.Row(i)
		for k, c := range index {
			dense.Set(i, int(c), float64(data[k]))
		}
	}
	var exact mat.SVD
	require.True(t, exact.Factorize(dense, mat.SVDThin))
	want := exact.Values(nil)
	// The spectrum of random text is flat, the hardest case: many iterations.
	left, values, err := svd(t.Context(), m, 5, 60, in)
	require.NoError(t, err)
	require.Len(t, values, 5)
	for k, v := range values {
		assert.InDelta(t, want[k], v, 1e-6)
	}
	var u mat.Dense
	exact.UTo(&u)
	for k := range values {
		dot := mat.Dot(left.ColView(k), u.ColView(k))
		assert.InDelta(t, 1, math.Abs(dot), 1e-4)
	}
}

func TestLSAOnFewArticles(t *testing.T) {
	for n := range 4 {
		in := &Input{Articles: make([]corpus.Article, n)}
		for i := range in.Articles {
			in.Articles[i].Text = "same words here"
		}
		s := build(t, "lsa", in)
		assert.Equal(t, n, s.Rows())
		if n > 0 {
			assert.InDelta(t, 1, s.Dense.Row(0)[0], 1e-6)
		}
	}
	s := build(t, "lsa", &Input{Articles: make([]corpus.Article, 3)})
	assert.Equal(t, 3, s.Rows(), "articles without words are zero rows")
	assert.Zero(t, s.Dense.Row(2)[0])
}

func TestWorkersChangeNothing(t *testing.T) {
	articles := synthetic(300)
	for _, text := range []string{
		"tfidf(ngrams=2)", "tfidf(analyzer=char,ngrams=4,ngrams_min=2,stem=true)", "lsa(dims=20)",
		"static(testdata/static)", "concat(tfidf,lsa,weights=1:2)", "entities", "numbers", "time",
	} {
		one := build(t, text, &Input{Articles: articles, Seed: 3, Workers: 1})
		four := build(t, text, &Input{Articles: articles, Seed: 3, Workers: 4})
		assert.Equal(t, one, four)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, text := range []string{
		"tfidf", "tfidf(analyzer=char,ngrams=3)", "lsa", "static(testdata/static)", "concat(tfidf,lsa)", "entities",
		"numbers", "time",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		_, err = Build(ctx, s, &Input{Articles: synthetic(10)})
		assert.ErrorIs(t, err, context.Canceled)
	}
}

func BenchmarkLSA(b *testing.B) {
	in := &Input{Articles: synthetic(5000)}
	b.Run("articles=5000/words=120/dims=100", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			build(b, "lsa", in)
		}
	})
}
