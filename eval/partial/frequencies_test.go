package partial

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// Frequencies of any shards merge into those of all, and articles weighed by them have the rows that they
// have among all.
func TestFrequencies(t *testing.T) {
	ctx := context.Background()
	field := rapid.Custom(func(t *rapid.T) string {
		words := rapid.SampledFrom(strings.Fields("storm flood the vote goals bridge harbour 洪水袭击 vot"))
		return strings.Join(rapid.SliceOfN(words, 0, 6).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		c := &corpus.Corpus{}
		for i := range rapid.IntRange(1, 12).Draw(t, "n") {
			c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(i), Title: field.Draw(t, "title"), Text: field.Draw(t, "text"),
				Lang: rapid.SampledFrom([]string{"en", "de"}).Draw(t, "lang")})
		}
		f := features.NewTFIDF()
		f.Analyzer = rapid.SampledFrom([]string{"word", "char"}).Draw(t, "analyzer")
		f.NGramsMin = rapid.IntRange(1, 3).Draw(t, "shortest")
		f.NGrams = rapid.IntRange(f.NGramsMin, 4).Draw(t, "longest")
		f.MinDF = rapid.IntRange(1, 3).Draw(t, "min_df")
		f.MaxDF = rapid.SampledFrom([]float64{.4, .7, 1}).Draw(t, "max_df")
		f.Once = rapid.SampledFrom([]float64{0, .5, 1}).Draw(t, "once")
		f.Stem, f.Sublinear = rapid.Bool().Draw(t, "stem"), rapid.Bool().Draw(t, "sublinear")
		part := func(s Shard) []byte {
			var b bytes.Buffer
			require.NoError(t, FrequenciesOf(ctx, &b, c, f, s))
			return b.Bytes()
		}
		n := rapid.IntRange(1, 5).Draw(t, "shards")
		merged := part(Shard{n - 1, n})
		for i := range n - 1 {
			var err error
			merged, err = MergeBytes(part(Shard{i, n}), merged)
			require.NoError(t, err)
		}
		require.Equal(t, part(Shard{}), merged)

		whole, err := ReadFrequencies(opened(t, merged), f)
		require.NoError(t, err)
		want, err := f.Build(ctx, &features.Input{Articles: c.Blind()})
		require.NoError(t, err)
		at := 0
		for i := range n {
			got, err := f.BuildWith(ctx, &features.Input{Articles: (Shard{i, n}).Of(c.Blind())}, whole)
			require.NoError(t, err)
			require.Equal(t, want.Sparse.Cols, got.Sparse.Cols)
			for row := range got.Sparse.Rows {
				index, data := want.Sparse.Row(at)
				i2, d2 := got.Sparse.Row(row)
				require.Equal(t, append([]int32{}, index...), append([]int32{}, i2...))
				require.Equal(t, append([]float32{}, data...), append([]float32{}, d2...))
				at++
			}
		}
		require.Equal(t, len(c.Articles), at)
	})
}

func TestFrequenciesThatDoNotFit(t *testing.T) {
	ctx, f := context.Background(), features.NewTFIDF()
	c := &corpus.Corpus{Articles: []corpus.Article{{ID: "a", Text: "flood dam"}, {ID: "b", Text: "dam vote"}}}
	bytesOf := func(s Shard) []byte {
		var b bytes.Buffer
		require.NoError(t, FrequenciesOf(ctx, &b, c, f, s))
		return b.Bytes()
	}
	part := func(s Shard) *Reader { return opened(t, bytesOf(s)) }
	assert.Equal(t, []string{`"" [2]`, `"dam" [2]`, `"flood" [1]`, `"vote" [1]`}, contentOf(t, bytesOf(Shard{})))
	_, err := ReadFrequencies(part(Shard{0, 2}), f)
	assert.ErrorContains(t, err, "1 of 2 shards are missing: 2")
	runs := features.NewTFIDF()
	runs.NGrams, runs.MinDF = 2, 3
	_, err = ReadFrequencies(part(Shard{}), runs)
	assert.ErrorContains(t, err, "the terms were counted by tfidf, and not by tfidf(ngrams=2): count them again")
	whole, err := ReadFrequencies(part(Shard{}), f)
	require.NoError(t, err)
	_, err = f.BuildWith(ctx, &features.Input{Articles: []corpus.Article{{ID: "c", Text: "goal"}}}, whole)
	assert.ErrorContains(t, err, `the frequencies lack the term "goal" of the articles`)
	whole.Counts[0] = 3
	_, err = f.BuildWith(ctx, &features.Input{Articles: c.Articles}, whole)
	assert.ErrorContains(t, err, `the term "dam" is in 3 of 2 articles`)
	_, err = DuplicateLabels(part(Shard{}), c)
	assert.ErrorContains(t, err, "it holds frequencies")
}
