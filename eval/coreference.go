package eval

var linkMetrics = []Metric{
	link("muc", "p", "MUC", "precision", func(s []float64) float64 { return ratioOr(s[2], s[3], 0) }),
	link("muc", "r", "MUC", "recall", func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	link("muc", "f1", "MUC", "F1", mucF1),
	link("lea", "p", "LEA", "precision", func(s []float64) float64 { return ratioOr(s[2], s[3], 0) }),
	link("lea", "r", "LEA", "recall", func(s []float64) float64 { return ratioOr(s[0], s[1], 0) }),
	link("lea", "f1", "LEA", "F1", func(s []float64) float64 { return harmonic(ratioOr(s[2], s[3], 0), ratioOr(s[0], s[1], 0)) }),
	blanc("p", "precision", func(c, n links) float64 { return (c.precision() + n.precision()) / 2 }, links.precision),
	blanc("r", "recall", func(c, n links) float64 { return (c.recall() + n.recall()) / 2 }, links.recall),
	blanc("f1", "F1", func(c, n links) float64 { return (c.f1() + n.f1()) / 2 }, links.f1),
	{
		Name: "conll.f1", Title: "CoNLL score", Better: Higher, OneSided: true, Symmetric: true, Range: [2]float64{0, 1},
		Doc:   "Mean of muc.f1, b3.f1 and ceaf.e.f1, the figure by which the CoNLL tasks on coreference ranked systems.",
		Blind: "Which of the three is low; MUC in it knows no singletons.",
		Cite: []string{"Denis & Baldridge 2009, Procesamiento del Lenguaje Natural 42",
			"Pradhan et al. 2014, Scoring coreference partitions of predicted mentions: a reference implementation, ACL"},
		New: table(func(t *Table) Value { return t.conllTerms().Value() }),
	},
}

func link(chain, suffix, title, reading string, combine func([]float64) float64) Metric {
	m := Metric{
		Name: chain + "." + suffix, Title: title + " " + reading, Better: Higher, OneSided: true, Range: [2]float64{0, 1},
		Symmetric: suffix == "f1",
		Doc: "Links of a chain through each story that the clusters keep, over all: Σ(a−parts)/Σ(a−1); precision with the roles exchanged. " +
			"0 if there are no links at all.",
		Blind: "Singletons, which have no links; and it prefers merges to splits.",
		Cite:  []string{"Vilain et al. 1995, A model-theoretic coreference scoring scheme, MUC-6"},
		New:   family("muc", combine, mucTerms),
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

func mucF1(s []float64) float64 { return harmonic(ratioOr(s[2], s[3], 0), ratioOr(s[0], s[1], 0)) }

func mucTerms(t *Table) Terms {
	columns := t.mucColumns()
	cost := func(n, _, cluster float64) float64 { return n * (cluster - 1) / cluster }
	return Terms{Columns: columns, Resampling: t.attributeErrors(columns, 3, cost)}
}

// mucColumns returns for each story the links kept and all its links, and its share of
// both in its clusters. An article that no cluster has is a part of its own.
func (t *Table) mucColumns() [][]float64 {
	return t.columns(4, func(row []float64, _ int, size float64, cells []Cell) {
		if size == 0 {
			return
		}
		row[1] = size - 1
		for _, c := range cells {
			row[0] += float64(c.Count) - 1
			row[2] += float64(c.Count) - 1
			row[3] += float64(c.Count) * float64(t.Clusters[c.Cluster]-1) / float64(t.Labelled[c.Cluster])
		}
	}, func(row []float64, o outside) {
		_, size := t.sizes(o)
		row[3] = size - 1
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
	}, func(row []float64, o outside) { _, row[3] = t.sizes(o) })
}

// conllTerms are the terms of the three metrics side by side.
func (t *Table) conllTerms() Terms {
	parts := []Terms{t.share("muc", mucF1, mucTerms), t.share("b3", CombineB3F1, bcubedTerms), t.share("ceaf.e", ceafEF1, ceafETerms)}
	var out Terms
	for _, p := range parts {
		out.Columns = append(out.Columns, p.Columns...)
		out.Resampling = append(out.Resampling, p.ForResampling().Columns...)
	}
	out.Combine = func(sum []float64) float64 {
		mean := 0.0
		for _, p := range parts {
			mean += p.Combine(sum[:len(p.Columns)]) / float64(len(parts))
			sum = sum[len(p.Columns):]
		}
		return mean
	}
	return out
}
