package features

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// products are those of all pairs of rows, which do not depend on how terms are
// numbered.
func products(m *CSR) [][]float64 {
	out := make([][]float64, m.Rows)
	for i := range out {
		value := map[int32]float32{}
		index, data := m.Row(i)
		for k, c := range index {
			value[c] = data[k]
		}
		for j := range m.Rows {
			sum := 0.0
			index, data := m.Row(j)
			for k, c := range index {
				sum += float64(value[c]) * float64(data[k])
			}
			out[i] = append(out[i], sum)
		}
	}
	return out
}

func TestTFIDFInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := make([]corpus.Article, rapid.IntRange(1, 12).Draw(t, "articles"))
		var order []int
		for i := range articles {
			articles[i].Text = strings.Join(
				rapid.SliceOfN(rapid.SampledFrom(strings.Fields("storm flood vote goal bridge harbour")), 0, 6).Draw(t, "text"),
				" ",
			)
			order = append(order, i)
		}
		order = rapid.Permutation(order).Draw(t, "order")
		text := rapid.SampledFrom([]string{
			"tfidf", "tfidf(min_df=2)", "tfidf(max_df=0.5)", "tfidf(min_df=2,ngrams=2)", "tfidf(analyzer=char,ngrams=3)",
			"concat(tfidf,numbers)",
		}).Draw(t, "space")
		build := func(articles []corpus.Article, batches [][]int) *CSR {
			s, err := spec.Parse(text)
			require.NoError(t, err)
			space, err := Build(t.Context(), s, &Input{Articles: articles, Seed: 1, Batches: batches})
			require.NoError(t, err)
			return space.Sparse
		}
		near := func(want, got float64) { assert.InDelta(t, want, got, 1e-6) }

		// One batch of all is the space of all.
		whole := products(build(articles, nil))
		for i, row := range products(build(articles, [][]int{order})) {
			for j, v := range row {
				near(whole[i][j], v)
			}
		}
		// The rows of the first batches are those that there would be without the later
		// ones, and that of the last batch those of the space of all.
		cut := rapid.IntRange(1, len(order)).Draw(t, "cut")
		m := build(articles, [][]int{order[:cut], order[cut:]})
		both := products(m)
		var known []corpus.Article
		for _, i := range order[:cut] {
			known = append(known, articles[i])
		}
		for a, row := range products(build(known, nil)) {
			for b, v := range row {
				near(v, both[order[a]][order[b]])
			}
		}
		for _, i := range order[cut:] {
			for _, j := range order[cut:] {
				near(whole[i][j], both[i][j])
			}
		}
		assert.NotContains(t, m.Data, float32(0))
		for i := range m.Rows {
			index, _ := m.Row(i)
			assert.True(t, slices.IsSorted(index))
		}
	})
}

func TestSpacesOfAllAtOnce(t *testing.T) {
	for _, text := range []string{"lsa", "entities", "concat(tfidf,lsa)"} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		in := &Input{Articles: make([]corpus.Article, 2), Batches: [][]int{{0}, {1}}}
		_, err = Build(t.Context(), s, in)
		assert.ErrorContains(t, err, "a stream knows none of those to come", text)
		cache := &Cache{Dir: t.TempDir()}
		assert.Empty(t, cache.path(s, in), "it is kept nowhere")
	}
}
