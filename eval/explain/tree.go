package explain

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// A tree classifies articles as errors or placed well by questions with the answers yes and no: CART
// (Breiman, Friedman, Olshen & Stone 1984) with Gini impurity, equal priors however rare errors
// are, and at most three levels. A leaf holds at least five articles, and a twentieth of the errors
// or of the others.
type tree struct {
	question int // -1 at a leaf
	yes, no  *tree
	errors   []int // of the samples
	placed   []int
}

// A sample is an article with its answers.
type sample struct {
	answers []bool // to the questions, in order
	wrong   bool
	story   int // samples of one story are not independent
}

const (
	treeDepth = 3
	leafCount = 5
	leafShare = 0.05
	// leastGain is the least decrease of impurity by a question. The impurity is at most ½ at the
	// root; a smaller decrease is chance in a few hundred articles.
	leastGain = 0.01
)

// grow grows a tree on samples. Ties between questions are broken by their order.
func grow(samples []sample) *tree {
	root := &tree{question: -1}
	for i := range samples {
		root.take(samples, i)
	}
	root.split(samples, len(root.errors), len(root.placed), treeDepth)
	return root
}

func (t *tree) take(samples []sample, i int) {
	if samples[i].wrong {
		t.errors = append(t.errors, i)
	} else {
		t.placed = append(t.placed, i)
	}
}

// gini returns the impurity of a node with these shares of the errors and of the others, times the
// weight of the node.
func gini(errors, placed float64) float64 {
	if errors+placed == 0 {
		return 0
	}
	return errors * placed / (errors + placed) // 2·p·(1−p)·weight, where a weight of 1 is half of each
}

func (t *tree) split(samples []sample, allErrors, allPlaced, depth int) {
	if depth == 0 || len(t.errors) == 0 || len(t.placed) == 0 {
		return
	}
	impurity := gini(ratio(len(t.errors), allErrors), ratio(len(t.placed), allPlaced))
	best := leastGain
	for q := range samples[0].answers {
		said := func(i int) bool { return samples[i].answers[q] }
		errors, placed := count(t.errors, said), count(t.placed, said)
		yesErrors, yesPlaced := ratio(errors, allErrors), ratio(placed, allPlaced)
		noErrors, noPlaced := ratio(len(t.errors)-errors, allErrors), ratio(len(t.placed)-placed, allPlaced)
		if !leaf(errors+placed, yesErrors, yesPlaced) || !leaf(len(t.errors)+len(t.placed)-errors-placed, noErrors, noPlaced) {
			continue
		}
		gain := impurity - gini(yesErrors, yesPlaced) - gini(noErrors, noPlaced)
		if gain > best+1e-12 {
			best, t.question = gain, q
		}
	}
	if t.question < 0 {
		return
	}
	t.yes, t.no = &tree{question: -1}, &tree{question: -1}
	for _, i := range slices.Concat(t.errors, t.placed) {
		if samples[i].answers[t.question] {
			t.yes.take(samples, i)
		} else {
			t.no.take(samples, i)
		}
	}
	t.yes.split(samples, allErrors, allPlaced, depth-1)
	t.no.split(samples, allErrors, allPlaced, depth-1)
}

func count(list []int, holds func(i int) bool) (n int) {
	for _, i := range list {
		if holds(i) {
			n++
		}
	}
	return n
}

func leaf(count int, errors, placed float64) bool {
	return count >= leafCount && max(errors, placed) >= leafShare
}

// A condition is an answer on the way to a leaf.
type condition struct {
	question int
	yes      bool
}

// leaves calls visit with each leaf and the answers that lead to it.
func (t *tree) leaves(way []condition, visit func(leaf *tree, way []condition)) {
	if t.question < 0 {
		visit(t, way)
		return
	}
	t.yes.leaves(append(slices.Clone(way), condition{t.question, true}), visit)
	t.no.leaves(append(slices.Clone(way), condition{t.question, false}), visit)
}

// suspects reports whether the tree classifies a sample as an error: whether its leaf holds a larger
// share of the errors than of the others.
func (t *tree) suspects(s sample) bool {
	allErrors, allPlaced := len(t.errors), len(t.placed)
	for t.question >= 0 {
		if s.answers[t.question] {
			t = t.yes
		} else {
			t = t.no
		}
	}
	return len(t.errors)*allPlaced > len(t.placed)*allErrors
}

// folds of the cross-validation.
const folds = 5

// unseen returns the balanced accuracy of trees on stories that they have not seen, by
// cross-validation over stories. 0.5 is guessing; NaN means too few stories of either kind.
func unseen(samples []sample, seed uint64) float64 {
	wrong := map[int]bool{} // by story
	for _, s := range samples {
		wrong[s.story] = wrong[s.story] || s.wrong
	}
	order := slices.Sorted(maps.Keys(wrong))
	withErrors := slices.DeleteFunc(slices.Clone(order), func(s int) bool { return !wrong[s] })
	if len(withErrors) < folds || len(order) < 2*folds {
		return math.NaN()
	}
	random := rand.New(rand.NewPCG(seed, 5))
	random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	fold := map[int]int{}
	for i, s := range order {
		fold[s] = i % folds
	}
	var right, all [2]float64
	for f := range folds {
		var seen, unseen []sample
		for _, s := range samples {
			if fold[s.story] == f {
				unseen = append(unseen, s)
			} else {
				seen = append(seen, s)
			}
		}
		t := grow(seen)
		for _, s := range unseen {
			k := pick(s.wrong, 1, 0)
			all[k]++
			if t.suspects(s) == s.wrong {
				right[k]++
			}
		}
	}
	return (right[0]/all[0] + right[1]/all[1]) / 2
}
