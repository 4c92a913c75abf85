package eval

import "math"

var countMetrics = []Metric{
	{
		Name: "clusters", Title: "Number of clusters", Better: Descriptive, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Number of clusters found, with noise as the policy says.",
		Blind: "What is in them.",
		New:   table(func(t *Table) Value { return Value{Value: float64(len(t.Clusters))} }),
	},
	{
		Name: "clusters.ratio", Title: "Clusters per story", Better: TargetOne, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Found clusters that hold labelled articles, over gold stories: above 1 means splits, below 1 merges.",
		Blind: "What is in them: as many splits as merges give 1.",
		New: table(func(t *Table) Value {
			return Terms{Columns: t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
				row[1] = min(size, 1)
				for _, c := range cells {
					row[0] += float64(c.Count) / float64(t.Labelled[c.Cluster])
				}
			}), Combine: ratio}.Value()
		}),
	},
	{
		Name: "singletons", Title: "Singletons", Better: Descriptive, Range: [2]float64{0, 1},
		Doc:   "Share of the labelled articles that are alone in their cluster.",
		Blind: "Whether they should be alone.",
		New: table(func(t *Table) Value {
			return t.shareOf(func(cluster int32) bool { return t.Clusters[cluster] == 1 })
		}),
	},
	{
		Name: "giant", Title: "Largest cluster", Better: Descriptive, Range: [2]float64{0, 1},
		Doc:   "Share of the labelled articles in the largest cluster; a jump shows chaining.",
		Blind: "Whether the largest story is that large.",
		New: table(func(t *Table) Value {
			giant := int32(0)
			for c, size := range t.Clusters {
				if size > t.Clusters[giant] {
					giant = int32(c)
				}
			}
			return t.shareOf(func(cluster int32) bool { return cluster == giant })
		}),
	},
}

// shareOf is the share of the labelled articles that are in the chosen clusters.
func (t *Table) shareOf(chosen func(cluster int32) bool) Value {
	return Terms{Columns: t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
		row[1] = size
		for _, c := range cells {
			if chosen(c.Cluster) {
				row[0] += float64(c.Count)
			}
		}
	}), Combine: ratio}.Value()
}
