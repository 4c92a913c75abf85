package density

import (
	"context"
	"math"
	"sync"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// A joining joins cores that are at most eps away from each other.
type joining struct {
	x     *points
	index *pivotIndex
	eps   float64
	core  []bool
	sets  *unionfind.Sets
	mutex sync.Mutex // of sets
}

// run joins all cores. Where there are balls it joins those of each ball first, and
// then goes from ball to ball: as soon as all cores of two balls are of one set,
// nothing is left to compare. Which cores come to share a set does not depend on the
// order.
func (j *joining) run(ctx context.Context) error {
	if j.index == nil {
		return j.x.within(ctx, nil, j.eps, math.MaxInt, func(i int) bool { return j.core[i] },
			func(i int, near []int32) { j.join(i, near) })
	}
	list, reach := j.index.list, j.x.reach(j.eps)
	err := parallel.Each(ctx, len(list), j.x.workers, func(l int) { j.between(ctx, &list[l], &list[l]) })
	if err != nil {
		return err
	}
	err = parallel.Each(ctx, len(list), j.x.workers, func(l int) {
		for _, s := range j.index.near(&list[l], reach, nil) {
			if s.ball.from > list[l].from {
				j.between(ctx, &list[l], s.ball)
			}
		}
	})
	if err != nil || j.eps < 1 {
		return err
	}
	for _, z := range j.x.zeros {
		if j.core[z] {
			j.join(int(z), j.x.all())
		}
	}
	return nil
}

// join joins row i with the cores among others, and reports whether that changed
// anything.
func (j *joining) join(i int, others []int32) bool {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	changed := false
	for _, other := range others {
		if j.core[other] && j.sets.Union(i, int(other)) {
			changed = true
		}
	}
	return changed
}

// between joins the cores of a ball with those of another until they are all of one
// set.
func (j *joining) between(ctx context.Context, from, to *ball) {
	if j.one(from, to) {
		return
	}
	var near []int32
	steps := []step{{ball: to}}
	for at := from.from; at < from.to && ctx.Err() == nil; at++ {
		i := j.index.order[at]
		if !j.core[i] {
			continue
		}
		near = j.x.denseWithin(j.index, at, j.eps, math.MaxInt, steps, near[:0])
		if j.join(int(i), near) && j.one(from, to) {
			return
		}
	}
}

// one reports whether all cores of two balls are of one set.
func (j *joining) one(balls ...*ball) bool {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	set := -1
	for _, o := range balls {
		for _, i := range j.index.order[o.from:o.to] {
			if !j.core[i] {
				continue
			}
			if set < 0 {
				set = j.sets.Find(int(i))
			} else if j.sets.Find(int(i)) != set {
				return false
			}
		}
	}
	return true
}
