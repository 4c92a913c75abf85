package eval

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestMatchIsOptimalForAnyWeight(t *testing.T) {
	weights := map[string]func(story, common, cluster float64) float64{
		"f1":     func(s, n, c float64) float64 { return 2 * n / (s + c) },
		"share":  func(s, n, _ float64) float64 { return n / s },
		"larger": func(s, n, c float64) float64 { return n / max(s, c) },
	}
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Filter(func(g [2]corpus.Labels) bool { return g[0].Groups() <= 6 && g[1].Groups() <= 6 }).Draw(t, "groupings")
		c, err := NewCase(ctx, g[0], g[1], nil)
		require.NoError(t, err)
		table := c.Table()
		for name, weight := range weights {
			total := 0.0
			used := map[int32]bool{}
			for _, w := range table.matchWeights(weight) {
				total += w
			}
			for _, cluster := range table.Match(weight) {
				require.False(t, cluster >= 0 && used[cluster])
				used[cluster] = cluster >= 0
			}
			assert.InDelta(t, heaviest(table, weight, 0, map[int32]bool{}), total, 1e-9, name)
		}
	})
}

// heaviest tries everything.
func heaviest(t *Table, weight func(s, n, c float64) float64, story int, used map[int32]bool) float64 {
	if story == len(t.Stories) {
		return 0
	}
	best := heaviest(t, weight, story+1, used)
	for _, c := range t.Row(story) {
		if !used[c.Cluster] {
			used[c.Cluster] = true
			w := weight(float64(t.Stories[story]), float64(c.Count), float64(t.Clusters[c.Cluster]))
			best = max(best, w+heaviest(t, weight, story+1, used))
			delete(used, c.Cluster)
		}
	}
	return best
}

func TestMergeDistance(t *testing.T) {
	gold := corpus.Labels{0, 0, 0, 1, 1, 2}
	pred := corpus.Labels{0, 0, 1, 1, 1, 1} // one cluster holds three stories; story 0 is in two parts
	assert.Equal(t, 3.0, score(t, "gmd", gold, pred).Value, "two splits, one merge")
	assert.Equal(t, 2*0.5+3.0, score(t, "gmd(split=0.5,merge=3)", gold, pred).Value)
	assert.Zero(t, score(t, "gmd", gold, gold).Value)
	foreign := corpus.Labels{0, 0, corpus.None, corpus.None}
	assert.Equal(t, 2.0, score(t, "gmd", foreign, corpus.Labels{0, 0, 0, 0}).Value)
}

// Every pair of a story with the next one overlaps: one long chain of 10,000.
func BenchmarkMatching(b *testing.B) {
	for _, shape := range []string{"chain", "noisy"} {
		stories, size := 10_000, 10
		r := generator(3)
		gold, pred := make(corpus.Labels, stories*size), make(corpus.Labels, stories*size)
		for i := range gold {
			gold[i] = int32(i / size)
			pred[i] = int32((i + size/2) / size)
			if shape == "noisy" {
				pred[i] = gold[i]
				if r.IntN(4) == 0 {
					pred[i] = int32(r.IntN(stories))
				}
			}
		}
		b.Run(fmt.Sprintf("%s/stories=%d/articles=%d", shape, stories, len(gold)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c, _ := NewCase(ctx, gold, pred, nil)
				for _, m := range matchingMetrics {
					m.New().Score(c)
				}
			}
		})
	}
}

func BenchmarkExpectedMI(b *testing.B) {
	n, k := 1_000_000, 10_000
	r := generator(2)
	gold, pred := make(corpus.Labels, n), make(corpus.Labels, n)
	for i := range gold {
		gold[i], pred[i] = int32(r.IntN(k)), int32(r.IntN(k))
	}
	b.Run(fmt.Sprintf("n=%d/stories=%d/clusters=%d", n, k, k), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewTable(gold, pred).ExpectedMI()
		}
	})
}
