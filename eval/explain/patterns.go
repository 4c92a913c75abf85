package explain

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A Pattern is what a decision tree finds about the errors.
type Pattern struct {
	// Rules are the leaves whose share of the errors is at least 1.5 times that of the other
	// articles, the leaf with most errors first.
	Rules []Rule `json:"rules,omitempty"`
	// Unseen is the balanced accuracy of such trees on stories that they have not seen, by 5-fold
	// cross-validation over stories. 0.5 is guessing; null means too few stories.
	Unseen *float64 `json:"unseen"`
}

// A Rule holds for a larger share of the errors than of the other articles.
type Rule struct {
	When    []string `json:"when"` // all of these hold
	Errors  float64  `json:"errors"`
	Placed  float64  `json:"placed"`
	Count   int      `json:"count"`   // errors
	Stories int      `json:"stories"` // that these errors are of
}

// The fewest errors, and stories of them, from which a tree is grown, and the smallest ratio of
// shares of a rule.
const (
	treeErrors  = 10
	treeStories = 3
	ruleLift    = 1.5
)

// pattern grows a tree. count is the number of samples without and with the error.
func pattern(list []question, samples []sample, count [2]int, seed uint64) (p Pattern) {
	grow(samples).leaves(nil, func(leaf *tree, way []condition) {
		r := Rule{
			When: words(list, way), Errors: ratio(len(leaf.errors), count[1]), Placed: ratio(len(leaf.placed), count[0]),
			Count: len(leaf.errors),
		}
		in := map[int]bool{}
		for _, i := range leaf.errors {
			in[samples[i].story] = true
		}
		r.Stories = len(in)
		if len(way) > 0 && r.Errors >= ruleLift*r.Placed && r.Count >= leafCount {
			p.Rules = append(p.Rules, r)
		}
	})
	slices.SortStableFunc(p.Rules, func(a, b Rule) int { return cmp.Compare(b.Count, a.Count) })
	if u := unseen(samples, seed); !math.IsNaN(u) {
		p.Unseen = &u
	}
	return p
}

// Sentence returns the rule as a sentence. errors and placed name the two kinds of articles, such
// as "splits" and "the articles with their story".
func (r Rule) Sentence(errors, placed string) string {
	return fmt.Sprintf("%.0f %% of the %s (%d articles of %s): %s (against %.0f %% of %s)",
		100*r.Errors, errors, r.Count, counted(r.Stories, "story", "stories"), join(r.When), 100*r.Placed, placed)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func join(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	case 2:
		return list[0] + " and " + list[1]
	}
	return list[0] + ", " + join(list[1:])
}
