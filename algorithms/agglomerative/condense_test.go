package agglomerative

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// Where all articles are neighbours the joins are the same, however many were
// found along the graph. The rows are fixed: among very many draws there are some
// where rounding decides which of two pairs is nearer.
func TestCondensedIsExactOnACompleteGraph(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		d := &features.Dense{Rows: 2 + rng.IntN(40), Cols: 8 + rng.IntN(20)}
		for range d.Rows * d.Cols {
			d.Data = append(d.Data, rng.Float32()+0.01) // all cosines are above 0
		}
		s := &features.Space{Dense: d}
		linkage := []string{"average", "weighted", "ward", "centroid", "median"}[seed%5]
		a := bound(t, "agglomerative(linkage=%s,k=1,neighbours=60)", linkage)
		want, err := a.Dendrogram(context.Background(), problem(s))
		require.NoError(t, err)
		most := 1 + rng.IntN(d.Rows)
		if seed%2 == 0 {
			s = spacetest.Sparse(s)
		}
		p := problem(s)
		got, err := a.dendrogram(context.Background(), p, most)
		require.NoError(t, err)
		assert.Equal(t, most < d.Rows, len(p.Notes) == 1)
		require.Len(t, got.Merges, len(want.Merges))
		for i, m := range want.Merges {
			assert.InDelta(t, m.Height, got.Merges[i].Height, 1e-6+1e-3*math.Sqrt(m.Height))
		}
	}
}

// Pairs of articles that lie close together are joined along the graph as they
// would be without it.
func TestCondensedFindsWhatIsNear(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float32, 300)
	for i := range rows {
		rows[i] = make([]float32, 20)
		copy(rows[i], rows[i/3*3])
		for c := range rows[i] {
			if i%3 == 0 {
				rows[i][c] = float32(rng.NormFloat64())
			}
			rows[i][c] += float32(0.05 * rng.NormFloat64())
		}
	}
	for _, linkage := range []string{"average", "weighted", "ward"} {
		a := bound(t, "agglomerative(linkage=%s,k=100,neighbours=5)", linkage)
		for _, s := range []*features.Space{spacetest.Dense(rows...), spacetest.Sparse(spacetest.Dense(rows...))} {
			want, err := a.Dendrogram(context.Background(), problem(s))
			require.NoError(t, err)
			got, err := a.dendrogram(context.Background(), problem(s), 120)
			require.NoError(t, err)
			assert.Equal(t, want.CutAt(100), got.CutAt(100))
			assert.True(t, slices.IsSortedFunc(got.Merges, func(x, y Merge) int { return int(math.Copysign(1, x.Height-y.Height)) }))
		}
	}
}

func TestCondensedOfUnrelatedArticles(t *testing.T) {
	s := spacetest.Dense([]float32{1, 0, 0}, []float32{0, 1, 0}, []float32{0, 0, 1}, []float32{0, 0, 2})
	_, err := bound(t, "agglomerative(k=1)").dendrogram(context.Background(), problem(s), 2)
	assert.ErrorContains(t, err, "falls into 3 parts")
	d, err := bound(t, "agglomerative(k=1)").dendrogram(context.Background(), problem(s), 3)
	require.NoError(t, err)
	assert.Equal(t, []Merge{{2, 3, 0, 2}, {0, 1, 1, 2}, {4, 5, 1, 4}}, d.Merges)
}

func TestCondensedCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := bound(t, "agglomerative(k=1)").dendrogram(ctx, problem(spacetest.Dense([]float32{1}, []float32{2})), 1)
	assert.Equal(t, context.Canceled, err)
}
