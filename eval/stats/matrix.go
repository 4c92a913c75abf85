package stats

import (
	"context"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// A matrix holds the terms of several values, stories × columns. Equal columns are
// stored once: most metrics have the sizes of the stories among their terms, and
// metrics of one family often share all of them.
type matrix struct {
	stories int         // those with a term other than 0
	columns [][]float64 // each over the stories
	of      [][]int     // the columns of each value
}

// layOut returns the matrix of the columns for resampling. Values of different stories are
// an error.
func layOut(values []eval.Terms) (matrix, error) {
	values = slices.Clone(values)
	all := 0
	for v := range values {
		values[v] = values[v].ForResampling()
		n := values[v].Stories()
		if n != all && n > 0 && all > 0 {
			return matrix{}, fmt.Errorf("terms of %d stories beside terms of %d", n, all)
		}
		all = max(all, n)
	}
	m := matrix{of: make([][]int, len(values))}
	for v, t := range values {
		for _, column := range t.Columns {
			at := slices.IndexFunc(m.columns, func(c []float64) bool { return slices.Equal(c, column) })
			if at < 0 {
				at = len(m.columns)
				m.columns = append(m.columns, column)
			}
			m.of[v] = append(m.of[v], at)
		}
	}
	return m.known(all), nil
}

// known returns the matrix without the stories that have no term other than 0.
func (m matrix) known(all int) matrix {
	known := make([]bool, all)
	for _, column := range m.columns {
		for s, x := range column {
			known[s] = known[s] || x != 0
		}
	}
	for _, k := range known {
		if k {
			m.stories++
		}
	}
	if m.stories == all {
		return m // with the columns as they are
	}
	for k, column := range m.columns {
		m.columns[k] = make([]float64, 0, m.stories)
		for s, x := range column {
			if known[s] {
				m.columns[k] = append(m.columns[k], x)
			}
		}
	}
	return m
}

// Sizes of the blocks of weigh: the part of a column and the weights in use stay in the
// inner caches. Sums, and so results, depend on storyBlock.
const (
	replicateBlock = 128 // of one worker
	replicateBatch = 8
	storyBlock     = 1024
)

// weigh calls visit, for each replicate, with the sums of the columns weighted by
// draw. Replicates run at the same time; draw and visit must depend on the number of
// the replicate alone.
func (m matrix) weigh(
	ctx context.Context, replicates, workers int, draw func(r int, weights []uint8), visit func(r int, sums []float64),
) error {
	width := len(m.columns)
	return parallel.Blocks(ctx, replicates, replicateBlock, workers, func(from, to int) {
		weights := make([]uint8, replicateBatch*m.stories)
		block := make([]float64, replicateBatch*storyBlock)
		sums := make([]float64, replicateBatch*width)
		for ; from < to && ctx.Err() == nil; from += replicateBatch {
			count := min(replicateBatch, to-from)
			for i := range count {
				draw(from+i, weights[i*m.stories:(i+1)*m.stories])
			}
			clear(sums)
			for s := 0; s < m.stories; s += storyBlock {
				end := min(s+storyBlock, m.stories)
				for i := range count {
					for k, w := range weights[i*m.stories+s : i*m.stories+end] {
						block[i*storyBlock+k] = float64(w)
					}
				}
				for k, column := range m.columns {
					for i := range count {
						sums[i*width+k] += floats.Dot(block[i*storyBlock:i*storyBlock+end-s], column[s:end])
					}
				}
			}
			for i := range count {
				visit(from+i, sums[i*width:(i+1)*width])
			}
		}
	})
}

// pick appends the sums of a value's own columns to into.
func (m matrix) pick(into []float64, value int, sums []float64) []float64 {
	for _, k := range m.of[value] {
		into = append(into, sums[k])
	}
	return into
}

// total returns the sum of the terms of a value.
func (m matrix) total(value int) []float64 {
	sums := make([]float64, len(m.columns))
	for _, k := range m.of[value] {
		sums[k] = floats.Sum(m.columns[k])
	}
	return m.pick(nil, value, sums)
}

// jackknife returns the value without each story in turn.
func (m matrix) jackknife(value int, combine func([]float64) float64) []float64 {
	total := m.total(value)
	left := make([]float64, len(total))
	out := make([]float64, m.stories)
	for s := range out {
		for i, k := range m.of[value] {
			left[i] = total[i] - m.columns[k][s]
		}
		out[s] = combine(left)
	}
	return out
}
