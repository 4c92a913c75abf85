// Package rouge compares summaries with references by their common words (Lin 2004,
// ROUGE: A package for automatic evaluation of summaries), as the program ROUGE-1.5.5
// does: N for runs of n words, L and Lsum for the longest common subsequence, S for
// pairs of words with a gap.
//
// If the program departs from the paper, the package follows the program: the last
// word of a text is not a unigram of SU, step 4 of the stemmer tries several suffixes,
// and the best of several references is that with the highest recall. Three things
// differ. The program rounds P and R to five decimals before F, which changes F by up
// to 0.00001; it applies the byte limit to each sentence in ROUGE-L, the package to
// the text; and of two references with the same recall it takes the first, the package
// that with more hits.
package rouge

// A Count is the number of common units of two texts, and of all units of each.
type Count struct {
	Hits                 int // at most the smaller of the two
	Candidate, Reference int
}

// A Score is precision, recall and their weighted harmonic mean: 0 to 1.
type Score struct{ P, R, F float64 }

// Score returns the hits over the sizes. F is PR/((1-alpha)P + alpha·R), alpha from 0
// (recall only) to 1 (precision only); 0.5 gives F1. Without hits all three are 0.
func (c Count) Score(alpha float64) Score {
	if c.Hits == 0 {
		return Score{}
	}
	hits, candidate, reference := float64(c.Hits), float64(c.Candidate), float64(c.Reference)
	return Score{hits / candidate, hits / reference, hits / (alpha*candidate + (1-alpha)*reference)}
}

// Average sums the counts against several references, as the option -f A does.
func Average(counts []Count) Count {
	var sum Count
	for _, c := range counts {
		sum.Hits += c.Hits
		sum.Candidate += c.Candidate
		sum.Reference += c.Reference
	}
	return sum
}

// Best returns the count with the highest recall, as the option -f B does. Ties are
// broken by more hits.
func Best(counts []Count) Count {
	var best Count
	for _, c := range counts {
		if d := c.Hits*best.Reference - best.Hits*c.Reference; best == (Count{}) || d > 0 || d == 0 && c.Hits > best.Hits {
			best = c
		}
	}
	return best
}

// Jackknife returns the mean, over the references left out, of the score against the
// others, so that a summary is comparable with a reference scored against the others.
// A single reference is not left out. join is Average or Best.
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
