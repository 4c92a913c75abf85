package eval

import (
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Cover is a grouping whose groups may overlap: for each article the numbers of its
// groups, from 0, each once; empty for an article without a group.
type Cover [][]int32

// CoverOf is the cover in which every article has the one group of its label.
func CoverOf(l corpus.Labels) Cover {
	c := make(Cover, len(l))
	for i, g := range l {
		if g >= 0 {
			c[i] = []int32{g}
		}
	}
	return c
}

func (c Cover) members() [][]int32 {
	var groups [][]int32
	for i, list := range c {
		for _, g := range list {
			for int(g) >= len(groups) {
				groups = append(groups, nil)
			}
			groups[g] = append(groups[g], int32(i))
		}
	}
	return groups
}

func checkCovers(gold, found Cover) error {
	if len(gold) != len(found) {
		return fmt.Errorf("gold has %d articles, the prediction %d", len(gold), len(found))
	}
	if len(gold) == 0 {
		return fmt.Errorf("there are no articles to score")
	}
	for i := range gold {
		for _, list := range [][]int32{gold[i], found[i]} {
			if slices.ContainsFunc(list, func(g int32) bool { return g < 0 }) {
				return fmt.Errorf("article %d has a group below 0: leave it out for none", i)
			}
		}
	}
	return nil
}

// ExtendedBCubed is B-cubed for groups that may overlap (Amigó et al. 2009): pairs
// of articles count by how many groups they share on both sides. On partitions it
// equals B-cubed. Articles without a group share nothing with others, and count as
// groups of one. The time is the sum of the squared group sizes.
func ExtendedBCubed(gold, found Cover) (precision, recall float64, err error) {
	if err := checkCovers(gold, found); err != nil {
		return 0, 0, err
	}
	gold, found = gold.withSingletons(), found.withSingletons()
	return multiplicity(found, gold), multiplicity(gold, found), nil
}

// withSingletons gives every article without a group one of its own.
func (c Cover) withSingletons() Cover {
	next := int32(len(c.members()))
	out := slices.Clone(c)
	for i, list := range out {
		if len(list) == 0 {
			out[i] = []int32{next}
			next++
		}
	}
	return out
}

// multiplicity is the mean, over articles and over those that share a group of a with
// them, of min(groups shared in a, groups shared in b) / groups shared in a.
func multiplicity(a, b Cover) float64 {
	groups := a.members()
	shared := make([]int, len(a)) // groups of a that an article shares with this one
	var others []int32
	total := 0.0
	for i := range a {
		others = others[:0]
		for _, g := range a[i] {
			for _, j := range groups[g] {
				if shared[j] == 0 {
					others = append(others, j)
				}
				shared[j]++
			}
		}
		sum := 0.0
		for _, j := range others {
			both := 0
			for _, g := range b[i] {
				if slices.Contains(b[j], g) {
					both++
				}
			}
			sum += float64(min(shared[j], both)) / float64(shared[j])
		}
		total += sum / float64(len(others))
		for _, j := range others {
			shared[j] = 0
		}
	}
	return total / float64(len(a))
}

// ElementCentric is element-centric similarity for groups that may overlap (Gates
// et al. 2019): how similar the personalised PageRank of each article is on the two
// graphs that link articles through the groups that they share, with damping alpha
// between 0 and 1 (the authors use 0.9). On partitions it equals ecs for every alpha.
// Articles without a group are groups of one. The time is one power iteration for
// each article over those linked to it.
func ElementCentric(gold, found Cover, alpha float64) (float64, error) {
	if err := checkCovers(gold, found); err != nil {
		return 0, err
	}
	if !(alpha > 0 && alpha < 1) {
		return 0, fmt.Errorf("alpha=%g must be between 0 and 1", alpha)
	}
	a, b := newWalk(gold.withSingletons(), alpha), newWalk(found.withSingletons(), alpha)
	total := 0.0
	for i := range gold {
		p, q := a.from(i), b.from(i)
		distance := 0.0
		for j := range p {
			distance += math.Abs(p[j] - q[j])
		}
		total += 1 - distance/(2*alpha)
	}
	return total / float64(len(gold)), nil
}

// A walk goes from an article to one of its groups and on to one of the group's
// articles, with equal probabilities, or with probability 1−alpha back to its start.
type walk struct {
	of        Cover
	members   [][]int32
	alpha     float64
	now, next []float64
}

func newWalk(c Cover, alpha float64) *walk {
	return &walk{c, c.members(), alpha, make([]float64, len(c)), make([]float64, len(c))}
}

// from returns the stationary distribution of the walk that starts at article i.
func (w *walk) from(i int) []float64 {
	clear(w.now)
	w.now[i] = 1
	for change := 1.0; change > 1e-13; {
		clear(w.next)
		w.next[i] = 1 - w.alpha
		for j, p := range w.now {
			if p == 0 {
				continue
			}
			for _, g := range w.of[j] {
				share := w.alpha * p / float64(len(w.of[j])) / float64(len(w.members[g]))
				for _, k := range w.members[g] {
					w.next[k] += share
				}
			}
		}
		change = 0
		for j := range w.now {
			change += math.Abs(w.now[j] - w.next[j])
		}
		w.now, w.next = w.next, w.now
	}
	return w.now
}

var overlapMetrics = []Metric{
	extended("p", "precision", bcubedPrecision),
	extended("r", "recall", bcubedRecall),
	extended("f1", "F1", CombineB3F1),
}

func extended(suffix, reading string, combine func([]float64) float64) Metric {
	return Metric{
		Name: "b3x." + suffix, Title: "Extended B-cubed " + reading, Better: Higher, Range: [2]float64{0, 1},
		Symmetric: suffix == "f1", ByStory: true, OneSided: true,
		Doc: "B-cubed for groups that may overlap: pairs of articles count by how many groups they share on both sides. " +
			"On partitions, which labels files hold, it equals b3; the library takes overlapping groups, too.",
		Blind: "What b3 cannot see.",
		Cite:  []string{"Amigó et al. 2009, Information Retrieval 12"},
		New:   bcubed(combine),
	}
}
