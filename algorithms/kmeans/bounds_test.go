package kmeans

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/features"
)

func TestGroups(t *testing.T) {
	// Twenty centres near 0 and 100 in turn.
	d := &features.Dense{Rows: 20, Cols: 1, Data: make([]float32, 20)}
	for i := range d.Data {
		d.Data[i] = float32(i%2*100 + i/2)
	}
	x, err := newItems(&features.Space{Name: "test", Dense: d}, false, 1)
	require.NoError(t, err)
	centres := centresAt(x, x.n)
	for variant, want := range map[string][]int{"lloyd": {0, 0, 0}, "hamerly": {0, 0, 0}, "elkan": {0, 1, 2}, "yinyang": {0, 1, 0}} {
		b, err := newBounds(context.Background(), x, centres, variant)
		require.NoError(t, err)
		assert.Equal(t, want, b.group[:3], variant)
		assert.Equal(t, variant == "lloyd", b.off)
	}
}

func TestBoundsFollowCentres(t *testing.T) {
	b := &bounds{
		members: [][]int32{{0, 2}, {1}}, lower: []float64{5, 5, 1, 9},
		most: make([]int32, 2), drift: make([]float64, 2), other: make([]float64, 2),
	}
	b.follow([]float64{1, 3, 2})
	assert.Equal(t, 2., b.lowerAll(0, 0)) // group 0 by centre 2, group 1 by centre 1
	assert.Equal(t, []float64{3, 2}, b.lower[:2])
	assert.Equal(t, 0., b.lowerAll(1, 2)) // centre 2 is its own: group 0 by centre 0
	assert.Equal(t, []float64{0, 6}, b.lower[2:])
}

// After each assignment the bounds hold for the distances as computed.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		x, err := newItems(s, rapid.Bool().Draw(t, "spherical"), 1)
		require.NoError(t, err)
		centres := centresAt(x, 25)
		if len(centres) == 0 {
			return
		}
		ctx := context.Background()
		r, err := newRun(ctx, x, centres, rapid.SampledFrom(exact[1:]).Draw(t, "variant"))
		require.NoError(t, err)
		for range 5 {
			_, err := r.assign(ctx)
			require.NoError(t, err)
			for i, own := range r.labels {
				require.LessOrEqual(t, x.squared(i, &centres[own]), r.bounds.upper[i]*r.bounds.upper[i]+x.slack)
				for j, g := range r.bounds.group {
					if int32(j) != own {
						require.GreaterOrEqual(t, x.squared(i, &centres[j]), r.bounds.computed(*r.bounds.at(i, g)))
					}
				}
			}
			require.NoError(t, r.refill(ctx))
			_, err = r.move(ctx)
			require.NoError(t, err)
		}
	})
}

// A score is off by the slack at most, wherever the rows lie, and it does not
// matter what other rows and centres are in the table.
func TestScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		if far := rapid.SampledFrom([]float32{0, 1, 1000}).Draw(t, "far"); s.Dense != nil {
			for i := range s.Dense.Data {
				s.Dense.Data[i] += far
			}
		}
		x, err := newItems(s, rapid.Bool().Draw(t, "spherical"), 1)
		require.NoError(t, err)
		centres := centresAt(x, 25)
		table := x.newTable(len(centres))
		for j := range centres {
			table.put(x, j, &centres[j])
		}
		var all, every, one scores
		all.of(x, table, span(0, x.n))
		for i := range x.n {
			one.of(x, table, []int32{int32(i)})
			require.Equal(t, all.at(i), one.at(0))
			for j := range centres {
				require.InDelta(t, x.squared(i, &centres[j]), x.fromScore(i, one.at(0)[j]), x.slack)
			}
		}
		var odd []int32
		for i := 1; i < x.n; i += 2 {
			odd = append(odd, int32(i))
		}
		if len(odd) > 0 {
			every.of(x, table, odd)
			for at, i := range odd {
				require.Equal(t, all.at(int(i)), every.at(at))
			}
		}
	})
}
