package coverage

import "github.com/seed-9405df2f/assay/corpus/text"

// Runs gives for each token of a summary the length of the longest run of tokens
// around it that also occurs in the source; 0 if the token itself does not.
// Cost: as that of Fragments.
func Runs(summary, source []string) []int {
	longest := longestRuns(text.IDs(summary, source))
	runs := make([]int, len(longest))
	for i, n := range longest {
		for k := i; k < i+n; k++ {
			runs[k] = max(runs[k], n)
		}
	}
	return runs
}
