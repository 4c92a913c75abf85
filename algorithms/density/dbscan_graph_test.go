package density

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/ami"
)

// groups are rows around directions of their own.
func groups(seed uint64, rows, cols, count int) *features.Space {
	random := rand.New(rand.NewPCG(seed, 3))
	centres := make([]float32, count*cols)
	for c := range centres {
		centres[c] = float32(random.NormFloat64())
	}
	d := &features.Dense{Rows: rows, Cols: cols, Data: make([]float32, rows*cols)}
	for i := range rows {
		g, spread := random.IntN(count), 0.3+random.Float64()
		for c := range cols {
			d.Data[i*cols+c] = centres[g*cols+c] + float32(spread*random.NormFloat64())
		}
	}
	return &features.Space{Name: "test", Dense: d}
}

// With all neighbours in the graph, DBSCAN along it is DBSCAN.
func TestAlongGraphIsDBSCAN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := groups(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 32).Draw(t, "rows"), 6, 4)
		d := NewDBSCAN()
		d.Eps, d.MinSamples = rapid.Float64Range(0.01, 0.9).Draw(t, "eps"), rapid.IntRange(1, 6).Draw(t, "samples")
		for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
			p := &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s}
			want, err := d.Cluster(t.Context(), p)
			require.NoError(t, err)
			got, err := d.alongGraph(t.Context(), p)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	})
}

func TestDBSCANOfManyArticles(t *testing.T) {
	space := groups(1, 10_500, 64, 700)
	d := NewDBSCAN()
	d.Eps = 0.4
	p := &algorithms.Problem{Articles: make([]corpus.Article, space.Rows()), Space: space}
	got, err := d.Cluster(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, p.Notes, 1)
	assert.Contains(t, p.Notes[0], "were searched for")
	x, err := newPoints(space, true, 0)
	require.NoError(t, err)
	want, err := d.search(t.Context(), x)
	require.NoError(t, err)
	assert.Greater(t, want.Groups(), 500)
	assert.Greater(t, ami.Adjusted(want.Alone(), got.Alone()), 0.98)
}
