package kmeans

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// assign gives every row the nearest centre, the first of equals, and says
// whether any row changed.
func (r *run) assign(ctx context.Context) (bool, error) {
	if err := parallel.Blocks(ctx, r.x.n, block, r.x.workers, r.assignBlock); err != nil {
		return false, err
	}
	changed := false
	for i, to := range r.next {
		if from := r.labels[i]; from != to {
			r.stale[from], r.stale[to], changed = true, true, true
			r.labels[i] = to
		}
	}
	return changed, nil
}

// tile is how many centres a row is compared with at a time.
const tile = 16

// work is what a block of rows needs while it is assigned.
type work struct {
	squared     [tile]float64
	dots        [tile]float32
	best, other [block]float64 // by row within the block: squared distance of the nearest, and the next in the group
}

// assignBlock compares each row with its own centre and with those of the groups
// that its bounds leave open.
func (r *run) assignBlock(from, to int) {
	w, b := new(work), r.bounds
	var unsettled, asking []int
	for i := from; i < to; i++ {
		r.next[i] = r.labels[i]
		if d, settled := r.settled(i, w); !settled {
			unsettled, w.best[i-from] = append(unsettled, i), d
		}
	}
	for g := range b.members {
		asking = asking[:0]
		for _, i := range unsettled {
			if *b.at(i, g) == open {
				asking = append(asking, i)
			}
		}
		if len(asking) > 0 {
			r.compare(w, asking, g)
		}
	}
	for _, i := range unsettled {
		b.upper[i] = b.above(w.best[i-from])
	}
}

// compare compares rows of a block with the centres of group g.
func (r *run) compare(w *work, rows []int, g int) {
	members := r.bounds.members[g]
	for _, i := range rows {
		w.other[i%block] = math.Inf(1)
	}
	// Centres in the outer loop: a few long ones then stay in the cache for the block.
	for first := 0; first < len(members); first += tile {
		some := members[first:min(first+tile, len(members))]
		at := r.tileAt(g, first, len(some))
		for _, i := range rows {
			r.choose(w, i, g, some, r.x.squaredAll(w, i, r.centres, some, at))
		}
	}
	for _, i := range rows {
		*r.bounds.at(i, g) = r.bounds.below(w.other[i%block])
	}
}

// choose takes the nearest of some centres of group g for row i if it is nearer
// than the nearest so far. A centre that is not, or no longer, the nearest lowers
// the bound of its group.
func (r *run) choose(w *work, i, g int, some []int32, squared []float64) {
	b, nearest, best, other := r.bounds, r.next[i], w.best[i%block], w.other[i%block]
	for t, d := range squared {
		j := some[t]
		if j == nearest {
			continue
		}
		loser := j
		if d < best || d == best && j < nearest {
			d, best = best, d
			loser, nearest = nearest, j
		}
		if b.group[loser] == g {
			other = min(other, d)
		} else {
			b.lose(i, b.group[loser], d)
		}
	}
	r.next[i], w.best[i%block], w.other[i%block] = nearest, best, other
}

// tileAt is where n centres of group g lie, from the given one of the group on.
func (r *run) tileAt(g, first, n int) []float32 {
	return r.matrix[(r.bounds.start[g]+first)*r.x.cols:][:n*r.x.cols]
}

// settled brings the bounds of row i up to date with the last move, and says
// whether they prove that its centre is still the nearest. If they do not, it
// returns the squared distance from that centre, and marks as open the groups
// that may hold a nearer one.
func (r *run) settled(i int, w *work) (float64, bool) {
	b, own := r.bounds, r.labels[i]
	if !b.off {
		b.upper[i] += r.moved[own]
		if lowest := b.lowerAll(i, own); b.upper[i]*b.upper[i]+b.slack < b.computed(lowest) {
			return 0, true
		}
	}
	d := r.x.squaredAll(w, i, r.centres, r.labels[i:i+1], r.centres[own].at)[0]
	b.upper[i] = b.above(d)
	settled := true
	for g := range b.members {
		if lower := b.at(i, g); b.off || !(d < b.computed(*lower)) {
			*lower, settled = open, false
		}
	}
	return d, settled
}
