package eval

import "math"

var pairMetrics = []Metric{
	{
		Name: "pair.p", Title: "Pairwise precision", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Share of the pairs in one cluster that are of one story; 1 if no pair is in one cluster.",
		Blind: "Small clusters: a cluster counts by the square of its size.",
		New:   pairs(func(p pairSums) float64 { return ratioOr(p.both, p.found, 1) }),
	},
	{
		Name: "pair.r", Title: "Pairwise recall", Better: Higher, ByStory: true, OneSided: true, Range: [2]float64{0, 1},
		Doc:   "Share of the pairs of one story that are in one cluster; 1 if no pair is of one story.",
		Blind: "Small stories: a story counts by the square of its size.",
		New:   pairs(func(p pairSums) float64 { return ratioOr(p.both, p.gold, 1) }),
	},
	{
		Name: "pair.f1", Title: "Pairwise F1", Better: Higher, ByStory: true, OneSided: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Harmonic mean of pairwise precision and recall; news-stream papers often call it \"standard F1\".",
		Blind: "Small stories and clusters, which have few pairs.",
		New:   pairs(func(p pairSums) float64 { return harmonic(ratioOr(p.both, p.found, 1), ratioOr(p.both, p.gold, 1)) }),
	},
	{
		Name: "rand", Title: "Rand index", Better: Higher, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Share of all pairs on which the two groupings agree.",
		Blind: "Almost everything when there are many stories: most pairs are apart in both, so it is always near 1.",
		Cite:  []string{"Rand 1971, JASA 66"},
		New:   pairs(func(p pairSums) float64 { return ratioOr(p.all+2*p.both-p.gold-p.found, p.all, 1) }),
	},
	{
		Name: "ari", Title: "Adjusted Rand index", Better: Higher, Symmetric: true, Range: [2]float64{-0.5, 1},
		Doc:   "Rand index corrected for chance under random groupings of the same sizes: 0 by chance, 1 when equal.",
		Blind: "Small stories and clusters, which have few pairs.",
		Cite:  []string{"Hubert & Arabie 1985, Journal of Classification 2"},
		New: pairs(func(p pairSums) float64 {
			if p.gold == p.both && p.found == p.both {
				return 1
			}
			chance := p.gold / p.all * p.found
			return (p.both - chance) / ((p.gold+p.found)/2 - chance)
		}),
	},
	{
		Name: "fmi", Title: "Fowlkes–Mallows index", Better: Higher, OneSided: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Geometric mean of pairwise precision and recall; 0 if no pair is together in both.",
		Blind: "Small stories and clusters, which have few pairs.",
		Cite:  []string{"Fowlkes & Mallows 1983, JASA 78"},
		New: pairs(func(p pairSums) float64 {
			if p.both == 0 {
				return 0
			}
			return math.Sqrt(p.both/p.found) * math.Sqrt(p.both/p.gold)
		}),
	},
	{
		Name: "pair.accuracy", Title: "Pairwise accuracy", Better: Higher, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Share of the pairs on which the two groupings agree; over all pairs of a corpus it is the Rand index.",
		Blind: "Almost everything where most pairs are apart in both, as in a whole corpus.",
		New:   pairs(func(p pairSums) float64 { return ratioOr(p.both+p.apart(), p.all, 1) }),
	},
	{
		Name: "pair.balanced", Title: "Balanced pairwise accuracy", Better: Higher, Range: [2]float64{0, 1},
		Doc: "Mean of two shares: of the pairs of one story that are in one cluster, and of the pairs of two stories that are " +
			"in two clusters. If there are no pairs of one of the two kinds, the share of the other.",
		Blind: "Wrong pairs in clusters, if nearly all pairs are of two stories.",
		Cite:  []string{"Brodersen et al. 2010, ICPR"},
		New: pairs(func(p pairSums) float64 {
			same, different := p.gold, p.all-p.gold
			if same == 0 || different == 0 {
				return ratioOr(p.both+p.apart(), p.all, 1)
			}
			return (p.both/same + p.apart()/different) / 2
		}),
	},
	{
		Name: "pair.mcc", Title: "Matthews correlation of pairs", Better: Higher, Symmetric: true, Range: [2]float64{-1, 1},
		Doc: "Correlation over pairs of being of one story and being in one cluster; 1 if the groupings are equal, else 0 if one of " +
			"the two is the same for all pairs.",
		Blind: "Small stories and clusters, which have few pairs.",
		Cite:  []string{"Matthews 1975, Biochimica et Biophysica Acta 405"},
		New: pairs(func(p pairSums) float64 {
			if p.gold == p.both && p.found == p.both {
				return 1
			}
			deviation := func(together float64) float64 { return math.Sqrt(together / p.all * (p.all - together)) }
			return ratioOr(p.both-p.gold/p.all*p.found, deviation(p.gold)*deviation(p.found), 0)
		}),
	},
}

// pairSums counts pairs of articles: those together in both groupings, in gold, in
// the found grouping, and all. A found pair from two stories counts half for each.
// Sums of halves are exact in float64 up to 2⁵² pairs: 90 million articles.
type pairSums struct{ both, gold, found, all float64 }

// apart counts the pairs that are apart in both groupings.
func (p pairSums) apart() float64 { return p.all - p.gold - p.found + p.both }

// A PairScorer is a Scorer whose metric is a function of four counts of pairs, or of estimates
// of them: those together in both groupings, in gold, in the found one, and all.
type PairScorer func(sums []float64) float64

// Score counts the pairs of a case.
func (p PairScorer) Score(c *Case) (Value, error) {
	return c.Table().share("pair", p, pairTerms).Value(), nil
}

func pairs(combine func(pairSums) float64) func() Scorer {
	return func() Scorer {
		return PairScorer(func(s []float64) float64 { return combine(pairSums{s[0], s[1], s[2], s[3]}) })
	}
}

func pairTerms(t *Table) Terms {
	columns := t.columns(4, func(row []float64, _ int, size float64, cells []Cell) {
		row[1] = size * (size - 1) / 2
		row[3] = size * float64(t.Total-1) / 2
		for _, c := range cells {
			n := float64(c.Count)
			row[0] += n * (n - 1) / 2
			row[2] += t.reach(c) * float64(t.Clusters[c.Cluster]-1) / 2
		}
	}, func(row []float64, o outside) {
		unknown, size := t.sizes(o)
		row[2] = unknown * (size - 1) / 2
	})
	cost := func(n, _, cluster float64) float64 { return n * (cluster - 1) / 2 }
	return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 2, cost)}
}
