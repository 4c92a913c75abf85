package density

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/corpus"
)

// hand has two levels: at 8 three articles leave five and at 4 those five fall
// into three and two; the eight hang together at 8, and 8 is at 20 from all.
//
//	0 1 2 at 1, 3 4 at 2, both at 4; 5 6 7 at 2; all at 8; 8 at 20
var hand = []join{
	{0, 1, 1, 2}, {2, 9, 1, 3}, // 9, 10
	{3, 4, 2, 2}, {5, 6, 2, 2}, {7, 12, 2, 3}, // 11, 12, 13
	{10, 11, 4, 5}, {13, 14, 8, 8}, {8, 15, 20, 9}, // 14, 15, 16
}

func TestCondensedByHand(t *testing.T) {
	got := condense(hand, 9, 2)
	want := []cluster{
		{parent: -1, end: 8, stability: 1./20 + 8./8, hasChildren: true},
		{parent: 0, birth: 8, end: 2, stability: 3 * (1./2 - 1./8)},
		{parent: 0, birth: 8, end: 4, stability: 5 * (1./4 - 1./8), hasChildren: true},
		{parent: 2, birth: 4, end: 1, stability: 3 * (1 - 1./4)},
		{parent: 2, birth: 4, end: 2, stability: 2 * (1./2 - 1./4)},
	}
	// The order of siblings is that of the joins.
	assert.ElementsMatch(t, want[:3], got.clusters[:3])
	assert.Len(t, got.clusters, 5)
	assert.Equal(t, []float64{1, 1, 1, 2, 2, 2, 2, 2, 20}, got.drop)
	for i, births := range []float64{4, 4, 4, 4, 4, 8, 8, 8, 0} {
		assert.Equal(t, births, got.clusters[got.last[i]].birth)
	}

	three := condense(hand, 9, 3) // 3 and 4 only drop out, at 4
	assert.Len(t, three.clusters, 3)
	assert.Equal(t, []float64{1, 1, 1, 4, 4, 2, 2, 2, 20}, three.drop)
	for i, stability := range []float64{3: 2*(1./4-1./8) + 3*(1-1./8), 5: 3 * (1./2 - 1./8), 8: 1./20 + 8./8} {
		if stability > 0 {
			assert.InDelta(t, stability, three.clusters[three.last[i]].stability, 1e-12)
		}
	}
	assert.Empty(t, condense(hand, 9, 10).clusters)
	assert.Len(t, condense(hand, 9, 9).clusters, 1)
}

func TestSelectionByHand(t *testing.T) {
	const none = corpus.None
	for text, want := range map[string]corpus.Labels{
		// Stabilities: 0.625 against 2.25 + 0.5 inside, and 1.125.
		"hdbscan(min_cluster_size=2)":                {0, 0, 0, 1, 1, 2, 2, 2, none},
		"hdbscan(min_cluster_size=2,selection=leaf)": {0, 0, 0, 1, 1, 2, 2, 2, none},
		"hdbscan(min_cluster_size=3)":                {0, 0, 0, 0, 0, 1, 1, 1, none},
		// The two that part at 4 stay together, those that part at 8 do not.
		"hdbscan(min_cluster_size=2,epsilon=5)":                {0, 0, 0, 0, 0, 1, 1, 1, none},
		"hdbscan(min_cluster_size=2,epsilon=4)":                {0, 0, 0, 1, 1, 2, 2, 2, none},
		"hdbscan(min_cluster_size=2,epsilon=5,selection=leaf)": {0, 0, 0, 0, 0, 1, 1, 1, none},
		"hdbscan(min_cluster_size=2,epsilon=9)":                {0, 0, 0, 0, 0, 1, 1, 1, none},
		// With one cluster allowed all that is together at epsilon is one.
		"hdbscan(min_cluster_size=2,epsilon=9,allow_single=true)":  {0, 0, 0, 0, 0, 0, 0, 0, none},
		"hdbscan(min_cluster_size=2,epsilon=20,allow_single=true)": {0, 0, 0, 0, 0, 0, 0, 0, 0},
		// 1.05 against 3.875, and against nothing inside.
		"hdbscan(min_cluster_size=2,allow_single=true)": {0, 0, 0, 1, 1, 2, 2, 2, none},
		"hdbscan(min_cluster_size=6,allow_single=true)": {0, 0, 0, 0, 0, 0, 0, 0, none},
		"hdbscan(min_cluster_size=6)":                   {none, none, none, none, none, none, none, none, none},
		"hdbscan(min_cluster_size=6,selection=leaf)":    {none, none, none, none, none, none, none, none, none},
	} {
		h := bound(t, "%s", text).(*HDBSCAN)
		assert.Equal(t, want, condense(hand, 9, h.MinClusterSize).labels(h), text)
	}
}

// Two groups hang on one article at the same distance: it belongs to neither.
func TestJoinsAtOneDistanceComeUndoneTogether(t *testing.T) {
	x := line(0, 1, 2, 12, 22, 23, 24)
	want := corpus.Labels{0, 0, 0, -1, 1, 1, 1}
	assert.Equal(t, want, run(t, bound(t, "hdbscan(min_cluster_size=3,metric=euclidean)"), x))
}

// Core distances with three articles, itself included: 2, 1, 2 in the first
// group and 3, 2, 3 in the second; 30 is at 15 from the second nearest.
func TestMutualReachabilityByHand(t *testing.T) {
	x, err := newPoints(line(0, 1, 2, 10, 12, 13, 15, 30), false, 0)
	assert.NoError(t, err)
	core := cores(t, x, 3)
	assert.NoError(t, err)
	assert.Equal(t, []float32{4, 1, 4, 9, 4, 4, 9, 17 * 17}, core)
	h := bound(t, "hdbscan(min_cluster_size=3,metric=euclidean)").(*HDBSCAN)
	joins, err := h.joins(t.Context(), x)
	assert.NoError(t, err)
	var heights []float64
	for _, j := range joins {
		heights = append(heights, j.height)
	}
	assert.Equal(t, []float64{2, 2, 2, 3, 3, 8, 17}, heights)
	assert.Equal(t, 8, joins[6].size)
	assert.Equal(t, corpus.Labels{0, 0, 0, 1, 1, 1, 1, -1}, condense(joins, 8, 3).labels(h))
}

func TestNoMoreSamplesThanArticles(t *testing.T) {
	x := line(0, 1, 2, 10, 11, 12)
	assert.Equal(t, corpus.Labels{-1, -1, -1, -1, -1, -1}, run(t, bound(t, "hdbscan(min_cluster_size=3,min_samples=9,metric=euclidean)"), x))
	assert.Equal(t, corpus.Labels{-1, -1, -1, -1, -1, -1}, run(t, bound(t, "optics(min_samples=9,metric=euclidean)"), x))
	assert.Equal(t, corpus.Labels{-1, -1, -1, -1, -1, -1}, run(t, bound(t, "dbscan(eps=90,min_samples=9,metric=euclidean)"), x))
}

// 3 is within 1 of both 2 and 4, and goes to the cluster that begins first.
func TestBorderByHand(t *testing.T) {
	d := bound(t, "dbscan(eps=1,min_samples=4,metric=euclidean)")
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 1, 1, 1, 1, -1}, run(t, d, line(0, 0.25, 0.5, 1.5, 2.5, 2.75, 3, 3.25, 9)))
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 1, 1, 1, 0, -1}, run(t, d, line(3.25, 3, 2.75, 2.5, 0.5, 0.25, 0, 1.5, 9)))
}

func TestPlotByHand(t *testing.T) {
	x, err := newPoints(line(0, 1, 3, 20, 21, 23), false, 0)
	assert.NoError(t, err)
	o := bound(t, "optics(min_samples=2,metric=euclidean)").(*OPTICS)
	p, err := o.plot(t.Context(), x)
	assert.NoError(t, err)
	assert.Equal(t, []int32{0, 1, 2, 3, 4, 5}, p.order)
	assert.Equal(t, []float64{math.Inf(1), 1, 2, 17, 1, 2, math.Inf(1)}, p.reach)
	assert.Equal(t, []int{-1, 0, 1, 2, 3, 4}, p.from)
	o.MaxEps = 5
	p, err = o.plot(t.Context(), x)
	assert.NoError(t, err)
	assert.Equal(t, []float64{math.Inf(1), 1, 2, math.Inf(1), 1, 2, math.Inf(1)}, p.reach)
	assert.Equal(t, []int{-1, 0, 1, -1, 3, 4}, p.from)
	assert.Equal(t, corpus.Labels{0, 0, 0, 1, 1, 1}, run(t, o, line(0, 1, 3, 20, 21, 23)))
}

// A cluster that is as stable as those inside it together is taken in their place;
// one that is less stable is not.
func TestTiesGoToFewerClusters(t *testing.T) {
	tree := func(stability float64) *condensed {
		return &condensed{clusters: []cluster{
			{parent: -1, hasChildren: true}, {parent: 0, stability: stability, hasChildren: true}, {parent: 0, stability: 1},
			{parent: 1, stability: 0.75}, {parent: 1, stability: 0.5},
		}}
	}
	assert.Equal(t, []bool{false, true, true, false, false}, tree(1.25).excessOfMass(false))
	assert.Equal(t, []bool{false, false, true, true, true}, tree(1.2).excessOfMass(false))
}
