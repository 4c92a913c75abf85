package eval

var linkMetrics = []Metric{
	link("muc", "p", "MUC", "precision", func(s []float64) float64 { return ratioOr(s[2], s[3], 0) }),
	link("muc", "r", "MUC", "recall", func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	link("muc", "f1", "MUC", "F1", func(s []float64) float64 { return harmonic(ratioOr(s[2], s[3], 0), ratioOr(s[0], s[1], 0)) }),
	link("lea", "p", "LEA", "precision", func(s []float64) float64 { return s[2] / s[3] }),
	link("lea", "r", "LEA", "recall", func(s []float64) float64 { return s[0] / s[1] }),
	link("lea", "f1", "LEA", "F1", func(s []float64) float64 { return harmonic(s[2]/s[3], s[0]/s[1]) }),
}

func link(chain, suffix, title, reading string, combine func([]float64) float64) Metric {
	m := Metric{
		Name: chain + "." + suffix, Title: title + " " + reading, Better: Higher, Range: [2]float64{0, 1}, Symmetric: suffix == "f1",
		Doc: "Links of a chain through each story that the clusters keep, over all: Σ(a−parts)/Σ(a−1); precision with the roles exchanged. " +
			"0 if there are no links at all.",
		Blind: "Singletons, which have no links; and it prefers merges to splits.",
		Cite:  []string{"Vilain et al. 1995, A model-theoretic coreference scoring scheme, MUC-6"},
		New: family("muc", combine, func(t *Table) Terms {
			columns := t.mucColumns()
			cost := func(n, _, cluster float64) float64 { return n * (cluster - 1) / cluster }
			return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 3, cost)}
		}),
	}
	if chain == "lea" {
		m.Doc = "Share of each story's pairs that the clusters keep, weighted by the story's size; precision with the roles exchanged. " +
			"A singleton links to itself: it is kept if it is a singleton on the other side, too."
		m.Blind = "How a story is broken: cut into halves, it loses more than half of its pairs."
		m.Cite = []string{"Moosavi & Strube 2016, Which coreference evaluation metric do you trust?, ACL"}
		m.New = family("lea", combine, func(t *Table) Terms {
			columns := t.leaColumns()
			cost := func(n, _, cluster float64) float64 { return n * (n - 1) / max(1, cluster-1) }
			return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 2, cost)}
		})
	}
	return m
}

// mucColumns returns for each story the links kept and all its links, and its share of
// both in its clusters.
func (t *Table) mucColumns() [][]float64 {
	return t.columns(4, func(row []float64, _ int, size float64, cells []Cell) {
		if size == 0 {
			return
		}
		row[0], row[1] = size-float64(len(cells)), size-1
		for _, c := range cells {
			row[2] += float64(c.Count) - 1
			row[3] += float64(c.Count) * float64(t.Clusters[c.Cluster]-1) / float64(t.Labelled[c.Cluster])
		}
	})
}

// leaColumns returns for each story size × share of its links kept and its size, and its
// share of the same sums over its clusters.
func (t *Table) leaColumns() [][]float64 {
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	kept := func(n, size, other float64) float64 {
		switch {
		case size > 1:
			return size * pairs(n) / pairs(size)
		case other == 1:
			return 1
		}
		return 0
	}
	return t.columns(4, func(row []float64, _ int, size float64, cells []Cell) {
		row[1] = size
		for _, c := range cells {
			n, cluster := float64(c.Count), float64(t.Clusters[c.Cluster])
			row[0] += kept(n, size, cluster)
			row[2] += kept(n, cluster, size)
			row[3] += n * cluster / float64(t.Labelled[c.Cluster])
		}
	})
}
