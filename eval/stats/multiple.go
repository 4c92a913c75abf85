package stats

import (
	"fmt"
	"math"
	"slices"
)

// Holm adjusts the p values of several tests so that the probability of any false
// positive stays below the level (Holm 1979). It returns them in the given order, at
// most 1; NaN stays NaN and is not counted as a test.
func Holm(p []float64) []float64 {
	adjusted := slices.Clone(p)
	order := slices.DeleteFunc(ascendingOrder(p), func(i int) bool { return math.IsNaN(p[i]) })
	least := 0.0
	for at, i := range order {
		least = max(least, min(1, float64(len(order)-at)*p[i]))
		adjusted[i] = least
	}
	return adjusted
}

// Letters is the compact letter display of the items 0 to len(order)−1: two items
// share a letter if and only if they do not differ (Piepho 2004, insert and
// absorb). order lists the items from best to worst, and the best has an "a";
// differ must be symmetric. The result is in the order of the items' numbers.
//
// If differences are not transitive there can be more letters than items; z is followed
// by a2.
func Letters(order []int, differ func(i, j int) bool) []string {
	groups := [][]int{slices.Clone(order)} // positions in them ascend in order
	for at, i := range order {
		for _, j := range order[at+1:] {
			if differ(i, j) {
				groups = absorb(separate(groups, i, j))
			}
		}
	}
	place := make([]int, len(order))
	for at, i := range order {
		place[i] = at
	}
	slices.SortFunc(groups, func(a, b []int) int {
		return slices.CompareFunc(a, b, func(i, j int) int { return place[i] - place[j] })
	})
	out := make([]string, len(order))
	for g, group := range groups {
		for _, i := range group {
			out[i] += letter(g)
		}
	}
	return out
}

// separate splits the groups that contain both i and j: each half lacks one of them.
func separate(groups [][]int, i, j int) [][]int {
	var out [][]int
	for _, g := range groups {
		if slices.Contains(g, i) && slices.Contains(g, j) {
			out = append(out, without(g, i), without(g, j))
		} else {
			out = append(out, g)
		}
	}
	return out
}

func without(group []int, item int) []int {
	return slices.DeleteFunc(slices.Clone(group), func(i int) bool { return i == item })
}

// absorb removes groups that another contains; of two equal groups the later one.
func absorb(groups [][]int) [][]int {
	var out [][]int
	for at, g := range groups {
		inside := false
		for other, h := range groups {
			if other != at && within(g, h) && (len(g) < len(h) || other < at) {
				inside = true
				break
			}
		}
		if !inside {
			out = append(out, g)
		}
	}
	return out
}

func within(group, other []int) bool {
	return !slices.ContainsFunc(group, func(i int) bool { return !slices.Contains(other, i) })
}

func letter(group int) string {
	l := string(rune('a' + group%26))
	if group < 26 {
		return l
	}
	return fmt.Sprintf("%s%d", l, group/26+1)
}
