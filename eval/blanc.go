package eval

// blanc makes a metric of BLANC: mean combines both kinds of links, alone one of them.
func blanc(suffix, reading string, mean func(coreferent, apart links) float64, alone func(links) float64) Metric {
	return Metric{
		Name: "blanc." + suffix, Title: "BLANC " + reading, Better: Higher, OneSided: true, Range: [2]float64{0, 1},
		Doc: "Mean of two " + reading + " values over pairs of articles: of the pairs that are together, and of those that are apart. " +
			"If all stories have one article, or there is one story only, that of the other kind alone.",
		Blind: "Small stories and clusters, which have few pairs. Mentions of different documents of a coreference task are no pair, as " +
			"in the CoNLL scorer, which adds up the pairs of all documents.",
		Cite: []string{"Recasens & Hovy 2011, Natural Language Engineering 17",
			"Luo, Pradhan, Recasens & Hovy 2014, An extension of BLANC to system mentions, ACL"},
		New: family("blanc", func(s []float64) float64 {
			coreferent, apart := links{s[0], s[1], s[2]}, links{s[3], s[4], s[5]}
			switch {
			case coreferent.gold == 0 && apart.gold == 0: // one article: found, and nothing else
				return alone(links{s[6], s[7], s[6] * one(coreferent.found+apart.found == 0)})
			case coreferent.gold == 0:
				return alone(apart)
			case apart.gold == 0:
				return alone(coreferent)
			}
			return mean(coreferent, apart)
		}, blancTerms),
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// links counts pairs of one kind: those in both groupings, in gold, in the found grouping.
type links struct{ both, gold, found float64 }

func (l links) precision() float64 { return ratioOr(l.both, l.found, 0) }
func (l links) recall() float64    { return ratioOr(l.both, l.gold, 0) }
func (l links) f1() float64        { return harmonic(l.precision(), l.recall()) }

// blancTerms are for each story its halves of the pairs of its articles with others: those together in both groupings, in gold, in
// the found one; those apart in the same three; its articles that both have, and all. Unlabelled articles are apart from all in gold.
// Pairs are of one document, if the corpus has documents.
func blancTerms(t *Table) Terms {
	if columns := t.overDocuments(blancColumns); columns != nil {
		return Terms{Columns: columns}
	}
	return Terms{Columns: blancColumns(t)}
}

func blancColumns(t *Table) [][]float64 {
	known, found := float64(t.Total-t.unknown()), float64(t.Total-t.Missing)
	common := found - float64(t.unknown())
	return t.columns(8, func(row []float64, _ int, size float64, cells []Cell) {
		row[1], row[4], row[7] = size*(size-1)/2, size*(known-size)/2, size
		for _, c := range cells {
			row[6] += float64(c.Count)
		}
		for _, c := range cells {
			n, cluster, reach := float64(c.Count), float64(t.Clusters[c.Cluster]), t.reach(c)
			row[0] += n * (n - 1) / 2
			row[2] += reach * (cluster - 1) / 2
			row[5] += reach * (found - cluster) / 2
			if t.Unknown != nil {
				cluster -= float64(t.Unknown[c.Cluster])
			}
			row[3] += n * (common - row[6] - cluster + n) / 2
		}
	}, func(row []float64, o outside) {
		unknown, size := t.sizes(o)
		row[2], row[5] = unknown*(size-1)/2, unknown*(found-size)/2
	})
}
