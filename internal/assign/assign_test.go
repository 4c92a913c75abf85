package assign

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sparse returns the matrix of the pairs whose weights are 0 or more.
func sparse(rows [][]float64) Matrix {
	x := Matrix{Start: []int{0}, Columns: len(rows[0])}
	for _, row := range rows {
		for c, w := range row {
			if w >= 0 {
				x.Column, x.Weight = append(x.Column, int32(c)), append(x.Weight, w)
			}
		}
		x.Start = append(x.Start, len(x.Column))
	}
	return x
}

// total returns the weight of a matching, which must be one.
func (m Matrix) total(t require.TestingT, match []int32) float64 {
	sum, used := 0.0, map[int32]bool{}
	for i, c := range match {
		if c < 0 {
			continue
		}
		require.False(t, used[c], "column %d has two rows", c)
		used[c] = true
		found := false
		for k := m.Start[i]; k < m.Start[i+1]; k++ {
			if m.Column[k] == c {
				sum, found = sum+m.Weight[k], true
			}
		}
		require.True(t, found, "no pair of row %d and column %d", i, c)
	}
	return sum
}

// slow is the weight of the best matching, by the method of Bellman and Ford on the residual
// graph: as long as there is one, it augments along the heaviest path from a free row.
func slow(x Matrix) float64 {
	rows := len(x.Start) - 1
	column, row := make([]int, rows), make([]int, x.Columns)
	for i := range column {
		column[i] = -1
	}
	for c := range row {
		row[c] = -1
	}
	sum := 0.0
	for {
		gain, from := make([]float64, x.Columns), make([]int, x.Columns)
		for c := range gain {
			gain[c] = math.Inf(-1)
		}
		at := func(i int) float64 { // gain of a path that has reached row i
			if column[i] < 0 {
				return 0
			}
			return gain[column[i]] - weightOf(x, i, column[i])
		}
		for changed := true; changed; {
			changed = false
			for i := range rows {
				for k := x.Start[i]; k < x.Start[i+1]; k++ {
					c := int(x.Column[k])
					if g := at(i) + x.Weight[k]; c != column[i] && g > gain[c]+1e-9 {
						gain[c], from[c], changed = g, i, true
					}
				}
			}
		}
		best, end, drop := 1e-9, -1, false
		for c := range gain {
			if row[c] < 0 && gain[c] > best {
				best, end, drop = gain[c], c, false
			}
			if row[c] >= 0 && gain[c]-weightOf(x, row[c], c) > best {
				best, end, drop = gain[c]-weightOf(x, row[c], c), c, true
			}
		}
		if end < 0 {
			return sum
		}
		if sum += best; drop {
			column[row[end]] = -1
		}
		for c := end; c >= 0; {
			i := from[c]
			c, column[i], row[c] = column[i], c, i
		}
	}
}

func weightOf(x Matrix, i, c int) float64 {
	for k := x.Start[i]; k < x.Start[i+1]; k++ {
		if int(x.Column[k]) == c {
			return x.Weight[k]
		}
	}
	return 0
}

// random returns a matrix by its number: whole weights with many ties, broad ones, fractions;
// dense and sparse, of any shape.
func random(n int) [][]float64 {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	most := []int{6, 20, 40}[n%3]
	rows := make([][]float64, 1+r.IntN(most))
	columns := 1 + r.IntN(most)
	density := []float64{1, .5, .1}[n/3%3]
	for i := range rows {
		rows[i] = make([]float64, columns)
		for c := range rows[i] {
			switch n / 9 % 4 {
			case 0:
				rows[i][c] = float64(1 + r.IntN(3))
			case 1:
				rows[i][c] = float64(r.IntN(1 << 30))
			case 2:
				rows[i][c] = 2 * float64(1+r.IntN(5)) / float64(5+r.IntN(8))
			case 3:
				rows[i][c] = r.Float64()
			}
			if r.Float64() > density {
				rows[i][c] = -1
			}
		}
	}
	return rows
}

// ways returns the matching without an auction, after one, and after tight paths too.
func ways(x Matrix) [3][]int32 {
	list := make([]int32, len(x.Start)-1)
	for i := range list {
		list[i] = int32(i)
	}
	m := x.matcher()
	m.eager = true
	return [3][]int32{x.match(nil), x.match(list), m.matchTied(newTight(m).match(list))}
}

func TestMatchIsBest(t *testing.T) {
	for n := range 200 {
		x := sparse(random(n))
		want := slow(x)
		for k, match := range ways(x) {
			if got := x.total(t, match); n/9%4 < 2 {
				assert.Equal(t, want, got, "matrix %d, way %d", n, k)
			} else {
				assert.InDelta(t, want, got, 1e-9, "matrix %d, way %d", n, k)
			}
		}
	}
}

// The same matrices by scipy, where Python has it.
func TestMatchIsThatOfScipy(t *testing.T) {
	const program = `
import json, sys
import numpy as np
from scipy.optimize import linear_sum_assignment
for line in sys.stdin:
    x = np.maximum(np.array(json.loads(line)), 0)
    print(repr(float(x[linear_sum_assignment(x, maximize=True)].sum())))
`
	if exec.Command("python3", "-c", "import scipy.optimize").Run() != nil {
		t.Skip("python3 has no scipy")
	}
	var in strings.Builder
	for n := range 200 {
		line, err := json.Marshal(random(n))
		require.NoError(t, err)
		fmt.Fprintln(&in, string(line))
	}
	cmd := exec.Command("python3", "-c", program)
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.Output()
	require.NoError(t, err)
	for n, line := range strings.Fields(string(out)) {
		var want float64
		require.NoError(t, json.Unmarshal([]byte(line), &want))
		x := sparse(random(n))
		for k, match := range ways(x) {
			assert.InDelta(t, want, x.total(t, match), 1e-9*max(1, want), "matrix %d, way %d", n, k)
		}
	}
}

// Large tables of few different weights come to the same with and without tight paths.
func TestMatchOfTiedTables(t *testing.T) {
	for _, wrong := range []float64{1, .3} {
		x := cells(700, 4200, wrong)
		for i, weight := range []func(common, row float64) float64{
			func(common, _ float64) float64 { return common },
			func(common, row float64) float64 { return common / (6 + float64(int(row)%5)) },
		} {
			for row := range 700 {
				for k := x.Start[row]; k < x.Start[row+1]; k++ {
					x.Weight[k] = weight(x.Weight[k], float64(x.Column[k]))
				}
			}
			all := ways(x)
			want := x.total(t, all[0])
			for way, match := range append(all[:], x.Match()) {
				assert.InDelta(t, want, x.total(t, match), 1e-9*want, "%d, %g wrong, way %d", i, wrong, way)
			}
		}
	}
}

// By hand: the greedy choice 9 + 1 is worse than 8 + 7, and a row may go without a column.
func TestMatchByHand(t *testing.T) {
	assert.Equal(t, []int32{1, 0}, sparse([][]float64{{9, 8}, {7, 1}}).Match())
	assert.Equal(t, []int32{-1, 0, -1}, sparse([][]float64{{1}, {3}, {2}}).Match())
	assert.Equal(t, []int32{-1, 0}, sparse([][]float64{{-1, -1}, {5, -1}}).Match())
	assert.Empty(t, Matrix{Start: []int{0}}.Match())
}

// cells returns a matrix of as many articles in stories and random clusters, all but the
// given share of the articles in the right one.
func cells(stories, articles int, wrong float64) Matrix {
	r := rand.New(rand.NewPCG(1, 1))
	counts := make([]map[int32]float64, stories)
	for i := range articles {
		s := i % stories
		if counts[s] == nil {
			counts[s] = map[int32]float64{}
		}
		c := int32(s)
		if r.Float64() < wrong {
			c = int32(r.IntN(stories))
		}
		counts[s][c]++
	}
	x := Matrix{Start: []int{0}, Columns: stories}
	for _, row := range counts {
		for _, c := range slices.Sorted(maps.Keys(row)) {
			x.Column, x.Weight = append(x.Column, c), append(x.Weight, row[c])
		}
		x.Start = append(x.Start, len(x.Column))
	}
	return x
}

func dense(n int, weight func(*rand.Rand) float64) Matrix {
	r := rand.New(rand.NewPCG(2, 2))
	x := Matrix{Start: []int{0}, Columns: n}
	for range n {
		for c := range n {
			x.Column, x.Weight = append(x.Column, int32(c)), append(x.Weight, weight(r))
		}
		x.Start = append(x.Start, len(x.Column))
	}
	return x
}

func BenchmarkMatch(b *testing.B) {
	fraction := func(r *rand.Rand) float64 { return r.Float64() }
	whole := func(most int) func(r *rand.Rand) float64 {
		return func(r *rand.Rand) float64 { return float64(1 + r.IntN(most)) }
	}
	for name, make := range map[string]func() Matrix{
		"stories=2500/articles=10000/random":     func() Matrix { return cells(2500, 10_000, 1) },
		"stories=10000/articles=100000/random":   func() Matrix { return cells(10_000, 100_000, 1) },
		"stories=100000/articles=1000000/random": func() Matrix { return cells(100_000, 1_000_000, 1) },
		"stories=10000/articles=200000/wrong=5%": func() Matrix { return cells(10_000, 200_000, .05) },
		"dense=1000/fractions":                   func() Matrix { return dense(1000, fraction) },
		"dense=5000/fractions":                   func() Matrix { return dense(5000, fraction) },
		"dense=5000/whole<100":                   func() Matrix { return dense(5000, whole(100)) },
		"dense=5000/whole<1e6":                   func() Matrix { return dense(5000, whole(1e6)) },
	} {
		b.Run(name, func(b *testing.B) {
			x := make()
			b.ReportAllocs()
			for b.Loop() {
				x.Match()
			}
		})
	}
}
