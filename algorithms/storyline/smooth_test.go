package storyline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// The distances are those of the sums of vectors.
func TestSmoothByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, cols := rapid.IntRange(2, 30).Draw(t, "n"), rapid.IntRange(1, 6).Draw(t, "cols")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = make([]float64, cols)
			for c := range rows[i] {
				rows[i][c] = rng.NormFloat64()
			}
		}
		cosine := func(a, b []float64) float64 {
			ab, aa, bb := 0., 0., 0.
			for c := range a {
				ab, aa, bb = ab+a[c]*b[c], aa+a[c]*a[c], bb+b[c]*b[c]
			}
			return ab / math.Sqrt(aa*bb)
		}
		mates := rapid.IntRange(1, 6).Draw(t, "mates")
		plain, got := agglomerative.NewMatrix(n), agglomerative.NewMatrix(n)
		require.NoError(t, plain.Fill(t.Context(), 1, func(i, from int, out []float32) {
			for o := range out {
				out[o] = float32(1 - cosine(rows[i], rows[from+o]))
			}
		}))
		require.NoError(t, smooth(t.Context(), plain, got, n, mates, 2))

		sums, scratch := make([][]float64, n), make([]float32, n)
		for i := range rows {
			sums[i] = make([]float64, cols)
			plain.Row(i, scratch)
			for _, m := range nearest(scratch, i, mates) {
				length := 0.
				for _, v := range rows[m.article] {
					length = math.Hypot(length, v)
				}
				for c, v := range rows[m.article] {
					sums[i][c] += float64(m.share) * v / length
				}
			}
		}
		for i := range n {
			got.Row(i, scratch)
			for j := range n {
				if i != j {
					assert.InDelta(t, 1-cosine(sums[i], sums[j]), scratch[j], 1e-4, fmt.Sprint(i, j))
				}
			}
		}
	})
}

// The nearest articles are those of the largest similarity above 0, the article itself
// with a share of 1.
func TestNearest(t *testing.T) {
	m := agglomerative.NewMatrix(7)
	distances := []float32{0, 0.9, 1, 0.5, 0.5, 1.2, 0.7}
	require.NoError(t, m.Fill(t.Context(), 1, func(i, from int, out []float32) {
		for o := range out {
			out[o] = 1
			if i == 0 {
				out[o] = distances[from+o]
			}
		}
	}))
	laid, err := newRowReader(t.Context(), m, 7, 1)
	require.NoError(t, err)
	read, row := rowReader{matrix: m, n: 7}, make([]float32, 7)
	for i := range 7 {
		assert.Equal(t, read.row(i, row), laid.row(i, nil))
	}
	list := nearest(laid.row(0, nil), 0, 3)
	var articles []int
	for _, m := range list {
		articles = append(articles, m.article)
	}
	assert.Equal(t, []int{3, 4, 6, 0}, articles)
	assert.InDelta(t, 1, list[3].share, 0)
	assert.InDelta(t, 0.3, list[2].share, 1e-6)
	assert.Equal(t, []mate{{2, 1}}, nearest(laid.row(2, nil), 2, 3), "none is near")
}

func TestMates(t *testing.T) {
	space := func(words ...int) *features.Space {
		m := &features.CSR{Rows: len(words), Cols: 100, Start: []int{0}}
		out := &features.Space{Sparse: m}
		for c := range m.Cols {
			out.Words = append(out.Words, uint32(c+1))
		}
		for _, n := range words {
			for c := range n {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, 1)
			}
			m.Start = append(m.Start, len(m.Index))
		}
		return out
	}
	for _, c := range []struct {
		words      []int
		size, want int
	}{
		{[]int{6, 5, 6, 80, 0}, 100, 10}, // of the median
		{[]int{6, 5, 6, 80, 0}, 8, 8},    // no more than a story has
		{[]int{6, 5, 6, 80, 0}, 2, 3},
		{[]int{40, 30, 99}, 100, 3}, // reports
		{[]int{0, 0, 0}, 100, 60},
	} {
		assert.Equal(t, c.want, matesOf(medianWords(space(c.words...)), c.size), c)
	}
	unknown := space(6, 6, 6)
	unknown.Words = nil
	assert.Equal(t, 3, matesOf(medianWords(unknown), 100), "a space that knows no words")
}
