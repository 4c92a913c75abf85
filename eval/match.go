package eval

import "github.com/seed-9405df2f/assay/internal/assign"

// articles weights a pair by its number of common articles.
func articles(_, count, _ float64) float64 { return count }

// Match assigns each story at most one cluster, one to one, so that the sum of the
// weights of the pairs is largest. weight gets the size of the story, the number of
// common articles and the size of the cluster, and must be above 0. Only pairs that have
// articles in common are looked at, so that tens of thousands of stories and clusters need
// no dense matrix. Which of several best matchings it returns depends on the table alone.
// It returns the cluster of each story, -1 for none.
func (t *Table) Match(weight func(story, common, cluster float64) float64) []int32 {
	return t.MatchCells(func(s int, c Cell) float64 {
		return weight(float64(t.Stories[s]), float64(c.Count), float64(t.Clusters[c.Cluster]))
	})
}

// MatchCells is Match with a weight for each cell, 0 or more; pairs of weight 0
// may be matched or not.
func (t *Table) MatchCells(weight func(story int, c Cell) float64) []int32 {
	x := assign.Matrix{
		Start: t.start, Column: make([]int32, len(t.cells)), Weight: make([]float64, len(t.cells)), Columns: len(t.Clusters),
	}
	for s := range t.Stories {
		for k := t.start[s]; k < t.start[s+1]; k++ {
			x.Column[k], x.Weight[k] = t.cells[k].Cluster, weight(s, t.cells[k])
		}
	}
	return x.Match()
}
