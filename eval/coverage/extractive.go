package coverage

import (
	"math"
	"slices"
)

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
	numbers := Numbers{}
	longest := longestRuns(numbers.Add(summary), numbers.Known(source))
	var lengths []int
	for i := 0; i < len(summary); i += max(longest[i], 1) {
		if longest[i] > 0 {
			lengths = append(lengths, longest[i])
		}
	}
	return lengths
}

// Numbers are the numbers of tokens, from 0.
type Numbers map[string]int32

// Add returns the numbers of tokens, with a new one for each that has none.
func (n Numbers) Add(tokens []string) []int32 {
	list := make([]int32, len(tokens))
	for i, t := range tokens {
		number, ok := n[t]
		if !ok {
			number = int32(len(n))
			n[t] = number
		}
		list[i] = number
	}
	return list
}

// Known returns the numbers of tokens, -1 for one that has none.
func (n Numbers) Known(tokens []string) []int32 {
	list := make([]int32, len(tokens))
	for i, t := range tokens {
		number, ok := n[t]
		if !ok {
			number = -1
		}
		list[i] = number
	}
	return list
}

// longestRuns gives for each token of the summary the length of the longest run from
// there on that occurs in the source. It goes backwards through the source
// and keeps, for each token of the summary, the run that starts at both places.
func longestRuns(summary, source []int32) []int {
	n := len(summary)
	p := placesOf(summary)
	room := make([]int, 2*n+1)
	longest, run := room[:n:n], room[n:] // run: with the place read last
	var after int32 = -1                 // the token read last
	for j := len(source) - 1; j >= 0; j-- {
		token := source[j]
		for i := p.first(token); i >= 0; i = p.next[i] {
			run[i] = run[i+1] + 1 // run[i+1] is still that of place j+1
			longest[i] = max(longest[i], run[i])
		}
		if token != after {
			for i := p.first(after); i >= 0; i = p.next[i] {
				run[i] = 0
			}
		}
		after = token
	}
	return longest
}

// places are where each token is, ascending: a list through next that ends in -1.
type places struct{ head, next []int32 }

func placesOf(tokens []int32) places {
	p := places{next: make([]int32, len(tokens))}
	if len(tokens) > 0 {
		p.head = slices.Repeat([]int32{-1}, int(slices.Max(tokens))+1)
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		p.next[i], p.head[tokens[i]] = p.head[tokens[i]], int32(i)
	}
	return p
}

// first is the first place of a token, -1 if it has none.
func (p *places) first(token int32) int32 {
	if token < 0 || int(token) >= len(p.head) {
		return -1
	}
	return p.head[token]
}

// Runs gives for each token of a summary the length of the longest run of tokens
// around it that also occurs in the source; 0 if the token itself does not. Equal
// tokens have equal Numbers; a source's may have -1 if no summary has them.
// Cost: as that of Fragments.
func Runs(summary, source []int32) []int {
	longest := longestRuns(summary, source)
	runs := make([]int, len(longest))
	for i, n := range longest {
		for k := i; k < i+n; k++ {
			runs[k] = max(runs[k], n)
		}
	}
	return runs
}
