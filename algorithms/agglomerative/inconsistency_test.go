package agglomerative

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

func inconsistency(t require.TestingT, d *Dendrogram, depth int) []float64 {
	values, err := d.Inconsistency(context.Background(), depth)
	require.NoError(t, err)
	return values
}

func cutByInconsistency(t require.TestingT, d *Dendrogram, most float64, depth int) corpus.Labels {
	labels, err := d.CutByInconsistency(context.Background(), most, depth)
	require.NoError(t, err)
	return labels
}

func TestInconsistencyByHand(t *testing.T) {
	// Merges 5 to 8: 5 and 6 join articles, 7 joins 6 with another, 8 joins 5 with 7.
	d := &Dendrogram{Articles: 5, Merges: []Merge{{0, 1, 1, 2}, {2, 3, 2, 2}, {4, 6, 4, 3}, {5, 7, 10, 5}}}
	assert.Equal(t, []float64{0, 0, 0, 0}, inconsistency(t, d, 1))
	// Of 2 and 4 the mean is 3 and the variance 2; of 1, 4 and 10 they are 5 and 21.
	two := []float64{0, 0, 1 / math.Sqrt2, 5 / math.Sqrt(21)}
	assert.InDeltaSlice(t, two, inconsistency(t, d, 2), 1e-12)
	// Of 1, 2, 4 and 10 they are 17/4 and 65/4.
	all := []float64{0, 0, 1 / math.Sqrt2, 5.75 / math.Sqrt(16.25)}
	assert.InDeltaSlice(t, all, inconsistency(t, d, 3), 1e-12)
	assert.Equal(t, inconsistency(t, d, 3), inconsistency(t, d, 1_000_000_000))

	assert.Equal(t, corpus.Labels{0, 0, 1, 1, 2}, cutByInconsistency(t, d, 0.7, 2))
	assert.Equal(t, corpus.Labels{0, 0, 1, 1, 1}, cutByInconsistency(t, d, 0.8, 2))
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 0}, cutByInconsistency(t, d, 1.1, 2))
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 0}, cutByInconsistency(t, d, 0.1, 1))
}

// An inconsistent merge also parts what lies above it, itself consistent or not.
func TestInconsistentBelowConsistent(t *testing.T) {
	d := &Dendrogram{Articles: 4, Merges: []Merge{{0, 1, 1, 2}, {2, 4, 5, 3}, {3, 5, 5, 4}}}
	assert.InDeltaSlice(t, []float64{0, 1 / math.Sqrt2, 0}, inconsistency(t, d, 2), 1e-12)
	assert.Equal(t, corpus.Labels{0, 0, 1, 2}, cutByInconsistency(t, d, 0.5, 2))
}

func TestEqualHeightsAreConsistent(t *testing.T) {
	d := &Dendrogram{Articles: 5, Merges: []Merge{{0, 1, 0.1, 2}, {2, 5, 0.1, 3}, {3, 4, 0.1, 2}, {6, 7, 0.1, 5}}}
	assert.Equal(t, []float64{0, 0, 0, 0}, inconsistency(t, d, 9))
	assert.Empty(t, inconsistency(t, &Dendrogram{Articles: 1}, 2))
	assert.Equal(t, corpus.Labels{0}, cutByInconsistency(t, &Dendrogram{Articles: 1}, 1, 2))
}

// heightsNear are the heights of a merge and those inside it, by the definition.
func heightsNear(d *Dendrogram, merge, depth int) []float64 {
	if merge < 0 || depth == 0 {
		return nil
	}
	m := d.Merges[merge]
	near := append([]float64{m.Height}, heightsNear(d, m.A-d.Articles, depth-1)...)
	return append(near, heightsNear(d, m.B-d.Articles, depth-1)...)
}

func TestInconsistencyIsAsDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := tree(t, rapid.SampledFrom(linkages).Draw(t, "linkage"), spaces(40).Draw(t, "space"))
		depth := rapid.IntRange(1, 6).Draw(t, "depth")
		values := inconsistency(t, d, depth)
		for i, m := range d.Merges {
			near := heightsNear(d, i, depth)
			var mean, squares float64
			for _, h := range near {
				mean += h / float64(len(near))
			}
			for _, h := range near {
				squares += (h - mean) * (h - mean)
			}
			// By the definition: height − mean = value · standard deviation.
			deviation := math.Sqrt(squares / float64(max(1, len(near)-1)))
			assert.InDelta(t, m.Height-mean, values[i]*deviation, 1e-9)
		}
	})
}

func TestInconsistencyCutsAreNested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := tree(t, rapid.SampledFrom(linkages).Draw(t, "linkage"), spaces(40).Draw(t, "space"))
		depth := rapid.IntRange(1, 6).Draw(t, "depth")
		low := rapid.Float64Range(0.1, 2).Draw(t, "low")
		fine, coarse := cutByInconsistency(t, d, low, depth), cutByInconsistency(t, d, low*1.5, depth)
		assert.Equal(t, fine.Canonical(), fine)
		holder := map[int32]int32{}
		for i, c := range fine {
			if in, seen := holder[c]; seen {
				assert.Equal(t, in, coarse[i])
			}
			holder[c] = coarse[i]
		}
	})
}
