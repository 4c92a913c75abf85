package summarize

import (
	"math"
	"slices"
)

// A row is a sparse vector of unit length, or of no terms at all.
type row struct {
	index []int32 // ascending
	value []float64
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
