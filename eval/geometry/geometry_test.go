package geometry

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

var ctx = context.Background()

func denseOf(rows [][]float32) *features.Space {
	m := &features.Dense{Rows: len(rows)}
	for _, row := range rows {
		m.Cols = len(row)
		m.Data = append(m.Data, row...)
	}
	return &features.Space{Dense: m}
}

func sparseOf(rows [][]float32) *features.Space {
	m := &features.CSR{Rows: len(rows), Start: []int{0}}
	for _, row := range rows {
		m.Cols = len(row)
		for c, v := range row {
			if v != 0 {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, v)
			}
		}
		m.Start = append(m.Start, len(m.Index))
	}
	return &features.Space{Sparse: m}
}

// kinds are the two ways to hold the same rows.
var kinds = map[string]func([][]float32) *features.Space{"dense": denseOf, "sparse": sparseOf}

func TestAgreesWithScikitLearn(t *testing.T) {
	var cases []struct {
		Name              string
		Rows              [][]float32
		Labels            corpus.Labels
		Cosine, Euclidean float64
		EachCosine        []float64 `json:"each_cosine"`
		EachEuclidean     []float64 `json:"each_euclidean"`
		CalinskiHarabasz  float64   `json:"calinski_harabasz"`
		DaviesBouldin     float64   `json:"davies_bouldin"`
	}
	data, err := os.ReadFile(filepath.Join("testdata", "reference.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 6)
	for _, c := range cases {
		for kind, of := range kinds {
			name, space := c.Name+", "+kind, of(c.Rows)
			cosine, each, err := Silhouette(ctx, space, c.Labels, Cosine, 0)
			require.NoError(t, err, name)
			assert.InEpsilon(t, c.Cosine, cosine, 1e-9, name)
			assert.InDeltaSlice(t, c.EachCosine, each, 1e-9, name)
			euclidean, each, err := Silhouette(ctx, space, c.Labels, Euclidean, 0)
			require.NoError(t, err, name)
			assert.InEpsilon(t, c.Euclidean, euclidean, 1e-5, name)
			assert.InDeltaSlice(t, c.EachEuclidean, each, 1e-6, name)
			ch, err := CalinskiHarabasz(ctx, space, c.Labels, 0)
			require.NoError(t, err, name)
			assert.InEpsilon(t, c.CalinskiHarabasz, ch, 1e-9, name)
			db, err := DaviesBouldin(ctx, space, c.Labels, 0)
			require.NoError(t, err, name)
			assert.InEpsilon(t, c.DaviesBouldin, db, 1e-9, name)
		}
	}
}

// Four points on a line, in two clusters of two: 0 and 1, 5 and 7.
func TestByHand(t *testing.T) {
	labels := corpus.Labels{3, 3, 8, 8}
	for kind, of := range kinds {
		space := of([][]float32{{0}, {1}, {5}, {7}})
		value, each, err := Silhouette(ctx, space, labels, Euclidean, 1)
		require.NoError(t, err)
		want := []float64{5.0 / 6, 4.0 / 5, 2.5 / 4.5, 4.5 / 6.5} // a = 1, 1, 2, 2; b = 6, 5, 4.5, 6.5
		assert.InDeltaSlice(t, want, each, 1e-6, kind)
		assert.InDelta(t, (want[0]+want[1]+want[2]+want[3])/4, value, 1e-6, kind)

		// The centroids are 0.5 and 6.
		_, each, err = SimplifiedSilhouette(ctx, space, labels, Euclidean, 1)
		require.NoError(t, err)
		assert.InDeltaSlice(t, []float64{5.5 / 6, 4.5 / 5, 3.5 / 4.5, 5.5 / 6.5}, each, 1e-12, kind)

		// The mean is 3.25; B = 4·2.75², W = 2·0.5² + 2·1².
		ch, err := CalinskiHarabasz(ctx, space, labels, 1)
		require.NoError(t, err)
		assert.InDelta(t, 4*2.75*2.75/(2.5/2), ch, 1e-12, kind)
		db, err := DaviesBouldin(ctx, space, labels, 1)
		require.NoError(t, err)
		assert.InDelta(t, 1.5/5.5, db, 1e-12, kind)
		dunn, err := Dunn(ctx, space, labels, 1)
		require.NoError(t, err)
		assert.InDelta(t, 4.0/2, dunn, 1e-6, kind)
	}
}

// Three directions in one cluster, at 0°, 60° and 90°, two at 180° in another,
// and one alone at 270°.
func TestSimilaritiesByHand(t *testing.T) {
	root := float32(math.Sqrt(3))
	rows := [][]float32{{2, 0}, {1, root}, {0, 3}, {-1, 0}, {-5, 0}, {0, -1}}
	labels := corpus.Labels{0, 0, 0, 1, 1, corpus.None}
	for kind, of := range kinds {
		own, nearest, err := Similarities(ctx, of(rows), labels, 1)
		require.NoError(t, err)
		cos := func(degrees float64) float64 { return math.Cos(degrees * math.Pi / 180) }
		// The centroid of two directions lies half way between them; that of all
		// three has the angle of their sum.
		middle := math.Atan2(cos(30)+1, 1+cos(60)) * 180 / math.Pi
		assert.InDeltaSlice(t, []float64{cos(75), cos(60 - 45), cos(90 - 30), 1, 1}, own[:5], 1e-7, kind)
		assert.InDeltaSlice(t, []float64{cos(90), cos(120), cos(90), max(cos(180-middle), cos(90)), max(cos(180-middle), cos(90))},
			nearest[:5], 1e-7, kind)
		assert.True(t, math.IsNaN(own[5]) && math.IsNaN(nearest[5]), kind)
	}
}

func TestLooseByHand(t *testing.T) {
	// Six rows along the first axis and one along the second, which is similar to
	// none; of the others each is similar to five of six.
	rows := [][]float32{{1, 0}, {2, 0}, {3, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 1}}
	labels := corpus.Labels{0, 0, 0, 0, 0, 0, 0, 1}
	for kind, of := range kinds {
		v, err := Loose(ctx, of(rows), labels, 0.1, 0)
		require.NoError(t, err)
		assert.InDelta(t, 1.0/7, v, 1e-12, kind)
		// With a second one there, both have one of seven others: less than a fifth.
		labels[7] = 0
		rows[7] = []float32{0, 2}
		v, err = Loose(ctx, of(rows), labels, 0.1, 0)
		require.NoError(t, err)
		assert.InDelta(t, 2.0/8, v, 1e-12, kind)
		// One of five others is a fifth.
		v, err = Loose(ctx, of(rows[2:]), labels[2:], 0.1, 0)
		require.NoError(t, err)
		assert.Zero(t, v, kind)
		rows[7], labels[7] = []float32{1, 1}, 1
	}
}

func TestUndefined(t *testing.T) {
	rows := [][]float32{{1, 0}, {0, 1}, {1, 1}}
	for kind, of := range kinds {
		for _, labels := range []corpus.Labels{{0, 0, 0}, {2, 1, 0}, {corpus.None, corpus.None, corpus.None}} {
			for name, v := range all(t, of(rows), labels, 1) {
				alone := labels[0] != labels[1] || labels[0] == corpus.None
				if name == "own" || name == "loose" {
					assert.Equal(t, alone, math.IsNaN(v), "%s %s %v", kind, name, labels)
				} else {
					assert.True(t, math.IsNaN(v), "%s %s %v", kind, name, labels)
				}
			}
		}
	}
}

func TestCopies(t *testing.T) {
	same := []float32{0.1, 0.7, 0.3}
	rows := [][]float32{same, same, same, same, same, {0, 0, 0}}
	for kind, of := range kinds {
		v := all(t, of(rows), corpus.Labels{0, 0, 0, 1, 1, 2}, 1)
		for _, name := range []string{"cosine", "euclidean", "simplified cosine", "simplified euclidean", "db"} {
			assert.Zero(t, v[name], "%s %s", kind, name)
		}
		assert.True(t, math.IsNaN(v["ch"]), kind)
		assert.True(t, math.IsNaN(v["dunn"]), kind)
		assert.Equal(t, 1.0, v["own"], kind)
		assert.Zero(t, v["loose"], kind)
	}
}

func TestBadInput(t *testing.T) {
	for kind, of := range kinds {
		space := of([][]float32{{1}, {float32(math.Inf(1))}})
		_, _, err := Silhouette(ctx, space, corpus.Labels{0, 1}, Cosine, 0)
		assert.ErrorContains(t, err, "row 1 holds", kind)
		_, err = Dunn(ctx, space, corpus.Labels{0}, 0)
		assert.ErrorContains(t, err, "2 rows, and there are 1 labels", kind)
		_, _, err = SimplifiedSilhouette(ctx, space, corpus.Labels{0, 1}, "manhattan", 0)
		assert.ErrorContains(t, err, "must be cosine or euclidean", kind)
	}
}

func TestCancelled(t *testing.T) {
	done, cancel := context.WithCancel(ctx)
	cancel()
	for kind, of := range kinds {
		space, labels := of([][]float32{{1, 0}, {0, 1}, {1, 1}, {2, 1}}), corpus.Labels{0, 0, 1, 1}
		for _, d := range []Distance{Cosine, Euclidean} {
			_, _, err := Silhouette(done, space, labels, d, 0)
			assert.Equal(t, context.Canceled, err, kind)
			_, _, err = SimplifiedSilhouette(done, space, labels, d, 0)
			assert.Equal(t, context.Canceled, err, kind)
		}
		_, err := DaviesBouldin(done, space, labels, 0)
		assert.Equal(t, context.Canceled, err, kind)
		_, err = Dunn(done, space, labels, 0)
		assert.Equal(t, context.Canceled, err, kind)
		_, _, err = Similarities(done, space, labels, 0)
		assert.Equal(t, context.Canceled, err, kind)
		_, err = Loose(done, space, labels, 0.1, 0)
		assert.Equal(t, context.Canceled, err, kind)
	}
}

// all measures with every function.
func all(t require.TestingT, s *features.Space, labels corpus.Labels, workers int) map[string]float64 {
	v := map[string]float64{}
	for _, d := range []Distance{Cosine, Euclidean} {
		value, _, err := Silhouette(ctx, s, labels, d, workers)
		require.NoError(t, err)
		v[string(d)] = value
		value, _, err = SimplifiedSilhouette(ctx, s, labels, d, workers)
		require.NoError(t, err)
		v["simplified "+string(d)] = value
	}
	for name, of := range map[string]func(context.Context, *features.Space, corpus.Labels, int) (float64, error){
		"ch": CalinskiHarabasz, "db": DaviesBouldin, "dunn": Dunn,
	} {
		value, err := of(ctx, s, labels, workers)
		require.NoError(t, err)
		v[name] = value
	}
	own, nearest, err := Similarities(ctx, s, labels, workers)
	require.NoError(t, err)
	v["own"], v["nearest"] = mean(own), mean(nearest)
	v["loose"], err = Loose(ctx, s, labels, 0.3, workers)
	require.NoError(t, err)
	return v
}
