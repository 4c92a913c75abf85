package graph

import (
	"context"
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
	"github.com/seed-9405df2f/assay/spec"
)

// speaking exchanges the messages of a graph until they settle.
func speaking(t require.TestingT, g *features.CSR, preference, damping float64) *messages {
	m := newMessages(g, preference, 0)
	_, err := m.exchange(context.Background(), damping, 1000, 50)
	require.NoError(t, err)
	return m
}

func TestMessagesByHand(t *testing.T) {
	// Nodes 0 and 1 are alike, by 0.8; node 2 is as 1 by 0.4; preferences are 0.5.
	m := newMessages(joined(3, [3]float64{0, 1, 0.8}, [3]float64{1, 2, 0.4}), 0.5, 1)
	assert.Equal(t, []int{0, 2, 5, 7}, m.start)
	assert.Equal(t, []int32{0, 1, 0, 1, 2, 1, 2}, m.to)
	assert.Equal(t, []int32{0, 2, 1, 3, 5, 4, 6}, m.back)
	assert.InDeltaSlice(t, []float64{0.5, 0.8, 0.8, 0.5, 0.4, 0.4, 0.5}, m.similar, 2*tie)
	require.NoError(t, m.respond(context.Background(), 0))
	assert.InDeltaSlice(t, []float64{-0.3, 0.3, 0.3, -0.3, -0.4, -0.1, 0.1}, m.responsibility, 2*tie)
	changed, err := m.offer(context.Background(), 0)
	require.NoError(t, err)
	// To 0 from 1 come 0.3, to 1 from 0 and 2 come 0.3 and nothing, to 2 nothing.
	assert.InDeltaSlice(t, []float64{0.3, -0.3, -0.3, 0.3, 0, 0, 0}, m.availability, 2*tie)
	assert.True(t, changed)
	assert.True(t, m.exemplar[2])

	halved := newMessages(joined(3, [3]float64{0, 1, 0.8}, [3]float64{1, 2, 0.4}), 0.5, 1)
	require.NoError(t, halved.respond(context.Background(), 0.75))
	assert.InDelta(t, 0.25*m.responsibility[0], halved.responsibility[0], 1e-12)
}

// best is the largest sum of similarities and preferences that any choice of
// exemplars reaches.
func best(g *features.CSR, preference float64) float64 {
	most := math.Inf(-1)
	for set := range 1 << g.Rows {
		sum := 0.
		for i := range g.Rows {
			if set>>i&1 == 1 {
				sum += preference
				continue
			}
			next := math.Inf(-1)
			index, data := g.Row(i)
			for p, j := range index {
				if set>>j&1 == 1 {
					next = max(next, float64(data[p]))
				}
			}
			sum += next
		}
		most = max(most, sum)
	}
	return most
}

// reached is that sum for the exemplars of m.
func reached(m *messages) float64 {
	sum := 0.
	for i, own := range m.nearest() {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			if m.to[e] == own {
				sum += m.similar[e]
			}
		}
	}
	return sum
}

func TestNearTheBestExemplars(t *testing.T) {
	full := 0
	const graphs = 60
	for seed := range uint64(graphs) {
		g := scattered(11, 22, seed)
		m := speaking(t, g, 0.3, 0.7)
		most, got := best(g, 0.3), reached(m)
		assert.LessOrEqual(t, got, most+1e-6)
		assert.GreaterOrEqual(t, got, 0.9*most, "graph %d", seed)
		if got > most-1e-6 {
			full++
		}
	}
	assert.GreaterOrEqual(t, full, graphs*9/10)
}

func TestAffinityLabels(t *testing.T) {
	// Node 1 speaks for all at first, but 2 serves its group better; 4 and 5 are
	// next to no exemplar.
	m := newMessages(joined(
		6, [3]float64{0, 2, 0.9}, [3]float64{0, 1, 0.5}, [3]float64{1, 2, 0.5}, [3]float64{3, 2, 0.9},
		[3]float64{3, 1, 0.6}, [3]float64{4, 3, 0.9}, [3]float64{4, 5, 0.9},
	), 0.1, 1)
	m.exemplar[1] = true
	assert.Equal(t, corpus.Labels{1, 1, 1, 1, 4, 5}, m.nearest())
	assert.Equal(t, corpus.Labels{0, 0, 0, 0, 1, 2}, m.labels())
	assert.Equal(t, []bool{false, false, true, false, false, false}, m.exemplar)
}

func TestPreferenceSaysHowMany(t *testing.T) {
	space := blobs(240, 8, 30, 1)
	want := make(corpus.Labels, 240)
	for i := range want {
		want[i] = int32(i % 8)
	}
	assert.Equal(t, want, cluster(t, bound(t, AffinityEntry, "(neighbours=60,preference=-5)"), problem(space)))
	assert.Equal(t, 240, cluster(t, bound(t, AffinityEntry, "(preference=1.1)"), problem(space)).Groups())
	last := 0
	for _, args := range []string{
		"(neighbours=60,preference=-50)", "(neighbours=60,preference=0.5)", "(neighbours=60,preference=0.9)",
		"(neighbours=60,preference=0.95)",
	} {
		groups := cluster(t, bound(t, AffinityEntry, args), problem(space)).Groups()
		assert.Greater(t, groups, last)
		last = groups
	}
	g := joined(5, [3]float64{0, 1, 0.1}, [3]float64{0, 2, 0.2}, [3]float64{1, 2, 0.4}, [3]float64{3, 4, 0.8})
	assert.InDelta(t, 0.3, Preference{Median: true}.among(g.Data), 1e-7)
	assert.InDelta(t, 0.1, Preference{Median: true}.among(g.Data[:3]), 1e-7)
	assert.Equal(t, 0.7, Preference{Value: 0.7}.among(g.Data))
	assert.Zero(t, Preference{Median: true}.among(nil))
}

func TestAffinityRules(t *testing.T) {
	row, zero := []float32{1, 2}, []float32{0, 0}
	run := func(rows ...[]float32) corpus.Labels {
		return cluster(t, bound(t, AffinityEntry, ""), problem(spacetest.Dense(rows...)))
	}
	assert.Empty(t, cluster(t, bound(t, AffinityEntry, ""), &algorithms.Problem{}))
	assert.Equal(t, corpus.Labels{0}, run(row))
	assert.Equal(t, corpus.Labels{0, 1, 2}, run(zero, zero, zero))
	assert.Equal(t, corpus.Labels{0, 1, 2, 1, 3}, run(zero, row, []float32{-1, -2}, row, zero), "without an edge, alone")
	for n := 2; n < 40; n++ {
		g := &features.CSR{Rows: n, Cols: n, Start: []int{0}}
		for i := range n {
			for j := range n {
				if i != j {
					g.Index, g.Data = append(g.Index, int32(j)), append(g.Data, 1)
				}
			}
			g.Start = append(g.Start, len(g.Index))
		}
		for _, preference := range []float64{1, 0.5, -3} {
			m := speaking(t, g, preference, 0.9)
			assert.Equal(t, make(corpus.Labels, n), m.labels(), "identical articles are one group")
			assert.True(t, m.exemplar[0], "which the first speaks for")
		}
	}
}

// Groups of articles that occur several times each.
func TestAffinityOfCopies(t *testing.T) {
	space := blobs(120, 12, 10, 3)
	for i := range 120 {
		copy(space.Dense.Row(i), space.Dense.Row(i%40))
	}
	labels := cluster(t, bound(t, AffinityEntry, ""), problem(space))
	for i, label := range labels {
		assert.Equal(t, labels[i%40], label, "copies stay together")
	}
}

func TestAffinityRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"(preference=mean)": "must be a number from -1e6 to 1e6, or median",
		"(preference=NaN)":  "must be a number",
		"(preference=-1e7)": "must be a number",
		"(damping=1)":       "at most 0.99",
		"(damping=0.4)":     "at least 0.5",
		"(neighbours=0)":    "a threshold above 0",
	} {
		s, err := spec.Parse("affinity" + args)
		require.NoError(t, err)
		assert.ErrorContains(t, spec.Bind(s, AffinityEntry.New()), want, args)
	}
	for _, text := range []string{"affinity", "affinity(preference=-0.25)"} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		m := AffinityEntry.New()
		require.NoError(t, spec.Bind(s, m))
		assert.Equal(t, text, spec.Of("affinity", m).String())
	}
	_, err := bound(t, AffinityEntry, "").Cluster(context.Background(), problem(spacetest.Dense([]float32{1}, []float32{float32(math.NaN())})))
	assert.ErrorContains(t, err, "row 1 holds a value that is NaN")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = bound(t, AffinityEntry, "").Cluster(ctx, problem(blobs(50, 3, 4, 1)))
	assert.Equal(t, context.Canceled, err)
	_, err = newMessages(karate(), 0, 1).exchange(ctx, 0.5, 10, 10)
	assert.Equal(t, context.Canceled, err)
}

func TestExchangeEnds(t *testing.T) {
	count := func(iterations, same int) []float64 {
		m := newMessages(karate(), 0.5, 1)
		_, err := m.exchange(context.Background(), 0.5, iterations, same)
		require.NoError(t, err)
		return m.responsibility
	}
	assert.NotEqual(t, count(3, 15), count(4, 15))
	assert.Equal(t, count(1000, 15), count(500, 15), "it settles")
	assert.NotEqual(t, count(1000, 15), count(1000, 3), "sooner where less will do")
}

func TestAffinitySaysThatItHasNotSettled(t *testing.T) {
	for args, notes := range map[string]int{"(max_iter=3)": 1, "": 0} {
		p := problem(blobs(50, 3, 4, 1))
		_, err := bound(t, AffinityEntry, args).Cluster(context.Background(), p)
		require.NoError(t, err)
		assert.Len(t, p.Notes, notes)
	}
}

func TestAffinityHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		preference := rapid.Float64Range(-2, 1).Draw(t, "preference")
		m := newMessages(g, preference, 1)
		iterations := rapid.IntRange(1, 300).Draw(t, "iterations")
		_, err := m.exchange(context.Background(), 0.6, iterations, 15)
		require.NoError(t, err)
		labels := m.labels()
		assert.Equal(t, labels, labels.Canonical())
		for _, v := range slices.Concat(m.responsibility, m.availability) {
			assert.False(t, math.IsNaN(v) || math.IsInf(v, 0))
		}
		for i, own := range m.nearest() {
			if int(own) != i {
				index, _ := g.Row(i)
				assert.Contains(t, index, own, "an exemplar is next to those it speaks for")
			}
			assert.Equal(t, labels[i], labels[own])
		}
		again := newMessages(g, preference, 4)
		_, err = again.exchange(context.Background(), 0.6, iterations, 15)
		require.NoError(t, err)
		assert.Equal(t, labels, again.labels())
	})
}

func BenchmarkAffinity(b *testing.B) {
	space := blobs(10_000, 400, 32, 1)
	g, err := (&Nearest{Neighbours: 15}).graph(context.Background(), problem(space))
	require.NoError(b, err)
	b.Run("nodes=10000/k=15/iterations=200", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := newMessages(g, Preference{Median: true}.among(g.Data), 0)
			_, err := m.exchange(context.Background(), 0.5, 200, 201)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(len(g.Index)/2), "edges")
	})
}
