package graph

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/eigen"
	"github.com/seed-9405df2f/assay/spec"
)

// ways are the ways to read groups off eigenvectors.
var ways = []string{"cluster_qr", "kmeans"}

// cut clusters a graph by the assignment of m.
func cut(t require.TestingT, g *features.CSR, k int, way string) corpus.Labels {
	n, p := newNetwork(g), problem(rowless(g.Rows))
	_, at, err := n.embed(context.Background(), n.joined(), k, p)
	require.NoError(t, err)
	labels, err := (&Spectral{Assign: way}).assign(context.Background(), at, p)
	require.NoError(t, err)
	return labels.Canonical()
}

func TestSpectralByHand(t *testing.T) {
	// Two triangles and one edge between them.
	triangles := joined(6, [3]float64{0, 1, 1}, [3]float64{0, 2, 1}, [3]float64{1, 2, 1}, [3]float64{2, 3, 1},
		[3]float64{3, 4, 1}, [3]float64{3, 5, 1}, [3]float64{4, 5, 1})
	cliques := make(corpus.Labels, 60)
	for i := range cliques {
		cliques[i] = int32(i / 5)
	}
	for _, way := range ways {
		assert.Equal(t, corpus.Labels{0, 0, 0, 1, 1, 1}, cut(t, triangles, 2, way), way)
		assert.Equal(t, cliques, cut(t, ring(12, 5), 12, way), way)
		// The two factions of the club, but for those with friends in both.
		club := cut(t, karate(), 2, way)
		assert.NotEqual(t, club[0], club[33])
		for _, i := range []int{1, 3, 4, 5, 6, 7, 10, 11, 12, 13, 16, 17, 21} {
			assert.Equal(t, club[0], club[i], "%s: %d", way, i)
		}
		for _, i := range []int{14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 29, 31, 32} {
			assert.Equal(t, club[33], club[i], "%s: %d", way, i)
		}
	}
}

func TestEmbeddingByHand(t *testing.T) {
	// On a path of three, D⁻¹W has the eigenvalues 1, 0, −1 with the vectors
	// (1 1 1), (1 0 −1) and (1 −1 1), of which vᵀDv = 1.
	n := newNetwork(joined(4, [3]float64{0, 2, 0.5}, [3]float64{2, 3, 0.5}))
	nodes := n.joined()
	assert.Equal(t, []int32{0, 2, 3}, nodes)
	values, v, err := n.embed(context.Background(), nodes, 3, problem(rowless(4)))
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{1, 0, -1}, values, 1e-12)
	for c, want := range [][]float64{{1, 1, 1}, {1, 0, -1}, {1, -1, 1}} {
		scale, square := v.Row(0)[c], 0.
		for i, d := range []float64{0.5, 1, 0.5} {
			assert.InDelta(t, want[i], v.Row(i)[c]/scale, 1e-9)
			square += d * v.Row(i)[c] * v.Row(i)[c]
		}
		assert.InDelta(t, 1, square, 1e-12)
	}
}

func TestEigengap(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   int
	}{
		{[]float64{1, -1}, 1},
		{[]float64{1, 0.2, 0.1}, 2},
		{[]float64{1, 0.9, 0.8, 0.3, 0.2}, 3},
		{[]float64{1, 1, 1, 0.5, 0}, 3},
		{[]float64{1, 0.75, 0.5, 0.25}, 2},
		{[]float64{1, 4e-16, 1e-16, -0.05, -0.5}, 1},
		{[]float64{1, 0.1, -0.1, -0.9}, 2},
	} {
		assert.Equal(t, test.want, eigengap(test.values), "%v", test.values)
	}
	values, _, err := newNetwork(ring(12, 5)).embed(context.Background(), newNetwork(ring(12, 5)).joined(), 30, problem(rowless(60)))
	require.NoError(t, err)
	assert.Equal(t, 12, eigengap(values))
}

func TestClusterQRByHand(t *testing.T) {
	// Rows along two axes at right angles, however they are turned; the first of
	// the longest is picked first.
	for _, angle := range []float64{0, 0.3, 2} {
		c, s := math.Cos(angle), math.Sin(angle)
		v := eigen.Vectors{Cols: 2}
		for _, row := range [][2]float64{{1, 0}, {0, 2}, {-3, 0.1}, {0.1, -2}, {0.2, 0.1}, {0, -3}, {0, 0}} {
			v.Data = append(v.Data, c*row[0]-s*row[1], s*row[0]+c*row[1])
		}
		labels, err := clusterQR(context.Background(), v, 1)
		require.NoError(t, err)
		assert.Equal(t, corpus.Labels{0, 1, 0, 1, 0, 1}, labels.Canonical()[:6])
		picked, err := pivots(context.Background(), v, 1)
		require.NoError(t, err)
		assert.Equal(t, []int{2, 5}, picked)
	}
}

func TestSpectralBlobs(t *testing.T) {
	want := make(corpus.Labels, 240)
	for i := range want {
		want[i] = int32(i % 8)
	}
	for _, args := range []string{
		"(k=8)", "(k=8,assign_labels=kmeans)", "(k=eigengap)", "(k=8,neighbours=40)",
		"(k=eigengap,neighbours=40,assign_labels=kmeans)",
	} {
		assert.Equal(t, want, cluster(t, bound(t, SpectralEntry, args), problem(blobs(240, 8, 30, 1))), args)
	}
	m := bound(t, SpectralEntry, "").(*Spectral)
	assert.True(t, m.UsesGold())
	m.Tell(algorithms.Facts{Sizes: make([]int, 8)})
	assert.Equal(t, want, cluster(t, m, problem(blobs(240, 8, 30, 1))))
}

func TestJoinSmallest(t *testing.T) {
	parts := corpus.Labels{0, 1, 1, 2, 2, 2, 3, 4, 4, 4, 4, 4}
	for k, want := range map[int]corpus.Labels{
		5: parts,
		4: {0, 1, 1, 2, 2, 2, 0, 3, 3, 3, 3, 3},
		3: {0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 2, 2}, // not with the third, of three
		2: {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1},
		1: make(corpus.Labels, 12),
	} {
		assert.Equal(t, want, joinSmallest(parts, k), k)
	}
}

// Whatever the graph, there are k groups if that many can be told apart.
func TestSpectralMakesKGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		kinds := rapid.IntRange(1, 12).Draw(t, "kinds")
		rows := blobs(n, kinds, 30, rapid.Uint64().Draw(t, "seed"))
		for i := range n {
			if rapid.IntRange(0, 4).Draw(t, "zero") == 0 {
				clear(rows.Dense.Data[i*30 : (i+1)*30])
			}
		}
		k := rapid.IntRange(1, n).Draw(t, "k")
		found := cluster(t, bound(t, SpectralEntry, fmt.Sprintf("(k=%d,neighbours=3)", k)), problem(rows))
		assert.Equal(t, k, found.Groups())
	})
}

func TestSpectralRules(t *testing.T) {
	row, other, zero := []float32{1, 2}, []float32{-2, 1}, []float32{0, 0}
	alike := slices.Repeat([][]float32{row}, 30)
	for _, way := range ways {
		run := func(k string, rows ...[]float32) corpus.Labels {
			return cluster(t, bound(t, SpectralEntry, fmt.Sprintf("(k=%s,assign_labels=%s)", k, way)), problem(spacetest.Dense(rows...)))
		}
		assert.Empty(t, cluster(t, bound(t, SpectralEntry, "(k=3)"), &algorithms.Problem{}))
		for _, k := range []string{"1", "3", "eigengap"} {
			assert.Equal(t, corpus.Labels{0}, run(k, row))
		}
		assert.Equal(t, corpus.Labels{0, 1, 2}, run("eigengap", zero, zero, zero))
		assert.Equal(t, corpus.Labels{0, 1, 2}, run("3", zero, zero, zero))
		assert.Equal(t, corpus.Labels{0, 0, 1, 1}, run("2", zero, zero, zero, zero))
		assert.Equal(t, corpus.Labels{0, 0, 0, 0}, run("1", zero, row, row, zero))
		assert.Equal(t, corpus.Labels{0, 1, 1, 0}, run("2", zero, row, row, zero), "without an edge, half of the groups")
		assert.Equal(t, corpus.Labels{0, 1, 2}, run("5", row, row, row), "as many as there are")
		assert.Equal(t, corpus.Labels{0, 1, 0, 0}, run("2", row, zero, row, row), "k counts those without an edge")
		assert.Equal(t, corpus.Labels{0, 0}, run("eigengap", row, row))
		assert.Equal(t, corpus.Labels{0, 0, 0, 0}, run("1", row, other, row, other))
		assert.Equal(t, corpus.Labels{0, 1, 0, 1}, run("2", row, other, row, other))
		assert.Equal(t, make(corpus.Labels, 30), run("1", alike...))
		assert.LessOrEqual(t, run("4", alike...).Groups(), 4, "identical rows")
	}
}

func TestSpectralRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"(k=elbow)":                      "k=elbow must be a whole number, gold or eigengap",
		"(k=-1)":                         "k=-1 must be a whole number, gold or eigengap",
		"(k=2,neighbours=0)":             "a threshold above 0",
		"(k=2,space=nothing)":            "unknown feature",
		"(k=eigengap,max_k=1)":           "at least 2",
		"(k=2,assign_labels=discretize)": "cluster_qr, kmeans",
		"(k=2,space=lsa(dims=-1))":       "dims",
	} {
		s, err := spec.Parse("spectral" + args)
		require.NoError(t, err)
		assert.ErrorContains(t, spec.Bind(s, SpectralEntry.New()), want, args)
	}
	good := problem(blobs(50, 3, 4, 1))
	for args, want := range map[string]string{"(k=0)": "k=0 must be at least 1", "": "k=gold needs gold stories"} {
		_, err := bound(t, SpectralEntry, args).Cluster(context.Background(), good)
		assert.ErrorContains(t, err, want)
	}
	_, err := bound(t, SpectralEntry, "(k=2)").Cluster(
		context.Background(), problem(spacetest.Dense([]float32{1}, []float32{float32(math.NaN())})),
	)
	assert.ErrorContains(t, err, "row 1 holds a value that is NaN")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = bound(t, SpectralEntry, "(k=2)").Cluster(ctx, good)
	assert.Equal(t, context.Canceled, err)
	v := eigen.Vectors{Cols: 2, Data: []float64{1, 0, 0, 1}}
	for _, way := range ways {
		_, err = (&Spectral{Assign: way}).assign(ctx, v, good)
		assert.Equal(t, context.Canceled, err)
	}
}

func TestSpectralSpec(t *testing.T) {
	for _, text := range []string{"spectral(k=gold)", "spectral(k=7)", "spectral(k=eigengap)"} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		m := SpectralEntry.New()
		require.NoError(t, spec.Bind(s, m))
		assert.Equal(t, text, spec.Of("spectral", m).String())
	}
}

// Labels depend neither on the workers nor, by cluster_qr, on the seed.
func TestSpectralIsTheSameAgain(t *testing.T) {
	space := blobs(400, 60, 5, 4)
	for _, args := range []string{"(k=40)", "(k=40,assign_labels=kmeans)", "(k=eigengap,max_k=50)"} {
		p := problem(space)
		p.Workers = 1
		want := cluster(t, bound(t, SpectralEntry, args), p)
		assert.Equal(t, want, want.Canonical())
		for _, workers := range []int{0, 1, 3} {
			p.Workers = workers
			assert.Equal(t, want, cluster(t, bound(t, SpectralEntry, args), p), args)
		}
		if args == "(k=40)" {
			p.Seed = 77
			assert.Equal(t, want, cluster(t, bound(t, SpectralEntry, args), p))
		}
	}
}

func TestSpectralHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := blobs(
			rapid.IntRange(1, 60).Draw(t, "n"), rapid.IntRange(1, 6).Draw(t, "centres"), rapid.IntRange(1, 4).Draw(t, "cols"),
			rapid.Uint64().Draw(t, "seed"),
		)
		k, way := rapid.IntRange(1, 12).Draw(t, "k"), rapid.SampledFrom(ways).Draw(t, "way")
		args := fmt.Sprintf("(k=%d,assign_labels=%s,neighbours=%d)", k, way, rapid.IntRange(1, 8).Draw(t, "neighbours"))
		m := bound(t, SpectralEntry, args).(*Spectral)
		p := problem(space)
		labels := cluster(t, m, p)
		require.Len(t, labels, space.Rows())
		assert.Equal(t, labels, labels.Canonical())
		g, err := m.graph(context.Background(), p)
		require.NoError(t, err)
		n := newNetwork(g)
		parts := corpus.Labels(n.components(make([]int32, n.nodes())))
		alone := n.nodes() - len(n.joined())
		assert.LessOrEqual(t, labels.Groups(), k)
		if alone <= k/2 && parts.Groups() >= k {
			assert.Equal(t, k, labels.Groups())
			first := map[int32]int32{} // group of each part
			for i, part := range parts {
				if group, ok := first[part]; ok {
					assert.Equal(t, group, labels[i], "no part is cut")
				}
				first[part] = labels[i]
			}
		}
	})
}

func BenchmarkSpectral(b *testing.B) {
	space := blobs(10_000, 200, 6, 1)
	for _, way := range ways {
		b.Run(fmt.Sprintf("%s/articles=10000/neighbours=15/k=100", way), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cluster(b, bound(b, SpectralEntry, "(k=100,neighbours=15,assign_labels="+way+")"), problem(space))
			}
		})
	}
}
