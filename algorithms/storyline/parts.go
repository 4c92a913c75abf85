package storyline

import (
	"math/bits"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// partOf returns some rows of a corpus, less the mean of all, whose squared length is given.
// If they are not all, columns that they do not have are left out, since the columns of a
// large corpus are many.
func partOf(p *algorithms.Problem, some []int, mean []float64, square float64) *rows {
	if len(some) == p.Space.Rows() {
		return rowsAround(p.Space, p.Articles, mean, square)
	}
	own := sub(p, some)
	if own.Space.Sparse != nil {
		columns := compact(own.Space.Sparse)
		all := mean
		mean = make([]float64, len(columns))
		for c, column := range columns {
			mean[c] = all[column]
		}
	}
	return rowsAround(own.Space, own.Articles, mean, square)
}

// compact renumbers the columns of a matrix that have values, in their order, drops the
// others, and returns the former numbers.
func compact(m *features.CSR) []int32 {
	used, before := make([]uint64, (m.Cols+63)/64), make([]int32, (m.Cols+63)/64)
	for _, c := range m.Index {
		used[c/64] |= 1 << (c % 64)
	}
	var columns []int32
	for w, word := range used {
		before[w] = int32(len(columns))
		for ; word != 0; word &= word - 1 {
			columns = append(columns, int32(64*w+bits.TrailingZeros64(word)))
		}
	}
	for k, c := range m.Index {
		m.Index[k] = before[c/64] + int32(bits.OnesCount64(used[c/64]&(1<<(c%64)-1)))
	}
	m.Cols = len(columns)
	return columns
}

// all lists the numbers below n.
func all(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// sub returns the problem restricted to some rows.
func sub(p *algorithms.Problem, rows []int) *algorithms.Problem {
	out := &algorithms.Problem{Seed: p.Seed, Workers: p.Workers, Space: p.Space.Reorder(rows)}
	if p.Articles != nil {
		out.Articles = make([]corpus.Article, len(rows))
		for k, i := range rows {
			out.Articles[k] = p.Articles[i]
		}
	}
	return out
}
