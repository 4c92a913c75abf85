package coverage

import "math"

// Extractive measures how much of a summary is copied (Grusky et al. 2018, Newsroom). All
// three are NaN for a summary without tokens.
type Extractive struct {
	Coverage    float64 // share of the summary's tokens in a shared fragment: 0 to 1
	Density     float64 // mean length of the fragment that a summary token is in; 0 for those in none
	Compression float64 // tokens of the source for each token of the summary
}

// NewExtractive compares a summary with the text that it was made from.
func NewExtractive(summary, source []string) Extractive {
	n := float64(len(summary))
	if n == 0 {
		return Extractive{math.NaN(), math.NaN(), math.NaN()}
	}
	var e Extractive
	for _, f := range Fragments(summary, source) {
		e.Coverage += float64(f) / n
		e.Density += float64(f) * float64(f) / n
	}
	e.Compression = float64(len(source)) / n
	return e
}

// Fragments returns the lengths of the fragments that a summary shares with a
// source: from left to right, always the longest run of summary tokens that
// occurs anywhere in the source. Cost: one step for each pair of equal tokens,
// thus quadratic at worst; memory linear.
func Fragments(summary, source []string) []int {
	longest := longestRuns(summary, source)
	var lengths []int
	for i := 0; i < len(summary); i += max(longest[i], 1) {
		if longest[i] > 0 {
			lengths = append(lengths, longest[i])
		}
	}
	return lengths
}

// longestRuns gives for each token of the summary the length of the longest run from
// there on that occurs in the source. It goes backwards through the source
// and keeps, for each token of the summary, the run that starts at both places.
func longestRuns(summary, source []string) []int {
	places := map[string][]int{} // of each token in the summary, ascending
	for i, t := range summary {
		places[t] = append(places[t], i)
	}
	run := make([]int, len(summary)+1) // with the place read last
	longest := make([]int, len(summary))
	var before []int // the places where run is not 0
	for j := len(source) - 1; j >= 0; j-- {
		here := places[source[j]]
		for _, i := range here {
			run[i] = run[i+1] + 1 // run[i+1] is still that of place j+1
			longest[i] = max(longest[i], run[i])
		}
		if j+1 < len(source) && source[j+1] != source[j] {
			for _, i := range before {
				run[i] = 0
			}
		}
		before = here
	}
	return longest
}

// Runs gives for each token of a summary the length of the longest run of tokens
// around it that also occurs in the source; 0 if the token itself does not.
// Cost: as that of Fragments.
func Runs(summary, source []string) []int {
	longest := longestRuns(summary, source)
	runs := make([]int, len(longest))
	for i, n := range longest {
		for k := i; k < i+n; k++ {
			runs[k] = max(runs[k], n)
		}
	}
	return runs
}
