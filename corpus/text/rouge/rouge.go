// Package rouge compares summaries with references by what words they have in
// common (Lin 2004, ROUGE: A package for automatic evaluation of summaries), as
// the program ROUGE-1.5.5 does: N for runs of n words, L and Lsum for the longest
// common subsequence, S for pairs of words with a gap.
//
// Where the program departs from the paper, the program is followed: the last
// word of a text is no unigram of SU, step 4 of the stemmer tries several
// suffixes, and the best of several references is the one with the highest
// recall. Three things differ from it. It rounds P and R to five decimals before
// it takes F, which moves F by up to 0.00001. Its byte limit is applied to each
// sentence by itself in ROUGE-L, here to the text. Of two references with the same
// recall it takes the first, here it is the one with more hits.
package rouge

// A Count is what two texts have in common, and how much there is to have.
type Count struct {
	Hits                 int // at most the smaller of the two
	Candidate, Reference int
}

// A Score is precision, recall and their weighted harmonic mean: 0 to 1.
type Score struct{ P, R, F float64 }

// Score divides the hits by the sizes. F is PR/((1-alpha)P + alpha·R), alpha from
// 0 (recall alone) to 1 (precision alone); 0.5 gives F1. Without hits all three
// are 0.
func (c Count) Score(alpha float64) Score {
	if c.Hits == 0 {
		return Score{}
	}
	hits, candidate, reference := float64(c.Hits), float64(c.Candidate), float64(c.Reference)
	return Score{hits / candidate, hits / reference, hits / (alpha*candidate + (1-alpha)*reference)}
}

// Average adds up the counts against several references, as the option -f A does.
func Average(counts []Count) Count {
	var sum Count
	for _, c := range counts {
		sum.Hits += c.Hits
		sum.Candidate += c.Candidate
		sum.Reference += c.Reference
	}
	return sum
}

// Best is the count with the highest recall, as the option -f B has it; among
// equals the one with more hits.
func Best(counts []Count) Count {
	var best Count
	for _, c := range counts {
		if d := c.Hits*best.Reference - best.Hits*c.Reference; best == (Count{}) || d > 0 || d == 0 && c.Hits > best.Hits {
			best = c
		}
	}
	return best
}

// Jackknife is the mean of the scores against all references but one, for each
// that can be left out, so that a summary can be compared with one of the
// references scored against the others. A single reference is not left out. The
// references left are joined by Average or Best.
func Jackknife(counts []Count, join func([]Count) Count, alpha float64) Score {
	if len(counts) < 2 {
		return join(counts).Score(alpha)
	}
	var mean Score
	n := float64(len(counts))
	rest := make([]Count, 0, len(counts))
	for i := range counts {
		rest = append(append(rest[:0], counts[:i]...), counts[i+1:]...)
		s := join(rest).Score(alpha)
		mean.P += s.P / n
		mean.R += s.R / n
		mean.F += s.F / n
	}
	return mean
}
