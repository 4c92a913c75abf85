package stats

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"github.com/seed-9405df2f/assay/eval"
)

// Pairs returns the P of every pair of values on the same stories, as Compare does:
// p[i][j] = p[j][i], 1 for i = j, NaN if a value of the pair is undefined. All pairs
// share the same exchanges of stories, which are all there are if these are at most
// Flips, so that many systems cost little more than one.
//
// The time is flips × terms × (values × stories + values²).
func (p Paired) Pairs(ctx context.Context, values []eval.Terms) ([][]float64, error) {
	if len(values) == 0 {
		return nil, nil
	}
	for _, v := range values {
		if err := comparable(values[0], v); err != nil {
			return nil, fmt.Errorf("testing all pairs: %w", err)
		}
	}
	m, err := layOut(values)
	if err != nil {
		return nil, err
	}
	p.Flips = cmp.Or(max(p.Flips, 0), 10_000)
	flips, draw := p.Flips, p.random
	exact := m.stories < 31 && 1<<m.stories <= p.Flips
	if exact {
		flips, draw = 1<<m.stories, bits
	}
	t := newPairTest(m, values)
	if err := m.weigh(ctx, flips, p.Workers, draw, func(_ int, sums []float64) { t.count(sums) }); err != nil {
		return nil, err
	}
	return t.p(flips, exact), nil
}

// Letters tests all pairs as Pairs does, and returns letters: values without a
// significant difference at level alpha after Holm share one. order lists the values
// from best to worst. Flips are at least ten times as many as the smallest p of that
// many tests needs, so that the letters depend little on the random flips.
func (p Paired) Letters(ctx context.Context, values []eval.Terms, order []int, alpha float64) ([]string, error) {
	tests := len(values) * (len(values) - 1) / 2
	p.Flips = max(p.Flips, 10_000, int(10*float64(tests)/alpha))
	ps, err := p.Pairs(ctx, values)
	if err != nil {
		return nil, err
	}
	flat := make([]float64, 0, tests)
	for i := range ps {
		flat = append(flat, ps[i][:i]...)
	}
	adjusted := Holm(flat)
	return Letters(order, func(i, j int) bool {
		high, low := max(i, j), min(i, j)
		return adjusted[high*(high-1)/2+low] <= alpha
	}), nil
}

// A pairTest counts, for each pair, the exchanges that make it differ at least as much.
type pairTest struct {
	m       matrix
	values  []eval.Terms
	totals  [][]float64
	least   [][]float64 // the smallest difference that is as large as the observed one
	extreme [][]atomic.Int64
}

func newPairTest(m matrix, values []eval.Terms) *pairTest {
	t := &pairTest{m: m, values: values}
	scores := make([]float64, len(values))
	for i, v := range values {
		t.totals = append(t.totals, m.total(i))
		scores[i] = v.Combine(t.totals[i])
		t.extreme = append(t.extreme, make([]atomic.Int64, i))
		t.least = append(t.least, make([]float64, i))
		for j := range i {
			t.least[i][j] = math.Abs(scores[i]-scores[j]) - 1e-10*max(math.Abs(scores[i]), math.Abs(scores[j])) // ties, up to rounding
		}
	}
	return t
}

// count adds one exchange: sums are those of the exchanged stories.
func (t *pairTest) count(sums []float64) {
	terms := len(t.totals[0])
	part := make([]float64, 0, terms*len(t.values))
	for i := range t.values {
		part = t.m.pick(part, i, sums)
	}
	left, right := make([]float64, terms), make([]float64, terms)
	for i := range t.values {
		for j := range i {
			for k := range terms {
				move := part[j*terms+k] - part[i*terms+k]
				left[k], right[k] = t.totals[i][k]+move, t.totals[j][k]-move
			}
			if d := t.values[i].Combine(left) - t.values[j].Combine(right); !(math.Abs(d) < t.least[i][j]) { // an undefined difference counts, too
				t.extreme[i][j].Add(1)
			}
		}
	}
}

func (t *pairTest) p(flips int, exact bool) [][]float64 {
	out := make([][]float64, len(t.values))
	for i := range out {
		out[i] = slices.Repeat([]float64{1}, len(out))
		for j := range i {
			p := math.NaN()
			if !math.IsNaN(t.least[i][j]) {
				p = pValue(t.extreme[i][j].Load(), flips, exact)
			}
			out[i][j], out[j][i] = p, p
		}
	}
	return out
}
