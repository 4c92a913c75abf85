package streaming

import "github.com/seed-9405df2f/assay/corpus"

// Changes counts what a step changed in the clusters before it, for the articles of its
// window that were known before.
type Changes struct {
	Known     int `json:"known"`               // articles of the window that were known before
	Renamed   int `json:"renamed,omitempty"`   // known articles that have another id now
	Regrouped int `json:"regrouped,omitempty"` // the same, after the renaming of clusters that leaves the fewest
	// Transitions of the clusters before the step (Spiliopoulou et al. 2006, MONIC, on
	// the articles known before). A cluster survives in another that has more than half
	// of its articles.
	Continued int `json:"continued,omitempty"` // survives in a cluster, alone
	Merged    int `json:"merged,omitempty"`    // survives in a cluster, with others
	Split     int `json:"split,omitempty"`     // does not survive, but parts of a quarter or more are more than half
	Dissolved int `json:"dissolved,omitempty"` // none of these
	Born      int `json:"born,omitempty"`      // clusters after the step without an article known before
}

// The thresholds of MONIC for survival and for the parts of a split.
const (
	survives = 0.5
	splits   = 0.25
)

// changes compares the labels before and after a step over a window; known marks the
// positions of articles known before.
func changes(before, after corpus.Labels, window []int, known []bool) Changes {
	var was, is corpus.Labels
	var c Changes
	fresh := map[int32]bool{} // whether all articles of a cluster after the step are new
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
	was, is = was.Alone(), is.Alone()
	c.Regrouped = c.Known - common(was, is)
	c.transitions(was, is)
	return c
}

// common is the largest number of articles in groups that a one-to-one assignment pairs.
func common(was, is corpus.Labels) (n int) {
	matched := match(was, is)
	for i := range was {
		if matched[was[i]] == is[i] {
			n++
		}
	}
	return n
}

// transitions counts the fates of the groups of was.
func (c *Changes) transitions(was, is corpus.Labels) {
	heirs := map[int32]int{} // number of earlier groups that survive in a group
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
