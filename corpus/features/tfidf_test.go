package features

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// plainWeights is TF-IDF by the definition: maps from terms to weights.
func plainWeights(f *TFIDF, articles []corpus.Article) []map[string]float64 {
	rows := make([]map[string]float64, len(articles))
	df := map[string]int{}
	for i, a := range articles {
		rows[i] = map[string]float64{}
		for k, field := range []string{a.Title, a.Text} {
			for _, term := range plainTerms(f, strings.Fields(field)) {
				if k == 1 || f.TitleWeight > 0 {
					rows[i][term] += []float64{f.TitleWeight, 1}[k]
				}
			}
		}
		for term := range rows[i] {
			df[term]++
		}
	}
	n := float64(len(articles))
	for _, row := range rows {
		norm := 0.0
		for term, count := range row {
			if df[term] < f.MinDF || float64(df[term]) > f.MaxDF*n {
				delete(row, term)
				continue
			}
			if f.Sublinear {
				count = 1 + math.Log(count)
			}
			if row[term] = count * (math.Log((1+n)/(1+float64(df[term]))) + 1); df[term] == 1 {
				row[term] *= f.Once
			}
			norm += row[term] * row[term]
		}
		for term := range row {
			row[term] /= max(math.Sqrt(norm), 1e-9)
		}
	}
	return rows
}

func plainTerms(f *TFIDF, words []string) (terms []string) {
	if f.Analyzer == "char" {
		for _, w := range words {
			f.characters(w, func(gram string) { terms = append(terms, gram) })
		}
		return terms
	}
	for n := f.NGramsMin; n <= f.NGrams; n++ {
		for i := 0; i+n <= len(words); i++ {
			terms = append(terms, strings.Join(words[i:i+n], " "))
		}
	}
	return terms
}

func TestTFIDFIsTheDefinition(t *testing.T) {
	words := rapid.SampledFrom([]string{"a", "ab", "abc", "b", "ba", "é", "ß-", "a!", "a~", "wonderful", "wonderfuller"})
	field := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 0, 8).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		f := &TFIDF{
			Analyzer:    rapid.SampledFrom([]string{"word", "word", "char"}).Draw(t, "analyzer"),
			NGrams:      rapid.IntRange(1, 5).Draw(t, "ngrams"),
			MinDF:       rapid.IntRange(1, 3).Draw(t, "min_df"),
			MaxDF:       rapid.SampledFrom([]float64{1, 0.5, 0.1}).Draw(t, "max_df"),
			Sublinear:   rapid.Bool().Draw(t, "sublinear"),
			Once:        rapid.SampledFrom([]float64{1, 0.5, 0}).Draw(t, "once"),
			TitleWeight: rapid.SampledFrom([]float64{0, 1, 2.5}).Draw(t, "title_weight"),
		}
		f.NGramsMin = rapid.IntRange(1, f.NGrams).Draw(t, "ngrams_min")
		in := &Input{Articles: make([]corpus.Article, rapid.IntRange(0, 12).Draw(t, "articles"))}
		for i := range in.Articles {
			in.Articles[i] = corpus.Article{Title: field.Draw(t, "title"), Text: field.Draw(t, "text")}
		}
		rows := plainWeights(f, in.Articles)
		var terms []string
		for _, row := range rows {
			for term := range row {
				terms = append(terms, term)
			}
		}
		slices.Sort(terms)
		terms = slices.Compact(terms)

		space, err := f.weigh(t.Context(), in, bySpaces)
		require.NoError(t, err)
		m := space.Sparse
		assert.Equal(t, len(rows), m.Rows)
		assert.Equal(t, len(terms), m.Cols)
		for i, row := range rows {
			index, data := m.Row(i)
			assert.Len(t, index, len(row))
			assert.True(t, slices.IsSorted(index))
			for k, c := range index {
				assert.InDelta(t, row[terms[c]], data[k], 1e-6, "%s in article %d", terms[c], i)
			}
		}
	})
}

func BenchmarkTFIDF(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		in := &Input{Articles: synthetic(n)}
		for _, spec := range []string{"tfidf", "tfidf(ngrams=2)", "tfidf(analyzer=char,ngrams=4,ngrams_min=2)"} {
			b.Run(fmt.Sprintf("articles=%d/words=120/%s", n, spec), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					build(b, spec, in)
				}
			})
		}
	}
}
