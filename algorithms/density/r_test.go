package density

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
)

// R's package dbscan agrees label for label once joins at one distance come
// undone one after the other, as they do there. Such joins are common: where one
// article's core distance decides, it is the distance to several others. hdbscan
// undoes them together, so that the order of articles does not show.
func TestAgreesWithR(t *testing.T) {
	text, err := os.ReadFile("testdata/r.json")
	require.NoError(t, err)
	var cases []struct {
		Samples   int
		Rows      [][]float32
		EOM, Leaf corpus.Labels
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.Len(t, cases, 5)
	for _, c := range cases {
		for selection, want := range map[string]corpus.Labels{"eom": c.EOM, "leaf": c.Leaf} {
			t.Run(fmt.Sprintf("%dx%d/%s", len(c.Rows), len(c.Rows[0]), selection), func(t *testing.T) {
				h := bound(t, "hdbscan(min_cluster_size=%d,selection=%s,metric=euclidean)", c.Samples, selection).(*HDBSCAN)
				x, err := newPoints(spacetest.Dense(c.Rows...), false, 0)
				require.NoError(t, err)
				joins, err := h.joins(context.Background(), x)
				require.NoError(t, err)
				for e := range joins[1:] {
					joins[e+1].height = max(joins[e+1].height, math.Nextafter(joins[e].height, math.Inf(1)))
				}
				assert.Equal(t, want.Canonical(), condense(joins, x.n, c.Samples).labels(h))
			})
		}
	}
}
