package density

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
