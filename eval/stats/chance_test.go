package stats

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

func measure(t require.TestingT, name string) eval.Measure {
	s, err := spec.Parse(name)
	require.NoError(t, err)
	m, err := eval.Parse(eval.Partition, s)
	require.NoError(t, err)
	return m
}

func scoreOf(t require.TestingT, m eval.Measure, gold, pred corpus.Labels) float64 {
	c, err := eval.NewCase(context.Background(), gold, pred, nil)
	require.NoError(t, err)
	v, err := m.Scorer.Score(c)
	require.NoError(t, err)
	return v.Value
}

// Each formula is the mean over all orders of the labels.
func TestFormulasAreMeansOverAllOrders(t *testing.T) {
	labels := rapid.SliceOfN(rapid.Int32Range(0, 4), 1, 6)
	rapid.Check(t, func(t *rapid.T) {
		gold := corpus.Labels(labels.Draw(t, "gold")).Canonical()
		pred := make(corpus.Labels, len(gold))
		for i := range pred {
			pred[i] = rapid.Int32Range(0, 4).Draw(t, "pred")
		}
		c, err := eval.NewCase(context.Background(), gold, pred, nil)
		require.NoError(t, err)
		names := make([]string, 0, len(expectations))
		for name := range expectations {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			m := measure(t, name)
			got, err := Chance{}.Expected(context.Background(), c, []eval.Measure{m})
			require.NoError(t, err)
			sum, orders := 0.0, 0
			permute(slices.Clone(pred), func(p corpus.Labels) {
				sum += scoreOf(t, m, gold, p)
				orders++
			})
			assert.InDelta(t, sum/float64(orders), got[0].Value, 1e-9, name)
			assert.True(t, got[0].Analytic)
		}
	})
}

// permute calls f with all orders of the labels (Heap's method).
func permute(l corpus.Labels, f func(corpus.Labels)) {
	var visit func(k int)
	visit = func(k int) {
		if k <= 1 {
			f(l)
			return
		}
		for i := range k {
			visit(k - 1)
			if k%2 == 0 {
				l[i], l[k-1] = l[k-1], l[i]
			} else {
				l[0], l[k-1] = l[k-1], l[0]
			}
		}
	}
	visit(len(l))
}

// Formulas and shuffles agree, and what sizes fix has no error.
func TestShufflesAgreeWithFormulas(t *testing.T) {
	gold, pred := messy(20, 1)
	c, err := eval.NewCase(t.Context(), gold, pred, nil)
	require.NoError(t, err)
	h := Chance{Replicates: 400, Seed: 1}
	measures := []eval.Measure{measure(t, "nmi"), measure(t, "purity"), measure(t, "clusters"), measure(t, "b3.p")}
	sampled, err := h.Expected(t.Context(), c, measures)
	require.NoError(t, err)
	z := sizesOf(c.Table())
	assert.InDelta(t, z.mutual()/((z.goldEntropy+z.foundEntropy)/2), sampled[0].Value, 4*sampled[0].Error)
	assert.False(t, sampled[0].Analytic)
	assert.Greater(t, sampled[1].Value, sampled[3].Value, "purity is never under b3.p")
	assert.Equal(t, Expectation{Value: float64(pred.Groups())}, sampled[2])
	assert.True(t, sampled[3].Analytic)

	h.Workers = 1
	again, err := h.Expected(t.Context(), c, []eval.Measure{measure(t, "nmi")})
	require.NoError(t, err)
	assert.Equal(t, sampled[0], again[0])
}

// Where gold covers a part only, shuffles stand in for formulas.
func TestExpectedWithUnlabelledArticles(t *testing.T) {
	gold := corpus.Labels{0, 0, 1, 1, corpus.None, corpus.None}
	c, err := eval.NewCase(t.Context(), gold, corpus.Labels{0, 0, 1, 1, 0, 2}, nil)
	require.NoError(t, err)
	got, err := Chance{Replicates: 3000, Seed: 1}.Expected(t.Context(), c, []eval.Measure{measure(t, "b3.p")})
	require.NoError(t, err)
	sum, orders := 0.0, 0
	permute(slices.Clone(c.Pred), func(p corpus.Labels) {
		sum += scoreOf(t, measure(t, "b3.p"), gold, p)
		orders++
	})
	assert.False(t, got[0].Analytic)
	assert.InDelta(t, sum/float64(orders), got[0].Value, 4*got[0].Error)
}

// Stories that weigh by 1/size need shuffles too, which weigh alike.
func TestExpectedKeepsThePolicy(t *testing.T) {
	gold, pred := messy(10, 2)
	plain, err := eval.NewCase(t.Context(), gold, pred, nil)
	require.NoError(t, err)
	weighed, err := eval.Policy{Sampled: "articles"}.Case(t.Context(), gold, pred, nil)
	require.NoError(t, err)
	h, m := Chance{Replicates: 300, Seed: 1}, []eval.Measure{measure(t, "b3.r")}
	want, err := h.Expected(t.Context(), plain, m)
	require.NoError(t, err)
	got, err := h.Expected(t.Context(), weighed, m)
	require.NoError(t, err)
	assert.False(t, got[0].Analytic)
	assert.Greater(t, got[0].Value, want[0].Value+4*got[0].Error, "small stories are found whole more often")
}

func TestExpectedRefuses(t *testing.T) {
	c, err := eval.NewCase(t.Context(), corpus.Labels{0, 1}, corpus.Labels{0, 1}, nil)
	require.NoError(t, err)
	_, err = Chance{Replicates: 1}.Expected(t.Context(), c, []eval.Measure{measure(t, "purity")})
	assert.ErrorContains(t, err, "purity has no formula under random labels")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Chance{Replicates: 5}.Expected(ctx, c, []eval.Measure{measure(t, "purity")})
	assert.ErrorIs(t, err, context.Canceled)
	odd := eval.Measure{Spec: spec.Spec{Name: "odd"}, Scorer: eval.ScoreFunc(func(*eval.Case) (eval.Value, error) {
		return eval.Undefined("never there"), nil
	})}
	got, err := Chance{Replicates: 5}.Expected(t.Context(), c, []eval.Measure{odd})
	require.NoError(t, err)
	assert.True(t, math.IsNaN(got[0].Value))
	odd.Scorer = eval.ScoreFunc(func(*eval.Case) (eval.Value, error) { return eval.Value{}, assert.AnError })
	_, err = Chance{Replicates: 5}.Expected(t.Context(), c, []eval.Measure{odd})
	assert.ErrorIs(t, err, assert.AnError)
	assert.ErrorContains(t, err, "scoring odd of shuffled labels")
}

func TestAdjusted(t *testing.T) {
	assert.InDelta(t, 0.5, Adjusted(0.8, 0.6, 1), 1e-12)
	assert.InDelta(t, 0.25, Adjusted(1.5, 2, 0), 1e-12)
	assert.True(t, math.IsNaN(Adjusted(1, 1, 1)))
}
