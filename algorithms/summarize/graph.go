package summarize

import (
	"context"
	"math"
	"slices"
)

// A graph is a symmetric matrix of weights by compressed rows: node i is linked
// to to[start[i]:start[i+1]]. Other than in the paper no node is linked to itself:
// with that link a sentence that resembles no other would score as much as the
// average, and an article that strayed into the cluster would enter the summary.
type graph struct {
	start  []int
	to     []int32
	weight []float64
	degree []float64 // sum of the weights of a row
}

// link joins the rows whose weight is above 0, which weigh makes of the product of
// two rows. Cost: the products of the entries that rows have in common, and the
// square of the rows.
func link(ctx context.Context, rows []row, terms int, weigh func(i, j int, product float64) float64) (*graph, error) {
	type entry struct {
		row   int32
		value float64
	}
	having := make([][]entry, terms) // the rows that have a term
	for i, r := range rows {
		for k, t := range r.index {
			having[t] = append(having[t], entry{int32(i), r.value[k]})
		}
	}
	g := &graph{start: []int{0}, degree: make([]float64, len(rows))}
	product := make([]float64, len(rows))
	for i, r := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(product)
		for k, t := range r.index {
			for _, e := range having[t] {
				product[e.row] += r.value[k] * e.value
			}
		}
		for j, p := range product {
			if j == i || p == 0 {
				continue
			}
			w := weigh(i, j, p)
			if w <= 0 {
				continue
			}
			g.to = append(g.to, int32(j))
			g.weight = append(g.weight, w)
			g.degree[i] += w
		}
		g.start = append(g.start, len(g.to))
	}
	return g, nil
}

// rank is the stationary distribution of a walk that follows a link with the
// given chance, in proportion to the weights, and else, or from a node without
// links, jumps to any node: power iteration until the change adds up to less than
// 1e-9.
func (g *graph) rank(ctx context.Context, damping float64) ([]float64, error) {
	n := len(g.degree)
	now, next, share := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range now {
		now[i] = 1 / float64(n)
	}
	for change := 1.0; change > 1e-9; now, next = next, now {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		change = 0
		jump := 1 - damping
		for i, p := range now {
			if g.degree[i] > 0 {
				share[i] = damping * p / g.degree[i]
			} else {
				jump += damping * p
			}
		}
		for i := range next {
			sum := 0.0
			for k := g.start[i]; k < g.start[i+1]; k++ {
				sum += g.weight[k] * share[g.to[k]]
			}
			next[i] = jump/float64(n) + sum
			change += math.Abs(next[i] - now[i])
		}
	}
	return now, nil
}

// A row is a sparse vector of unit length, or of no terms at all.
type row struct {
	index []int32 // ascending
	value []float64
}

// product is the inner product with a vector that has every term.
func (r row) product(v []float64) float64 {
	sum := 0.0
	for k, t := range r.index {
		sum += r.value[k] * v[t]
	}
	return sum
}

// tfidf weighs the terms of each text by their count times ln((1+n)/(1+df))+1,
// where n is the number of texts and df of those that have the term, and scales
// each row to unit length. Terms are numbers below the given bound.
func tfidf(texts [][]int32, terms int) []row {
	rows := make([]row, len(texts))
	df := make([]int, terms)
	for i, t := range texts {
		t = slices.Clone(t)
		slices.Sort(t)
		for at := 0; at < len(t); {
			end := at + 1
			for end < len(t) && t[end] == t[at] {
				end++
			}
			rows[i].index = append(rows[i].index, t[at])
			rows[i].value = append(rows[i].value, float64(end-at))
			df[t[at]]++
			at = end
		}
	}
	for _, r := range rows {
		length := 0.0
		for k, t := range r.index {
			r.value[k] *= math.Log(float64(1+len(texts))/float64(1+df[t])) + 1
			length += r.value[k] * r.value[k]
		}
		for k := range r.value {
			r.value[k] /= math.Sqrt(length)
		}
	}
	return rows
}

// total is the sum of the rows, by term.
func total(rows []row, terms int) []float64 {
	sum := make([]float64, terms)
	for _, r := range rows {
		for k, t := range r.index {
			sum[t] += r.value[k]
		}
	}
	return sum
}

// centrality is the mean cosine of each row with the others, 0 for a lone row.
// Cost: linear in the entries, since a row's cosines add up to its product with
// the sum of all rows.
func centrality(rows []row, terms int) []float64 {
	sum := total(rows, terms)
	central := make([]float64, len(rows))
	for i, r := range rows {
		for k, t := range r.index {
			central[i] += r.value[k] * (sum[t] - r.value[k])
		}
		central[i] /= float64(max(len(rows)-1, 1))
	}
	return central
}
