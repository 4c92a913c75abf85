package judge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

var pairNames = []string{"pair.p", "pair.r", "pair.f1", "pair.accuracy", "pair.balanced", "pair.mcc"}

func pairMeasures(t require.TestingT) (list []eval.Measure) {
	for _, name := range pairNames {
		m, err := eval.Named(name)
		require.NoError(t, err)
		list = append(list, m)
	}
	return list
}

// allPairs lists the pairs of all articles.
func allPairs(gold, found corpus.Labels) (pairs []Pair) {
	for a := range gold {
		for b := a + 1; b < len(gold); b++ {
			pairs = append(pairs, Pair{int32(a), int32(b), gold[a] == gold[b], found[a] == found[b], 0})
		}
	}
	return pairs
}

// The values of scikit-learn 1.9 over the pairs of two groupings: precision_score, recall_score, f1_score,
// accuracy_score, balanced_accuracy_score, matthews_corrcoef.
func TestSharesAreThoseOfScikitLearn(t *testing.T) {
	gold, found := corpus.Labels{0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 4, 0}, corpus.Labels{0, 0, 1, 1, 1, 2, 3, 2, 4, 4, 4, 0}
	want := []float64{0.6, 0.5454545454545454, 0.5714285714285714, 0.8636363636363636, 0.7363636363636363, 0.49135381491199537}
	for i, s := range Shares(allPairs(gold, found), pairMeasures(t), .95) {
		assert.InDelta(t, want[i], *s.Value, 1e-14, s.Metric)
		whole, err := eval.Score(gold, found, s.Metric)
		require.NoError(t, err)
		assert.InDelta(t, want[i], whole.Value, 1e-14, s.Metric)
	}
}

// Judging all pairs gives the metrics of the whole gold, inside of their intervals.
func TestAllPairsAreTheCorpus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "n")
		labels := rapid.SliceOfN(rapid.Int32Range(0, 5), n, n)
		gold, found := corpus.Labels(labels.Draw(t, "gold")), corpus.Labels(labels.Draw(t, "found"))
		for _, s := range Shares(allPairs(gold, found), pairMeasures(t), .95) {
			whole, err := eval.Score(gold, found, s.Metric)
			require.NoError(t, err)
			require.InDelta(t, whole.Value, *s.Value, 1e-9, s.Metric)
			require.True(t, *s.Low <= *s.Value && *s.Value <= *s.High, "%v", s)
		}
	})
}

// hubs draws articles, and pairs each with some others of its story, of its cluster and of all.
func hubs(r *rand.Rand, gold, found corpus.Labels, stories, clusters [][]int, count, each int) (pairs []Pair) {
	seen := map[[2]int]bool{}
	for range count {
		a := r.IntN(len(gold))
		for k := range each {
			var list []int
			switch k % 3 {
			case 0:
				list = stories[gold[a]]
			case 1:
				list = clusters[found[a]]
			}
			b := r.IntN(len(gold))
			if list != nil {
				b = list[r.IntN(len(list))]
			}
			if key := [2]int{min(a, b), max(a, b)}; a != b && !seen[key] {
				seen[key] = true
				pairs = append(pairs, Pair{int32(a), int32(b), gold[a] == gold[b], found[a] == found[b], 0})
			}
		}
	}
	return pairs
}

// Intervals contain the value over very many pairs of the same kind about as often as they say, though
// several pairs share an article. Those that take pairs as independent would not.
func TestCoverageOfShares(t *testing.T) {
	const articles, runs = 4000, 500
	r := rand.New(rand.NewPCG(3, 1))
	gold, found := make(corpus.Labels, articles), make(corpus.Labels, articles)
	for i := range gold {
		gold[i] = int32(float64(articles/6) * r.Float64() * r.Float64())
		found[i] = gold[i]
		if r.Float64() < .25 { // a story loses a part to a neighbour
			found[i] = (gold[i] + 1) % (articles / 6)
		}
	}
	gold, found = gold.Canonical(), found.Canonical()
	stories, clusters, measures := gold.Members(), found.Members(), pairMeasures(t)
	var many []Pair
	for range 30_000 {
		many = append(many, hubs(r, gold, found, stories, clusters, 1, 6)...)
	}
	truth := Shares(many, measures, .95)
	for _, count := range []int{12, 60, 200} {
		hit := make([]float64, len(measures))
		pairs := 0
		for range runs {
			drawn := hubs(r, gold, found, stories, clusters, count, 6)
			pairs += len(drawn)
			for i, s := range Shares(drawn, measures, .95) {
				if *s.Low <= *truth[i].Value && *truth[i].Value <= *s.High {
					hit[i]++
				}
			}
		}
		line := fmt.Sprintf("%d pairs:", pairs/runs)
		for i, m := range measures {
			line += fmt.Sprintf(" %s %.3f", m.Name, hit[i]/runs)
			assert.Greater(t, hit[i]/runs, .91, "%s with %d pairs", m.Name, pairs/runs)
		}
		t.Log(line)
	}
}
