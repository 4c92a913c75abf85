package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// An Entrant is a system with its score by the metric of a judgement, of which more is
// better.
type Entrant struct {
	Name    string
	Value   float64
	Terms   eval.Terms // no columns: it takes no part in tests
	Control bool
	Oracle  bool // it is not ranked
}

// A Judgement says which of the ranked entrants is best, and how sure that is.
type Judgement struct {
	Best    string   // the ranked entrant of the largest value; ties are broken by their order
	Control string   // the control of the largest value; empty if there are none
	Floored bool     // the best does not beat that control: neither by value nor, where a test could show it, by test
	Tied    []string // ranked entrants that no test tells from the best, the best first
	Lead    *Lead    // over the next of those that are told apart; nil if there are none
	Closest *Lead    // over the next of those tied; nil if there are none
	Pairs   int      // tests over which Holm's correction is made: all pairs of ranked entrants
	Letters map[string]string
	// Untested says why there are no tests; empty if there are.
	Untested string
	Stories  int
	// Resolution is the difference that the test of one pair finds four times in five, the
	// median over pairs of entrants that are no controls; NaN if it is not known.
	Resolution float64
	// Needed is how many stories of the same kind would show the difference to the closest
	// of those tied; 0 if that is not known.
	Needed int
}

// A Lead is how far the best is ahead of another entrant.
type Lead struct {
	Over      string  `json:"over"`
	Delta     float64 `json:"difference"`
	Low, High float64 // 95 % interval by the bootstrap; NaN if there is none
}

// MostTested is the most entrants that are tested against each other: the time grows with
// the fourth power of their number.
const MostTested = 30

const (
	judgeAlpha = DefaultAlpha
	judgePower = 0.8
)

// Judge judges entrants of one corpus by one metric. All pairs of ranked entrants are
// tested by sign flips of stories, with Holm's correction, so that the choice of the best
// by the same data is accounted for. The result is nil if no entrant is ranked.
func Judge(ctx context.Context, list []Entrant) (*Judgement, error) {
	ranked := byValue(list, func(e Entrant) bool { return !e.Control && !e.Oracle })
	controls := byValue(list, func(e Entrant) bool { return e.Control })
	if len(ranked) == 0 {
		return nil, nil
	}
	j := &Judgement{Best: ranked[0].Name, Resolution: resolution(list)}
	for _, e := range list {
		j.Stories = max(j.Stories, e.Terms.Stories())
	}
	if err := j.test(ctx, ranked); err != nil {
		return nil, err
	}
	if len(controls) > 0 {
		j.Control = controls[0].Name
		floored, err := j.floored(ctx, ranked, controls)
		if err != nil {
			return nil, err
		}
		j.Floored = floored
	}
	return j, j.leads(ctx, ranked)
}

// byValue lists some entrants, the largest value first.
func byValue(list []Entrant, in func(Entrant) bool) []Entrant {
	kept := slices.DeleteFunc(slices.Clone(list), func(e Entrant) bool { return !in(e) || math.IsNaN(e.Value) })
	slices.SortStableFunc(kept, func(a, b Entrant) int { return cmp.Compare(b.Value, a.Value) })
	return kept
}

// leastStories returns the minimum number of differing stories with which one of the given
// number of tests can be significant: n stories have 2ⁿ exchanges, of which two are extreme.
func leastStories(tests int) int { return int(math.Ceil(1 - math.Log2(judgeAlpha/float64(tests)))) }

// test tests all pairs of entrants, and lists those tied with the first.
func (j *Judgement) test(ctx context.Context, ranked []Entrant) error {
	tested := comparableTo(ranked)
	j.Pairs = len(tested) * (len(tested) - 1) / 2
	switch {
	case j.Pairs == 0:
		j.Untested = "fewer than two algorithms have terms by story"
		return nil
	case len(tested) > MostTested:
		j.Untested = fmt.Sprintf("%d algorithms are too many for tests of all pairs, which take %d at most", len(tested), MostTested)
		return nil
	case tested[0].Terms.Stories() < leastStories(j.Pairs):
		j.Untested = fmt.Sprintf("with so few stories (%d) no test could tell %d algorithms apart; that takes %d",
			tested[0].Terms.Stories(), len(tested), leastStories(j.Pairs))
		return nil
	}
	var terms []eval.Terms
	var order []int
	for i, e := range tested {
		terms, order = append(terms, e.Terms), append(order, i)
	}
	letters, err := stats.Paired{Seed: 1}.Letters(ctx, terms, order, judgeAlpha)
	if err != nil {
		return err
	}
	j.Letters = map[string]string{}
	for i, e := range tested {
		j.Letters[e.Name] = letters[i]
		if i > 0 && e.Name != j.Best && ShareLetter(letters[0], letters[i]) {
			j.Tied = append(j.Tied, e.Name)
		}
	}
	return nil
}

// comparableTo lists the entrants that have terms of as many stories as the first that has
// some.
func comparableTo(list []Entrant) (kept []Entrant) {
	for _, e := range list {
		if e.Terms.Stories() > 0 && (kept == nil || e.Terms.Stories() == kept[0].Terms.Stories()) {
			kept = append(kept, e)
		}
	}
	return kept
}

// floored reports whether the best entrant fails to beat the best control. A test decides
// if it could find a difference between any ranked entrant and any control.
func (j *Judgement) floored(ctx context.Context, ranked, controls []Entrant) (bool, error) {
	best, control := ranked[0], controls[0]
	pair, tests := comparableTo([]Entrant{best, control}), len(ranked)*len(controls)
	if best.Value <= control.Value || len(pair) < 2 || j.Stories < leastStories(tests) {
		return best.Value <= control.Value, nil
	}
	c, err := stats.Paired{Seed: 1, Flips: 10 * int(float64(tests)/judgeAlpha+1000)}.Compare(ctx, control.Terms, best.Terms)
	return err == nil && c.P*float64(tests) > judgeAlpha, err
}

// leads sets how far the best is ahead of the first that is told apart, and of the first
// that is not.
func (j *Judgement) leads(ctx context.Context, ranked []Entrant) error {
	for _, e := range ranked[1:] {
		to := &j.Lead
		if j.Untested != "" || slices.Contains(j.Tied, e.Name) || j.Letters[e.Name] == "" {
			to = &j.Closest
		}
		if *to != nil {
			continue
		}
		*to = &Lead{Over: e.Name, Delta: ranked[0].Value - e.Value, Low: math.NaN(), High: math.NaN()}
		pair := comparableTo([]Entrant{ranked[0], e})
		if len(pair) < 2 {
			continue
		}
		c, err := stats.Paired{Seed: 1, Flips: 1, Replicates: 2000, Level: 1 - judgeAlpha}.Compare(ctx, e.Terms, ranked[0].Terms)
		if err != nil {
			return err
		}
		(*to).Low, (*to).High = c.Low, c.High
		if to == &j.Closest {
			needed := stats.StoriesFor((*to).Delta, stats.DifferenceError(e.Terms, ranked[0].Terms), j.Stories, judgeAlpha, judgePower)
			if needed > float64(j.Stories) && needed < 1e6 {
				j.Needed = int(needed)
			}
		}
	}
	return nil
}

// resolution is the median, over the pairs of entrants that are no controls, of the
// difference that a paired test finds four times in five.
func resolution(list []Entrant) float64 {
	tested := comparableTo(slices.DeleteFunc(slices.Clone(list), func(e Entrant) bool { return e.Control }))
	var found []float64
	for i := range tested {
		for k := range i {
			if d := stats.Detectable(stats.DifferenceError(tested[i].Terms, tested[k].Terms), judgeAlpha, judgePower); d > 0 { // 0: the same
				found = append(found, d)
			}
		}
	}
	if len(found) == 0 {
		return math.NaN()
	}
	slices.Sort(found)
	return found[len(found)/2]
}

// ShareLetter reports whether two displays of letters have one in common: after z comes
// a2.
func ShareLetter(a, b string) bool {
	return slices.ContainsFunc(splitLetters(a), func(l string) bool { return slices.Contains(splitLetters(b), l) })
}

func splitLetters(letters string) []string {
	var list []string
	for _, r := range letters {
		if r >= 'a' && r <= 'z' {
			list = append(list, "")
		}
		if len(list) > 0 {
			list[len(list)-1] += string(r)
		}
	}
	return list
}
