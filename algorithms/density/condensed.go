package density

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// A condensed tree holds the clusters that appear as the distance falls, and where
// each article drops out.
type condensed struct {
	clusters []cluster // the first holds all articles; parents come before children
	last     []int     // by article: the cluster that it drops out of, -1 = it is never in one
	drop     []float64 // by article: at which distance
}

// A cluster lasts from the distance of its birth down to the distance at which it
// splits. Its stability is the sum, over its articles, of the range of densities
// (1/distance) in which they are in it; +Inf if articles stay down to distance 0.
type cluster struct {
	parent      int // -1 = the root
	birth, end  float64
	stability   float64
	hasChildren bool
}

// condense builds the tree from the last join down. least is the minimum size of a
// cluster.
func condense(joins []join, n, least int) *condensed {
	t := &condensed{last: slices.Repeat([]int{-1}, n), drop: make([]float64, n)}
	if n < least {
		return t
	}
	tree := linkage{joins, n}
	t.clusters = []cluster{{parent: -1}}
	type part struct{ node, cluster int }
	open := []part{{n + len(joins) - 1, 0}}
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		height := joins[at.node-n].height
		var large []int
		for _, p := range tree.parts(at.node) {
			if tree.size(p) >= least {
				large = append(large, p)
			} else {
				articles := tree.articles(p)
				t.leave(at.cluster, height, len(articles))
				for _, i := range articles {
					t.last[i], t.drop[i] = at.cluster, height
				}
			}
		}
		if len(large) == 1 {
			open = append(open, part{large[0], at.cluster})
			continue
		}
		t.clusters[at.cluster].end = height
		for _, p := range large {
			t.leave(at.cluster, height, tree.size(p))
			t.clusters[at.cluster].hasChildren = true
			open = append(open, part{p, len(t.clusters)})
			t.clusters = append(t.clusters, cluster{parent: at.cluster, birth: height})
		}
	}
	return t
}

// leave adds the articles that leave a cluster to its stability.
func (t *condensed) leave(from int, height float64, articles int) {
	c := &t.clusters[from]
	density := 1 / height // +Inf at 0
	if c.parent >= 0 {
		density -= 1 / c.birth
	}
	c.stability += density * float64(articles)
}

// A linkage is a tree of joins over n articles.
type linkage struct {
	joins []join
	n     int
}

func (l linkage) size(node int) int {
	if node < l.n {
		return 1
	}
	return l.joins[node-l.n].size
}

// parts lists what a node splits into at its height; joins at the same height split
// together.
func (l linkage) parts(node int) []int {
	height := l.joins[node-l.n].height
	var parts []int
	for open := []int{node}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if at >= l.n && l.joins[at-l.n].height == height {
			open = append(open, l.joins[at-l.n].b, l.joins[at-l.n].a)
		} else {
			parts = append(parts, at)
		}
	}
	return parts
}

// articles lists the articles below a node.
func (l linkage) articles(node int) []int {
	var list []int
	for open := []int{node}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if at >= l.n {
			open = append(open, l.joins[at-l.n].b, l.joins[at-l.n].a)
		} else {
			list = append(list, at)
		}
	}
	return list
}

// labels gives each article the selected cluster that it drops out of, or the one
// around that. If the cluster of all articles is selected, it keeps the articles
// that stay until it splits, or until epsilon.
func (t *condensed) labels(h *HDBSCAN) corpus.Labels {
	selected := t.selected(h)
	owner := make([]int32, len(t.clusters))
	for c, k := range t.clusters {
		switch {
		case k.parent >= 0 && owner[k.parent] != corpus.None:
			owner[c] = owner[k.parent]
		case selected[c]:
			owner[c] = int32(c)
		default:
			owner[c] = corpus.None
		}
	}
	labels := make(corpus.Labels, len(t.last))
	for i, c := range t.last {
		labels[i] = corpus.None
		if c >= 0 {
			labels[i] = owner[c]
		}
		if labels[i] == 0 {
			until := t.clusters[0].end
			if h.Epsilon > 0 {
				until = h.Epsilon
			}
			if t.drop[i] > until {
				labels[i] = corpus.None
			}
		}
	}
	return labels.Canonical()
}

// selected reports, by cluster, whether it is in the result. Of nested clusters only
// the outermost is.
func (t *condensed) selected(h *HDBSCAN) []bool {
	if len(t.clusters) == 0 {
		return nil
	}
	var chosen []bool
	if h.Selection == "leaf" {
		chosen = t.leaves()
	} else {
		chosen = t.excessOfMass(h.AllowSingle)
	}
	if !h.AllowSingle {
		chosen[0] = false
	}
	if h.Epsilon > 0 {
		chosen = t.above(chosen, h.Epsilon, h.AllowSingle)
	}
	return chosen
}

func (t *condensed) leaves() []bool {
	chosen := make([]bool, len(t.clusters))
	for c, k := range t.clusters {
		chosen[c] = !k.hasChildren
	}
	return chosen
}

// excessOfMass chooses the clusters, none inside another, with the largest sum of
// stabilities. Ties are broken by fewer clusters.
func (t *condensed) excessOfMass(single bool) []bool {
	chosen := make([]bool, len(t.clusters))
	inside := make([]float64, len(t.clusters)) // the best sum of the clusters inside
	for c := len(t.clusters) - 1; c >= 0; c-- {
		k := t.clusters[c]
		best := inside[c]
		if k.stability >= best && (c > 0 || single) {
			chosen[c], best = true, k.stability
		}
		if k.parent >= 0 {
			inside[k.parent] += best
		}
	}
	t.outermost(chosen)
	return chosen
}

// outermost drops chosen clusters that are inside other chosen ones.
func (t *condensed) outermost(chosen []bool) {
	covered := make([]bool, len(t.clusters))
	for c, k := range t.clusters {
		if k.parent >= 0 {
			covered[c] = covered[k.parent] || chosen[k.parent]
		}
	}
	for c := range chosen {
		chosen[c] = chosen[c] && !covered[c]
	}
}

// above replaces each chosen cluster born below epsilon by the first ancestor that
// was not. The cluster of all articles is an option only if a single cluster is
// allowed.
func (t *condensed) above(chosen []bool, epsilon float64, single bool) []bool {
	out := make([]bool, len(chosen))
	for c, is := range chosen {
		if !is {
			continue
		}
		for c > 0 && t.clusters[c].birth < epsilon {
			if t.clusters[c].parent == 0 && !single {
				break
			}
			c = t.clusters[c].parent
		}
		out[c] = true
	}
	t.outermost(out)
	return out
}
