package kmeans

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
)

// open is the lower bound of a row on a group that has to be compared.
const open = -1

// perGroup is how many centres yinyang puts into a group, as its authors do.
const perGroup = 10

// bounds spare rows the comparison with centres that cannot be the nearest. The
// centres are parted into groups. A row's distance from its own centre is at
// most upper, that from any other centre of a group at least the group's lower.
// As centres move, the bounds give way by as much as these did; while upper is
// less than the lower bound of a group, no centre of it is compared. Hamerly's
// algorithm (2010) is that with all centres in one group, Elkan's (2003) that
// with each in its own, the yinyang algorithm (Ding et al. 2015) lies between.
//
// Elkan's and Hamerly's further tests, against half the distance between
// centres, are left out: they cost k² distances an iteration and say little in
// the hundreds of dimensions that articles have. So is yinyang's test of single
// centres within a group that is open. Fewer distances are not always less time:
// those from many centres at once cost a tenth each of one by itself.
//
// The bounds allow for the rounding of distances, so a centre is skipped only
// where comparing it would have left the row where it is: whatever the groups,
// runs give the same bits.
type bounds struct {
	off          bool      // compare everything: Lloyd's algorithm
	group        []int     // by centre
	members      [][]int32 // by group: its centres, in order
	upper        []float64 // by row
	lower        []float64 // by row and group
	most         []int32   // by group: the centre that moved farthest
	drift, other []float64 // by group: how far that moved, and the farthest of the others
	slack        float64
}

func newBounds(ctx context.Context, x *items, centres []centre, variant string) (*bounds, error) {
	group, count, err := groups(ctx, x, centres, variant)
	if err != nil {
		return nil, err
	}
	b := &bounds{
		off: variant == "lloyd", group: group, members: make([][]int32, count),
		most: make([]int32, count), drift: make([]float64, count), other: make([]float64, count),
		slack: x.slack,
	}
	if !b.off {
		b.upper, b.lower = make([]float64, x.n), make([]float64, x.n*count)
	}
	for j, g := range group {
		b.members[g] = append(b.members[g], int32(j))
	}
	return b, nil
}

// groups returns the group of each centre, and the number of groups.
func groups(ctx context.Context, x *items, centres []centre, variant string) ([]int, int, error) {
	group, count := make([]int, len(centres)), 1
	switch variant {
	case "elkan":
		count = len(centres)
		for j := range group {
			group[j] = j
		}
	case "yinyang":
		count = max(1, len(centres)/perGroup)
		if count == 1 {
			break
		}
		near, err := together(ctx, x, centres, count)
		if err != nil {
			return nil, 0, err
		}
		for j, g := range near {
			group[j] = int(g)
		}
	}
	return group, count, nil
}

// together groups centres that are near each other, by a few iterations of
// k-means among them.
func together(ctx context.Context, x *items, centres []centre, count int) ([]int32, error) {
	d := &features.Dense{Rows: len(centres), Cols: x.cols}
	for _, c := range centres {
		for _, v := range c.at {
			d.Data = append(d.Data, float32(v))
		}
	}
	points, err := newItems(&features.Space{Name: "centres", Dense: d}, false, x.workers)
	if err != nil {
		return nil, err
	}
	first := make([]centre, count)
	for g := range first {
		first[g] = points.centreAt(g)
	}
	r, err := refine(ctx, points, first, "hamerly", limits{iterations: 5})
	return r.labels, err
}

// at is the lower bound of row i on group g.
func (b *bounds) at(i, g int) *float64 { return &b.lower[i*len(b.members)+g] }

// above is a bound on a distance from above, given its square as computed.
func (b *bounds) above(squared float64) float64 { return math.Sqrt(squared + b.slack) }

// below is a bound on a distance from below, given its square as computed.
func (b *bounds) below(squared float64) float64 { return math.Sqrt(max(0, squared-b.slack)) }

// computed is what the square of a distance is computed as at least, given a
// bound from below.
func (b *bounds) computed(lower float64) float64 { return lower*lower - b.slack }

// raise sets the lower bound of a candidate's row on group g, given the squared
// distance of the nearest of its centres that are not the row's own.
func (b *bounds) raise(c *candidate, g int, squared float64) {
	if !b.off {
		*b.at(int(c.row), g) = b.below(squared)
	}
}

// lose lowers the bound of a candidate's row on the group of its centre, which
// is about to lose the row to centre j. Within a group there is nothing to do:
// its bound is raised when all its centres were compared.
func (b *bounds) lose(c *candidate, j int32) {
	if g := b.group[c.nearest]; !b.off && g != b.group[j] {
		lower := b.at(int(c.row), g)
		*lower = min(*lower, b.below(c.squared))
	}
}

// forget gives up the lower bounds of row i.
func (b *bounds) forget(i int) {
	if b.off {
		return
	}
	for g := range b.members {
		*b.at(i, g) = 0
	}
}

// follow takes how far each centre has moved.
func (b *bounds) follow(moved []float64) {
	for g, members := range b.members {
		b.drift[g], b.other[g] = 0, 0
		for _, j := range members {
			if d := moved[j]; d > b.drift[g] {
				b.most[g], b.drift[g], b.other[g] = j, d, b.drift[g]
			} else {
				b.other[g] = max(b.other[g], d)
			}
		}
	}
}

// lowerAll lowers the bounds of row i, whose centre is own, by the last move,
// and returns the least.
func (b *bounds) lowerAll(i int, own int32) float64 {
	lowest := math.Inf(1)
	for g := range b.members {
		drift := b.drift[g]
		if own == b.most[g] {
			drift = b.other[g]
		}
		lower := b.at(i, g)
		*lower = max(0, *lower-drift)
		lowest = min(lowest, *lower)
	}
	return lowest
}
