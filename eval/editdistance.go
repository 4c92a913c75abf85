package eval

import "math"

var editMetrics = []Metric{
	{
		Name: "vandongen", Title: "Van Dongen distance", Better: Lower, Symmetric: true, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Articles to be moved to turn one grouping into the other and back: 2n − Σ_i max_j n_ij − Σ_j max_i n_ij.",
		Blind: "Where the articles moved come from; and it grows with the corpus.",
		Cite:  []string{"van Dongen 2000, Performance criteria for graph clustering and Markov cluster experiments, CWI"},
		New:   purity(func(s []float64) float64 { return s[1] + s[3] - s[0] - s[2] }),
	},
	{
		Name: "gmd", Title: "Generalised merge distance", Better: Lower, Range: [2]float64{0, math.Inf(1)},
		Doc: "Price of the splits and merges that repair the clustering: each cluster is split into its stories, " +
			"then the parts of each story are merged. A split and a merge have the prices given, whatever the sizes.",
		Blind: "How many articles a split or a merge moves; and it grows with the corpus.",
		Cite:  []string{"Menestrina, Whang & Garcia-Molina 2010, Evaluating entity resolution results, VLDB"},
		New:   func() Scorer { return new(mergeDistance) },
	},
}

type mergeDistance struct {
	Split float64 `spec:"split,always" default:"1" range:"0:" doc:"price of splitting a cluster in two"`
	Merge float64 `spec:"merge,always" default:"1" range:"0:" doc:"price of merging two clusters"`
}

// Score counts a foreign article as a part of its own.
func (m *mergeDistance) Score(c *Case) (Value, error) {
	t := c.Table()
	parts := make([]int, len(t.Clusters)) // stories in a cluster
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			parts[c.Cluster]++
		}
	}
	columns := t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
		row[1] = max(0, float64(len(cells))-1)
		for _, c := range cells {
			splits := parts[c.Cluster] - 1 + t.Clusters[c.Cluster] - t.Labelled[c.Cluster]
			row[0] += float64(splits) * float64(c.Count) / float64(t.Labelled[c.Cluster])
		}
	})
	return Terms{Columns: columns, Combine: func(s []float64) float64 { return m.Split*s[0] + m.Merge*s[1] }}.Value(), nil
}
