package features

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// counts are how often some articles have terms.
type counts struct {
	ends  []int     // of each article, in terms and sums
	terms []int32   // ascending within an article
	sums  []float32 // of the weights of the places of the term
}

// count counts the terms of each article and leaves out those that too few or too
// many articles have. It also returns in how many articles each column's term is, and
// the hash of the word that the term begins with.
func (f *TFIDF) count(ctx context.Context, words *wordList, t terms, workers int) (*CSR, []int32, []uint32, error) {
	parts, err := f.countParts(ctx, words, t, workers)
	if err != nil {
		return nil, nil, nil, err
	}
	column, df := f.columns(parts, t.count(), len(words.starts)-1)
	m, first, err := fill(ctx, parts, t, column, len(df), workers)
	return m, df, first, err
}

// countParts counts the terms of each article, block by block.
func (f *TFIDF) countParts(ctx context.Context, words *wordList, t terms, workers int) ([]counts, error) {
	const size = 64
	rows := len(words.starts) - 1
	parts := make([]counts, (rows+size-1)/size)
	counters := sync.Pool{New: func() any { return new(rowCounter) }}
	return parts, parallel.Blocks(ctx, rows, size, workers, func(from, to int) {
		c := counters.Get().(*rowCounter)
		defer counters.Put(c)
		c.ends, c.terms, c.sums = c.ends[:0], c.terms[:0], c.sums[:0]
		for i := from; i < to; i++ {
			c.article(words, i, t, [2]float32{float32(f.TitleWeight), 1})
		}
		parts[from/size] = counts{slices.Clone(c.ends), slices.Clone(c.terms), slices.Clone(c.sums)}
	})
}

// fill makes the matrix of counts, with the columns of terms, and lists the hashes of the words that these begin with.
func fill(ctx context.Context, parts []counts, t terms, column []int32, columns, workers int) (*CSR, []uint32, error) {
	err := parallel.Each(ctx, len(parts), workers, func(i int) { parts[i].rename(column) })
	if err != nil {
		return nil, nil, err
	}
	m, err := collect(ctx, parts, workers)
	m.Cols = columns
	first := make([]uint32, columns)
	for term, hash := range t.firstWords() {
		if c := column[term]; c >= 0 {
			first[c] = hash
		}
	}
	return m, first, err
}

// rowCounter makes counts, for one goroutine at a time.
type rowCounter struct {
	counts
	keys   []uint64
	sorter radixSorter
}

// article counts the terms of one more article, those of the title before those of
// the text.
func (c *rowCounter) article(words *wordList, i int, t terms, weights [2]float32) {
	c.keys = c.keys[:0]
	side, from := uint64(0), words.starts[i]
	for at := from; at < words.starts[i+1]; at++ {
		if words.words[at] == fieldEnd {
			c.keys = t.append(c.keys, from, at, side)
			side, from = side+1, at+1
		}
	}
	c.sorter.sort(c.keys, 0, bits.Len(uint(2*t.count())))
	for k, key := range c.keys {
		if k == 0 || key/2 != c.keys[k-1]/2 {
			c.terms, c.sums = append(c.terms, int32(key/2)), append(c.sums, 0)
		}
		c.sums[len(c.sums)-1] += weights[key%2]
	}
	c.ends = append(c.ends, len(c.terms))
}

// columns gives each term its column, -1 for those left out, and lists how many
// articles have the terms that stay.
func (f *TFIDF) columns(parts []counts, terms, rows int) (column, df []int32) {
	have := make([]int32, terms)
	for _, p := range parts {
		for _, t := range p.terms {
			have[t]++
		}
	}
	return f.keep(have, rows)
}

// keep gives the terms their columns by how many of the articles have them.
func (f *TFIDF) keep(have []int32, articles int) (column, df []int32) {
	column = make([]int32, len(have))
	for t, n := range have {
		if column[t] = -1; n > 0 && int(n) >= f.MinDF && float64(n) <= f.MaxDF*float64(articles) {
			column[t] = int32(len(df))
			df = append(df, n)
		}
	}
	return column, df
}

func (p *counts) rename(column []int32) {
	from, kept := 0, 0
	for i, to := range p.ends {
		for k := from; k < to; k++ {
			if c := column[p.terms[k]]; c >= 0 {
				p.terms[kept], p.sums[kept] = c, p.sums[k]
				kept++
			}
		}
		from, p.ends[i] = to, kept
	}
	p.terms, p.sums = p.terms[:kept], p.sums[:kept]
}

// collect puts parts into one matrix and empties them.
func collect(ctx context.Context, parts []counts, workers int) (*CSR, error) {
	m := &CSR{Start: []int{0}}
	starts := make([]int, len(parts))
	for i, p := range parts {
		starts[i] = m.Start[m.Rows]
		for _, end := range p.ends {
			m.Start = append(m.Start, starts[i]+end)
		}
		m.Rows += len(p.ends)
	}
	m.Index, m.Data = make([]int32, m.Start[m.Rows]), make([]float32, m.Start[m.Rows])
	err := parallel.Each(ctx, len(parts), workers, func(i int) {
		copy(m.Index[starts[i]:], parts[i].terms)
		copy(m.Data[starts[i]:], parts[i].sums)
		parts[i] = counts{}
	})
	return m, err
}
