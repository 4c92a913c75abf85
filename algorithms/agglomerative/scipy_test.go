package agglomerative

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

func TestAgreesWithSciPy(t *testing.T) {
	text, err := os.ReadFile("testdata/scipy.json")
	require.NoError(t, err)
	var sets []struct {
		Rows  [][]float32
		Trees []scipyTree
	}
	require.NoError(t, json.Unmarshal(text, &sets))
	require.Len(t, sets, 2)
	for _, set := range sets {
		space := spacetest.Dense(set.Rows...)
		for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
			for _, w := range set.Trees {
				name := w.Linkage + ",metric=" + w.Metric
				t.Run(name, func(t *testing.T) { w.check(t, name, s) })
			}
		}
	}
}

type scipyTree struct {
	Linkage, Metric string
	Merges          [][4]float64
	Inconsistency   map[int][]float64 // by depth
	Cuts            []struct {
		By     string
		Labels corpus.Labels
	}
}

func (w scipyTree) check(t *testing.T, name string, s *features.Space) {
	got := tree(t, name, s)
	require.Len(t, got.Merges, len(w.Merges))
	for i, m := range got.Merges {
		assert.InDelta(t, w.Merges[i][2], m.Height, 1e-5)
		assert.Equal(t, [3]float64{w.Merges[i][0], w.Merges[i][1], w.Merges[i][3]}, [3]float64{float64(m.A), float64(m.B), float64(m.Size)})
	}
	require.NotEmpty(t, w.Inconsistency)
	for depth, values := range w.Inconsistency {
		ours, err := got.Inconsistency(context.Background(), depth)
		require.NoError(t, err)
		assert.InDeltaSlice(t, values, ours, 3e-3, "depth %d", depth) // quotients of small differences
	}
	require.NotEmpty(t, w.Cuts)
	for _, c := range w.Cuts {
		assert.Equal(t, c.Labels.Canonical(), cluster(t, bound(t, "agglomerative(linkage=%s,%s)", name, c.By), s), c.By)
	}
}
