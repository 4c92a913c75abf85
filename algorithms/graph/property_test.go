package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

var entries = []algorithms.Entry{LouvainEntry, LeidenEntry, LabelPropagationEntry}

func bound(t require.TestingT, e algorithms.Entry, args string) algorithms.Clusterer {
	s, err := spec.Parse(e.Name + args)
	require.NoError(t, err)
	c := e.New()
	require.NoError(t, spec.Bind(s, c))
	return c
}

func problem(s *features.Space) *algorithms.Problem {
	return &algorithms.Problem{Articles: make([]corpus.Article, s.Rows()), Space: s, Seed: 1}
}

func cluster(t require.TestingT, c algorithms.Clusterer, p *algorithms.Problem) corpus.Labels {
	labels, err := c.Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

// blobs are n rows around a centre each of a few.
func blobs(n, centres, cols int, seed uint64) *features.Space {
	random := rand.New(rand.NewPCG(seed, 2))
	at := make([]float64, centres*cols)
	for i := range at {
		at[i] = random.NormFloat64()
	}
	d := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	for i := range d.Data {
		d.Data[i] = float32(at[i/cols%centres*cols+i%cols] + 0.2*random.NormFloat64())
	}
	return &features.Space{Name: "test", Dense: d}
}

func TestBlobs(t *testing.T) {
	want := make(corpus.Labels, 240)
	for i := range want {
		want[i] = int32(i % 8)
	}
	for _, e := range entries {
		for _, args := range []string{"", "(threshold=0.5)", "(neighbours=0,threshold=0.7)"} {
			assert.Equal(t, want, cluster(t, bound(t, e, args), problem(blobs(240, 8, 30, 1))), "%s%s", e.Name, args)
		}
	}
}

func TestFewRows(t *testing.T) {
	row := []float32{1, 2}
	for _, e := range entries {
		assert.Empty(t, cluster(t, bound(t, e, ""), &algorithms.Problem{}))
		assert.Equal(t, corpus.Labels{0}, cluster(t, bound(t, e, ""), problem(spacetest.Dense(row))))
		assert.Equal(t, corpus.Labels{0, 0}, cluster(t, bound(t, e, ""), problem(spacetest.Dense(row, row))))
		assert.Equal(
			t, make(corpus.Labels, 8),
			cluster(t, bound(t, e, ""), problem(spacetest.Dense(row, row, row, row, row, row, row, row))), "identical rows",
		)
		zero := []float32{0, 0}
		assert.Equal(t, corpus.Labels{0, 1, 2}, cluster(t, bound(t, e, ""), problem(spacetest.Dense(zero, zero, zero))))
		assert.Equal(
			t, corpus.Labels{0, 1, 2, 1, 3},
			cluster(t, bound(t, e, ""), problem(spacetest.Dense(zero, row, []float32{-1, -2}, row, zero))),
			"without an edge, alone",
		)
	}
}

func TestRefuses(t *testing.T) {
	for _, e := range entries {
		s, err := spec.Parse(e.Name + "(neighbours=0)")
		require.NoError(t, err)
		assert.ErrorContains(t, spec.Bind(s, e.New()), "a threshold above 0")
		_, err = bound(t, e, "").Cluster(context.Background(), problem(spacetest.Dense([]float32{1}, []float32{float32(math.NaN())})))
		assert.ErrorContains(t, err, "row 1 holds a value that is NaN")
		_, err = bound(t, e, "").Cluster(context.Background(), &algorithms.Problem{Articles: make([]corpus.Article, 2)})
		assert.ErrorContains(t, err, e.Name+" needs a space")

		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err = bound(t, e, "").Cluster(ctx, problem(blobs(50, 3, 4, 1)))
		assert.Equal(t, context.Canceled, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	n, random := newNetwork(karate()), rand.New(rand.NewPCG(1, 0))
	_, err := louvain(ctx, n, 1, random)
	assert.Equal(t, context.Canceled, err)
	_, err = leiden(ctx, n, 1, 0, random)
	assert.Equal(t, context.Canceled, err)
	_, err = refine(ctx, n, make([]int32, 34), 1, random)
	assert.Equal(t, context.Canceled, err)
	_, err = propagate(ctx, n, random)
	assert.Equal(t, context.Canceled, err)
}

func TestSameForAnyWorkersAndAgain(t *testing.T) {
	space := blobs(400, 60, 5, 4)
	for _, e := range entries {
		p := problem(space)
		p.Workers = 1
		want := cluster(t, bound(t, e, ""), p)
		for _, workers := range []int{0, 1, 3} {
			p.Workers = workers
			assert.Equal(t, want, cluster(t, bound(t, e, ""), p), e.Name)
		}
		assert.Equal(t, want, want.Canonical())
		differs := false
		for seed := range uint64(9) {
			p.Seed = seed
			other := cluster(t, bound(t, e, ""), p)
			differs = differs || !assert.ObjectsAreEqual(want, other)
		}
		assert.True(t, differs, "%s depends on the seed", e.Name)
	}
}

func TestIterations(t *testing.T) {
	space := blobs(400, 60, 5, 4)
	g, err := (&Nearest{Neighbours: 10}).graph(context.Background(), problem(space))
	require.NoError(t, err)
	last := 0.
	for _, args := range []string{"(iterations=1)", "(iterations=3)", ""} {
		q := Modularity(g, cluster(t, bound(t, LeidenEntry, args), problem(space)), 1)
		assert.GreaterOrEqual(t, q, last)
		last = q
	}
}

// graphs are small random ones, many of them in several pieces.
func graphs() *rapid.Generator[*features.CSR] {
	return rapid.Custom(func(t *rapid.T) *features.CSR {
		n := rapid.IntRange(1, 40).Draw(t, "nodes")
		return scattered(n, rapid.IntRange(0, 3*n).Draw(t, "edges"), rapid.Uint64().Draw(t, "seed"))
	})
}

func connected(t require.TestingT, g *features.CSR, labels corpus.Labels, what string) {
	parts := corpus.Labels(newNetwork(g).components(labels))
	assert.Equal(t, labels.Groups(), parts.Groups(), "every group of %s is connected", what)
}

func TestCommunitiesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, seed := graphs().Draw(t, "graph"), rapid.Uint64().Draw(t, "random")
		resolution := rapid.SampledFrom([]float64{0, 0.3, 1, 4}).Draw(t, "resolution")
		alone := Modularity(g, singletons(g.Rows), resolution)
		for name, find := range map[string]method{"leiden": byLeiden, "louvain": byLouvain} {
			labels := find(g, resolution, seed)
			require.Len(t, labels, g.Rows)
			assert.Equal(t, labels, labels.Canonical())
			q := Modularity(g, labels, resolution)
			assert.GreaterOrEqual(t, q, alone-1e-9, name)
			assert.LessOrEqual(t, q, 1.)
			for i := range g.Rows {
				if g.Start[i] == g.Start[i+1] {
					group := 0
					for _, label := range labels {
						if label == labels[i] {
							group++
						}
					}
					assert.Equal(t, 1, group, "%s: a node without an edge is alone", name)
				}
			}
		}
		connected(t, g, byLeiden(g, resolution, seed), "leiden")
		connected(t, g, byPropagation(g, resolution, seed), "labelprop")
	})
}

func TestPropagationEndsInAgreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		labels := byPropagation(g, 1, rapid.Uint64().Draw(t, "random"))
		assert.Equal(t, labels, labels.Canonical())
		for i := range g.Rows {
			index, weights := g.Row(i)
			byLabel := map[int32]float64{}
			for p, j := range index {
				byLabel[labels[j]] += float64(weights[p])
			}
			for _, w := range byLabel {
				assert.GreaterOrEqual(t, byLabel[labels[i]], w-1e-6, "no label around node %d outweighs its own", i)
			}
		}
	})
}

func TestRefinementKeepsWithinGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		n, random := newNetwork(g), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "random"), 0))
		if n.total == 0 {
			return
		}
		group := make([]int32, n.nodes())
		for i := range group {
			group[i] = int32(random.IntN(1 + n.nodes()/5))
		}
		renumber(group)
		parts, err := refine(context.Background(), n, group, 1, random)
		require.NoError(t, err)
		for i, part := range parts {
			assert.Equal(t, group[i], group[part], "node %d and its part", i)
		}
		connected(t, g, parts, "the refinement")
		assert.GreaterOrEqual(t, Modularity(g, parts, 1), Modularity(g, singletons(n.nodes()), 1)-1e-9)
	})
}

// What a refinement keeps of its parts is what their nodes and edges add up to,
// after any merges.
func TestRefinementKeepsAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, random := newNetwork(graphs().Draw(t, "graph")), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "random"), 0))
		if n.total == 0 {
			return
		}
		r := newRefinement(n, make([]int32, n.nodes()), 0.1)
		for _, i := range order(n.nodes(), random)[:rapid.IntRange(0, n.nodes()).Draw(t, "merges")] {
			if r.alone[i] && r.connected(i) {
				r.merge(i, random)
			}
		}
		strength, outside, size := make([]float64, n.nodes()), make([]float64, n.nodes()), make([]int, n.nodes())
		for i, part := range r.part {
			strength[part] += n.strength[i]
			size[part]++
			for e := n.start[i]; e < n.start[i+1]; e++ {
				if r.part[n.to[e]] != part {
					outside[part] += n.weight[e]
				}
			}
		}
		assert.InDeltaSlice(t, strength, r.strength, 1e-9)
		assert.InDeltaSlice(t, outside, r.outside, 1e-9, "the weight that leaves a part")
		for part, alone := range r.alone {
			assert.Equal(t, size[part] == 1, alone)
		}
	})
}

// Making nodes of groups changes nothing that modularity sees.
func TestAggregationKeepsModularity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := newNetwork(graphs().Draw(t, "graph"))
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "random"), 0))
		group := make([]int32, n.nodes())
		for i := range group {
			group[i] = int32(random.IntN(n.nodes()))
		}
		above := n.aggregate(group, renumber(group))
		assert.InDelta(t, n.total, above.total, 1e-9)
		assert.InDelta(t, modularity(n, group, 1.3), modularity(above, singletons(above.nodes()), 1.3), 1e-9)
	})
}
