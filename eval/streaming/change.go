package streaming

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// Changes is what a step did to the clusters before it, seen on the articles of its
// window that were there before.
type Changes struct {
	Known     int `json:"known"`               // articles of the window that were there before
	Renamed   int `json:"renamed,omitempty"`   // of them, those that have another id now
	Regrouped int `json:"regrouped,omitempty"` // those that would have, if clusters were renamed so that as few as can be have
	// Transitions of the clusters before (Spiliopoulou et al. 2006, MONIC, on the
	// articles known before).
	Continued int `json:"continued,omitempty"` // more than half of its articles are in one cluster, and it is the only one there that is so
	Merged    int `json:"merged,omitempty"`    // the same, with others there that are so
	Split     int `json:"split,omitempty"`     // no cluster has more than half, but those with a quarter or more hold more than half together
	Dissolved int `json:"dissolved,omitempty"` // none of that
	Born      int `json:"born,omitempty"`      // clusters now without an article from before
}

// The thresholds of MONIC for what survives and for the parts of a split.
const (
	survives = 0.5
	splits   = 0.25
)

// changes compares the labels before and after a step over a window; known says
// which positions were there before.
func changes(before, after corpus.Labels, window []int, known []bool) Changes {
	var was, is corpus.Labels
	var c Changes
	fresh := map[int32]bool{} // clusters now, whether all of their articles are new
	for _, i := range window {
		if after[i] >= 0 {
			all, met := fresh[after[i]]
			fresh[after[i]] = (all || !met) && !known[i]
		}
		if !known[i] {
			continue
		}
		c.Known++
		if before[i] != after[i] && (before[i] >= 0 || after[i] >= 0) {
			c.Renamed++
		}
		was, is = append(was, before[i]), append(is, after[i])
	}
	for _, all := range fresh {
		if all {
			c.Born++
		}
	}
	was, is = alone(was), alone(is)
	c.Regrouped = c.Known - common(was, is)
	c.transitions(was, is)
	return c
}

// alone gives noise a group of its own, which depends on the position only, and
// numbers groups from 0.
func alone(l corpus.Labels) corpus.Labels {
	next := int32(0)
	for _, g := range l {
		next = max(next, g+1)
	}
	out := slices.Clone(l)
	for i, g := range out {
		if g < 0 {
			out[i] = next + int32(i)
		}
	}
	return out.Canonical()
}

// common is how many articles are in groups that a one-to-one assignment puts
// together, at most.
func common(was, is corpus.Labels) (n int) {
	matched := match(was, is)
	for i := range was {
		if matched[was[i]] == is[i] {
			n++
		}
	}
	return n
}

// transitions counts what became of each group of was.
func (c *Changes) transitions(was, is corpus.Labels) {
	heirs := map[int32]int{} // of groups now, how many groups before survive in them
	var survivors []int32    // where they survive
	for _, members := range was.Members() {
		count := map[int32]int{}
		for _, i := range members {
			count[is[i]]++
		}
		size, held := float64(len(members)), 0
		home, most := int32(-1), 0
		for g, n := range count {
			if n > most || n == most && g < home {
				home, most = g, n
			}
			if float64(n) >= splits*size {
				held += n
			}
		}
		switch {
		case float64(most) > survives*size:
			heirs[home]++
			survivors = append(survivors, home)
		case float64(held) > survives*size:
			c.Split++
		default:
			c.Dissolved++
		}
	}
	for _, home := range survivors {
		if heirs[home] > 1 {
			c.Merged++
		} else {
			c.Continued++
		}
	}
}
