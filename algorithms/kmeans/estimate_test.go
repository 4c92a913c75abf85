package kmeans

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// apart are k clouds of 30 rows each, far from each other.
func apart(k int) *features.Space {
	rng := rand.New(rand.NewPCG(1, 2))
	d := &features.Dense{Rows: 30 * k, Cols: k + 2, Data: make([]float32, 30*k*(k+2))}
	for i := range d.Rows {
		row := d.Row(i)
		for c := range row {
			row[c] = float32(0.3 * rng.NormFloat64())
		}
		row[i%k] += 5
	}
	return &features.Space{Name: "apart", Dense: d}
}

func TestEstimates(t *testing.T) {
	for _, k := range []int{2, 3, 7} {
		for _, by := range []string{"silhouette", "gap"} {
			for _, distance := range []string{"euclidean", "spherical"} {
				m, p := bound(t, "kmeans(k="+by+",max_k=12,distance="+distance+")"), problem(apart(k))
				labels, err := m.Cluster(context.Background(), p)
				require.NoError(t, err)
				assert.Equal(t, k, labels.Groups(), "%s %s", by, distance)
				require.Len(t, p.Notes, 1)
				assert.Regexp(t, `^k=\d+ by `+by+`$`, p.Notes[0])
				assert.False(t, m.UsesGold())
			}
		}
	}
	labels := cluster(t, bound(t, "kmeans(k=silhouette,max_k=9)"), spacetest.Sparse(apart(4)))
	assert.Equal(t, 4, labels.Groups())
	evenly := &features.Dense{Rows: 90, Cols: 2, Data: make([]float32, 180)}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range evenly.Data {
		evenly.Data[i] = rng.Float32()
	}
	labels = cluster(t, bound(t, "kmeans(k=gap,max_k=9,distance=euclidean)"), &features.Space{Dense: evenly})
	assert.Equal(t, 1, labels.Groups(), "rows spread evenly are one cluster")
}

// Rows 0, 1 and 10, 12 and 30 with centres 0.5, 11 and 30.
func TestSilhouetteByHand(t *testing.T) {
	x, err := newItems(spacetest.Dense([]float32{0}, []float32{1}, []float32{10}, []float32{12}, []float32{30}), false, 1)
	require.NoError(t, err)
	r, err := refine(context.Background(), x, centresAt(x, 5)[2:], "lloyd", limits{iterations: 9})
	require.NoError(t, err)
	require.Equal(t, []int32{0, 0, 1, 1, 2}, []int32(r.labels.Canonical()))
	got, err := r.silhouette(context.Background(), x)
	require.NoError(t, err)
	assert.InDelta(t, ((11-0.5)/11+(10-0.5)/10+(9.5-1)/9.5+(11.5-1)/11.5)/5, got, 1e-6)
}

func TestEstimatesOfFewRows(t *testing.T) {
	same := spacetest.Dense([]float32{1, 2}, []float32{1, 2}, []float32{1, 2}, []float32{1, 2}, []float32{1, 2})
	for _, by := range []string{"silhouette", "gap"} {
		assert.Equal(t, 1, cluster(t, bound(t, "kmeans(k="+by+")"), spacetest.Dense([]float32{3, 4})).Groups())
		assert.Equal(t, 1, cluster(t, bound(t, "kmeans(k="+by+")"), same).Groups())
		assert.Equal(t, 1, cluster(t, bound(t, "kmeans(k="+by+")"), spacetest.Dense(make([]float32, 2), make([]float32, 2))).Groups())
	}
}

func TestGapWantsADenseSpace(t *testing.T) {
	_, err := bound(t, "kmeans(k=gap)").Cluster(context.Background(), problem(spacetest.Sparse(apart(2))))
	assert.ErrorContains(t, err, "needs a dense space")
}

func TestEstimateCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, by := range []string{"silhouette", "gap"} {
		_, err := bound(t, "kmeans(k="+by+")").Cluster(ctx, problem(apart(3)))
		assert.ErrorIs(t, err, context.Canceled)
	}
}
