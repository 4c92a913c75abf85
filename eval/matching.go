package eval

import (
	"cmp"
	"math"
	"slices"
)

var matchingMetrics = []Metric{
	{
		Name: "match.accuracy", Title: "Matching accuracy", Better: Higher, ByStory: true, Symmetric: true, Range: [2]float64{0, 1},
		Also:  []string{"acc"},
		Doc:   "Share of articles in the cluster that their story is matched to, one to one, so that the share is largest.",
		Blind: "Everything in clusters that are matched to no story.",
		Cite:  []string{"Kuhn 1955, Naval Research Logistics Quarterly 2"},
		New:   family("ceaf.m", ratio, ceafMTerms),
	},
	{
		Name: "nca", Title: "Normalised clustering accuracy", Better: Higher, Range: [2]float64{math.Inf(-1), 1},
		Doc: "Mean over stories of the share found in the matched cluster, one to one, scaled so that equal shares everywhere give 0. " +
			"All stories have the same weight, whatever their size. Undefined for one story.",
		Blind: "Which clusters the rest of a story went to.",
		Cite:  []string{"Gagolewski 2022, A framework for benchmarking clustering algorithms, SoftwareX 20"},
		New: table(func(t *Table) Value {
			k := float64(t.storyCount())
			if k < 2 {
				return Undefined("there is one story only")
			}
			share := func(story, common, _ float64) float64 { return common / story }
			columns := t.matched(share, func(w, _ float64, row []float64) { row[0], row[1] = w, 1 })
			return Terms{Columns: columns, Combine: func(s []float64) float64 { return (s[0]/s[1] - 1/k) / (1 - 1/k) }}.Value()
		}),
	},
	{
		Name: "psi", Title: "Pair sets index", Better: Higher, Symmetric: true, Range: [2]float64{0, 1},
		Doc: "Sum over stories and clusters matched one to one of common articles over the larger size, corrected for chance " +
			"by the sizes; 0 if chance does better. All stories have the same weight, whatever their size.",
		Blind: "Which clusters the rest of a story went to.",
		Cite:  []string{"Rezaei & Fränti 2016, Set matching measures for external cluster validity, IEEE TKDE 28"},
		New:   table(pairSetsIndex),
	},
	ceafM(".p", ", precision", func(s []float64) float64 { return ratioOr(s[0], s[2], 0) }),
	ceafM(".r", ", recall", func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	ceafM(".f1", ", F1", ceafMF1),
	ceafM("", ": its F1", ceafMF1),
	ceafE("p", "precision", "clusters", func(s []float64) float64 { return ratioOr(s[0], s[2], 0) }),
	ceafE("r", "recall", "stories", func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	ceafE("f1", "F1", "stories and clusters", ceafEF1),
}

func ceafMF1(s []float64) float64 { return ratioOr(2*s[0], s[1]+s[2], 0) }

// ceafM makes a metric of CEAF by mentions.
func ceafM(suffix, title string, combine func([]float64) float64) Metric {
	return Metric{
		Name: "ceaf.m" + suffix, Title: "CEAF by mentions" + title, Better: Higher, OneSided: true, Range: [2]float64{0, 1},
		Symmetric: suffix == "" || suffix == ".f1",
		Doc: "Articles in clusters that are matched to their story, one to one, so that there are most of them; recall is their share of " +
			"the gold's articles, precision that of the prediction's, and ceaf.m is ceaf.m.f1. On the same articles all are match.accuracy.",
		Blind: "Everything in clusters that are matched to no story.",
		Cite:  []string{"Luo 2005, On coreference resolution performance metrics, HLT-EMNLP"},
		New:   family("ceaf.m", combine, ceafMTerms),
	}
}

// ceafMTerms are for each story its articles in the cluster matched to it, all, and its share of those found.
func ceafMTerms(t *Table) Terms {
	weights := t.matchWeights(articles)
	return Terms{Columns: t.columns(3, func(row []float64, story int, size float64, cells []Cell) {
		row[0], row[1] = weights[story], size
		for _, c := range cells {
			row[2] += t.reach(c)
		}
	}, func(row []float64, o outside) { row[2], _ = t.sizes(o) })}
}

func ceafEF1(s []float64) float64 { return harmonic(ratioOr(s[0], s[2], 0), ratioOr(s[0], s[1], 0)) }

// ceafE makes a metric of CEAF by entities.
func ceafE(suffix, title, over string, combine func([]float64) float64) Metric {
	return Metric{
		Name: "ceaf.e." + suffix, Title: "CEAF by entities, " + title, Better: Higher, OneSided: true, Symmetric: suffix == "f1",
		Range: [2]float64{0, 1},
		Doc:   "Sum of the F1 of stories with the clusters matched to them, one to one, over the number of " + over + ".",
		Blind: "Size: a story of one counts as much as one of a hundred; and clusters that are matched to no story.",
		Cite:  []string{"Luo 2005, On coreference resolution performance metrics, HLT-EMNLP"},
		New:   family("ceaf.e", combine, ceafETerms),
	}
}

func ceafETerms(t *Table) Terms {
	weights := t.matchWeights(func(story, common, cluster float64) float64 { return 2 * common / (story + cluster) })
	return Terms{Columns: t.columns(3, func(row []float64, story int, size float64, cells []Cell) {
		row[0], row[1] = weights[story], min(size, 1)
		for _, c := range cells {
			row[2] += float64(c.Count) / float64(t.Labelled[c.Cluster])
		}
	}, func(row []float64, _ outside) { row[2] = 1 })}
}

// matched returns columns of two terms from the weight of each story's match, 0 for none.
func (t *Table) matched(weight func(story, common, cluster float64) float64, fill func(w, size float64, row []float64)) [][]float64 {
	weights := t.matchWeights(weight)
	return t.columns(2, func(row []float64, story int, size float64, _ []Cell) {
		if size > 0 {
			fill(weights[story], size, row)
		}
	})
}

// matchWeights returns the weight of each story's match, 0 for none.
func (t *Table) matchWeights(weight func(story, common, cluster float64) float64) []float64 {
	weights := make([]float64, len(t.Stories))
	for story, cluster := range t.Match(weight) {
		for _, c := range t.Row(story) {
			if c.Cluster == cluster {
				weights[story] = weight(float64(t.Stories[story]), float64(c.Count), float64(t.Clusters[cluster]))
			}
		}
	}
	return weights
}

// storyCount is the number of stories with articles.
func (t *Table) storyCount() (n int) {
	for _, size := range t.Stories {
		if size > 0 {
			n++
		}
	}
	return n
}

// pairSetsIndex keeps the expectation of the corpus for resampled stories.
func pairSetsIndex(t *Table) Value {
	descending := func(sizes []int) []int {
		list := slices.DeleteFunc(slices.Clone(sizes), func(n int) bool { return n == 0 })
		slices.SortFunc(list, func(a, b int) int { return cmp.Compare(b, a) })
		return list
	}
	touched := slices.Clone(t.Clusters)
	for c, labelled := range t.Labelled {
		if labelled == 0 {
			touched[c] = 0 // nothing is known about it
		}
	}
	stories, clusters := descending(t.Stories), descending(touched)
	most := float64(max(len(stories), len(clusters)))
	if most == 1 {
		return Value{Value: 1}
	}
	chance := 0.0
	for i := range min(len(stories), len(clusters)) {
		a, b := float64(stories[i]), float64(clusters[i])
		chance += a * b / (float64(t.Total) * max(a, b))
	}
	larger := func(story, common, cluster float64) float64 { return common / max(story, cluster) }
	n := float64(len(stories))
	columns := t.matched(larger, func(w, _ float64, row []float64) { row[0], row[1] = w, 1 })
	return Terms{Columns: columns, Combine: func(s []float64) float64 {
		found := s[0] / s[1] * n // of as many stories as the corpus has
		return max(0, (found-chance)/(most-chance))
	}}.Value()
}
