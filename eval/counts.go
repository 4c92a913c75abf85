package eval

import "math"

var countMetrics = []Metric{
	{
		Name: "clusters", Title: "Number of clusters", Better: Descriptive, OneSided: true, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Number of clusters found, with noise as the policy says.",
		Blind: "What is in them.",
		New:   table(func(t *Table) Value { return Value{Value: float64(len(t.Clusters))} }),
	},
	{
		Name: "clusters.ratio", Title: "Clusters per story", Better: TargetOne, OneSided: true, Range: [2]float64{0, math.Inf(1)},
		Doc: "Found clusters that hold labelled articles, over gold stories: above 1 means splits, below 1 merges. " +
			"Under unknown=foreign clusters of articles that the gold does not have count, too.",
		Blind: "What is in them: as many splits as merges give 1.",
		New: table(func(t *Table) Value {
			return Terms{Columns: t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
				row[1] = min(size, 1)
				for _, c := range cells {
					row[0] += float64(c.Count) / float64(t.Labelled[c.Cluster])
				}
			}, func(row []float64, _ outside) { row[0] = 1 }), Combine: ratio}.Value()
		}),
	},
	{
		Name: "singletons", Title: "Singletons", Better: Descriptive, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Share of the labelled articles that are alone in their cluster.",
		Blind: "Whether they should be alone.",
		New: table(func(t *Table) Value {
			return t.shareOf(func(cluster int32) bool { return t.Clusters[cluster] == 1 })
		}),
	},
	{
		Name: "giant", Title: "Largest cluster", Better: Descriptive, OneSided: true, Range: [2]float64{0, 1},
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

// shareOf is the share of the labelled articles that are in the chosen clusters. Those that the gold does not
// have count as well, those in no cluster do not.
func (t *Table) shareOf(chosen func(cluster int32) bool) Value {
	columns := t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
		for _, c := range cells {
			n := t.reach(c)
			row[1] += n
			if chosen(c.Cluster) {
				row[0] += n
			}
		}
	}, func(row []float64, o outside) {
		if row[1], _ = t.sizes(o); chosen(o.cluster) {
			row[0] = row[1]
		}
	})
	return Terms{Columns: columns, Combine: func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }}.Value()
}
