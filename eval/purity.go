package eval

var purityMetrics = []Metric{
	{
		Name: "purity", Title: "Purity", Better: Higher, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Share of articles that belong to the most frequent story of their cluster: (1/n) Σ_j max_i n_ij.",
		Blind: "Splits: it is 1 if every article is alone. On sampled gold it is too low; read b3.p there.",
		Cite:  []string{"Zhao & Karypis 2001, Criterion functions for document clustering"},
		New:   purity(func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	},
	{
		Name: "inverse_purity", Title: "Inverse purity", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Share of articles that are in the cluster that holds most of their story: (1/n) Σ_i max_j n_ij.",
		Blind: "Merges: it is 1 if all articles are one cluster.",
		Cite:  []string{"Amigó et al. 2009, Information Retrieval 12"},
		New:   purity(func(s []float64) float64 { return ratioOr(s[2], s[3], 0) }),
	},
	{
		Name: "purity.f1", Title: "F1 of purity", Better: Higher, OneSided: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Harmonic mean of purity and inverse purity.",
		Blind: "What happens to the smaller parts of a story, once its largest part is found.",
		Cite:  []string{"Amigó et al. 2009, Information Retrieval 12"},
		New:   purity(func(s []float64) float64 { return harmonic(ratioOr(s[0], s[1], 0), ratioOr(s[2], s[3], 0)) }),
	},
	{
		Name: "cluster.f", Title: "Class F", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Each story's best F1 with any cluster, weighted by the story's size: Σ_i (a_i/n) max_j 2n_ij/(a_i+b_j).",
		Blind: "All parts of a story but its best one; one cluster may serve several stories.",
		Cite:  []string{"van Rijsbergen 1979, Information Retrieval", "Larsen & Aone 1999, KDD"},
		New: table(func(t *Table) Value {
			return Terms{Columns: t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
				best := 0.0
				for _, c := range cells {
					best = max(best, 2*float64(c.Count)/(size+float64(t.Clusters[c.Cluster])))
				}
				row[0], row[1] = size*best, size
			}), Combine: func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }}.Value()
		}),
	},
}

// purity combines the sums over stories of: its articles in the clusters of which it is
// the majority story; its share of the sizes of its clusters; its largest part; its size.
// Foreign articles lower purity as members of no story would. That is right for
// distractors but too much for articles of stories that were not labelled, so that
// on sampled gold purity is too low and b3.p is not.
func purity(combine func([]float64) float64) func() Scorer {
	return family("purity", combine, func(t *Table) Terms {
		majority := t.majorityStories()
		return Terms{Columns: t.columns(4, func(row []float64, s int, size float64, cells []Cell) {
			row[3] = size
			for _, c := range cells {
				if majority[c.Cluster].story == s {
					row[0] += float64(c.Count)
				}
				row[1] += float64(c.Count) * float64(t.Clusters[c.Cluster]) / float64(t.Labelled[c.Cluster])
				row[2] = max(row[2], float64(c.Count))
			}
		}, func(row []float64, o outside) { _, row[1] = t.sizes(o) })}
	})
}

// table makes a metric's New from a function of the contingency table alone.
func table(score func(*Table) Value) func() Scorer {
	return func() Scorer {
		return ScoreFunc(func(c *Case) (Value, error) { return score(c.Table()), nil })
	}
}

// family makes the New of a metric that combines the sums of terms that several share.
func family(name string, combine func([]float64) float64, terms func(*Table) Terms) func() Scorer {
	return table(func(t *Table) Value { return t.share(name, combine, terms).Value() })
}

// ratio combines a sum and what it is a share of.
func ratio(s []float64) float64 { return s[0] / s[1] }

// ratioOr is a/b, or otherwise if b is 0.
func ratioOr(a, b, otherwise float64) float64 {
	if b == 0 {
		return otherwise
	}
	return a / b
}

// harmonic is the harmonic mean; 0 if both are 0.
func harmonic(p, r float64) float64 { return ratioOr(2*p*r, p+r, 0) }
