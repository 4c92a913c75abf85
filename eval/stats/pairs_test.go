package stats

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
)

// The differences of TestPairedByHand, and a third value equal to the first.
func TestPairsByHand(t *testing.T) {
	p, err := paired.Pairs(t.Context(), []eval.Terms{mean(1, 1, 1, 5), mean(2, 3, 4, 5), mean(1, 1, 1, 5)})
	require.NoError(t, err)
	assert.Equal(t, [][]float64{{1, .25, 1}, {.25, 1, .25}, {1, .25, 1}}, p)
	none, err := paired.Pairs(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, none)
}

// Where all exchanges are tried, all pairs at once give what each gives alone.
func TestPairsAgreeWithCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stories := rapid.IntRange(1, 9).Draw(t, "stories")
		values := make([]eval.Terms, rapid.IntRange(1, 5).Draw(t, "values"))
		for v := range values {
			values[v].Combine = eval.CombineB3F1
			var rows [][]float64
			for range stories {
				rows = append(rows, []float64{float64(rapid.IntRange(1, 4).Draw(t, "p")), float64(rapid.IntRange(1, 4).Draw(t, "r")), 4})
			}
			values[v].Columns = eval.Transpose(rows)
		}
		p, err := paired.Pairs(context.Background(), values)
		require.NoError(t, err)
		for i := range values {
			for j := range values {
				assert.InDelta(t, compare(t, paired, values[i], values[j]).P, p[i][j], 1e-12)
			}
		}
	})
}

func TestPairsByRandomFlips(t *testing.T) {
	var values []eval.Terms
	for i := range 4 {
		row := make([]float64, 60)
		for s := range row {
			row[s] = math.Sin(float64(s*(i+1))) + float64(i)*.1
		}
		values = append(values, mean(row...))
	}
	one, err := Paired{Flips: 20_000, Seed: 3, Workers: 1}.Pairs(t.Context(), values)
	require.NoError(t, err)
	many, err := Paired{Flips: 20_000, Seed: 3, Workers: 5}.Pairs(t.Context(), values)
	require.NoError(t, err)
	assert.Equal(t, one, many, "whatever the workers")
	for i := range values {
		for j := range i {
			alone := compare(t, Paired{Flips: 20_000, Replicates: 1, Level: .95, Seed: 4}, values[i], values[j])
			assert.InDelta(t, alone.P, one[i][j], .02, "%d %d", i, j)
		}
	}
}

func TestPairedLetters(t *testing.T) {
	var values []eval.Terms
	for v, level := range []float64{0, .02, 1, 2, 2.01} {
		row := make([]float64, 50)
		for s := range row {
			row[s] = level + math.Sin(float64(s*(3+v)))
		}
		values = append(values, mean(row...))
	}
	letters, err := paired.Letters(t.Context(), values, []int{4, 3, 2, 1, 0}, .05)
	require.NoError(t, err)
	assert.Equal(t, []string{"c", "c", "b", "a", "a"}, letters)
	_, err = paired.Letters(t.Context(), []eval.Terms{mean(1), {}}, []int{0, 1}, .05)
	assert.ErrorContains(t, err, "no terms of stories")
}

func TestPairsRefuse(t *testing.T) {
	_, err := paired.Pairs(t.Context(), []eval.Terms{mean(1), mean(1, 2)})
	assert.ErrorContains(t, err, "testing all pairs: one has 1 stories, the other 2")
	undefined := mean(1, 2)
	undefined.Combine = func([]float64) float64 { return math.NaN() }
	p, err := paired.Pairs(t.Context(), []eval.Terms{mean(1, 2), undefined})
	require.NoError(t, err)
	assert.True(t, math.IsNaN(p[0][1]))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = paired.Pairs(ctx, []eval.Terms{mean(1, 2), mean(2, 3)})
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkPairs(b *testing.B) {
	for _, stories := range []int{39, 1000} {
		b.Run(fmt.Sprintf("values=20/stories=%d", stories), func(b *testing.B) {
			var values []eval.Terms
			for v := range 20 {
				var rows [][]float64
				for s := range stories {
					rows = append(rows, []float64{2 + math.Sin(float64(s*v)), 2 + math.Cos(float64(s*v)), 4})
				}
				values = append(values, eval.Terms{Columns: eval.Transpose(rows), Combine: eval.CombineB3F1})
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (Paired{Seed: 1}).Pairs(b.Context(), values); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
