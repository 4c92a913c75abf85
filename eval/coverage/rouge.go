package coverage

// A PRF is precision, recall and their harmonic mean: 0 to 1.
type PRF struct{ P, R, F float64 }

// prf scores hits in a candidate and a reference of the given sizes. A size of 0
// gives 0.
func prf(hits, candidate, reference int) PRF {
	var s PRF
	if hits > 0 {
		s.P = float64(hits) / float64(candidate)
		s.R = float64(hits) / float64(reference)
		s.F = 2 * float64(hits) / float64(candidate+reference)
	}
	return s
}

// RougeN compares the runs of n tokens, n = 1 or 2, each counted as often as both
// texts have it (Lin 2004, ROUGE: A package for automatic evaluation of
// summaries). Cost: linear.
func RougeN(n int, candidate, reference []string) PRF {
	ids := number(candidate, reference)
	grams := func(t []int32) int { return max(len(t)-n+1, 0) }
	count := make(map[[2]int32]int, len(reference))
	for i := range grams(ids[1]) {
		count[gram(ids[1], i, n)]++
	}
	hits := 0
	for i := range grams(ids[0]) {
		if g := gram(ids[0], i, n); count[g] > 0 {
			count[g]--
			hits++
		}
	}
	return prf(hits, grams(ids[0]), grams(ids[1]))
}

func gram(t []int32, at, n int) [2]int32 {
	if n == 1 {
		return [2]int32{t[at], -1}
	}
	return [2]int32{t[at], t[at+1]}
}

// RougeL compares by the longest common subsequence of the two texts, each taken
// as one sequence (Lin 2004). Cost: the product of the lengths; memory linear.
func RougeL(candidate, reference []string) PRF {
	ids := number(candidate, reference)
	return prf(lcs(ids[0], ids[1]), len(candidate), len(reference))
}

// lcs is the length of the longest common subsequence. row[j] is that of the part
// of a read so far and b[:j].
func lcs(a, b []int32) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// best is the score against the reference that is matched best, by F1, the first
// of equals; with it come that reference's P and R.
func best(score func(candidate, reference []string) PRF, candidate []string, references [][]string) PRF {
	var top PRF
	for _, r := range references {
		if s := score(candidate, r); s.F > top.F {
			top = s
		}
	}
	return top
}
