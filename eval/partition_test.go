package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func score(t require.TestingT, metric string, gold, pred corpus.Labels) Value {
	s, err := spec.Parse(metric)
	require.NoError(t, err)
	m, err := Parse(Partition, s)
	require.NoError(t, err)
	c, err := NewCase(ctx, gold, pred, nil)
	require.NoError(t, err)
	v, err := m.Scorer.Score(c)
	require.NoError(t, err)
	return v
}

// The golden fixture, computed with scikit-learn 1.2.1.
func TestGoldenFixture(t *testing.T) {
	gold := corpus.Labels{1, 1, 1, 2, 2, 3, 3, 3}
	pred := corpus.Labels{1, 1, 2, 3, 2, 4, 4, 4}
	for metric, want := range map[string]float64{
		"purity": .875, "inverse_purity": .75, "b3.p": .875, "b3.r": .7083333333, "b3.f1": .7828947368, "ecs": .7083333333,
		"pair.p": .8, "pair.r": .5714285714, "rand": .8571428571, "ari": .5789473684, "nmi": .7564519450,
		"nmi(avg=geometric)": .7602113607, "nmi(avg=min)": .8398747820, "nmi(avg=max)": .6881041381, "ami": .5600453384,
		"homogeneity": .8398747820, "completeness": .6881041381, "v": .7564519450, "fmi": .6761234038,
		"clusters": 4, "clusters.ratio": 4.0 / 3, "singletons": .125, "giant": .375,
	} {
		assert.InDelta(t, want, score(t, metric, gold, pred).Value, 1e-9, metric)
	}
	assert.InDelta(t, .3697024051, score(t, "ami", gold, corpus.Labels{1, 1, 2, 3, 2, 3, 3, 3}).Value, 1e-9)
}

// Every value of the reference file comes from an independent implementation.
func TestReferencePartitions(t *testing.T) {
	file, err := os.Open(testfiles.Path(t, "reference", "partitions", "pairs.jsonl.gz"))
	require.NoError(t, err)
	defer file.Close()
	zip, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(zip)
	lines.Buffer(nil, 1<<24)
	have := map[string]bool{}
	for _, m := range Partition {
		have[m.Name] = true
	}
	seen := map[string]bool{}
	compared := 0
	for lines.Scan() {
		var pair struct {
			Name       string
			Gold, Pred corpus.Labels
			Values     map[string]float64
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &pair))
		for name, want := range pair.Values {
			s, err := spec.Parse(name)
			require.NoError(t, err)
			seen[s.Name] = true
			got := score(t, name, pair.Gold, pair.Pred).Value
			assert.InDelta(t, want, got, 1e-9, "%s of %s", name, pair.Name)
			compared++
		}
	}
	require.NoError(t, lines.Err())
	assert.Greater(t, compared, 11000)
	for name := range seen {
		assert.True(t, have[name], "no metric %s", name)
	}
}

var groupings = rapid.Custom(func(t *rapid.T) [2]corpus.Labels {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	gold, pred := make(corpus.Labels, n), make(corpus.Labels, n)
	k := rapid.Int32Range(0, 12).Draw(t, "k")
	for i := range gold {
		gold[i] = rapid.Int32Range(0, k).Draw(t, "gold")
		pred[i] = rapid.Int32Range(0, k).Draw(t, "pred")
	}
	return [2]corpus.Labels{gold.Canonical(), pred}
})

func TestProperties(t *testing.T) {
	for _, m := range Partition {
		t.Run(m.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				g := groupings.Draw(t, "groupings")
				gold, pred := g[0], g[1]
				v := score(t, m.Name, gold, pred)
				if v.Reason != "" {
					return
				}
				require.False(t, math.IsNaN(v.Value))
				assert.GreaterOrEqual(t, v.Value, m.Range[0]-1e-12)
				assert.LessOrEqual(t, v.Value, m.Range[1]+1e-12)

				perm := rapid.Permutation(indices(len(gold))).Draw(t, "order")
				gold2, pred2 := make(corpus.Labels, len(gold)), make(corpus.Labels, len(gold))
				for i, p := range perm {
					gold2[i], pred2[i] = gold[p], 100-pred[p]
				}
				assert.InDelta(t, v.Value, score(t, m.Name, gold2.Canonical(), pred2).Value, 1e-9, "order and names of groups")

				switch perfect := score(t, m.Name, gold, gold).Value; m.Name {
				case "mi", "clusters", "singletons", "giant", "fmi", "muc.p", "muc.r", "muc.f1", "conll.f1":
				case "vi", "nvi", "vandongen", "gmd":
					assert.InDelta(t, 0, perfect, 1e-9)
				default:
					assert.InDelta(t, 1, perfect, 1e-9)
				}
				if m.Symmetric {
					assert.InDelta(t, v.Value, score(t, m.Name, pred.Canonical(), gold).Value, 1e-9, "gold and found exchanged")
				}
				if v.Terms.Columns != nil {
					assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.Sum()), 1e-12)
				}
			})
		})
	}
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// Directions that the literature proves: a merge of clusters never lowers the
// recall-like measures, a split never lowers the precision-like ones.
func TestMergesAndSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Draw(t, "groupings")
		gold, pred := g[0], g[1]
		merged := make(corpus.Labels, len(pred))
		for i, p := range pred {
			merged[i] = p / 2
		}
		for _, m := range []string{"inverse_purity", "b3.r", "pair.r", "muc.r"} {
			assert.GreaterOrEqual(t, score(t, m, gold, merged).Value, score(t, m, gold, pred).Value-1e-9, m)
		}
		for _, m := range []string{"purity", "b3.p", "homogeneity"} {
			assert.LessOrEqual(t, score(t, m, gold, merged).Value, score(t, m, gold, pred).Value+1e-9, m)
		}
	})
}

func TestElementCentricIsMeanOfSmaller(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Draw(t, "groupings")
		sum := 0.0
		for i := range g[0] {
			both, a, b := 0.0, 0.0, 0.0
			for j := range g[0] {
				inA, inB := g[0][i] == g[0][j], g[1][i] == g[1][j]
				a, b = a+one(inA), b+one(inB)
				both += one(inA && inB)
			}
			sum += min(both/a, both/b)
		}
		assert.InDelta(t, sum/float64(len(g[0])), score(t, "ecs", g[0], g[1]).Value, 1e-12)
	})
}

func TestForeignArticlesLowerPrecisionOnly(t *testing.T) {
	gold := corpus.Labels{0, 0, 1, 1, corpus.None, corpus.None}
	apart := corpus.Labels{0, 0, 1, 1, 2, 3}
	inside := corpus.Labels{0, 0, 1, 1, 0, 0}
	for _, m := range []string{"purity", "b3.p", "pair.p"} {
		assert.Equal(t, 1.0, score(t, m, gold, apart).Value, m)
		assert.Less(t, score(t, m, gold, inside).Value, 1.0, m)
	}
	for _, m := range []string{"inverse_purity", "b3.r", "pair.r"} {
		assert.Equal(t, 1.0, score(t, m, gold, inside).Value, m)
	}
	assert.InDelta(t, (2*0.5+2)/4, score(t, "b3.p", gold, inside).Value, 1e-12)
}

func TestNoiseBecomesSingletons(t *testing.T) {
	gold := corpus.Labels{0, 0, 1}
	assert.Equal(t, 1.0, score(t, "b3.p", gold, corpus.Labels{-1, -1, -1}).Value)
	assert.Equal(t, 3.0, score(t, "clusters", gold, corpus.Labels{-1, -1, -1}).Value)
}

func TestNewCaseErrors(t *testing.T) {
	for want, labels := range map[string][2]corpus.Labels{
		"no articles":                {},
		"gold has 1 articles":        {{0}, {0, 1}},
		"the gold groups no article": {{-1, -1}, {0, 1}},
	} {
		_, err := NewCase(ctx, labels[0], labels[1], nil)
		assert.ErrorContains(t, err, want)
	}
}

// Exact pair counts where 32 bits overflow and float rounding would show.
func TestPairCountsAtTenMillion(t *testing.T) {
	testfiles.Long(t, "ten million labels")
	n := 10_000_000
	labels := make(corpus.Labels, n)
	for i := range labels {
		labels[i] = int32(i % 7)
	}
	assert.Equal(t, 1.0, score(t, "ari", labels, labels).Value)
	one := make(corpus.Labels, n)
	rows := score(t, "pair.p", labels, one).Terms.Sum()
	assert.Equal(t, float64(n)*float64(n-1)/2, rows[2])
	assert.InDelta(t, 0, score(t, "ari", labels, one).Value, 1e-12)
}

func TestMatchIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Filter(func(g [2]corpus.Labels) bool { return g[0].Groups() <= 6 && g[1].Groups() <= 6 }).Draw(t, "groupings")
		c, err := NewCase(ctx, g[0], g[1], nil)
		require.NoError(t, err)
		table := c.Table()
		total := 0
		used := map[int32]bool{}
		for s, k := range c.Matches() {
			if k < 0 {
				continue
			}
			require.False(t, used[k])
			used[k] = true
			for _, cell := range table.Row(s) {
				if cell.Cluster == k {
					total += cell.Count
				}
			}
		}
		assert.Equal(t, bestMatch(table, 0, map[int32]bool{}), total)
	})
}

// bestMatch tries everything.
func bestMatch(t *Table, story int, used map[int32]bool) int {
	if story == len(t.Stories) {
		return 0
	}
	best := bestMatch(t, story+1, used)
	for _, c := range t.Row(story) {
		if !used[c.Cluster] {
			used[c.Cluster] = true
			best = max(best, c.Count+bestMatch(t, story+1, used))
			delete(used, c.Cluster)
		}
	}
	return best
}

func BenchmarkPartition(b *testing.B) {
	n, k := 1_000_000, 1_000
	r := generator(1)
	gold, pred := make(corpus.Labels, n), make(corpus.Labels, n)
	for i := range gold {
		gold[i] = int32(r.IntN(k))
		pred[i] = gold[i]
		if r.IntN(5) == 0 {
			pred[i] = int32(r.IntN(k))
		}
	}
	matching := map[string]bool{}
	for _, m := range matchingMetrics {
		matching[m.Name] = true
	}
	for _, with := range []bool{false, true} {
		b.Run(fmt.Sprintf("n=%d/stories=%d/clusters=%d/matching=%t", n, k, k, with), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c, _ := NewCase(ctx, gold, pred, nil)
				for _, m := range Partition {
					if with || !matching[m.Name] {
						m.New().Score(c)
					}
				}
			}
		})
	}
}

// With foreign articles, too, chance scores 0 on what is corrected for chance.
func TestChanceIsZeroWithForeignArticles(t *testing.T) {
	r := generator(9)
	n := 3000
	gold, alone := make(corpus.Labels, n), make(corpus.Labels, n)
	for i := range gold {
		gold[i], alone[i] = int32(r.IntN(40)), int32(i)
		if r.IntN(4) == 0 {
			gold[i] = corpus.None
		}
	}
	assert.InDelta(t, 0, score(t, "ami", gold, alone).Value, 1e-9)
	mean := map[string]float64{}
	const runs = 50
	for range runs {
		pred := make(corpus.Labels, n)
		for i := range pred {
			pred[i] = int32(r.IntN(60))
		}
		for _, m := range []string{"ari", "ami"} {
			mean[m] += score(t, m, gold, pred).Value / runs
		}
	}
	assert.InDelta(t, 0, mean["ami"], 0.002)
	assert.InDelta(t, 0, mean["ari"], 0.002)
}
