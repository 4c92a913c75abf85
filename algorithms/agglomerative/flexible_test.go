package agglomerative

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// testdata/agnes.R made the heights.
func TestFlexibleAgreesWithAgnes(t *testing.T) {
	text, err := os.ReadFile("testdata/agnes.json")
	require.NoError(t, err)
	var want struct {
		Rows  [][]float32
		Trees []struct {
			Metric  string
			Beta    float64
			Heights []float64
		}
	}
	require.NoError(t, json.Unmarshal(text, &want))
	require.Len(t, want.Trees, 4)
	for _, w := range want.Trees {
		a := bound(t, "agglomerative(linkage=flexible,beta=%g,metric=%s,k=1)", w.Beta, w.Metric)
		for _, s := range []*features.Space{spacetest.Dense(want.Rows...), spacetest.Sparse(spacetest.Dense(want.Rows...))} {
			d, err := a.Dendrogram(context.Background(), problem(s))
			require.NoError(t, err)
			require.Len(t, d.Merges, len(w.Heights))
			for i, m := range d.Merges {
				assert.InDelta(t, w.Heights[i], m.Height, 1e-5)
			}
		}
	}
}

// A join is never lower than those inside it, and a lower beta only raises the last.
func TestFlexibleOnlyRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(30).Draw(t, "space")
		last := -1.
		for _, beta := range []float64{0, -0.1, -0.5} {
			d, err := bound(t, "agglomerative(linkage=flexible,beta=%g,k=1)", beta).Dendrogram(context.Background(), problem(s))
			require.NoError(t, err)
			height := make([]float64, d.Articles+len(d.Merges))
			for i, m := range d.Merges {
				require.GreaterOrEqual(t, m.Height+1e-6, max(height[m.A], height[m.B]))
				height[d.Articles+i] = m.Height
			}
			if n := len(d.Merges); n > 0 && beta != 0 {
				require.GreaterOrEqual(t, d.Merges[n-1].Height, last-0.1*last)
				last = d.Merges[n-1].Height
			}
		}
	})
}
