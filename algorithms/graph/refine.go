package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// theta is the randomness of the refinement: a merge that gains θ more, in units
// of the edges' weights, is e times as likely.
const theta = 0.01

// beyond this many θ below the best, a merge is less likely than what sums of
// chances resolve.
const beyond = 40

// A refinement takes each group apart into nodes and merges these again, within
// the group alone.
type refinement struct {
	n        *network
	inner    *network  // without the edges between groups
	group    []int32   // fixed
	whole    []float64 // strength of each group
	part     []int32   // the refined groups, numbered by one of their nodes
	strength []float64 // of each part
	outside  []float64 // weight of the edges from a part to the rest of its group
	alone    []bool    // whether a part is a single node
	rate     float64   // weight that chance gives for each unit of strength²
	sums     *sums
	chance   []float64 // scratch
}

// refine returns parts of the groups, numbered below the number of nodes. Groups
// are numbered from 0 without a gap.
func refine(ctx context.Context, n *network, group []int32, resolution float64, random *rand.Rand) ([]int32, error) {
	r := newRefinement(n, group, resolution)
	// Nodes of different groups do not meet, so one order over all serves each.
	for steps, i := range order(n.nodes(), random) {
		if steps%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r.alone[i] && r.connected(i) {
			r.merge(i, random)
		}
	}
	return r.part, nil
}

// newRefinement starts with each node as a part of its own.
func newRefinement(n *network, group []int32, resolution float64) *refinement {
	r := &refinement{n: n, inner: n.within(group), group: group, rate: resolution / n.total}
	r.part, r.sums = singletons(n.nodes()), newSums(n.nodes())
	r.whole, r.outside = make([]float64, n.nodes()), make([]float64, n.nodes())
	r.strength, r.alone = slices.Clone(n.strength), make([]bool, n.nodes())
	for i, g := range group {
		r.alone[i] = true
		r.whole[g] += n.strength[i]
		for _, w := range r.inner.weight[r.inner.start[i]:r.inner.start[i+1]] {
			r.outside[i] += w
		}
	}
	return r
}

// connected reports whether a part is well connected with the rest of its group: by
// at least the weight that chance would give.
func (r *refinement) connected(part int32) bool {
	s := r.strength[part]
	return r.outside[part] >= r.rate*s*(r.whole[r.group[part]]-s)
}

// merge puts a node that is alone into a well connected part of its group that
// does not lose by it, drawn by gain; it may stay alone, with gain 0.
func (r *refinement) merge(i int32, random *rand.Rand) {
	r.sums.around(r.inner, i, r.part)
	factor := r.rate * r.n.strength[i]
	most := 0.
	r.chance = r.chance[:0]
	for _, c := range r.sums.seen {
		gain := math.Inf(-1)
		if r.connected(c) {
			gain = r.sums.of[c] - factor*r.strength[c]
		}
		r.chance = append(r.chance, gain)
		most = max(most, gain)
	}
	sum := math.Exp(-most / theta)
	left := sum // the chance to stay
	for k, gain := range r.chance {
		r.chance[k] = 0
		if gain >= max(0, most-beyond*theta) {
			r.chance[k] = math.Exp((gain - most) / theta)
		}
		sum += r.chance[k]
	}
	left = random.Float64()*sum - left
	for k, c := range r.sums.seen {
		if left < 0 {
			return
		}
		if left -= r.chance[k]; left < 0 {
			r.join(i, c)
			return
		}
	}
}

// join puts node i into a part.
func (r *refinement) join(i, part int32) {
	r.outside[part] += r.outside[i] - 2*r.sums.of[part]
	r.strength[part] += r.strength[i]
	r.strength[i], r.outside[i] = 0, 0
	r.alone[part], r.alone[i] = false, false
	r.part[i] = part
}
