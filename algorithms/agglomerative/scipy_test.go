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
	var want struct {
		Rows  [][]float32
		Trees []struct {
			Linkage       string
			Merges        [][4]float64
			Inconsistency map[int][]float64 // by depth
			Cuts          []struct {
				By     string
				Labels corpus.Labels
			}
		}
	}
	require.NoError(t, json.Unmarshal(text, &want))
	require.Len(t, want.Trees, len(linkages))
	space := spacetest.Dense(want.Rows...)
	for _, s := range []*features.Space{space, spacetest.Sparse(space)} {
		for _, w := range want.Trees {
			t.Run(w.Linkage, func(t *testing.T) {
				got := tree(t, w.Linkage, s)
				require.Len(t, got.Merges, len(w.Merges))
				for i, m := range got.Merges {
					assert.InDelta(t, w.Merges[i][2], m.Height, 1e-5)
					assert.Equal(t, [3]float64{w.Merges[i][0], w.Merges[i][1], w.Merges[i][3]}, [3]float64{float64(m.A), float64(m.B), float64(m.Size)})
				}
				require.NotEmpty(t, w.Inconsistency)
				for depth, values := range w.Inconsistency {
					ours, err := got.Inconsistency(context.Background(), depth)
					require.NoError(t, err)
					assert.InDeltaSlice(t, values, ours, 1e-4, "depth %d", depth)
				}
				require.NotEmpty(t, w.Cuts)
				for _, c := range w.Cuts {
					assert.Equal(t, c.Labels.Canonical(), cluster(t, bound(t, "agglomerative(linkage=%s,%s)", w.Linkage, c.By), s), c.By)
				}
			})
		}
	}
}
