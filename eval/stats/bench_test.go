package stats

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// messy is a gold of stories of 1 to 19 articles, and a grouping that splits each
// story here and there and lets some articles stray.
func messy(stories int, seed uint64) (gold, pred corpus.Labels) {
	random := rand.New(rand.NewPCG(seed, seed))
	for s := range stories {
		for range 1 + random.IntN(10) + random.IntN(10) {
			gold = append(gold, int32(s))
			g := 2 * s
			switch random.IntN(10) {
			case 0:
				g++
			case 1:
				g = 2 * random.IntN(stories)
			}
			pred = append(pred, int32(g))
		}
	}
	return gold, pred.Canonical()
}

// partitionTerms are the terms of all metrics of partitions that have any.
func partitionTerms(t testing.TB, gold, pred corpus.Labels) []eval.Terms {
	c, err := eval.NewCase(t.Context(), gold, pred, nil)
	require.NoError(t, err)
	var list []eval.Terms
	for _, m := range eval.Partition {
		measure, err := eval.Parse(eval.Partition, spec.Spec{Name: m.Name})
		require.NoError(t, err)
		v, err := measure.Scorer.Score(c)
		require.NoError(t, err)
		if v.Terms.Columns != nil {
			list = append(list, v.Terms)
		}
	}
	return list
}

func BenchmarkIntervals(b *testing.B) {
	stories, replicates := 10_000, 10_000
	gold, pred := messy(stories, 1)
	list := partitionTerms(b, gold, pred)
	columns := 0
	for _, t := range list {
		columns += len(t.Columns)
	}
	for _, method := range []string{Percentile, BCa} {
		name := fmt.Sprintf("%s/articles=%d/stories=%d/replicates=%d/metrics=%d/columns=%d",
			method, len(gold), stories, replicates, len(list), columns)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				intervals(b, Bootstrap{Replicates: replicates, Level: 0.95, Seed: 1, Method: method}, list...)
			}
		})
	}
}

func BenchmarkPaired(b *testing.B) {
	stories := 10_000
	gold, pred := messy(stories, 1)
	other := make(corpus.Labels, len(pred))
	copy(other, pred)
	random := rand.New(rand.NewPCG(2, 2))
	for i := range other {
		if random.IntN(20) == 0 {
			other[i] = int32(pred.Groups())
		}
	}
	x, y := partitionTerms(b, gold, pred)[0], partitionTerms(b, gold, other)[0]
	p := Paired{Replicates: 10_000, Level: 0.95, Seed: 1}
	b.Run(fmt.Sprintf("stories=%d/flips=10000/replicates=%d", stories, p.Replicates), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := p.Compare(b.Context(), x, y)
			require.NoError(b, err)
		}
	})
}
