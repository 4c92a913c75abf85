package eval

var bcubedMetrics = []Metric{
	{
		Name: "b3.p", Title: "B-cubed precision", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Mean over articles of the share of their cluster that belongs to their story: (1/n) Σ_ij n_ij²/b_j.",
		Blind: "Splits: it is 1 if every article is alone.",
		Cite:  []string{"Bagga & Baldwin 1998, LREC", "Amigó et al. 2009, Information Retrieval 12"},
		New:   bcubed(bcubedPrecision),
	},
	{
		Name: "b3.r", Title: "B-cubed recall", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Mean over articles of the share of their story that is in their cluster: (1/n) Σ_ij n_ij²/a_i.",
		Blind: "Merges: it is 1 if all articles are one cluster.",
		Cite:  []string{"Bagga & Baldwin 1998, LREC", "Amigó et al. 2009, Information Retrieval 12"},
		New:   bcubed(bcubedRecall),
	},
	{
		Name: "b3.f1", Title: "B-cubed F1", Better: Higher, ByStory: true, OneSided: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Harmonic mean of B-cubed precision and recall, both averaged over articles first.",
		Blind: "Long tails of singletons cost it little: read the number of clusters beside it.",
		Cite:  []string{"Bagga & Baldwin 1998, LREC", "Amigó et al. 2009, Information Retrieval 12"},
		New:   bcubed(CombineB3F1),
	},
	{
		Name: "ecs", Title: "Element-centric similarity", Better: Higher, ByStory: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Mean over articles of the smaller of their B-cubed precision and recall: exact for partitions, whatever α.",
		Blind: "Which of the two, a merge or a split, lowered an article's score.",
		Cite:  []string{"Gates, Wood, Hetrick & Ahn 2019, Scientific Reports 9"},
		New: table(func(t *Table) Value {
			columns := t.columns(2, func(row []float64, _ int, size float64, cells []Cell) {
				row[1] = size
				for _, c := range cells {
					n := float64(c.Count)
					row[0] += n * n / max(size, float64(t.Clusters[c.Cluster]))
				}
			})
			cost := func(n, size, cluster float64) float64 { return n * n / max(size, cluster) }
			return Terms{Columns: columns, Combine: ratio, Resampling: t.attributeErrors(columns, 0, cost)}.Value()
		}),
	},
}

// CombineB3F1 is B-cubed F1 from the sum of its per-story terms: the articles'
// precisions, their recalls, and their number; where one side alone may have articles, that of the
// prediction, too. Stored terms are combined by it.
func CombineB3F1(sum []float64) float64 { return harmonic(bcubedPrecision(sum), bcubedRecall(sum)) }

func bcubedPrecision(sum []float64) float64 { return ratioOr(sum[0], sum[len(sum)-1], 0) }

func bcubedRecall(sum []float64) float64 { return ratioOr(sum[1], sum[2], 0) }

// bcubed combines the sums over stories of the articles' precisions and recalls, and
// the numbers of articles.
func bcubed(combine func([]float64) float64) func() Scorer { return family("b3", combine, bcubedTerms) }

func bcubedTerms(t *Table) Terms {
	width := 3
	if t.apart {
		width = 4
	}
	columns := t.columns(width, func(row []float64, _ int, size float64, cells []Cell) {
		row[2] = size
		for _, c := range cells {
			n := float64(c.Count)
			row[0] += n * n / float64(t.Clusters[c.Cluster])
			row[1] += n * n / size
			if t.apart {
				row[3] += t.reach(c)
			}
		}
	}, func(row []float64, o outside) { row[3], _ = t.sizes(o) })
	cost := func(n, _, cluster float64) float64 { return n * n / cluster }
	return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 0, cost)}
}
