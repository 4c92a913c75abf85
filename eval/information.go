package eval

import (
	"maps"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/ami"
)

var informationMetrics = []Metric{
	{
		Name: "mi", Title: "Mutual information", Better: Higher, Symmetric: true, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Information that one grouping gives about the other, in nats.",
		Blind: "Size: its largest value depends on the corpus, and more clusters always raise it. Compare nmi or ami instead.",
		Cite:  []string{"Shannon 1948"},
		New:   information(func(e entropies) float64 { return e.mutual }),
	},
	{
		Name: "nmi", Title: "Normalised mutual information", Better: Higher, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Mutual information divided by a mean of the two entropies, or by the joint entropy.",
		Blind: "Chance: many small clusters score high without any merit.",
		Cite:  []string{"Strehl & Ghosh 2002, JMLR 3", "Vinh, Epps & Bailey 2010, JMLR 11"},
		New:   func() Scorer { return new(nmi) },
	},
	{
		Name: "ami", Title: "Adjusted mutual information", Better: Higher, Symmetric: true, Range: [2]float64{-1, 1},
		Doc: "Mutual information corrected for chance under random groupings of the same sizes: 0 by chance, 1 when equal. " +
			"-1 if chance gives more than the bound, as it may where gold covers a part; avg=min has no lower limit.",
		Blind: "Sizes: its correction supposes random groupings of the same sizes, so it says little where the sizes themselves are wrong.",
		Cite:  []string{"Vinh, Epps & Bailey 2010, JMLR 11"},
		New:   func() Scorer { return new(adjustedMI) },
	},
	{
		Name: "homogeneity", Title: "Homogeneity", Better: Higher, Range: [2]float64{0, 1},
		Doc:   "1 − H(story|cluster)/H(story): 1 if each cluster holds one story only.",
		Blind: "Splits: it is 1 if every article is alone.",
		Cite:  []string{"Rosenberg & Hirschberg 2007, EMNLP"},
		New:   information(func(e entropies) float64 { return e.homogeneity() }),
	},
	{
		Name: "completeness", Title: "Completeness", Better: Higher, Range: [2]float64{0, 1},
		Doc:   "1 − H(cluster|story)/H(cluster): 1 if each story is in one cluster only.",
		Blind: "Merges: it is 1 if all articles are one cluster.",
		Cite:  []string{"Rosenberg & Hirschberg 2007, EMNLP"},
		New:   information(func(e entropies) float64 { return e.completeness() }),
	},
	{
		Name: "v", Title: "V-measure", Better: Higher, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Weighted harmonic mean of homogeneity and completeness; with beta=1 it equals nmi(avg=arithmetic).",
		Blind: "Chance: many small clusters score high without any merit.",
		Cite:  []string{"Rosenberg & Hirschberg 2007, EMNLP"},
		New:   func() Scorer { return new(vMeasure) },
	},
	{
		Name: "vi", Title: "Variation of information", Better: Lower, Symmetric: true, Range: [2]float64{0, math.Inf(1)},
		Doc:   "H(story|cluster) + H(cluster|story) in nats: a true distance between groupings.",
		Blind: "Size: its largest value, ln n, depends on the corpus.",
		Cite:  []string{"Meilă 2007, Journal of Multivariate Analysis 98"},
		New:   information(func(e entropies) float64 { return e.variation() }),
	},
	{
		Name: "nvi", Title: "Normalised variation of information", Better: Lower, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Variation of information divided by the joint entropy: a distance from 0 to 1.",
		Blind: "Chance: many small clusters come near anything.",
		Cite:  []string{"Kraskov et al. 2005, Hierarchical clustering using mutual information", "Vinh, Epps & Bailey 2010, JMLR 11"},
		New:   information(func(e entropies) float64 { return min(1, ratioOr(e.variation(), e.joint, 0)) }),
	},
}

// entropies of the groupings, in nats. Differences below rounding are 0.
type entropies struct{ story, cluster, joint, mutual, rounding float64 }

func (e entropies) homogeneity() float64  { return ratioOr(e.mutual, e.story, 1) }
func (e entropies) completeness() float64 { return ratioOr(e.mutual, e.cluster, 1) }
func (e entropies) variation() float64    { return max(0, 2*e.joint-e.story-e.cluster) }

// informationColumns returns for each story Σ_j n log n/T, a log a/T, Σ_j n log b/T, and a, where T
// is the number of all articles. No sum has terms of both signs, so that entropies near 0, of a
// group that has nearly all articles, have all their digits.
func (t *Table) informationColumns() [][]float64 {
	total := float64(t.Total)
	return t.columns(4, func(row []float64, _ int, size float64, cells []Cell) {
		if size == 0 {
			return
		}
		row[1] = size * ami.LogRatio(size, total)
		row[3] = size
		for _, c := range cells {
			n := float64(c.Count)
			row[0] += n * ami.LogRatio(n, total)
			row[2] += n * ami.LogRatio(float64(t.Clusters[c.Cluster]), total)
		}
	})
}

// entropies turns sums of informationColumns into entropies. If gold covers a part of the
// articles, T grows with the part; resampled stories are as many more articles as they have, so
// that a perfect grouping stays perfect.
func (t *Table) entropies(s []float64) entropies {
	n := s[3]
	more := math.Log(n / float64(t.N))
	h := func(sum float64) float64 { return max(0, more-sum/n) }
	e := entropies{story: h(s[1]), cluster: h(s[2]), joint: h(s[0])}
	if e.rounding = 1e-14 * e.joint; more != 0 {
		e.rounding = 1e-14 * max(1, more+math.Log(float64(t.Total)))
	}
	for _, of := range []*float64{&e.story, &e.cluster, &e.joint} {
		if *of < 10*e.rounding {
			*of = 0
		}
	}
	if mutual := more - (s[1]+s[2]-s[0])/n; mutual >= 10*e.rounding {
		e.mutual = min(mutual, e.story, e.cluster)
	}
	if most := min(e.story, e.cluster); most-e.mutual < e.rounding {
		e.mutual = most
	}
	return e
}

func (t *Table) information(combine func(entropies) float64) Value {
	sums := func(s []float64) float64 { return combine(t.entropies(s)) }
	return t.share("information", sums, func(t *Table) Terms {
		columns := t.informationColumns()
		return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 2, logSize)}
	}).Value()
}

// logSize is the third column of n articles in a cluster.
func logSize(n, _, cluster float64) float64 { return n * math.Log(cluster) }

func information(combine func(entropies) float64) func() Scorer {
	return table(func(t *Table) Value { return t.information(combine) })
}

type nmi struct {
	Avg string `spec:"avg,always" default:"arithmetic" oneof:"arithmetic,geometric,min,max,joint" doc:"what divides the mutual information"`
}

// Score is 1 if both groupings have one group, and 0 if they share nothing.
func (m *nmi) Score(c *Case) (Value, error) {
	return c.Table().information(func(e entropies) float64 {
		if e.story == 0 && e.cluster == 0 {
			return 1
		}
		if e.mutual == 0 {
			return 0
		}
		return e.mutual / e.mean(m.Avg)
	}), nil
}

func (e entropies) mean(avg string) float64 {
	switch avg {
	case "geometric":
		return math.Sqrt(e.story * e.cluster)
	case "min":
		return min(e.story, e.cluster)
	case "max":
		return max(e.story, e.cluster)
	case "joint":
		return e.joint
	}
	return (e.story + e.cluster) / 2
}

type vMeasure struct {
	Beta float64 `spec:"beta" default:"1" range:"0:" doc:"weight of completeness against homogeneity"`
}

func (m *vMeasure) Score(c *Case) (Value, error) {
	return c.Table().information(func(e entropies) float64 {
		h, k := e.homogeneity(), e.completeness()
		if h+k == 0 {
			return 0
		}
		return (1 + m.Beta) * h * k / (m.Beta*h + k)
	}), nil
}

type adjustedMI struct {
	Avg string `spec:"avg,always" default:"arithmetic" oneof:"arithmetic,geometric,min,max" doc:"upper bound of the mutual information"`
}

// Range is that of the other metrics corrected for chance, but without a lower limit for
// avg=min: splitting the one pair of a story, where nothing else can go wrong, costs as
// much as there are articles.
func (m *adjustedMI) Range() [2]float64 {
	if m.Avg == "min" {
		return [2]float64{math.Inf(-1), 1}
	}
	return [2]float64{-1, 1}
}

// Score is 1 if both groupings are equal or have one group, and 0 if they share what chance
// gives. If gold covers all articles, the mean of the entropies exceeds that, unless all
// groupings of these sizes share the same. If it covers a part, chance may give more than
// the mean: less than chance is then -1, the lowest value. Resampled values sum the
// expectations of their stories.
func (m *adjustedMI) Score(c *Case) (Value, error) {
	t := c.Table()
	return t.share("ami", func(s []float64) float64 {
		return m.adjust(t.entropies(s), s[4]/s[3])
	}, (*Table).adjustedTerms).Value(), nil
}

func (m *adjustedMI) adjust(e entropies, chance float64) float64 {
	gain, room := e.mutual-chance, e.mean(m.Avg)-chance
	unequal := max(e.story, e.cluster) - e.mutual
	switch {
	case unequal == 0, unequal < e.rounding && room < e.rounding:
		return 1
	case math.Abs(gain) < e.rounding:
		return 0
	case room < e.rounding:
		return -1
	}
	return min(max(gain/room, m.Range()[0]), 1)
}

// adjustedTerms are those of information, with the part of each story in the expectation.
func (t *Table) adjustedTerms() Terms {
	expected := t.expectedParts()
	part := t.columns(1, func(row []float64, s int, _ float64, _ []Cell) { row[0] = expected[s] })
	columns := slices.Concat(t.informationColumns(), part)
	return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 2, logSize)}
}

// ExpectedMI is the mean mutual information of two random groupings with these group
// sizes, in nats (Vinh, Epps & Bailey 2010). Foreign articles are shuffled too, but as
// in every entropy here only labelled ones are counted.
func (t *Table) ExpectedMI() float64 {
	var s sum
	for _, part := range t.expectedParts() {
		s.add(part)
	}
	return s.value() / float64(t.N)
}

// expectedParts is each story's part of the expectation, times N: a sum over the
// distinct sizes of clusters.
func (t *Table) expectedParts() []float64 {
	times := map[int]int{} // clusters of a size
	for _, b := range t.Clusters {
		times[b]++
	}
	delete(times, 0)
	sizes := slices.Sorted(maps.Keys(times)) // sums have one order
	bySize := map[int]float64{}
	parts := make([]float64, len(t.Stories))
	for s, a := range t.Stories {
		if a == 0 {
			continue
		}
		if _, ok := bySize[a]; !ok {
			for _, b := range sizes {
				bySize[a] += float64(times[b]) * ami.Cell(a, b, t.Total)
			}
		}
		parts[s] = bySize[a]
	}
	return parts
}
