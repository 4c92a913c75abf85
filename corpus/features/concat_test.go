package features

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func TestConcat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.npy")
	require.NoError(t, os.WriteFile(path, []byte(npyFile(2, 2, 1, 0, 0, -1)), 0o644))
	in := &Input{Articles: []corpus.Article{{Text: "river"}, {Text: "bank"}}}

	m := build(t, "concat(file("+path+"),file("+path+"),weights=3:4)", in).Dense
	assert.InDeltaSlice(t, []float32{.6, 0, .8, 0, 0, -.6, 0, -.8}, m.Data, 1e-7)

	s := build(t, "concat(tfidf,file("+path+"))", in).Sparse
	assert.Equal(t, 4, s.Cols)
	assert.Equal(t, []int{0, 2, 4}, s.Start)
	assert.Equal(t, []int32{1, 2, 0, 3}, s.Index, "bank, river; the columns of the file, without zeros")
	half := float32(math.Sqrt(0.5))
	assert.InDeltaSlice(t, []float32{half, half, half, -half}, s.Data, 1e-7)

	one := build(t, "concat(tfidf)", in)
	assert.Equal(t, build(t, "tfidf", in).Sparse, one.Sparse)
}

func TestConcatSpecs(t *testing.T) {
	for in, want := range map[string]string{
		"concat( tfidf(ngrams=1), lsa(dims=100) )": "concat(tfidf,lsa)",
		"concat(lsa,tfidf,weights=1:2.50)":         "concat(lsa,tfidf,weights=1:2.5)",
	} {
		s, err := spec.Parse(in)
		require.NoError(t, err)
		_, canonical, err := Parse(s)
		require.NoError(t, err)
		assert.Equal(t, want, canonical.String())
	}
	for in, want := range map[string]string{
		"concat":                      "spaces is missing",
		"concat(tfidf,lsi)":           "did you mean lsa?",
		"concat(tfidf,weights=1:2)":   "weights has 2 numbers for 1 spaces",
		"concat(tfidf,weights=0)":     "above 0",
		"concat(tfidf,weights=1:x)":   "above 0",
		"concat(tfidf,weights=1:NaN)": "above 0",
	} {
		s, err := spec.Parse(in)
		require.NoError(t, err)
		_, _, err = Parse(s)
		assert.ErrorContains(t, err, want, in)
	}
}

func TestRatioPrintsAndParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Ratio(rapid.SliceOfN(rapid.Float64Range(1e-9, 1e6), 1, 5).Draw(t, "ratio"))
		text, err := want.MarshalText()
		require.NoError(t, err)
		var got Ratio
		require.NoError(t, got.UnmarshalText(text))
		assert.Equal(t, want, got)
	})
}

// The cosine of two rows is the mean of their cosines in each space, by the
// squares of the weights.
func TestConcatAveragesCosines(t *testing.T) {
	in := &Input{Articles: synthetic(20)}
	cosine := func(s *Space, i, j int) float64 {
		row := func(i int) []float64 {
			list := make([]float64, s.Cols())
			if s.Dense != nil {
				for k, v := range s.Dense.Row(i) {
					list[k] = float64(v)
				}
				return list
			}
			index, data := s.Sparse.Row(i)
			for k, c := range index {
				list[c] = float64(data[k])
			}
			return list
		}
		sum, b := 0.0, row(j)
		for k, v := range row(i) {
			sum += v * b[k]
		}
		return sum
	}
	words, latent, both := build(t, "tfidf", in), build(t, "lsa(dims=5)", in), build(t, "concat(tfidf,lsa(dims=5),weights=1:2)", in)
	for i := range 20 {
		for j := range 20 {
			assert.InDelta(t, (cosine(words, i, j)+4*cosine(latent, i, j))/5, cosine(both, i, j), 1e-5)
		}
	}
}

func TestFiles(t *testing.T) {
	s, err := spec.Parse("lsa(space=concat(tfidf,file(v.npy),static(m)))")
	require.NoError(t, err)
	b, _, err := Parse(s)
	require.NoError(t, err)
	want := []string{"v.npy", filepath.Join("m", "model.safetensors"), filepath.Join("m", "tokenizer.json"), filepath.Join("m", "config.json")}
	assert.Equal(t, want, b.(interface{ Files() []string }).Files())
}
