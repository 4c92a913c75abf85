package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Find returns the entry of list that has the given name, or had it: was, if
// given, lists the former names of an entry. The error for an unknown name
// suggests the nearest one; kind says what the list holds.
func Find[E any](kind string, list []E, nameOf func(E) string, name string, was ...func(E) []string) (E, error) {
	names := make([]string, len(list))
	for i, e := range list {
		if names[i] = nameOf(e); names[i] == name {
			return e, nil
		}
	}
	for _, former := range was {
		if i := slices.IndexFunc(list, func(e E) bool { return slices.Contains(former(e), name) }); i >= 0 {
			return list[i], nil
		}
	}
	var none E
	if near := Nearest(name, names); near != "" {
		return none, fmt.Errorf("unknown %s %q; did you mean %s?", kind, name, near)
	}
	return none, fmt.Errorf("unknown %s %q (assay list %ss shows what there is)", kind, name, kind)
}

// Nearest returns the name that is suggested for what was written: the one that is meant by
// a synonym of other programs, else the one at the smallest edit distance, or "" if none is
// near enough to be a slip. Ties are broken by whether a name
// begins with what was written, then by the order of the list.
func Nearest(written string, names []string) string {
	if name := synonym(written, names); name != "" {
		return name
	}
	best, bestDistance := "", max(2, len([]rune(written))/3)+1
	for _, n := range names {
		d := distance([]rune(written), []rune(n))
		if d >= max(len([]rune(n)), len([]rune(written))) {
			continue // nothing in common
		}
		begun := d == bestDistance && best != "" && strings.HasPrefix(n, written) && !strings.HasPrefix(best, written)
		if d < bestDistance || begun {
			best, bestDistance = n, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours cost one each.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
